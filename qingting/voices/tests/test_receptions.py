"""The sheet of a reception day, for whoever keeps the station; and what a deputy's page tells of what was said to him."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qingting.files.sections import deeds
from qingting.organs.models import Role
from qingting.stations.models import Duty
from qingting.stations.tests.conftest import Street
from qingting.voices.models import Voice
from qingting.voices.tests.doings import FIT, anew, known, shown

DAY = "2026-03-12"


@pytest.fixture
def street(town, on):
    on("2026-03-02")
    return Street(town)


@pytest.fixture
def day(street, on):
    """A reception day that has come."""
    announced = street.reception(DAY, upto="announce")
    on(DAY)
    return announced


@pytest.fixture
def at_desk(client):
    def sit(post):
        client.force_login(post.person.user)
        return client

    return sit


def brought(street, what="老街口的路灯不亮。", **given):
    """What somebody has brought to the station, or told it on the telephone."""
    return street.town.voice(what, **dict(channel="visit", station=street.station.organ, place="") | given)


def sheet(client, day):
    told = client.get(f"/voices/receptions/{day.pk}/")
    assert told.status_code == 200
    return told.content.decode()


def lines(page):
    return [int(key) for key in re.findall(r'<td><a href="/matters/(\d+)/">', page)]


# ---- The sheet


def test_the_sheet_holds_what_that_station_was_told_on_that_day(street, day, at_desk, on):
    other = street.open_station("河东菜场代表联系点")
    on("2026-03-11")
    brought(street, "前一天来的。")
    on(DAY)
    visit, telephone, paper = (brought(street, channel=way) for way in ("visit", "telephone", "paper"))
    Duty.objects.create(day=day, post=street.town.fang)  # drawn up, and not on duty
    street.reception(
        "2026-03-19", upto="announce", deputies=[street.town.seat("杜若", street.town.congress, Role.DEPUTY)]
    )
    brought(street, channel="station_code")  # sent in by the resident himself
    street.town.voice("到别的站说的。", channel="visit", station=other.organ)
    street.town.voice("不在站里说的。", channel="visit")
    on("2026-03-13")
    brought(street, "第二天才来的。")
    page = sheet(at_desk(street.shi), day)
    assert lines(page) == [visit.pk, telephone.pk, paper.pk]
    assert "河西街道代表联络站" in page and "09:00–11:00" in page and "方若谷" not in page and "杜若" not in page
    assert 0 < page.index("林秀英") < page.index("何建国")
    assert page.count('<tr class="print-only"') == 12 and "还没有登记" not in page
    assert f'href="/voices/enter/?station={street.station.organ_id}"' in page


def test_an_empty_sheet_says_what_to_do(street, day, at_desk):
    assert "还没有登记。居民来了，点“登记一件”" in sheet(at_desk(street.shi), day)


def test_it_names_no_resident(street, day, at_desk):
    v = known(
        street.town,
        what="我叫周淑芬，电话13812345678，三号楼的路灯不亮。",
        channel="visit",
        station=street.station.organ,
    )
    page = sheet(at_desk(street.shi), day)
    assert lines(page) == [v.pk]
    for name in ("周淑芬", "周大妈", "13812345678"):
        assert name not in page


def test_what_was_given_to_another_committee_is_not_on_it_any_more(street, day, at_desk):
    v = brought(street)
    v.take("ask_transfer", street.shi, "不在本街道")
    assert lines(sheet(at_desk(street.shi), day)) == [v.pk]
    v.take("redirect", street.town.wang, keeper=street.town.street)
    assert lines(sheet(at_desk(street.shi), day)) == []
    assert at_desk(street.shi).get(f"/matters/{v.pk}/").status_code == 404


def test_only_the_clerks_of_its_keeper_open_it(street, day, next_town, at_desk, client):
    second = street.town.seat("马丽", street.committee, Role.CLERK)
    elsewhere = Street(next_town, "白石街道")
    stranger = next_town.seat("白石文书", elsewhere.committee, Role.CLERK)
    address = f"/voices/receptions/{day.pk}/"
    posts = [*street.posts, second, stranger]
    opens = {post.person.name for post in posts if at_desk(post).get(address).status_code == 200}
    assert opens == {"石楚红", "马丽"}
    links = {
        post.person.name
        for post in posts
        if (page := at_desk(post).get(f"/matters/{day.pk}/")).status_code == 200 and address in page.content.decode()
    }
    assert links == opens
    assert {at_desk(post).get(address).status_code for post in (street.town.lin, street.du, stranger)} == {404}
    assert at_desk(street.shi).post(address).status_code == 405
    client.logout()
    assert client.get(address).url.startswith("/accounts/login/")


def test_who_is_on_duty_and_a_clerk_elsewhere_does_not_open_it(street, day, at_desk):
    street.town.seat("林秀英", street.town.water, Role.CLERK)
    client = at_desk(street.town.lin)
    assert "/voices/receptions/" not in client.get(f"/matters/{day.pk}/").content.decode()
    assert client.get(f"/voices/receptions/{day.pk}/").status_code == 404


def test_no_other_matter_has_a_sheet(street, day, at_desk):
    client = at_desk(street.shi)
    v = brought(street)
    assert "/voices/receptions/" not in client.get(f"/matters/{v.pk}/").content.decode()
    for key in (v.pk, 0, 999_999, 2**63, 10**30):
        assert client.get(f"/voices/receptions/{key}/").status_code == 404


def test_the_sheet_asks_as_often_with_many_as_with_one(street, day, at_desk):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            sheet(at_desk(street.shi), day)
        return len(queries)

    brought(street)
    asked()
    before = asked()
    for n in range(6):
        brought(street, f"第{n}件。")
        post = street.town.seat(f"代表{n}", street.town.congress, Role.DEPUTY)
        Duty.objects.create(day=day, post=post, standing=Duty.Standing.ON)
    assert asked() == before


# ---- What a deputy's public page tells


def test_a_deputys_page_tells_public_titles_alone(street, client, on):
    town = street.town
    confirmed = shown(town, town.handle(town.voice("三号楼的井盖坏了。"), title="三号楼井盖"))
    town.handle(town.voice("没有公开的一件。"), title="没有公开的题目")
    redacted = town.handle(town.voice("核定了没有公开。"))
    redacted.take("redact", town.xu, **FIT | {"public_title": "核定了没有公开的题目"})
    shown(town, town.handle(town.voice("说给何代表的。", deputy=town.he.person)))
    page = client.get(f"/deputies/{town.lin.pk}/").content.decode()
    assert re.findall(r'<a href="/public/voices/(\d+)/">', page) == [str(confirmed.pk)]
    assert FIT["public_title"] in page and "群众诉求" in page
    for hidden in ("三号楼", "没有公开", FIT["public_text"], confirmed.number):
        assert hidden not in page, hidden


def test_what_is_withdrawn_or_belongs_to_another_congress_is_not_told_of_him(street, next_town, client):
    town = street.town
    v = shown(town)
    stray = shown(town, town.handle(town.voice("又一件。")))
    Voice.objects.filter(pk=stray.pk).update(congress=next_town.congress)
    anew(stray).recast()
    address = f"/deputies/{town.lin.pk}/"
    assert re.findall(r'<a href="/public/voices/(\d+)/">', client.get(address).content.decode()) == [str(v.pk)]
    v.take("unpublish", town.xu, "写错了")
    assert FIT["public_title"] not in client.get(address).content.decode()


def test_the_newest_of_them_are_told_and_no_more(street, on):
    told = []
    for day in ("2026-03-03", "2026-03-02", "2026-03-03"):
        on(day)
        told.append(shown(street.town).pk)
    found = deeds(street.town.lin.person, date(2026, 1, 1), 2)
    assert [deed.address for deed in found] == [f"/public/voices/{pk}/" for pk in (told[2], told[0])]


def test_of_all_sorts_together_no_more_are_told_and_none_from_before_that_day(street, on):
    on("2026-03-03")
    shown(street.town)
    s = street.town.walk(street.town.suggestion())
    s.take("redact", street.town.wang, public_title="疏浚河道", public_text="河道淤积。", public_answer="已清淤。")
    type(s).objects.get(pk=s.pk).take("publish", street.town.wang)
    lin = street.town.lin.person
    assert len(deeds(lin, date(2026, 3, 3), 2)) == 2 and len(deeds(lin, date(2026, 3, 3), 1)) == 1
    assert deeds(lin, date(2026, 3, 4), 2) == []
