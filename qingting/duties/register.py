"""The registers of activities and of objections, with the ways to places, campaigns and the import of a month."""

from datetime import date

from django.db.models import Max, Min
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qingting.desk.register import Column, Register
from qingting.duties.keeping import RECORDS, is_clerk, records
from qingting.duties.kinds import kinds_of
from qingting.duties.models import Activity, Campaign, Objection
from qingting.duties.people import LISTED
from qingting.organs.models import Organ


def kinds_offered(congresses):
    """The kinds of the congresses that one looks in, each once."""
    found = {}
    for congress in Organ.objects.filter(pk__in=congresses).order_by("pk"):
        found |= kinds_of(congress, localdate())
    return [(key, str(kind)) for key, kind in found.items()]


def months_offered(congresses):
    """Every month from the last activity back to the first, and no further than five years."""
    held = Activity.objects.filter(congress__in=congresses).aggregate(first=Min("held_on"), last=Max("held_on"))
    if not held["first"]:
        return []
    months = [held["last"].year * 12 + held["last"].month - 1 - back for back in range(60)]
    first = held["first"].year * 12 + held["first"].month - 1
    days = [date(n // 12, n % 12 + 1, 1) for n in months if n >= first]
    return [(f"{day:%Y-%m}", date_format(day, "YEAR_MONTH_FORMAT")) for day in days]


def in_month(chosen):
    year, month = map(int, chosen.split("-"))
    return {"held_on__year": year, "held_on__month": month}


def organs_offered(congresses):
    organs = Organ.objects.filter(congress__in=congresses, kind__in=RECORDS, until=None)
    return organs.exclude(kind=Organ.Kind.STATION).order_by("kind", "pk").values_list("pk", "name")


def campaigns_offered(congresses):
    return Campaign.objects.filter(congress__in=congresses).order_by("-since", "-pk").values_list("pk", "name")


def together(things):
    return _("、").join(map(str, things))


Register(
    slug="activities",
    model=Activity,
    heading=pgettext_lazy("list", "履职活动"),
    icon="users",
    reads=("keeper", "campaign"),
    fetches=LISTED,
    columns=(
        Column(_("种类"), lambda a: a.its_kind),
        Column(_("日期"), lambda a: a.held_on),
        Column(_("主办"), lambda a: a.keeper),
        Column(_("地点"), lambda a: a.venue, in_export_only=True),
        Column(_("走访点位"), lambda a: together(visit.place for visit in a.visits.all()), in_export_only=True),
        Column(
            _("参加人员"), lambda a: together(one for one in a.presences.all() if not one.struck), in_export_only=True
        ),
        Column(pgettext_lazy("column", "人次"), lambda a: a.reached, in_export_only=True),
        Column(_("册数"), lambda a: a.copies, in_export_only=True),
        Column(_("专项行动"), lambda a: a.campaign, in_export_only=True),
        Column(_("情况"), lambda a: a.told, in_export_only=True),
    ),
    narrowed_by=(
        ("kind", _("种类"), lambda key: {"activity_kind": key}, kinds_offered),
        ("month", _("月份"), in_month, months_offered),
        ("organ", _("主办"), lambda pk: {"keeper": pk}, organs_offered),
        ("campaign", _("专项行动"), lambda pk: {"campaign": pk}, campaigns_offered),
    ),
    begins=(
        ("activity_kinds", _("登记活动"), lambda actors: any(map(records, actors))),
        ("activity_confirm", _("等我确认的"), lambda actors: bool(actors)),
        ("activity_import", _("导入一个月"), lambda actors: any(map(is_clerk, actors))),
        ("duty_places", _("走访点位"), lambda actors: bool(actors)),
        ("campaigns", _("专项行动"), lambda actors: bool(actors)),
    ),
)

Register(
    slug="objections",
    model=Objection,
    heading=pgettext_lazy("list", "履职记录异议"),
    icon="flag",
    reads=("deputy", "about"),
    columns=(
        Column(_("代表"), lambda o: o.deputy),
        Column(_("哪里不对"), lambda o: o.get_claim_display()),
        Column(_("活动"), lambda o: o.about.title),
    ),
    in_rail=False,
)
