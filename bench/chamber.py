"""A district of five hundred deputies in session, and its standing committee with an agenda of thirty items: for the benchmark of meetings."""

from datetime import date, time, timedelta

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils.timezone import localdate, now

from bench.town import seat
from qingting.meetings.models import Item, Meeting, Presence
from qingting.meetings.votes import Ballot, Question, Vote
from qingting.organs.models import Level, Organ, Person, Post, Role

DEPUTIES, THIRTY = 500, 30
SAID = ["yes"] * 20 + ["no"] * 6 + ["abstain"] * 4


class Chamber:
    """Its organs, its people, and the two meetings."""

    def __init__(self):
        kind = Organ.Kind
        self.congress = Organ.objects.create(name="区人大", kind=kind.CONGRESS)
        committee = Organ.objects.create(name="区人大常委会", kind=kind.STANDING_COMMITTEE, parent=self.congress)
        self.office = Organ.objects.create(name="会务处", kind=kind.OFFICE, parent=committee)
        self.clerk = seat("会务处经办人", self.office, Role.CLERK)
        self.chair = seat("主任", committee, Role.CHAIR)
        members = [self.chair, *(seat(f"委员{n}", committee, Role.MEMBER) for n in range(1, THIRTY))]
        self.deputies = self.seats()
        self.agenda = self.sits(committee, members, [f"听取和审议第{n}项工作报告" for n in range(1, THIRTY + 1)])
        for item in self.agenda.items.all():
            self.voted_on(item, members)
        self.session = self.sits(self.congress, self.deputies, ["关于区人民政府工作报告的决议"])

    def seats(self):
        """Five hundred deputies, each with a sign-in of his own."""
        users = User.objects.bulk_create([User(username=f"区代表{n}") for n in range(DEPUTIES)])
        people = Person.objects.bulk_create([Person(name=u.username, congress=self.congress, user=u) for u in users])
        seat_of = dict(organ=self.congress, role=Role.DEPUTY, level=Level.DISTRICT, since=date(2022, 1, 5))
        return Post.objects.bulk_create([Post(person=person, **seat_of) for person in people])

    def sits(self, body, members, items):
        """In session, with its agenda adopted, everyone in the hall."""
        given = dict(body=body, keeper=self.office, presiding=self.chair.person)
        m = Meeting.objects.create(title="第六次会议", is_preparatory=body == self.congress, **given)
        Item.objects.bulk_create([Item(meeting=m, place=n, title=title) for n, title in enumerate(items, 1)])
        m.take("plan", self.clerk, held_on=localdate(), opens_at=time(9), place="大会堂")
        anew(m).take("notify", self.clerk)
        Presence.objects.bulk_create([Presence(meeting=m, post=post, way="code", written_by=post) for post in members])
        anew(m).take("open", self.chair)
        Meeting.objects.filter(pk=m.pk).update(agenda_adopted=True)
        return anew(m)

    def vote(self, m, **given):
        v = Vote.objects.create(held_at=m, title="关于工作报告的决议", way="secret", **given)
        Question.objects.create(vote=v, place=1, text=v.title)
        return v

    def voted_on(self, item, members):
        """A vote on it that is over, with a ballot of each member."""
        v = self.vote(item.meeting, item=item)
        v.take("open", self.clerk)
        v.voters.update(has_voted=True)
        Ballot.objects.bulk_create([Ballot(vote=v, code=f"{n:012}", choices=[said]) for n, said in enumerate(SAID)])
        Vote.objects.filter(pk=v.pk).update(state="carried")
        anew(v).recast()


def anew(matter):
    return type(matter).objects.get(pk=matter.pk)


def sessions_of(posts) -> list[str]:
    """A session for each of them, as if he had signed in this morning."""
    store, rows = SessionStore(), []
    for post in posts:
        user = post.person.user
        said = {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: "qingting.web.backends.HolderOfPosts",
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
        key = store._get_new_session_key()
        rows.append(Session(session_key=key, session_data=store.encode(said), expire_date=now() + timedelta(hours=9)))
    Session.objects.bulk_create(rows)
    return [row.session_key for row in rows]
