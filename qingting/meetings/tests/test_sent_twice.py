"""A form that is sent twice, by a double press or over a bad line, acts once; what was written anew into it is not lost."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from conftest import at_once
from qingting.meetings import daily
from qingting.meetings.briefings import Briefing
from qingting.meetings.guests import Invitation
from qingting.meetings.models import Item, Meeting
from qingting.meetings.sendings import Sending
from qingting.meetings.tests.doings import House
from qingting.meetings.tests.test_at_the_screen import signed_in, text
from qingting.meetings.votes import Vote
from qingting.meetings.words import Passage, Speech

ONCE = "0123456789abcdef" * 2


@pytest.fixture
def office(house):
    return signed_in(house.town.wang)


def twice(client, address, **said):
    """The same form sent twice; where it led."""
    one, two = (client.post(address, said | {"once": ONCE}) for _n in range(2))
    assert (one.status_code, two.status_code) == (302, 302), text(two)
    assert one.url == two.url
    return one.url


def test_each_form_that_makes_something_makes_it_once(house, town, office):
    m = house.meeting(upto="plan")
    twice(office, "/meetings/new/", body=town.committee.pk, title="第四十次会议")
    assert Meeting.objects.filter(title="第四十次会议").count() == 1
    Sending.objects.all().delete()
    twice(office, f"/meetings/{m.pk}/items/new/", title="一项新议题", access="public")
    assert Item.objects.filter(title="一项新议题").count() == 1
    Sending.objects.all().delete()
    twice(office, f"/meetings/{m.pk}/guests/invite/", deputies=[town.lin.person_id])
    assert Invitation.objects.count() == 1
    Sending.objects.all().delete()
    said = {"held_on": "2026-04-01", "opens_at": "09:00", "place": "会议厅", "reporting": [town.water.pk]}
    twice(office, "/meetings/briefings/new/", title="一季度通报会", **said)
    assert Briefing.objects.count() == 1


def test_what_is_put_to_the_vote_what_was_said_and_a_passage_are_there_once(house, town, office):
    m = house.sitting()
    item, before = m.items.get(), Vote.objects.count()
    twice(office, f"/meetings/{m.pk}/votes/new/", item=item.pk, form="motion", way="named", asks="关于河道的决议")
    assert Vote.objects.count() == before + 1
    Sending.objects.all().delete()
    twice(office, f"/meetings/{m.pk}/items/{item.pk}/speeches/new/", post=house.vice.pk, text="应当加快清淤。")
    assert Speech.objects.count() == 1
    Sending.objects.all().delete()
    twice(office, f"/items/{item.pk}/passages/", typed="1", text="加快清淤", group="关于整改")
    assert Passage.objects.count() == 1


def test_the_page_gives_each_form_a_mark_of_its_own(house, office):
    m = house.meeting(upto="plan")
    marks = [office.get(f"/meetings/{m.pk}/items/new/").context["once"] for _n in range(2)]
    assert len({*marks}) == 2 and all(len(mark) == 32 for mark in marks)
    page = office.get(f"/meetings/{m.pk}/items/new/").content.decode()
    assert 'type="hidden" name="once"' in page


def test_whoever_goes_back_and_writes_something_else_is_told_and_loses_nothing(house, office):
    m = house.meeting(upto="plan")
    address = f"/meetings/{m.pk}/items/new/"
    office.post(address, {"title": "甲议题", "access": "public", "once": ONCE})
    again = office.post(address, {"title": "乙议题", "access": "public", "once": ONCE})
    assert again.status_code == 422 and "请再按一次" in text(again) and "乙议题" in again.content.decode()
    assert not Item.objects.filter(title="乙议题").exists()
    fresh = again.context["once"]
    assert fresh != ONCE
    assert office.post(address, {"title": "乙议题", "access": "public", "once": fresh}).status_code == 302
    assert list(Item.objects.filter(meeting=m).values_list("title", flat=True))[1:] == ["甲议题", "乙议题"]


def test_what_was_refused_may_be_sent_again(house, town, office):
    m = house.meeting()
    address, said = f"/meetings/{m.pk}/guests/invite/", {"deputies": [town.lin.person_id], "once": ONCE}
    Invitation.objects.create(on=m, deputy=town.lin.person)
    assert "已经邀请过" in text(office.post(address, said)) and not Sending.objects.exists()
    Invitation.objects.get().discard()
    assert office.post(address, said).status_code == 302


def test_nothing_that_was_typed_is_kept_with_the_mark_and_the_mark_for_a_day(house, office):
    m = house.meeting(upto="plan")
    office.post(f"/meetings/{m.pk}/items/new/", {"title": "密议甲乙", "access": "closed", "once": ONCE})
    assert "密议" not in str(list(Sending.objects.values()))
    daily.forget(now().date())
    assert Sending.objects.count() == 1
    Sending.objects.update(at=now() - timedelta(days=1, minutes=1))
    daily.forget(now().date())
    assert not Sending.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_that_come_at_one_moment_make_one(busy_town, on):
    on("2026-03-20")
    house = House(busy_town)
    m, client = house.meeting(upto="plan"), signed_in(busy_town.wang)
    said = {"title": "一项新议题", "access": "public", "once": ONCE}
    sent = at_once(*[lambda: client.post(f"/meetings/{m.pk}/items/new/", said)] * 4)
    assert [one.status_code for one in sent] == [302] * 4
    assert Item.objects.filter(title="一项新议题").count() == 1
