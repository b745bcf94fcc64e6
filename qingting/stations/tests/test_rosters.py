"""The roster of stations: what it brings in, what it refuses by row and column, and that the same file twice changes nothing."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from qingting.organs.models import Organ
from qingting.organs.sheets import bring_in, cleaned, found_in
from qingting.organs.workbooks import saved
from qingting.stations.models import Station
from qingting.stations.rosters import STATIONS, station_cells

HEAD = ["站点名称", "类型", "所属街道", "地址", "开放时间", "电话", "经度", "纬度", "建站日期", "撤销日期"]
NEW = ["河西菜场代表联系点", "联系点", "河西街道人大工委", "菜场二楼", "", "", 114.4187, "30.6229", "2023-03-01", ""]


def brought(street, *rows, rehearsal=False, head=HEAD):
    book = Workbook()
    for row in (head, *rows):
        book.active.append(row)
    read = cleaned(STATIONS, found_in(STATIONS, saved(book), "站点.xlsx").rows)
    bring_in(STATIONS, read, street.town.wang, rehearsal=rehearsal)
    return read, [sentence for row in read for sentence in row.sentences]


def changed(**said):
    names = ["name", "kind", "keeper", "address", "hours", "telephone", "longitude", "latitude", "since", "until"]
    return [said.get(name, cell) for name, cell in zip(names, NEW, strict=True)]


def test_a_new_station_comes_with_its_organ(street):
    assert brought(street, NEW)[1] == []
    station = Station.objects.get(organ__name=NEW[0])
    assert (station.kind, station.keeper, station.congress) == ("point", street.committee, street.town.congress)
    assert (station.longitude, station.latitude) == (Decimal("114.4187"), Decimal("30.6229"))
    assert station.organ.since == date(2023, 3, 1) and station.organ.kind == Organ.Kind.STATION


def test_the_same_twice_changes_nothing_and_an_empty_cell_neither(street):
    brought(street, NEW)
    rows, faults = brought(street, NEW, ["河西街道代表联络站", *[""] * 9])
    assert faults == [] and [row.outcome for row in rows] == ["same", "same"]


def test_what_is_changed_is_said_and_done(street):
    brought(street, NEW)
    rows, _faults = brought(street, changed(hours="每周三", until="2026-12-31"))
    assert rows[0].changes == [("开放时间", "", "每周三"), ("撤销日期", "", "2026-12-31")]
    station = Station.objects.get(organ__name=NEW[0])
    assert station.hours == "每周三" and station.organ.until == date(2026, 12, 31)


def test_a_rehearsal_leaves_nothing_behind(street):
    brought(street, NEW, rehearsal=True)
    assert Station.objects.count() == 1


def test_an_organ_that_is_there_already_becomes_the_station(street):
    organ = Organ.objects.create(name=NEW[0], kind=Organ.Kind.STATION, parent=street.committee)
    assert brought(street, changed(keeper=""))[1] == []
    assert Station.objects.get(organ=organ).address == "菜场二楼"


@pytest.mark.parametrize(
    "said, sentence",
    [
        ({"keeper": "河东街道人大工委"}, "没有叫“河东街道人大工委”的街道人大工委或工作机构"),
        ({"keeper": "水利局"}, "没有叫“水利局”的街道人大工委或工作机构"),
        ({"keeper": ""}, "“管理机构”：空着。新设的站点要写这一项"),
        ({"address": ""}, "“地址”：空着。新设的站点要写这一项"),
        ({"name": "水利局"}, "已经有叫“水利局”的机构"),
        ({"kind": "城堡"}, "城堡"),
        ({"longitude": "东经"}, "不是度数"),
        ({"longitude": ""}, "经度和纬度要写就都写"),
        ({"longitude": "30.6", "latitude": "80"}, "这个位置不在本区范围内"),
        ({"until": "2023-02-01"}, "早于设立日期"),
        ({"address": "长" * 300}, "200"),
    ],
)
def test_what_is_wrong_is_named_by_row_and_column(street, said, sentence):
    street.outline()
    _rows, faults = brought(street, ["又一个联系点", *NEW[1:]], changed(**said))
    assert len(faults) == 1 and faults[0].startswith("第 3 行") and sentence in faults[0], faults
    assert Station.objects.count() == 1  # all rows or none


def test_the_keeper_of_a_station_is_not_changed_by_a_sheet(street):
    assert (
        "现在由“河西街道人大工委”管理" in brought(street, ["河西街道代表联络站", "", "代表工作委员会", *[""] * 7])[1][0]
    )


def test_the_next_congress_s_committee_is_not_known_here(street, next_street):
    assert "没有叫“白石街道人大工委”的" in brought(street, changed(keeper="白石街道人大工委"))[1][0]


def test_what_goes_out_comes_in_again_and_changes_nothing(street, client):
    brought(street, NEW)
    client.force_login(street.town.wang.person.user)
    sent = client.get("/stations/desk/?export=xlsx")
    content = b"".join(sent.streaming_content) if sent.streaming else sent.content
    read = cleaned(STATIONS, found_in(STATIONS, content, "stations.xlsx").rows)
    bring_in(STATIONS, read, street.town.wang, rehearsal=False)
    assert [row.outcome for row in read] == ["same", "same"] and not any(row.faults for row in read)
    assert len(station_cells(street.station)) == len(STATIONS.columns)


def test_the_template_can_be_filled_in(street, client):
    client.force_login(street.town.wang.person.user)
    sent = client.get("/organs/imports/stations/template/")
    content = b"".join(sent.streaming_content) if sent.streaming else sent.content
    book = load_workbook(BytesIO(content))
    assert [cell.value for cell in book.worksheets[0][1]][0].startswith("站名")
