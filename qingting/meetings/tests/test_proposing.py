"""A matter comes onto an agenda, and its page says so to whoever may know it."""

import pytest

from qingting.docket.process import Process
from qingting.meetings.models import Item
from qingting.meetings.proposing import who_proposes
from qingting.meetings.tests.doings import anew
from qingting.meetings.tests.test_at_the_screen import signed_in, text


@pytest.fixture
def s(house):
    return house.town.walk(house.town.suggestion(), upto="assign")


def propose(client, s, m, **said):
    given = {"meeting": m.pk, "title": "听取疏浚清河河道建议办理情况的报告", "access": "public", "reporter": ""}
    return client.post(f"/matters/{s.pk}/agenda/propose/", given | said)


def test_the_office_puts_a_matter_on_the_agenda_of_a_meeting_to_come(house, s):
    m, office = house.meeting(upto="plan"), signed_in(house.town.wang)
    assert "提请列入议程" in text(office.get(f"/matters/{s.pk}/"))
    form = office.get(f"/matters/{s.pk}/agenda/propose/").content.decode()
    assert 'value="疏浚清河河道"' in form and 'value="internal" selected' in form and " · 2026-03-26" in form
    assert propose(office, s, m).url == f"/matters/{s.pk}/"
    item = Item.objects.get(matter=s.pk)
    assert (item.meeting, item.place, item.title) == (m, 2, "听取疏浚清河河道建议办理情况的报告")
    assert f'href="/matters/{m.pk}/"' in office.get(f"/matters/{s.pk}/").content.decode()
    assert f'href="/matters/{s.pk}/"' in office.get(f"/meetings/{m.pk}/materials/").content.decode()
    again = propose(office, s, m)
    assert again.status_code == 422 and "已经列入这次会议的议程" in text(again)


def test_nobody_else_does_and_no_meeting_that_is_over_takes_it(house, s):
    m = house.meeting(upto="open")
    for post in (house.town.lin, house.town.zhao, house.chair, house.members[0]):
        assert propose(signed_in(post), s, m).status_code == 404
        assert "提请列入议程" not in text(signed_in(post).get(f"/matters/{s.pk}/"))
    office = signed_in(house.town.wang)
    assert propose(office, s, m).status_code == 422
    assert "没有可选的，请先召集会议" in text(propose(office, s, m, meeting=""))
    assert "提请列入议程" not in text(office.get(f"/matters/{m.pk}/"))


def test_a_record_of_what_was_done_is_no_business_of_a_meeting(house):
    """Nor is a part of something else, which goes there with the whole."""
    s = house.town.walk(house.town.suggestion(), upto="assign")
    s.process, kept = type("Record", (), {"is_heard": False}), s.process
    s.read_parts = list(s.parts.all())
    assert who_proposes(s, [house.town.wang]) is None
    s.process = kept
    assert who_proposes(s, [house.town.wang]) == house.town.wang
    assert not any(Process.of_kind(kind).is_heard for kind in ("duties.activity", "duties.objection", "report.chapter"))


@pytest.mark.parametrize(("access", "told"), [("public", True), ("internal", False), ("closed", False)])
def test_whoever_does_not_sit_there_learns_of_a_public_item_after_the_notice(house, s, access, told):
    m, office = house.meeting(upto="plan"), signed_in(house.town.wang)
    propose(office, s, m, access=access)
    handler = signed_in(house.town.zhao)
    assert "列入会议议程" not in text(handler.get(f"/matters/{s.pk}/"))
    m.take("notify", house.town.wang)
    page = handler.get(f"/matters/{s.pk}/")
    assert ("列入会议议程" in text(page)) is told and f"/matters/{m.pk}/" not in page.content.decode()
    assert "列入会议议程" in text(office.get(f"/matters/{s.pk}/"))
    anew(m).take("cancel", house.town.wang, "不开了")
    assert "列入会议议程" not in text(office.get(f"/matters/{s.pk}/"))


def test_a_member_sees_the_matter_of_an_item_only_where_he_has_a_part_in_it(house, s):
    m = house.meeting(upto="plan")
    propose(signed_in(house.town.wang), s, m, title="议题另有名称")
    page = signed_in(house.members[0]).get(f"/meetings/{m.pk}/materials/").content.decode()
    assert "议题另有名称" in page and "疏浚清河河道" not in page and f"/matters/{s.pk}/" not in page


def test_the_screen_and_the_lists_do_not_name_what_is_closed(house, a_box):
    """On the tablet a member reads what he votes on; the big screen stands in the hall, where others sit in."""
    m = house.meeting(upto="open")
    Item.objects.create(meeting=m, place=2, title="不公开的事甲子", access="closed")
    house.adopt(m)
    v = house.vote(
        anew(m), item=m.items.get(place=2), title="不公开的事甲子", asks=("不公开的事甲子", "不公开的事乙丑")
    )
    house.open(v)
    member, office = signed_in(house.members[0]), signed_in(house.town.wang)
    for step in (None, "close", "lose"):
        if step:
            anew(v).take(step, house.town.wang if step == "close" else house.chair)
        screen = text(office.get(f"/meetings/{m.pk}/screen/"))
        assert "不公开议题" in screen and "甲子" not in screen and "乙丑" not in screen
        assert "不公开的事甲子" in text(member.get(f"/meetings/{m.pk}/tablet/"))
        for url in ("/registers/votes/", "/registers/votes/?export=csv", "/search/?q=不公开的事"):
            assert "甲子" not in member.get(url).content.decode() and "甲子" not in office.get(url).content.decode()
    assert "不公开的事甲子" in text(member.get(f"/matters/{v.pk}/"))
