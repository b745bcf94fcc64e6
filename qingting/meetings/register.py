"""The registers of meetings and of votes."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qingting.desk.register import Column, Register
from qingting.meetings.models import Meeting
from qingting.meetings.views import edits_gazette, is_office
from qingting.meetings.votes import Vote
from qingting.meetings.words import Opinions

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
        ("meeting_new", _("召集会议"), lambda actors: any(map(is_office, actors))),
        ("sessions", _("人民代表大会会议"), lambda actors: bool(actors)),
        ("gazettes", _("公报"), lambda actors: any(map(edits_gazette, actors))),
    ),
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
