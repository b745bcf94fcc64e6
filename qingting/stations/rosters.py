"""Stations that come as a sheet, like the other rosters. An empty cell changes nothing, and the same file twice changes nothing."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qingting.directory.rosters import first_of_its_kind, labels, settle_outcome
from qingting.organs.cells import Unread, choice, day, folded, line, plain
from qingting.organs.models import Organ, Post
from qingting.organs.sheets import CHANGED, NEW, Column, Row, Sheet
from qingting.stations.models import KEEPERS, Outline, Station

OF_STATION, OF_ORGAN = ("kind", "address", "hours", "telephone", "longitude", "latitude"), ("since", "until")


def degrees(cell) -> Decimal:
    """Degrees with decimals, as maps give them: 114.418700."""
    text = plain(cell).removesuffix("°")
    if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,12})?", text):
        raise Unread(said("“%(said)s”不是度数。请写成 114.4187 这样") % {"said": text[:20]})
    return Decimal(text).quantize(Decimal("0.000001"))


def names_of_keepers(congress):
    keepers = Organ.objects.filter(congress=congress, kind__in=KEEPERS)
    return keepers.order_by("pk").values_list("name", flat=True)


def take_in_stations(rows: list[Row], by: Post) -> list[str]:
    """Stations by their names; a new one needs its keeper, its address and the day on which it opened."""
    congress = by.organ.congress
    organs = {folded(organ.name): organ for organ in Organ.objects.filter(congress=congress)}
    stations = Station.objects.filter(congress=congress).select_related("organ__parent")
    known = {folded(station.organ.name): station for station in stations}
    outline, seen, found = Outline.objects.filter(congress=congress).first(), {}, []
    for row in rows:
        key = folded(row.get("name") or "")
        if not key or not first_of_its_kind(row, key, seen, STATIONS.label("name")):
            continue
        station = known.get(key) or begun(row, organs.get(key), congress)
        if station:
            fill_in(row, station, organs, outline, is_new=key not in known)
            found.append((row, station))
    if not any(row.faults for row in rows):
        for row, station in found:
            if row.outcome in (NEW, CHANGED):
                station.organ.save()
                station.organ = station.organ  # whose key is known only now
                station.save()
    return []


def begun(row, organ, congress) -> Station | None:
    """A new station; its organ may be in the list of organs already."""
    if organ and organ.kind != Organ.Kind.STATION:
        row.refuse(STATIONS.label("name"), said("已经有叫“%(name)s”的机构，请换一个名称") % {"name": organ})
        return None
    return Station(organ=organ or Organ(name=row.get("name"), kind=Organ.Kind.STATION, congress=congress))


def fill_in(row, station, organs, outline, is_new):
    organ, keeper = station.organ, organs.get(folded(row.get("keeper") or ""))
    if row.get("keeper") and (keeper is None or keeper.kind not in KEEPERS):
        row.refuse(
            STATIONS.label("keeper"), said("没有叫“%(name)s”的街道人大工委或工作机构") % {"name": row.get("keeper")}
        )
    elif keeper and organ.parent_id and keeper != organ.parent:
        row.refuse(STATIONS.label("keeper"), said("现在由“%(keeper)s”管理，不能在这里改") % {"keeper": organ.parent})
    elif keeper:
        organ.parent = keeper
    unread = {column for column, _sentence in row.faults}  # of these a sentence was said already
    for name in ("keeper", "address", "since") if is_new else ():
        if (
            STATIONS.label(name) not in unread
            and not row.get(name)
            and not (name == "since" and organ.since or name == "keeper" and organ.parent_id)
        ):
            row.refuse(STATIONS.label(name), said("空着。新设的站点要写这一项"))
    for name in (*OF_STATION, *OF_ORGAN):
        becomes, thing = row.get(name), station if name in OF_STATION else organ
        if becomes in (None, ""):
            continue
        if not is_new:
            row.compare(STATIONS.label(name), shown(name, getattr(thing, name)), shown(name, becomes))
        setattr(thing, name, becomes)
    if organ.since and organ.until and organ.until < organ.since:
        row.refuse(STATIONS.label("until"), said("早于设立日期 %(day)s") % {"day": organ.since})
    try:
        if not unread & {STATIONS.label("longitude"), STATIONS.label("latitude")}:
            station.lies_in(outline)
    except ValidationError as wrong:
        row.refuse(STATIONS.label("longitude"), wrong.messages[0])
    settle_outcome(row, is_new)


def shown(name, value) -> str:
    """A value as a person reads it, to tell what changes."""
    return str(Station.Kind(value).label) if name == "kind" else "" if value is None else str(value)


def station_cells(station) -> list:
    organ = station.organ
    place = [station.longitude, station.latitude]
    words = [station.address, station.hours, station.telephone]
    return [organ.name, str(station.get_kind_display()), organ.parent.name, *words, *place, organ.since, organ.until]


STATIONS = Sheet(
    slug="stations",
    title=pgettext_lazy("list", "代表联络站"),
    take_in=take_in_stations,
    columns=(
        Column(
            "name",
            _("站名"),
            line(100),
            "示例街道代表联络站",
            _("全称。"),
            required=True,
            also=("名称", "站点名称", "联络站"),
        ),
        Column(
            "kind",
            _("类型"),
            choice(
                Station.Kind,
                {
                    "工作室": Station.Kind.STUDIO,
                    "代表之家": Station.Kind.STUDIO,
                    "联络站": Station.Kind.STATION,
                    "站": Station.Kind.STATION,
                    "联系点": Station.Kind.POINT,
                    "点": Station.Kind.POINT,
                },
            ),  # fmt: skip
            "代表联络站",
            _("从下拉列表里选。"),
            also=("类别", "站点类型"),
            offers=labels(Station.Kind),
        ),
        Column(
            "keeper",
            _("管理机构"),
            line(100),
            "示例街道人大工委",
            _("街道人大工委或人大工作机构的全称。"),
            also=("所属街道", "街道", "主管单位"),
            offers=names_of_keepers,
        ),
        Column("address", _("地址"), line(200), "示例路 1 号（一楼）", _("写到门牌，再写几楼、有没有电梯。")),
        Column("hours", _("开放时间"), line(100), "工作日 9:00–17:00", _("可以空着。"), also=("服务时间", "接待时间")),
        Column(
            "telephone",
            _("站点电话"),
            line(40),
            "027-0000 0000",
            _("站点的，不要写代表个人的。"),
            also=("电话", "联系电话"),
        ),
        Column("longitude", _("经度"), degrees, "114.4187", _("两项都写或都空着。")),
        Column("latitude", _("纬度"), degrees, "30.6229", _("两项都写或都空着。")),
        Column("since", _("设立日期"), day, "2022-03-01", _("开放的第一天。"), also=("成立日期", "建站日期")),
        Column("until", _("撤销日期"), day, "", _("还开着的空着。")),
    ),
    notes=(_("进站代表在站点的页上安排。"),),
)
