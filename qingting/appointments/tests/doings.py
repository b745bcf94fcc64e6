"""What an appointment goes through again and again in these tests, in few words."""

from datetime import date, datetime, time

from django.utils.timezone import make_aware

from qingting.appointments.models import Account, Ceremony, Departure, Nomination
from qingting.appointments.putting import put_to_the_vote
from qingting.meetings import hall
from qingting.meetings.casting import cast
from qingting.meetings.models import Meeting
from qingting.meetings.tests.doings import House, anew
from qingting.meetings.votes import Vote
from qingting.organs.models import Organ, Person, Role

TODAY = date(2026, 3, 26)
EARLIER = date(2026, 3, 2)


def moment(day, hour=9):
    return make_aware(datetime.combine(day, time(hour)))


class Hall(House):
    def __init__(self, town):
        super().__init__(town)
        self.mayor = town.seat("区长甲", town.government, Role.HEAD)
        self.scribe = town.seat("文书甲", town.government, Role.CLERK)
        self.chairs = Organ.objects.create(name="主任会议", kind=Organ.Kind.CHAIRPERSONS, parent=town.committee)
        self.person = Person.objects.create(name="陆明远", congress=town.congress, invented=True)

    def chairs_meeting(self):
        """A chairpersons' meeting that was held on 10 March."""
        m = Meeting.objects.create(
            title="第四十次主任会议", body=self.chairs, keeper=self.town.office, presiding=self.chair.person
        )
        Meeting.objects.filter(pk=m.pk).update(
            held_on=date(2026, 3, 10), opened_at=moment(date(2026, 3, 10)), state="closed"
        )
        return anew(m)

    def nomination(self, upto="propose", **given):
        """Lu for director of the bureau of water, taken along the plain way up to a step."""
        t = self.town
        given = (
            dict(
                keeper=t.office,
                proposer=t.government,
                change="appoint",
                office="department",
                organ=t.water,
                role=Role.HEAD,
                office_title="县水利局局长",
                nominee=self.person,
                grounds="长期从事水利工作，熟悉业务。",
                title="任命陆明远为县水利局局长",
            )
            | given
        )
        n = Nomination(**given)
        n.save()
        script = [
            # the head of an organ puts forward himself; what the chairpersons propose comes on paper
            ("propose", self.mayor, {})
            if n.proposer == t.government
            else ("register", t.wang, {"paper_number": "一号"}),
            ("check", t.wang, {"qualification": "符合任职条件，材料齐全。"}),
            ("excuse", t.wang, {}),
            ("submit", t.wang, {}),
            ("schedule", t.wang, {}),
        ]
        day = EARLIER
        for name, post, said in script:
            if name == "submit":
                said = {"chairs_meeting": self.chairs_meeting()}
            if name == "schedule":
                said, day = {"at_meeting": self.its_meeting(), "late_because": ""}, TODAY
            n.take(name, post, "曾在本届内通过考试" if name == "excuse" else "", at=moment(day, 8), **said)
            n = anew(n)
            if name == upto:
                break
        return n

    def its_meeting(self):
        """The committee's meeting of 26 March, called, its agenda not adopted yet."""
        found = Meeting.objects.filter(body=self.town.committee).first()
        return found or self.meeting(upto="notify")

    def sit(self):
        """Everyone comes, the meeting opens and adopts its agenda."""
        m = anew(self.its_meeting())
        for post in self.all:
            hall.come(m, post, self.town.wang)
        m.take("open", self.chair)
        return self.adopt(anew(m))

    def put(self, m, matters, way=Vote.Way.SECRET):
        return put_to_the_vote(m, [anew(matter) for matter in matters], way)

    def decide(self, v, yes=7, no=0, step="carry"):
        """The vote is opened, so many say yes and no, the chair announces."""
        self.open(v)
        asks = v.questions.count()
        for post, choice in zip(self.all, ["yes"] * yes + ["no"] * no, strict=False):
            cast(anew(v), post, [choice] * asks)
        return self.announce(v, step)

    def appointed(self, **given):
        n = self.nomination(upto="schedule", **given)
        m = self.sit()
        self.decide(self.put(m, [n]))
        return anew(n)

    def ceremony(self, *takers, **given):
        c = Ceremony(
            **dict(keeper=self.town.office, held_on=TODAY, place="会议厅", organiser=self.chairs, title="宪法宣誓")
            | given
        )
        c.save()
        Nomination.objects.filter(pk__in=[n.pk for n in takers]).update(sworn_at=c)
        return c

    def departure(self, post, **given):
        d = Departure(
            **dict(
                keeper=self.town.office,
                way="resign",
                office_holder=post,
                office_title="县水利局局长",
                grounds="因年龄原因请求辞职。",
                title="辞职",
            )
            | given
        )
        d.save()
        return d

    def case(self, post, upto="schedule", **given):
        """A departure that has come to the agenda of the meeting."""
        d = self.departure(post, **given)
        for name, said in (("file", {}), ("submit", {"chairs_meeting": None}), ("schedule", {"at_meeting": None})):
            if name == "submit":
                said = {"chairs_meeting": self.chairs_meeting()}
            if name == "schedule":
                said = {"at_meeting": self.its_meeting()}
            d.take(name, self.town.wang, **said)
            d = anew(d)
            if name == upto:
                break
        return d

    def account(self, post, **given):
        a = Account(**dict(keeper=self.town.office, office_holder=post, year=2025, title="履职情况") | given)
        a.save()
        return a
