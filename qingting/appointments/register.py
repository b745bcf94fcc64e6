"""The registers of nominations, departures, oath ceremonies and accounts."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qingting.appointments.contests import Contest
from qingting.appointments.models import Account, Ceremony, Departure, Nomination
from qingting.appointments.views import clerk, proposers
from qingting.desk.register import Column, Register

Register(
    slug="appointments",
    model=Nomination,
    heading=pgettext_lazy("list", "任免"),
    icon="user-check",
    reads=("proposer", "organ", "nominee"),
    columns=(
        Column(_("任免"), lambda n: n.get_change_display()),
        Column(_("职务全称"), lambda n: n.office_title, in_export_only=True),
        Column(_("任职机构"), lambda n: n.organ),
        Column(_("提请机关"), lambda n: n.proposer),
        Column(_("拟任免人选"), lambda n: n.nominee, in_export_only=True),
    ),
    begins=(
        ("nomination_new", _("写任免案"), lambda actors: bool(proposers(actors))),
        ("departure_new", _("登记辞职、撤职"), lambda actors: bool(clerk(actors))),
        ("ceremony_new", _("安排宪法宣誓"), lambda actors: bool(clerk(actors))),
        ("account_new", _("听取履职报告"), lambda actors: bool(clerk(actors))),
        ("contest_new", _("安排大会选举"), lambda actors: bool(clerk(actors))),
    ),
)
Register(
    slug="departures",
    model=Departure,
    heading=pgettext_lazy("list", "辞职、撤职"),
    icon="user-check",
    reads=("office_holder__person", "office_holder__organ"),
    columns=(Column(_("怎样离职"), lambda d: d.get_way_display()), Column(_("职务"), lambda d: d.office_title)),
    in_rail=False,
)
Register(
    slug="contests",
    model=Contest,
    heading=pgettext_lazy("list", "大会选举"),
    icon="user-check",
    reads=("organ", "session__term"),
    columns=(
        Column(_("职务全称"), lambda c: c.office_title),
        Column(_("应选人数"), lambda c: c.seats),
        Column(_("人民代表大会会议"), lambda c: c.session, in_export_only=True),
    ),
    begins=(("contest_new", _("安排大会选举"), lambda actors: bool(clerk(actors))),),
    in_rail=False,
)
Register(
    slug="oaths",
    model=Ceremony,
    heading=pgettext_lazy("list", "宪法宣誓"),
    icon="user-check",
    reads=("organiser",),
    columns=(
        Column(_("宣誓日期"), lambda c: c.held_on),
        Column(_("地点"), lambda c: c.place),
        Column(_("组织宣誓的机关"), lambda c: c.organiser, in_export_only=True),
    ),
    in_rail=False,
)
Register(
    slug="accounts",
    model=Account,
    heading=pgettext_lazy("list", "履职报告"),
    icon="user-check",
    reads=("office_holder__person", "office_holder__organ"),
    columns=(
        Column(_("报告人"), lambda a: a.office_holder),
        Column(_("哪一年的工作"), lambda a: a.year),
    ),
    in_rail=False,
)
