"""Places that come as a table, like the other rosters. An empty cell changes nothing; the same file twice changes nothing."""

from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.directory.rosters import first_of_its_kind, labels, settle_outcome
from qingting.duties.models import Place
from qingting.duties.places import Atlas, bare_name
from qingting.organs.cells import choice, folded, line
from qingting.organs.models import Organ, Post
from qingting.organs.sheets import CHANGED, NEW, Column, Row, Sheet


def committees(congress):
    kind = Organ.Kind.SUBDISTRICT_COMMITTEE
    return Organ.objects.filter(congress=congress, kind=kind, until=None).order_by("pk").values_list("name", flat=True)


def take_in_places(rows: list[Row], by: Post) -> list[str]:
    """Places by kind and name, also where they are written as they were once."""
    congress = by.organ.congress
    atlases = {kind: Atlas(congress, [kind]) for kind in {row.get("kind") for row in rows} - {None}}
    organs = {
        folded(organ.name): organ
        for organ in Organ.objects.filter(congress=congress, kind=Organ.Kind.SUBDISTRICT_COMMITTEE)
    }
    seen, found = {}, []
    for row in rows:
        kind, name = row.get("kind"), row.get("name")
        if (
            not kind
            or not name
            or not first_of_its_kind(row, (kind, bare_name(name, kind, congress)), seen, PLACES.label("name"))
        ):
            continue
        known = atlases[kind].exact_place(name)
        place = known or Place(congress=congress, kind=kind, name=name)
        if alike := [] if known else atlases[kind].alike(name, close=1.0):
            row.refuse(
                PLACES.label("name"),
                said(
                    "和已经登记的“%(place)s”只是写法不同。请改成那个名称，或者删去这一行；真是两家的，请在“登记点位”里登记"
                )
                % {"place": alike[0]},
            )
            continue
        if row.get("subdistrict"):
            organ = organs.get(folded(row.get("subdistrict")))
            if organ is None:
                row.refuse(
                    PLACES.label("subdistrict"),
                    said("没有叫“%(name)s”的街道人大工委") % {"name": row.get("subdistrict")},
                )
                continue
            if known:
                row.compare(PLACES.label("subdistrict"), str(place.subdistrict or ""), str(organ))
            place.subdistrict = organ
        settle_outcome(row, not known)
        found.append((row, place))
    if not any(row.faults for row in rows):
        for row, place in found:
            if row.outcome in (NEW, CHANGED):
                place.save()
    return []


def place_cells(place) -> list:
    return [place.get_kind_display(), place.name, str(place.subdistrict or "")]


PLACES = Sheet(
    slug="places",
    title=_("走访点位"),
    take_in=take_in_places,
    columns=(
        Column(
            "kind",
            _("类别"),
            choice(Place.Kind),
            "社区",
            _("从下拉列表里选。"),
            required=True,
            offers=labels(Place.Kind),
        ),
        Column(
            "name",
            _("名称"),
            line(80),
            "示例社区",
            _("全称。企业写营业执照上的名称。"),
            required=True,
            also=("点位名称", "单位名称", "企业名称"),
        ),
        Column(
            "subdistrict",
            _("所在街道工委"),
            line(100),
            "示例街道人大工委",
            _("可以空着。"),
            also=("街道", "所属街道"),
            offers=committees,
        ),
    ),
    notes=(_("只是写法不同的企业会指出来，不会登记成两家。"),),
)
