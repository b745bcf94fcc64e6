"""Take in the outline of a district from a GeoJSON file, for the map of its stations."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from qingting.organs.models import Organ
from qingting.stations.models import Outline

MOST = 2000  # points: a page of 40 kB has no room for more


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("code", help=_("行政区划代码"))
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", required=True, help=_("出处，如测绘部门和审图号"))

    def handle(self, *, code, file, source, **options):
        congress = Organ.objects.filter(kind=Organ.Kind.CONGRESS, parent=None, code=code).first()
        if congress is None:
            raise CommandError(_("没有代码是 %(code)s 的人大") % {"code": code})
        try:
            rings = rings_of(json.loads(file.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError, IndexError) as reason:
            raise CommandError(
                _("%(file)s 不是有区界的 GeoJSON：%(reason)s") % {"file": file, "reason": reason}
            ) from reason
        if not rings or sum(map(len, rings)) > MOST:
            raise CommandError(_("区界要有 1 到 %(most)s 个点，请先简化") % {"most": MOST})
        Outline.objects.update_or_create(congress=congress, defaults={"rings": rings, "source": source, "drawn": False})
        self.stdout.write(_("%(congress)s的区界已经装好") % {"congress": congress})


def rings_of(told) -> list[list[list[float]]]:
    """The outer and inner rings of all polygons in a GeoJSON object. Raises ValueError, KeyError or TypeError where it is none."""
    kind = told["type"]
    if kind == "FeatureCollection":
        return [ring for feature in told["features"] for ring in rings_of(feature)]
    if kind == "Feature":
        return rings_of(told["geometry"])
    polygons = {"Polygon": lambda: [told["coordinates"]], "MultiPolygon": lambda: told["coordinates"]}[kind]()
    rings = [[[float(point[0]), float(point[1])] for point in ring] for polygon in polygons for ring in polygon]
    if not all(-180 <= east <= 180 and -85 <= north <= 85 for ring in rings for east, north in ring):
        raise ValueError(_("坐标要是经纬度"))
    return rings
