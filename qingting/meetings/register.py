"""The registers of meetings, of votes and of briefings."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qingting.desk.register import Column, Register
from qingting.meetings.briefings import Briefing
from qingting.meetings.models import Meeting
from qingting.meetings.rhythm import warnings
from qingting.meetings.views import edits_gazette, is_office
from qingting.meetings.votes import Vote
from qingting.meetings.words import Opinions


def an_office(actors) -> bool:
    return any(map(is_office, actors))


Register(
    slug="meetings",
    model=Meeting,
    heading=pgettext_lazy("list", "会议"),
    icon="calendar-event",
    reads=("body", "presiding"),
    columns=(
        Column(_("谁的会议"), lambda m: m.body),
        Column(_("开会日期"), lambda m: m.held_on),
        Column(_("地点"), lambda m: m.place, in_export_only=True),
        Column(_("主持人"), lambda m: m.presiding),
    ),
    begins=(
        ("meeting_new", _("召集会议"), an_office),
        ("congress_sessions", _("人民代表大会会议"), bool),
        ("gazettes", _("公报"), lambda actors: any(map(edits_gazette, actors))),
        ("meetings_attendance", _("出席和会期"), an_office),
        ("meetings_mine", _("我的出席和日历"), bool),
    ),
    notes=lambda actors: warnings(actors[0].congress_id) if an_office(actors) else [],
)
Register(
    slug="opinions",
    model=Opinions,
    heading=pgettext_lazy("list", "审议意见"),
    icon="message-2",
    reads=("reporter", "on"),
    columns=(
        Column(_("报告机关"), lambda o: o.reporter),
        Column(_("会议"), lambda o: o.on.title),
    ),
)
Register(
    slug="votes",
    model=Vote,
    heading=pgettext_lazy("list", "表决"),
    icon="circle-check",
    reads=("held_at", "body"),
    columns=(
        Column(_("会议"), lambda v: v.held_at.title),
        Column(_("表决方式"), lambda v: v.get_way_display()),
        Column(_("表决内容"), lambda v: v.get_form_display()),
    ),
    in_rail=False,
)
Register(
    slug="briefings",
    model=Briefing,
    heading=_("政情通报会"),
    icon="report-analytics",
    columns=(
        Column(_("日期"), lambda b: b.held_on),
        Column(_("地点"), lambda b: b.place),
    ),
    begins=(("briefing_new", _("准备政情通报会"), an_office),),
    in_rail=False,
)
