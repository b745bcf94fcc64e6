"""What the town does again and again in these tests, in few words."""

from datetime import date, time

from django.utils.timezone import localdate

from qingting.mandates.effects import end_mandate
from qingting.mandates.leave import Permission
from qingting.mandates.models import (
    ByElection,
    Candidate,
    MunicipalByElection,
    MunicipalRecall,
    Recall,
    Resignation,
    Suspension,
    Termination,
)
from qingting.mandates.opening import opened
from qingting.mandates.tally import Votes
from qingting.meetings import hall
from qingting.meetings.casting import cast
from qingting.meetings.models import Item, Meeting
from qingting.meetings.tests.doings import House, anew
from qingting.meetings.votes import Question, Vote
from qingting.organs.models import Constituency, Level, Organ, Person, Post, Role

ELECTION = date(2026, 4, 28)


def refused(act, *args, **kwargs) -> str:
    """The sentence with which it is refused."""
    from qingting.docket.process import Refused

    try:
        act(*args, **kwargs)
    except Refused as refusal:
        return str(refusal)
    raise AssertionError("it was not refused")


class Hall(House):
    """The house, and what mandates need beside it: Gu examines credentials, Lin and He hold the two seats of the first
    constituency, the second has three seats, of which Fang holds one; Shao is a deputy of the city.
    """

    def __init__(self, town):
        super().__init__(town)
        K = Organ.Kind
        self.examiners = Organ.objects.create(
            name="代表资格审查委员会", kind=K.SPECIAL_COMMITTEE, parent=town.committee
        )
        self.gu = town.seat("顾明", self.examiners, Role.CHAIR)
        self.first = Constituency.objects.create(congress=town.congress, name="第一选区", seats=2)
        self.second = Constituency.objects.create(congress=town.congress, name="第二选区", seats=3)
        for post, where in ((town.lin, self.first), (town.he, self.first), (town.fang, self.second)):
            post.constituency = where
            post.save()
        self.group = Organ.objects.create(name="市代表小组", kind=K.GROUP, parent=town.congress)
        person = Person.objects.create(name="邵青", congress=town.congress, invented=True)
        self.shao = Post.objects.create(
            person=person, organ=self.group, role=Role.DEPUTY, level=Level.MUNICIPAL, since=date(2022, 1, 5)
        )

    def decide(self, matter, yes=5, form="motion", m=None, way="named"):
        """The committee votes on it, and whoever presides announces what came of it."""
        m = m or self.sitting()
        v = Vote.objects.create(held_at=m, item=m.items.first(), title=matter.title, way=way, form=form)
        Question.objects.create(vote=v, place=1, text=matter.title, matter=matter.matter_ptr)
        self.open(v)
        for n, post in enumerate(self.all):
            cast(anew(v), post, ["yes" if n < yes else "no"])
        carried = yes > len(self.all) / 2
        self.announce(v, "carry" if carried else "lose")
        return anew(v)

    def confirm(self, report, yes=5):
        """On another day, at another meeting of the committee, the credentials are voted on."""
        m = Meeting.objects.create(
            title="第三十三次会议", body=self.town.committee, keeper=self.town.office, presiding=self.chair.person
        )
        Item.objects.create(meeting=m, place=1, title="代表资格审查报告")
        m.take("plan", self.town.wang, held_on=localdate(), opens_at=time(9), place="区人大常委会会议厅")
        anew(m).take("notify", self.town.wang)
        for member in self.all:
            hall.come(anew(m), member, self.town.wang)
        anew(m).take("open", self.chair)
        return self.decide(report, yes, m=self.adopt(anew(m)))

    def by_election(self, where=None, seats=1):
        return opened(ByElection(constituency=where or self.second, seats=seats), self.town.congress)

    def proposed(self, **given):
        b = self.by_election(**given)
        b.take("propose", self.town.wang)
        return b

    def stand(self, b, *names):
        for place, name in enumerate(names, b.candidates.count() + 1):
            Candidate.objects.create(on=b, place=place, name=name, by=Candidate.By.PARTIES)

    def published(self, on, *names, seats=1, voters=1000, m=None):
        """Decided on 26 March, its list and its candidates out in time."""
        b = self.proposed(seats=seats)
        self.decide(b, m=m)
        b = anew(b)
        b.take("fix", self.town.wang, election_on=ELECTION, place="社区活动室")
        on("2026-04-01")
        anew(b).take("publish_list", self.town.wang, voters=voters)
        self.stand(b, *names)
        on("2026-04-15")
        anew(b).take("publish_candidates", self.town.wang)
        return anew(b)

    def counted(self, b, on, turnout, votes, spoilt=0, ballots=None, day="2026-04-28"):
        on(day)
        said = dict(turnout=turnout, ballots=turnout if ballots is None else ballots, spoilt=spoilt, votes=Votes(votes))
        anew(b).take("enter", self.town.wang, **said)
        anew(b).take("countersign", self.town.sun)
        return anew(b)

    def one_of_each(self):
        """A draft of every kind, with everyone named in it."""
        at = self.town.congress
        he, shao = self.town.he, self.shao
        return {
            ByElection: self.by_election(),
            Resignation: opened(Resignation(mandate=he), at),
            Termination: opened(Termination(mandate=he), at),
            Suspension: opened(Suspension(mandate=he), at),
            Permission: opened(Permission(mandate=he, applicant=self.town.procuratorate), at),
            Recall: opened(Recall(mandate=he), at),
            MunicipalRecall: opened(MunicipalRecall(mandate=shao), at),
            MunicipalByElection: opened(MunicipalByElection(replaces=shao, nominee="季云"), at),
        }

    def ended(self, post, last):
        """A mandate that has ended, by its holder's death."""
        t = opened(Termination(mandate=post), self.town.congress)
        end_mandate(t, post, last)
        return t
