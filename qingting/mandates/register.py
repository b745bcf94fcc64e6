"""The registers of by-elections and of what else befalls a mandate."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qingting.desk.register import Column, Register
from qingting.mandates.leave import Permission
from qingting.mandates.models import (
    ByElection,
    MunicipalByElection,
    MunicipalRecall,
    Recall,
    Resignation,
    Suspension,
    Termination,
)
from qingting.mandates.terms import Changeover, Handover
from qingting.mandates.views import OPENED, may_open, sees_numbers
from qingting.organs.models import Post


def see(actors):
    return any(isinstance(actor, Post) and sees_numbers(actor) for actor in actors)


def begun_by(slug):
    return (f"mandates_new_{slug}", OPENED[slug].heading, may_open(slug))


WHO = (
    Column(_("代表"), lambda m: m.deputy),
    Column(_("选区"), lambda m: m.mandate.constituency or m.mandate.get_level_display()),
)


def of_a_mandate(slug, model, heading, *columns, reads=()):
    """The register of one thing that befalls mandates: reached from the page of numbers."""
    return Register(
        slug=f"mandates-{slug}",
        model=model,
        heading=heading,
        icon="user-check",
        reads=("deputy", "mandate__constituency", *reads),
        columns=(*WHO, *columns),
        begins=(begun_by(slug.replace("-", "_")),),
        in_rail=False,
    )


Register(
    slug="by-elections",
    model=ByElection,
    heading=pgettext_lazy("list", "代表资格"),
    icon="user-check",
    reads=("constituency",),
    columns=(
        Column(_("选区"), lambda b: b.constituency, in_export_only=True),
        Column(_("补选名额"), lambda b: b.seats),
        Column(_("选举日"), lambda b: b.election_on),
        Column(_("选民人数"), lambda b: b.voters, in_export_only=True),
        Column(_("参加投票的选民人数"), lambda b: b.turnout, in_export_only=True),
        Column(_("现有代表人数"), lambda b: b.deputies, in_export_only=True),
    ),
    begins=(begun_by("byelection"), ("mandates", _("名额和缺额"), see), begun_by("permission"), begun_by("detention")),
)
Register(
    slug="mandates-municipal",
    model=MunicipalByElection,
    heading=_("市代表补选"),
    icon="user-check",
    reads=("replaces__person",),
    columns=(
        Column(_("候选人姓名"), lambda b: b.nominee),
        Column(_("补谁的缺"), lambda b: b.replaces.person),
        Column(_("市人大常委会确认资格的日期"), lambda b: b.confirmed_on),
    ),
    begins=(begun_by("municipal"),),
    in_rail=False,
)
of_a_mandate("resignation", Resignation, _("代表辞职"), Column(_("收到书面辞职的日期"), lambda m: m.received_on))
of_a_mandate(
    "termination",
    Termination,
    _("代表资格终止"),
    Column(_("终止情形"), lambda m: m.get_ground_display()),
    Column(_("资格终止的日期"), lambda m: m.ended_on),
)
of_a_mandate("recall", Recall, _("选民罢免代表"), Column(_("表决日期"), lambda m: m.held_on))
of_a_mandate("municipal-recall", MunicipalRecall, _("罢免市代表"))
of_a_mandate("suspension", Suspension, _("暂停执行代表职务"), Column(_("自哪天起"), lambda m: m.began_on))
of_a_mandate(
    "permission",
    Permission,
    _("代表人身保障"),
    Column(_("提请机关"), lambda m: m.applicant),
    Column(_("拟采取的措施"), lambda m: m.get_measure_display() or _("现行犯被拘留")),
    reads=("applicant",),
)
Register(
    slug="mandates-changeover",
    model=Changeover,
    heading=_("换届"),
    icon="user-check",
    reads=("term",),
    columns=(
        Column(_("新一届第一次会议开幕的日期"), lambda c: c.begins_on),
        Column(_("新一届常委会选出的日期"), lambda c: c.committee_on),
        Column(_("新印的码"), lambda c: c.codes),
    ),
    begins=(begun_by("changeover"),),
    in_rail=False,
)
Register(
    slug="mandates-handover",
    model=Handover,
    heading=_("换届接续"),
    icon="user-check",
    reads=("person", "source"),
    columns=(
        Column(_("原来由谁办"), lambda h: h.person),
        Column(_("来源"), lambda h: h.source.number or h.source.kind_label),
    ),
    in_rail=False,
)
