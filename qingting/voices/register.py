"""The register of residents' voices: which columns, which filters, who may enter one for a resident."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qingting.desk.register import Column, Register, organs_that
from qingting.organs.models import Organ, Role
from qingting.organs.offices import office_for_deputies
from qingting.voices.models import Candidate, Voice


def a_keeper(actors):
    """Whoever keeps voices: the clerks of the sub-districts' committees, and of the office that stands in for them."""
    kinds = (Organ.Kind.SUBDISTRICT_COMMITTEE, Organ.Kind.OFFICE)
    return any(getattr(actor, "role", None) == Role.CLERK and actor.organ.kind in kinds for actor in actors)


def an_office(actors):
    return any(getattr(actor, "role", None) == Role.CLERK and actor.organ.kind == Organ.Kind.OFFICE for actor in actors)


def the_coordinator(actors):
    """Whoever sees all voices of the congress: the clerks of the office for deputies."""
    clerks = [actor for actor in actors if an_office([actor])]
    return any(office_for_deputies(clerk.congress_id) == clerk.organ for clerk in clerks)


Register(
    slug="voices",
    model=Voice,
    heading=pgettext_lazy("list", "群众诉求"),
    icon="messages",
    reads=("deputy", "handler", "station", "category"),
    columns=(
        Column(_("地点"), lambda v: v.place or None),
        Column(_("承办单位"), lambda v: v.handler),
        Column(_("先由人看"), lambda v: v.get_hold_display() or None),
        Column(_("渠道"), lambda v: v.get_channel_display(), in_export_only=True),
        Column(_("代表"), lambda v: v.deputy, in_export_only=True),
        Column(_("联络站"), lambda v: v.station, in_export_only=True),
        Column(_("分类"), lambda v: v.category, in_export_only=True),
        Column(_("分级"), lambda v: v.get_grade_display() or None, in_export_only=True),
        Column(_("提出日期"), lambda v: v.filed_on, in_export_only=True),
        Column(_("内容"), lambda v: v.text, in_export_only=True),
        Column(_("办理结果"), lambda v: v.get_outcome_display() if v.given_answer else None, in_export_only=True),
        Column(_("答复"), lambda v: v.given_answer or None, in_export_only=True),
        Column(_("问题解决了吗"), lambda v: v.get_solved_display() or None, in_export_only=True, veiled="solved"),
        Column(_("办结日期"), lambda v: v.concluded_on, in_export_only=True),
    ),
    played_by=(
        ("handler", _("承办单位"), "organ:{}:clerk", organs_that(posts__role=Role.CLERK)),
        ("deputy", _("代表"), "person:{}:deputy", None),
    ),
    begins=(
        ("voice_enter", _("代居民登记"), a_keeper),
        ("voice_topics", _("大家在说什么"), the_coordinator),
        ("voice_draw", _("抽取回访"), the_coordinator),
    ),
)

Register(
    slug="candidates",
    model=Candidate,
    heading=pgettext_lazy("list", "监督议题线索"),
    icon="flag",
    columns=(
        Column(_("多少人说"), lambda c: c.people),
        Column(_("没有答复的"), lambda c: c.unanswered),
        Column(_("情况"), lambda c: c.summary, in_export_only=True),
    ),
    begins=(("voice_topics", _("看大家在说什么"), the_coordinator),),
)
