"""What everyone may see: the directory, the map, a station, a deputy; and nothing of what they may not."""

import gzip
import re
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ops import setup
from qingting.files.sections import Deed
from qingting.organs.models import Organ, Post
from qingting.stations import codes, public_views
from qingting.stations.codes import token
from qingting.stations.models import Duty, Outline, Profile, Station, Stationed

DIST = Path(setup.DIST)


def told(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


# Finding


def test_one_finds_a_station_by_name_by_place_by_street_and_by_whom_one_meets(client, street):
    street.constituency("第三选区", street.town.lin)
    street.open_station("河东菜场代表联系点", kind="point", address="菜场二楼")
    for asked in ("联络站", "河西路", "林秀英", "第三选区"):
        page = told(client, f"/stations/?q={asked}")
        assert "河西街道代表联络站" in page and "菜场二楼" not in page, asked
    assert "菜场二楼" in told(client, "/stations/?q=菜场")
    assert "没有找到这样的联络站" in told(client, "/stations/?q=没有")


def test_one_finds_a_deputy_by_name_and_by_constituency(client, street):
    place = street.constituency("第三选区", street.town.lin)
    for asked in ("q=林秀", "q=第三选区", f"constituency={place.pk}"):
        assert f'href="/deputies/{street.town.lin.pk}/"' in told(client, f"/stations/?{asked}"), asked
    assert f'href="/deputies/{street.town.he.pk}/"' not in told(client, f"/stations/?constituency={place.pk}")


def test_where_deputies_are_not_named_none_can_be_found(client, street, settings):
    settings.NAME_DEPUTIES = False
    street.reception(upto="announce")
    pages = [
        told(client, address)
        for address in ("/stations/?q=林秀英", "/stations/?q=河西", f"/stations/{street.station.pk}/")
    ]
    assert not any("何建国" in page or 'href="/deputies/' in page for page in pages)
    assert "没有找到这样的联络站" in pages[0]
    for address in ("", "card.vcf", "photograph/abc.jpg"):
        told(client, f"/deputies/{street.town.lin.pk}/{address}", 404)


def test_a_closed_station_and_one_not_open_yet_are_not_listed(client, street):
    for since, until in ((None, date(2026, 3, 1)), (date(2026, 3, 3), None)):
        Organ.objects.filter(pk=street.station.organ_id).update(since=since, until=until)
        assert "还没有公开联络站" in told(client, "/stations/")
        told(client, f"/stations/{street.station.pk}/", 404)
        told(client, f"/stations/{street.station.pk}/reception.ics", 404)


def test_the_map_says_what_the_list_says(client, street):
    street.outline(drawn=True)
    Station.objects.update(longitude=Decimal("114.45"), latitude=Decimal("30.6"))
    street.open_station("没有位置的联系点")
    page = told(client, "/stations/")
    (drawing,) = re.findall(r"<svg viewBox=.*?</svg>", page, re.S)
    assert "<title>河西街道代表联络站</title>" in drawing and "没有位置的联系点" not in drawing
    assert "不作准" in page and "没有位置的联系点" in page
    x, y = map(float, re.search(r'translate\(([\d.]+) ([\d.]+)\)"><title>河西', drawing).groups())
    wide, high = map(int, re.search(r'viewBox="0 0 (\d+) (\d+)"', drawing).groups())
    assert abs(x - wide / 2) < 2 and abs(y - high / 2) < 2  # it lies in the very middle
    assert "http" not in drawing  # and asks nobody


def test_a_tile_service_lies_beneath_where_one_is_set(client, street, settings):
    settings.TILES = "https://tiles.example/{z}/{x}/{y}.png"
    street.outline()
    Station.objects.update(longitude=Decimal("114.45"), latitude=Decimal("30.6"))
    page = told(client, "/stations/")
    found = re.findall(
        r'<image href="https://tiles\.example/(\d+)/(\d+)/(\d+)\.png" x="(-?[\d.]+)" y="(-?[\d.]+)" width="([\d.]+)"',
        page,
    )
    assert len({tile[:3] for tile in found}) == len(found) > 0
    zoom = int(found[0][0])
    at = (114.45 / 360 + 0.5) * 2**zoom
    (tile,) = {
        (float(x), float(size), int(column)) for _z, column, _row, x, _y, size in found if int(column) == int(at)
    }
    station = float(re.search(r"translate\(([\d.]+)", page).group(1))
    assert abs(tile[0] + (at - tile[2]) * tile[1] - station) < 1  # the place on the tile is the place on the map


# A place


def place(street, **said):
    station = street.station
    vars(station).update(said)
    station.full_clean(exclude=["organ"])


def test_a_place_lies_in_the_district(street):
    street.outline()
    place(street, longitude=Decimal("114.45"), latitude=Decimal("30.6"))
    with pytest.raises(ValidationError, match="不在本区范围内：经度应在 114.3 到 114.6 之间"):
        place(street, longitude=Decimal("30.6"), latitude=Decimal("80"))
    with pytest.raises(ValidationError, match="要写就都写"):
        place(street, longitude=Decimal("114.45"), latitude=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Station.objects.update(longitude=Decimal("114.45"))


def test_an_outline_comes_from_a_file(street, tmp_path):
    file = tmp_path / "district.geojson"
    file.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":'
        '{"type":"MultiPolygon","coordinates":[[[[114.3,30.5],[114.6,30.5],[114.6,30.7],[114.3,30.5]]]]}}]}'
    )
    call_command("outline", "429900", file, source="测绘院", verbosity=0)
    outline = Outline.objects.get(congress=street.town.congress)
    assert outline.box == (114.3, 30.5, 114.6, 30.7) and not outline.drawn
    for wrong in ("", "[]", '{"type":"Point","coordinates":[1,2]}', '{"type":"Polygon","coordinates":[[[1141,30]]]}'):
        file.write_text(wrong)
        with pytest.raises(CommandError, match="不是有区界的 GeoJSON"):
            call_command("outline", "429900", file, source="测绘院")


# A deputy


def test_a_deputy_s_page(client, street):
    street.constituency("第三选区", street.town.lin)
    Profile.objects.create(post=street.town.lin, work="乡村医生", concerns="老人看病")
    d = street.reception("2026-03-12", upto="announce")
    page = told(client, f"/deputies/{street.town.lin.pk}/")
    for said in (
        "林秀英",
        "第三选区",
        "乡村医生",
        "老人看病",
        "河西街道代表联络站",
        "3月12日",
        "与何建国代表一起",
        "示例",
    ):
        assert said in page, said
    assert "石楚红" not in page and "身份已核验" not in page
    d.take("move", street.shi, "居民王大妈家漏水", day=date(2026, 3, 13), opens=time(9), closes=time(11))
    page = told(client, f"/deputies/{street.town.lin.pk}/")
    assert "已改期" in page and "原定 3月12日" in page and "王大妈" not in page
    d.take("cancel", street.shi, "代表开会")
    assert "已取消" in told(client, f"/deputies/{street.town.lin.pk}/")


def test_a_day_that_nobody_was_told_of_is_not_shown(client, street):
    street.reception("2026-03-12")
    for address in (f"/deputies/{street.town.lin.pk}/", f"/stations/{street.station.pk}/"):
        assert "3月12日" not in told(client, address) and "还没有公告接下来的接待日" in told(client, address)


def test_who_is_drawn_up_and_not_in_force_is_not_shown(client, street):
    d = street.reception("2026-03-12", upto="announce")
    Duty.objects.create(day=d, post=street.town.fang)
    assert "方若谷" not in told(client, f"/stations/{street.station.pk}/")
    assert "3月12日" not in told(client, f"/deputies/{street.town.fang.pk}/")


def test_what_is_public_of_him_stands_on_his_page(client, street, monkeypatch):
    """What suggestions tell, and that the newest comes first, is shown in stories/test_what_a_deputy_did.py."""
    told_of = [Deed(date(2026, 1, 5), "代表建议", "<b>疏浚</b>清河", "/y/")]
    monkeypatch.setattr(
        public_views, "deeds", lambda person, since, n: told_of if person == street.town.lin.person else []
    )
    assert "&lt;b&gt;疏浚" in told(client, f"/deputies/{street.town.lin.pk}/")
    assert "疏浚" not in told(client, f"/deputies/{street.town.he.pk}/")


def test_who_is_no_deputy_any_more_has_no_page(client, street):
    lin = street.town.lin
    Post.objects.filter(pk=lin.pk).update(suspended_since=date(2026, 3, 1))
    assert "暂停执行代表职务" in told(client, f"/deputies/{lin.pk}/")
    Post.objects.filter(pk=lin.pk).update(until=date(2026, 3, 1))
    told(client, f"/deputies/{lin.pk}/", 404)
    told(client, f"/deputies/{street.town.zhao.pk}/", 404)


def test_the_way_to_say_something_stands_on_a_valid_code_alone(client, street, settings, monkeypatch):
    """The form comes with the residents' own app; here stands only the way to it."""
    from django.urls import include, path
    from django.views.generic import View

    import qingting.urls

    class urls:
        urlpatterns = [path("say/", View.as_view(), name="say"), path("", include(qingting.urls))]

    code = codes.issue(street.town.lin, street.town.wang)
    settings.ROOT_URLCONF = urls
    assert f'href="/say/?code={token(code)}"' in told(client, f"/c/{token(code)}/")
    assert "/say/?code" not in told(client, f"/deputies/{street.town.lin.pk}/")
    codes.revoke(code, street.town.wang, "遗失")
    assert "/say/?code" not in told(client, f"/c/{token(code)}/")


# Two congresses


def test_with_two_congresses_one_chooses_and_nothing_crosses(client, street, next_street):
    assert "请选一个人大" in told(client, "/stations/")
    ours, theirs = told(client, "/public/429900/stations/?q=林秀英"), told(client, "/public/429901/stations/?q=林秀英")
    assert "河西街道代表联络站" in ours and "白石街道" not in ours
    assert "白石街道代表联络站" in theirs and "河西街道" not in theirs
    assert f"/deputies/{street.town.lin.pk}/" in ours and f"/deputies/{street.town.lin.pk}/" not in theirs
    told(client, "/public/999999/stations/", 404)
    for other in (f"committee={next_street.committee.pk}", f"constituency={next_street.constituency('一区').pk}"):
        assert "河西街道代表联络站" in told(client, f"/public/429900/stations/?{other}")  # it narrows nothing here


def test_a_deputy_does_not_receive_in_another_congress(street, next_street):
    with pytest.raises(ValidationError, match="不属于同一个人大"):
        Stationed.objects.create(station=street.station, post=next_street.town.lin)
    with pytest.raises(ValidationError, match="不是代表"):
        Stationed.objects.create(station=street.station, post=street.shi)
    with pytest.raises(ValidationError, match="不是联络站"):
        Station.objects.create(organ=street.committee, address="河西路")


# Bad input


@pytest.mark.parametrize(
    "asked",
    ["q=%00", "q=" + "长" * 10_000, "q=😀😀", "q=%1b%5b", "q=%25_%27", "committee=1e9", "committee=" + "9" * 40, "constituency=x",
     "after=-1", "after=" + "9" * 40, "after=99999", "after=😀", "q=%ff%fe"],
    ids=lambda asked: asked[:20],
)  # fmt: skip
def test_whatever_is_asked_is_answered(client, street, asked):
    told(client, f"/stations/?{asked}")


@pytest.mark.parametrize("pk", ["0", "9" * 18, "9" * 19, "9" * 40])
def test_no_number_breaks_a_page(client, street, pk):
    for address in (
        f"/stations/{pk}/",
        f"/stations/{pk}/reception.ics",
        f"/deputies/{pk}/",
        f"/deputies/{pk}/card.vcf",
    ):
        told(client, address, 404)


# How much it asks and weighs


def asks(client, address):
    with CaptureQueriesContext(connection) as queries:
        told(client, address)
    return len(queries)


def test_no_page_asks_more_often_when_there_is_more(client, street, monkeypatch):
    monkeypatch.setattr("qingting.clocks.calendar.A_MINUTE", 10**9)
    street.outline()
    street.constituency("第三选区", street.town.lin)
    street.reception("2026-03-12", upto="announce")
    code = codes.issue(street.town.lin, street.town.wang)
    pages = ["/stations/", "/stations/?q=河", "/stations/?q=林", f"/stations/{street.station.pk}/",
             f"/deputies/{street.town.lin.pk}/", f"/stations/{street.station.pk}/reception.ics", f"/c/{token(code)}/"]  # fmt: skip
    for address in pages:
        told(client, address)  # what is read once in a worker's life
    before = {address: asks(client, address) for address in pages}
    for n in range(4):
        other = street.open_station(f"河东第{n}代表联系点", longitude=Decimal("114.45"), latitude=Decimal("30.6"))
        Stationed.objects.create(station=other, post=street.town.lin, since=date(2026, 3, 1))
        Stationed.objects.create(
            station=street.station,
            post=street.town.seat(f"林{n}", street.town.congress, "deputy"),
            since=date(2026, 3, 1),
        )
        street.reception(f"2026-03-{16 + n}", upto="announce")
    assert {address: asks(client, address) for address in pages} == before
    # a deputy's page tells his years from every section of his file, each by its own question
    deputies = {address: n for address, n in before.items() if address.startswith(("/deputies/", "/c/"))}
    assert max(deputies.values()) <= 29 and max(n for a, n in before.items() if a not in deputies) <= 10, before


def test_the_first_load_weighs_at_most_40_kb(client, street):
    """Without the photograph, which is at most 15 kB."""
    if not DIST.exists():
        pytest.skip("the front end has not been built: make setup")
    street.outline()
    for n in range(20):
        street.open_station(f"河东第{n}代表联系点", longitude=Decimal("114.45") + n, latitude=Decimal("30.6"))
    code = codes.issue(street.town.lin, street.town.wang)
    parts = sum(
        len(gzip.compress((DIST / name).read_bytes())) for name in ("public.css", "public.js", "forms.js", "icons.svg")
    )
    for address in ("/stations/", f"/c/{token(code)}/", f"/stations/{street.station.pk}/"):
        weight = parts + len(gzip.compress(client.get(address).content))
        assert weight <= 40_000, (address, weight)
