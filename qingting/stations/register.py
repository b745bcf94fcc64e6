"""The register of reception days, as every other kind of matter has one."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qingting.desk.register import Column, Register, organs_that
from qingting.organs.models import Organ
from qingting.stations.models import DutyDay


def hours(d):
    return f"{d.opens:%H:%M}–{d.closes:%H:%M}"


Register(
    slug="receptions",
    model=DutyDay,
    heading=pgettext_lazy("list", "接待日"),
    icon="calendar-event",
    reads=("station__organ",),
    columns=(
        Column(_("代表联络站"), lambda d: d.station),
        Column(_("接待日"), lambda d: d.day),
        Column(_("时间"), hours),
        Column(_("接待情况"), lambda d: d.report, in_export_only=True),
    ),
    played_by=(("keeper", _("街道人大工委"), "organ:{}:clerk", organs_that(kind=Organ.Kind.SUBDISTRICT_COMMITTEE)),),
)
