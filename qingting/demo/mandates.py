"""The demonstration's mandates: two deputies have moved away; one seat has been filled, for the other candidates stand; one
resigns; leave is asked to try one (all of them invented).
"""

from datetime import timedelta

from qingting.demo.hands import moment
from qingting.demo.meetings import called, put, settle
from qingting.docket.models import Part
from qingting.mandates.leave import Permission
from qingting.mandates.models import ByElection, Candidate, Resignation, Termination
from qingting.mandates.opening import opened
from qingting.mandates.putting import put_to_the_vote, scheduled, waiting_in
from qingting.mandates.tally import Votes
from qingting.meetings import hall
from qingting.meetings.models import Meeting
from qingting.meetings.votes import Vote
from qingting.organs.models import Level, Organ, Person, Post, Role, Term
from qingting.organs.offices import office_for_deputies, standing_committee

AGENDA = (("审议代表资格审查委员会的报告", ""),)
MOVED, MOVED_LATER = ("第四十次会议", 40), ("第四十一次会议", 41)


class Mandates:
    """Who acts, and the days counted from the day of loading."""

    def __init__(self, congress, today):
        self.congress, self.today = congress, today
        self.committee = standing_committee(congress.pk)
        self.chair = self.committee.posts.get(role=Role.CHAIR)
        office = office_for_deputies(congress.pk)
        self.clerk = office.posts.filter(role=Role.CLERK).order_by("pk").first()
        self.head = office.posts.filter(role=Role.HEAD).order_by("pk").first()
        self.examiner = self.found_the_examiners()

    def found_the_examiners(self) -> Post:
        """The credentials committee: members of the standing committee, a vice-chair at its head."""
        kind = Organ.Kind.SPECIAL_COMMITTEE
        name = "区人大常委会代表资格审查委员会"
        organ, new = Organ.objects.get_or_create(
            congress=self.congress, name=name, defaults={"kind": kind, "parent": self.committee}
        )
        if not new:
            return organ.posts.get(role=Role.CHAIR)
        vice = self.committee.posts.filter(role=Role.VICE_CHAIR).order_by("pk").first()
        members = self.committee.posts.filter(role=Role.MEMBER).order_by("pk")[:4]
        since = vice.since
        for post in members:
            Post.objects.create(person=post.person, organ=organ, role=Role.MEMBER, since=since)
        return Post.objects.create(person=vice.person, organ=organ, role=Role.CHAIR, since=since)

    def at(self, ago, hour=10):
        return moment(self.today - timedelta(days=ago), hour)

    def take(self, matter, name, by, ago, hour=10, note="", **said):
        type(matter).objects.get(pk=matter.pk).take(name, by, note, at=self.at(ago, hour), **said)
        return type(matter).objects.get(pk=matter.pk)

    def moved_away(self, post, ago) -> Termination:
        t = opened(Termination(mandate=post), self.congress)
        self.take(t, "note", self.clerk, ago, ground="moved", ended_on=self.today - timedelta(days=ago + 20))
        self.take(t, "report", self.examiner, ago - 3)
        return self.take(t, "announce", self.clerk, ago - 5)

    def vacancy(self, termination, ago) -> ByElection:
        b = ByElection(constituency=termination.mandate.constituency, seats=1, source=termination.matter_ptr)
        return self.take(opened(b, self.congress), "propose", self.clerk, ago)

    def meet(self, title, ordinal, ago, *matters) -> Meeting:
        """The committee sits and carries what is put before it."""
        clerk = called_by(self.committee)
        m = called(
            self.committee,
            clerk,
            self.chair,
            title,
            ordinal,
            self.today - timedelta(days=ago),
            notified=True,
            items=AGENDA,
        )
        for matter in matters:
            scheduled(matter, m)
        for post in (here := m.members[:-4]):
            hall.come(m, post, clerk, at=self.at(ago, 8))
        m.take("open", self.chair, at=self.at(ago, 9))
        put(m, clerk, self.chair, None, "会议议程", Vote.Way.HANDS, [len(here), 0, 0], 5)
        for n, item in enumerate(waiting_in(m)):
            v = put_to_the_vote(m, [item], Vote.Way.HANDS)
            settle(m, v, clerk, self.chair, [len(here) - n, n, 0], 60 + 10 * n)
        for step, by, hour, said in (
            ("close", self.chair, 11, {}),
            ("write_up", clerk, 15, {"minutes": "会议依法决定补选事项。（示例）"}),
        ):
            self.take(m, step, by, ago, hour, **said)
        self.take(m, "sign", self.chair, ago - 2)
        return m

    def prepare(self, b, fixed, election, voters, names, listed, stood=None):
        """From the day that is fixed to the candidates' list; the last days may lie ahead."""
        day = self.today - timedelta(days=election)
        self.take(b, "fix", self.clerk, fixed, election_on=day, place="选区内各社区居民委员会投票站")
        self.take(b, "publish_list", self.clerk, listed, voters=voters)
        for place, (name, by, nominators) in enumerate(names, 1):
            Candidate.objects.create(on=b, place=place, name=name, by=by, nominators=nominators)
        if stood:
            self.take(b, "publish_candidates", self.clerk, stood)

    def leave_is_asked(self, post):
        """The court asks on paper for leave to try a deputy; it was examined, and waits for the next meeting."""
        court = Organ.objects.get(congress=self.congress, kind=Organ.Kind.COURT)
        p = opened(Permission(mandate=post, applicant=court), self.congress)
        self.take(p, "take_down", self.head, 2, measure="trial", reference="示例请〔2026〕1号")
        self.take(p, "examine", self.head, 1, finding="none")

    def finish(self, b):
        """One candidate has more than half of those who voted; his credentials are confirmed, and he has his certificate."""
        said = dict(turnout=3120, ballots=3118, spoilt=26, votes=Votes({1: 2011, 2: 1044}))
        self.take(b, "enter", self.clerk, 95, 20, **said)
        self.take(b, "countersign", self.head, 95, 21)
        b = self.take(b, "report", self.examiner, 85)
        self.meet(*MOVED_LATER, 65, b.reports.get(), self.open_one)
        self.take(b, "announce", self.clerk, 64)
        b = self.take(b, "certify", self.clerk, 60)
        Person.objects.filter(pk__in=[one.post.person_id for one in b.elected]).update(invented=True)


def called_by(committee) -> Post:
    """The clerk who prepares the committee's meetings."""
    clerks = Post.objects.filter(organ__parent=committee, organ__kind=Organ.Kind.OFFICE, role=Role.CLERK)
    return clerks.filter(organ__name__contains="办公室").order_by("pk").first()


def unencumbered(congress, seats=3) -> list[Post]:
    """Deputies of the first day, of constituencies of so many seats, who hold nothing else and in nothing that is told elsewhere have a part."""
    begun = Term.objects.get(congress=congress, until=None).since
    posts = Post.objects.filter(organ=congress, role=Role.DEPUTY, level=Level.DISTRICT, since=begun, until=None)
    busy = {hat.split(":")[1] for hat in Part.objects.filter(hat__startswith="person:").values_list("hat", flat=True)}
    free = posts.filter(constituency__seats=seats, duties=None).exclude(person__in=busy).order_by("-pk")
    return [post for post in free.select_related("person", "constituency") if post.person.posts.count() == 1]


def fill_the_seats(congress, today):
    """One by-election done, one open, and a resignation that today's meeting has to decide."""
    its = Mandates(congress, today)
    first, second, third, fourth = unencumbered(congress)[:4]
    done = its.vacancy(its.moved_away(first, 150), 140)
    its.meet(*MOVED, 125, done)
    parties, voters = Candidate.By.PARTIES, Candidate.By.VOTERS
    its.prepare(done, 122, 95, 5230, [("邱明远", parties, None), ("夏知秋", voters, 23)], 118, 104)
    its.open_one = its.vacancy(its.moved_away(second, 80), 74)
    its.finish(done)
    its.prepare(its.open_one, 20, -10, 4870, [("温若兰", parties, None), ("齐少白", voters, 15)], 12)
    reason = "因工作调动，不能经常联系选区的选民，请求辞去代表职务。（示例）"
    r = opened(Resignation(mandate=third, reason=reason), congress)
    r = its.take(r, "receive", its.clerk, 9, received_on=today - timedelta(days=9))
    scheduled(r, Meeting.objects.get(body=its.committee, held_on=today))
    its.leave_is_asked(fourth)
