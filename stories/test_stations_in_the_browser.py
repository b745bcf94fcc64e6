"""Stations, codes and reception days in a real browser, at a desk and on a telephone: sound for axe, and never wider than the screen."""

from datetime import date, time
from decimal import Decimal

import pytest

from qingting.organs.models import Organ, Role
from qingting.stations import codes
from qingting.stations.models import Outline, Recurrence, Station, Stationed
from qingting.stations.receptions import plan
from qingting.web.tests.test_browser import enter, faults, page, town  # noqa: F401 - both are fixtures

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
RING = [[114.3, 30.5], [114.6, 30.5], [114.6, 30.7], [114.3, 30.7]]


@pytest.fixture
def addresses(town, on):  # noqa: F811
    """A station with all that hangs on it; the public addresses, and those of the desk."""
    on("2026-03-02")
    committee = Organ.objects.create(
        name="河西街道人大工委", kind=Organ.Kind.SUBDISTRICT_COMMITTEE, parent=town.committee
    )
    shi = town.seat("石楚红", committee, Role.CLERK)
    organ = Organ.objects.create(
        name="河西街道代表联络站", kind=Organ.Kind.STATION, parent=committee, since=date(2022, 3, 1)
    )
    place = {"longitude": Decimal("114.45"), "latitude": Decimal("30.6"), "telephone": "027-0000 0101"}
    station = Station.objects.create(organ=organ, address="河西路 12 号", **place)
    Outline.objects.create(congress=town.congress, rings=[RING], source="测试", drawn=True)
    Stationed.objects.create(station=station, post=town.lin, since=date(2022, 3, 1))
    hours = {"opens": time(9), "closes": time(11)}
    rule = Recurrence.objects.create(station=station, weekday=4, since=date(2026, 3, 1), **hours)
    rule.deputies.set([town.lin])
    held = [plan(station, shi, [town.lin], day=date(2026, 3, day), **hours) for day in (12, 19, 26)]
    for d in held:
        d.take("announce", shi)
    held[1].take("move", shi, "停电", day=date(2026, 3, 20), **hours)
    held[2].take("cancel", shi, "代表开会")
    codes.issue_to_all(town.congress, town.wang)
    code = codes.in_force(town.congress).get(post=town.lin)
    at_station = codes.in_force(town.congress).get(station=station)
    public = [
        "/stations/",
        "/stations/?q=林",
        "/stations/?q=没有",
        f"/stations/{station.pk}/",
        f"/deputies/{town.lin.pk}/",
    ]
    public += [f"/c/{codes.token(code)}/", f"/c/{codes.token(at_station)}/", "/c/1-aaaaaaaaaaaaaaaa/"]
    desk, s = "/stations/desk/", station.pk
    of_clerk = [
        desk,
        f"{desk}{s}/",
        f"{desk}new/",
        f"{desk}{s}/edit/",
        f"{desk}{s}/deputies/",
        f"{desk}days/?month=2026-03",
    ]
    of_clerk += [f"{desk}{s}/days/new/", f"{desk}{s}/rules/new/", f"{desk}days/{held[0].pk}/duties/"]
    of_clerk += [held[0].get_absolute_url(), f"{held[0].get_absolute_url()}move/", "/registers/receptions/"]
    of_office = [f"{desk}codes/", f"{desk}codes/{code.pk}/revoke/", f"{desk}deputies/{town.lin.pk}/"]
    return {"public": public, "石楚红": of_clerk, "王敏": of_office}


def test_every_page_is_sound(page, addresses):  # noqa: F811
    for who, its in addresses.items():
        if who != "public":
            page.context.clear_cookies(name="sessionid")
            enter(page, who)
        for address in its:
            page.goto(address)
            assert faults(page) == [], address


def test_english_needs_more_room_and_has_it(page, addresses, live_server):  # noqa: F811
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": live_server.url}])
    for address in (*addresses["public"], "/type/on/?next=/stations/"):
        page.goto(address)
        assert faults(page) == [], address
