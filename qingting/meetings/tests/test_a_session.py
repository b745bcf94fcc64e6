"""A session of the congress: its preparatory meeting elects the presidium, which presides over all that follows."""

from datetime import date, time

import pytest
from django.urls import reverse

from qingting.docket.process import Refused
from qingting.meetings import agenda, hall
from qingting.meetings.casting import cast
from qingting.meetings.models import Item, Meeting
from qingting.meetings.slate import Slate
from qingting.meetings.tests.doings import anew
from qingting.meetings.votes import Question, Vote
from qingting.organs.models import Organ, Role, Session

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 26)


class Congress:
    """Three deputies, a session that opens today, its preparatory meeting called."""

    def __init__(self, house):
        self.house, self.town = house, house.town
        self.deputies = [self.town.lin, self.town.he, self.town.fang]
        self.session = Session.objects.create(term=self.town.term, number=6, opens_on=DAY, closes_on=date(2026, 3, 29))

    def meeting(self, title, body=None, *, upto="notify", **given):
        given = dict(session=self.session, presiding=self.house.chair.person, keeper=self.town.office) | given
        m = Meeting.objects.create(title=title, body=body or self.town.congress, **given)
        agenda.add(Item(meeting=m, title="听取和审查政府工作报告"))
        m.take("plan", self.town.wang, held_on=DAY, opens_at=time(9), place="人民会堂")
        if upto == "notify":
            anew(m).take("notify", self.town.wang)
        return anew(m)

    def open(self, m, by=None):
        for post in m.members:
            hall.come(m, post, self.town.wang)
        anew(m).take("open", by or self.house.chair)
        return anew(m)

    def put(self, m, item, matter=None, yes=3):
        v = Vote.objects.create(held_at=m, item=item, title="表决", way="named")
        Question.objects.create(vote=v, place=1, text="表决", matter=matter)
        anew(v).take("open", self.town.wang)
        for n, post in enumerate(m.members):
            cast(anew(v), post, ["yes" if n < yes else "no"])
        anew(v).take("close", self.town.wang)
        v = anew(v)
        v.take("carry" if yes * 2 > len(m.members) else "lose", self.house.chair)
        return anew(v)

    def slate(self, *posts):
        s = Slate.objects.create(session=self.session, secretary=self.town.sun.person, keeper=self.town.office)
        s.members.set([post.person for post in posts])
        return s

    def prepared(self):
        """The preparatory meeting has adopted the agenda and elected Lin and He."""
        m = self.meeting("预备会议", is_preparatory=True)
        s = self.slate(self.town.lin, self.town.he)
        s.take("list_it", self.town.wang, at_meeting=m)
        m = self.open(anew(m))
        self.put(m, None)
        self.put(anew(m), m.items.get(matter=s.pk), matter=s)
        return anew(s)


@pytest.fixture
def congress(house):
    return Congress(house)


def test_the_preparatory_meeting_seats_the_presidium(congress):
    s = congress.prepared()
    assert s.state == "carried"
    assert s.elected.kind == Organ.Kind.PRESIDIUM
    names = {(str(p.person), p.role, p.until) for p in s.elected.posts.all()}
    assert names == {
        ("林秀英", Role.MEMBER, date(2026, 3, 29)),
        ("何建国", Role.MEMBER, date(2026, 3, 29)),
        ("孙立", Role.OFFICER, date(2026, 3, 29)),
    }


def test_without_a_presidium_the_session_does_not_open(congress):
    m = congress.meeting("第一次全体会议")
    with pytest.raises(Refused, match="预备会议还没有选举主席团"):
        congress.open(m)


def test_the_presidium_presides_and_the_agenda_is_adopted_once(congress):
    congress.prepared()
    m = congress.meeting("第一次全体会议")
    with pytest.raises(Refused, match="大会由主席团主持"):
        m.take("entrust", congress.house.chair, presiding=congress.house.vice.person)
    anew(m).take("entrust", congress.house.chair, presiding=congress.town.lin.person)
    m = congress.open(anew(m), by=congress.town.lin)
    assert m.agenda_adopted
    assert m.ordinal is None


def test_two_thirds_of_all_deputies(congress):
    m = congress.meeting("预备会议", is_preparatory=True)
    hall.come(m, congress.town.lin, congress.town.wang)
    with pytest.raises(Refused, match="还差 1 人"):
        anew(m).take("open", congress.house.chair)
    hall.come(m, congress.town.he, congress.town.wang)
    anew(m).take("open", congress.house.chair)


def test_a_list_that_falls_seats_nobody(congress):
    m = congress.meeting("预备会议", is_preparatory=True)
    s = congress.slate(congress.town.lin)
    s.take("list_it", congress.town.wang, at_meeting=m)
    m = congress.open(anew(m))
    congress.put(m, None)
    congress.put(anew(m), m.items.get(matter=s.pk), matter=s, yes=1)
    assert anew(s).state == "lost"
    assert not Organ.objects.filter(kind=Organ.Kind.PRESIDIUM).exists()


def test_one_presidium_a_session(congress):
    congress.prepared()
    other = congress.slate(congress.town.fang)
    with pytest.raises(Refused, match="已经选举了主席团"):
        other.take("list_it", congress.town.wang, at_meeting=Meeting.objects.get(is_preparatory=True))


def test_the_presidium_sits_with_two_thirds_of_its_own(congress):
    s = congress.prepared()
    m = congress.meeting("主席团第一次会议", body=s.elected)
    hall.come(m, m.members[0], congress.town.wang)
    assert hall.quorum(m).to_spare == -1  # two thirds of two is both
    hall.come(m, m.members[1], congress.town.wang)
    assert hall.quorum(m).is_there


def office(client, congress):
    client.force_login(congress.town.wang.person.user)
    return client


def test_the_office_calls_the_meetings_of_a_session(congress, client):
    desk = office(client, congress)
    said = dict(
        body=congress.town.congress.pk, title="预备会议", ordinal="", session=congress.session.pk, is_preparatory="on"
    )
    assert desk.post(reverse("meeting_new"), said).status_code == 302
    again = desk.post(reverse("meeting_new"), said)
    assert "这次大会已经有预备会议" in again.content.decode()
    lone = desk.post(reverse("meeting_new"), said | {"session": "", "is_preparatory": ""})
    assert "请选是哪一次人民代表大会会议" in lone.content.decode()
    wrong = desk.post(reverse("meeting_new"), said | {"body": congress.town.committee.pk, "is_preparatory": ""})
    assert "不在大会期间的会议里" in wrong.content.decode()


def test_the_list_is_pasted_and_each_line_is_a_deputy(congress, client):
    desk = office(client, congress)
    address = reverse("slate_new", args=[congress.session.pk])
    wrong = desk.post(address, dict(names="林秀英\n赵强", secretary=congress.town.sun.person_id))
    assert "名册里没有这几位代表，或者有同名的：赵强" in wrong.content.decode()
    desk.post(address, dict(names="林秀英\n何建国\n林秀英\n", secretary=congress.town.sun.person_id))
    s = Slate.objects.get()
    assert [p.name for p in s.members.order_by("pk")] == ["林秀英", "何建国"]
    page = desk.get(s.get_absolute_url()).content.decode()
    assert "林秀英、何建国" in page
    desk.post(
        reverse("slate_edit", args=[congress.session.pk, s.pk]),
        dict(names="方若谷", secretary=congress.town.sun.person_id),
    )
    assert [p.name for p in s.members.all()] == ["方若谷"]


def test_the_page_of_a_session_shows_its_meetings_and_who_came(congress, client):
    congress.prepared()
    page = office(client, congress).get(reverse("congress_session", args=[congress.session.pk])).content.decode()
    assert "到会 3 人，应到 3 人" in page
    assert "第16届第6次会议主席团和秘书长名单" in page
    client.force_login(congress.town.he.person.user)
    seen = client.get(reverse("congress_session", args=[congress.session.pk])).content.decode()
    assert "召集会议" not in seen
