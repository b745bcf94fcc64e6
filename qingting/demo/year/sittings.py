"""The meetings of 2023: fifteen of the chairpersons, eight of the committee, with what they heard, whom they appointed and who sat in."""

from datetime import date, time, timedelta

from qingting.appointments.models import Account, Ceremony, Nomination
from qingting.appointments.putting import put_to_the_vote, waiting_in
from qingting.demo.hands import again, moment
from qingting.demo.meetings import put
from qingting.mandates import putting as mandates
from qingting.meetings import hall
from qingting.meetings.agenda import add
from qingting.meetings.briefings import Attendee, Briefing, in_office
from qingting.meetings.casting import issue_paper, tell_tally
from qingting.meetings.counting import Form
from qingting.meetings.guests import Invitation
from qingting.meetings.models import Item, Meeting
from qingting.meetings.votes import Vote
from qingting.organs.models import Organ, Post, Role

K = Organ.Kind
MINUTES = "会议听取和审议了列入议程的报告，依法表决了有关事项。（示例）"
NO_OATH = "街道工委委员为兼职，不属于组织宣誓的国家工作人员，经主任会议研究（示例）"
QUALIFICATION = "符合任职条件，材料齐全，已征求有关方面意见。（示例）"


class Sittings:
    """Who acts in the hall, and the meetings one after another."""

    def __init__(self, congress, told, people, seats):
        self.congress, self.told, self.people, self.seats = congress, told, people, seats
        self.committee = Organ.objects.get(congress=congress, kind=K.STANDING_COMMITTEE)
        self.chairs = Organ.objects.get(congress=congress, kind=K.CHAIRPERSONS)
        self.chair = self.committee.posts.get(role=Role.CHAIR)
        self.chair_there = self.chairs.posts.get(role=Role.CHAIR)
        office = Organ.objects.get(congress=congress, name="区人大常委会办公室")
        self.clerk = office.posts.filter(role=Role.CLERK).order_by("pk").first()
        self.organs = {organ.name: organ for organ in Organ.objects.filter(congress=congress)}
        self.leaving = {}  # who holds an office that he will be removed from

    def __len__(self):
        return len(self.told["chairs"]) + len(self.told["sitting"]) + len(self.told["briefing"])

    def __iter__(self):
        """Every meeting and briefing in the order of the days, each with all that was done in it."""
        self.seat_those_who_will_leave()
        self.seats.fall_vacant()
        days = [(day, self.chairs_meet, {}) for day in self.told["chairs"]]
        days += [(said["on"], self.committee_sits, said) for said in self.told["sitting"]]
        days += [(said["on"], self.brief, said) for said in self.told["briefing"]]
        for day, hold, said in sorted(days, key=lambda one: one[0]):
            yield hold(day, said)

    # The chairpersons.

    def chairs_meet(self, day, _said) -> Meeting:
        words = f"主任会议（{day:%-m}月{day:%-d}日）"
        m = self.called(self.chairs, self.chair_there, words, None, day, ["讨论提请常委会会议审议的议题（示例）"])
        for post in m.members:
            hall.come(m, post, self.clerk, at=moment(day, 8, 50))
        m.take("open", self.chair_there, at=moment(day, 9))
        put(m, self.clerk, self.chair_there, None, "会议议程", Vote.Way.HANDS, [len(m.members), 0, 0], 5)
        m.take("close", self.chair_there, at=moment(day, 10))
        self.last_of_the_chairs = again(m)
        return self.last_of_the_chairs

    def called(self, body, chair, title, ordinal, day, items) -> Meeting:
        m = Meeting.objects.create(
            title=title, ordinal=ordinal, body=body, keeper=self.clerk.organ, presiding=chair.person
        )
        for words in items:
            add(Item(meeting=m, title=words))
        hours = {"held_on": day, "opens_at": time(9), "place": "区人大常委会会议厅"}
        m.take("plan", self.clerk, at=moment(day - timedelta(days=21), 15), **hours)
        m.take("notify", self.clerk, at=moment(day - timedelta(days=8), 9))
        sent = day - timedelta(days=7)
        m.take("hand_out", self.clerk, at=moment(sent, 9), materials_on=sent)
        return again(m)

    # The committee.

    def committee_sits(self, day, said) -> Meeting:
        m = self.called(self.committee, self.chair, said["title"], said["ordinal"], day, said["items"])
        waiting = [self.put_forward(m, *one) for one in self.of_this(said)]
        heard = [self.asked_to_account(m, name) for name in said.get("accounts", ())]
        for matter in self.seats.before(m.ordinal):
            mandates.scheduled(matter, m)
        self.let_sit_in(m, said["deputies"])
        here = m.members[: -said["absent"]]
        for post in here:
            hall.come(m, post, self.clerk, at=moment(day, 8, 50))
        m.take("open", self.chair, at=moment(day, 9))
        put(m, self.clerk, self.chair, None, "会议议程", Vote.Way.HANDS, [len(here), 0, 0], 5)
        if waiting:
            v = put_to_the_vote(m, waiting_in(m), Vote.Way.PAPER)
            settle_all(m, v, self.clerk, self.chair, len(here), len(waiting), 110)
        if items := list(mandates.waiting_in(m)):
            v = mandates.put_to_the_vote(m, items, Vote.Way.PAPER)
            settle_all(m, v, self.clerk, self.chair, len(here), len(items), 95)
        m.take("close", self.chair, at=moment(day, 11, 40))
        for account in heard:
            account.take("hear", self.clerk, at=moment(day, 14))
        m.take("write_up", self.clerk, at=moment(day, 16), minutes=MINUTES)
        m.take("sign", self.chair, at=moment(day + timedelta(days=2), 10))
        self.see_it_through(waiting, day, said.get("swearing", 0))
        self.seats.after(m.ordinal)
        return again(m)

    def of_this(self, said):
        """Whom this meeting decides on: an office, an organ, as what, and whether he comes or goes."""
        for line in said.get("appoint", ()):
            for _n in range(line["n"]):
                yield line, "appoint", next(self.people)
        for line in said.get("remove", ()):
            for _n in range(line["n"]):
                yield line, "remove", self.leaving[line["organ"], line["title"]].pop()

    def seat_those_who_will_leave(self):
        """They have held their office since the term began."""
        for said in self.told["sitting"]:
            for line in said.get("remove", ()):
                key = line["organ"], line["title"]
                for _n in range(line["n"]):
                    person = next(self.people)
                    kept = {"title": line["title"]} if line["role"] in (Role.OFFICER, Role.VICE_HEAD) else {}
                    Post.objects.create(
                        person=person,
                        organ=self.organs[line["organ"]],
                        role=line["role"],
                        since=date(2021, 12, 30),
                        **kept,
                    )
                    self.leaving.setdefault(key, []).append(person)

    def put_forward(self, m, line, change, person) -> Nomination:
        """On paper three weeks ahead, and through each of the steps before the vote."""
        n = Nomination.objects.create(
            keeper=self.clerk.organ,
            proposer=self.organs[line["proposer"]],
            change=change,
            office=line["office"],
            organ=self.organs[line["organ"]],
            role=line["role"],
            office_title=line["title"],
            nominee=person,
            grounds="工作需要。（示例）",
            title=f"{'任命' if change == 'appoint' else '免去'}{person.name}{line['title']}",
        )
        day = m.held_on
        steps = [("register", 20, "", {"paper_number": f"{line['proposer']}提请〔{day.year}〕{n.pk}号"})]
        steps += [("check", 18, "", {"qualification": QUALIFICATION})]
        if change == "appoint":
            steps += [("excuse", 17, "本届内已通过任前法律知识考试（示例）", {})]
        steps += [("submit", 6, "", {"chairs_meeting": self.last_of_the_chairs})]
        steps += [("schedule", 5, "", {"at_meeting": m, "late_because": ""})]
        for step, ago, note, said in steps:
            n.take(step, self.clerk, note, at=moment(day - timedelta(days=ago), 10), **said)
        return n

    def asked_to_account(self, m, name) -> Account:
        """The head of a department whom the committee has appointed tells of a year's work."""
        holder = self.organs[name].posts.get(role=Role.HEAD)
        words = f"{name}{m.held_on.year - 1}年度工作报告（示例）"
        a = Account.objects.create(
            keeper=self.clerk.organ,
            office_holder=holder,
            holder=holder.person,
            title=words,
            year=m.held_on.year - 1,
            is_rated=False,
        )
        day = m.held_on
        a.take("ask", self.clerk, at=moment(day - timedelta(days=30), 9))
        a.take(
            "hand_in_for",
            self.clerk,
            at=moment(day - timedelta(days=12), 9),
            report="一年来的工作、存在的问题和下一步打算。（示例）",
        )
        a.take("schedule", self.clerk, at=moment(day - timedelta(days=5), 11), at_meeting=m)
        return a

    def let_sit_in(self, m, n):
        """So many deputies who are no members, each in his turn of the year."""
        members = {post.person_id for post in m.members}
        others = [post for post in in_office(self.congress, m.held_on) if post.person_id not in members]
        start = (m.ordinal or 0) * n % len(others)
        for post in [*others, *others][start : start + n]:
            i = Invitation.objects.create(on=m, deputy=post.person)
            i.take("invite", self.clerk, at=moment(m.held_on - timedelta(days=6), 10))
            i.take("note_yes", self.clerk, at=moment(m.held_on - timedelta(days=3), 10))
            i.take("come", self.clerk, at=moment(m.held_on, 8, 55))

    def see_it_through(self, decided, day, swearing):
        """Letters, the oath of so many of the first, word to the proposers and to the public."""
        carried = list(Nomination.objects.filter(pk__in=[n.pk for n in decided], state="carried").order_by("pk"))
        begun = [n for n in carried if n.begins]
        for n in begun:
            n.take("letter", self.clerk, at=moment(day, 15), lettered_on=day)
        if takers := begun[:swearing]:
            words = f"{takers[0].nominee.name}等{len(takers)}人宪法宣誓"
            c = Ceremony.objects.create(
                keeper=self.clerk.organ,
                title=words,
                held_on=day,
                place="区人大常委会会议厅",
                organiser=self.committee,
                leader=takers[0].nominee,
            )
            Nomination.objects.filter(pk__in=[n.pk for n in takers]).update(sworn_at=c)
            c.take("plan", self.clerk, at=moment(day, 15, 30))
            c.take("hold", self.clerk, at=moment(day, 16), witness="常委会主任")
        told = day + timedelta(days=1)
        for n in carried:
            n.take("tell", self.clerk, at=moment(told, 10), told_on=told)
            n.take("publish" if n.begins else "publish_end", self.clerk, at=moment(told, 11), published_on=told)
        for n in [one for one in begun if one not in takers]:
            n.take("waive_oath", self.clerk, NO_OATH, at=moment(told, 11, 30))
        for n in carried:
            n.take("close", self.clerk, at=moment(told, 12))

    # Briefings.

    def brief(self, day, said) -> Briefing:
        given = {"title": said["title"], "held_on": day, "opens_at": time(14, 30), "place": "区人大常委会会议厅"}
        b = Briefing.objects.create(keeper=self.clerk.organ, **given)
        b.reporting.set(Organ.objects.filter(congress=self.congress, kind=K.DEPARTMENT, until=None).order_by("pk")[:2])
        asked = in_office(self.congress, day)[: said["came"] + 2]
        Attendee.objects.bulk_create(
            Attendee(briefing=b, post=post, came=n < said["came"]) for n, post in enumerate(asked)
        )
        b.take("announce", self.clerk, at=moment(day - timedelta(days=5), 9))
        b.take("hold", self.clerk, at=moment(day, 17), told="通报情况，发放材料。（示例）")
        return b


def settle_all(m, v, clerk, chair, ballots, questions, minutes):
    """A vote on several persons, each carried by all but one."""
    at = moment(m.held_on, 9) + timedelta(minutes=minutes)
    v.take("open", clerk, at=at)
    v = Vote.objects.get(pk=v.pk)
    for post in m.members[:ballots]:
        issue_paper(v, post)
    said = [["yes"] * questions] * (ballots - 1) + [["abstain"] * questions]
    for teller in clerk.organ.posts.current(m.held_on).order_by("pk")[:2]:
        tell_tally(v, teller, said)
    v.take("close", clerk, at=at + timedelta(minutes=5))
    Vote.objects.get(pk=v.pk).take("elect" if v.form == Form.ELECTION else "carry", chair, at=at + timedelta(minutes=6))
