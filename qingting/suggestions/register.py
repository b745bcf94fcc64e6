"""The registers of suggestions and of promises: which columns, which filters, who may begin a new one."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qingting.clocks.schemes import letter_of
from qingting.desk.register import Column, Register, organs_that
from qingting.organs.models import Organ, Role
from qingting.suggestions.models import Promise, Suggestion


def a_deputy(actors):
    return any(getattr(actor, "role", None) == Role.DEPUTY for actor in actors)


def an_office(actors):
    return any(getattr(actor, "role", None) == Role.CLERK and actor.organ.kind == Organ.Kind.OFFICE for actor in actors)


def result(s):
    return f"{letter_of(s.congress, s.result)} {s.get_result_display()}" if s.result and s.given_answer else None


def handled_by(s):
    """The lead; where several answer for themselves, that they do: the page of the matter names them."""
    return s.handler or (_("分别办理") if s.state in SEVERALLY else None)


SEVERALLY = {"divided", "answered", "rated", "unrated", "mediating", "closed"}  # without a lead, in these states

handlers = ("handler", _("承办单位"), "organ:{}:clerk", organs_that(posts__role=Role.CLERK))

Register(
    slug="suggestions",
    model=Suggestion,
    heading=pgettext_lazy("list", "代表建议"),
    icon="list-details",
    reads=("lead", "handler"),
    columns=(
        Column(_("领衔代表"), lambda s: s.lead),
        Column(_("承办单位"), handled_by),
        Column(_("分类"), lambda s: s.get_category_display() or None, in_export_only=True),
        Column(_("提出时间"), lambda s: s.get_occasion_display() or None, in_export_only=True),
        Column(_("提出日期"), lambda s: s.filed_on, in_export_only=True),
        Column(_("内容"), lambda s: s.text, in_export_only=True),
        Column(_("办理结果"), result, in_export_only=True),
        Column(_("答复"), lambda s: s.given_answer, in_export_only=True),
        Column(
            _("对办理过程"),
            lambda s: s.get_process_rating_display() or None,
            in_export_only=True,
            veiled="process_rating",
        ),
        Column(
            _("对办理结果"),
            lambda s: s.get_result_rating_display() or None,
            in_export_only=True,
            veiled="result_rating",
        ),
        Column(_("办结日期"), lambda s: s.closed_on, in_export_only=True),
    ),
    played_by=(handlers, ("lead", _("领衔代表"), "person:{}:deputy", None)),
    begins=(
        ("suggestion_new", _("写一件建议"), a_deputy),
        ("suggestion_catalogue", _("目录"), lambda actors: True),
        ("suggestion_from_bill", _("议案转为建议"), an_office),
    ),
)

Register(
    slug="promises",
    model=Promise,
    heading=pgettext_lazy("list", "承诺事项"),
    icon="flag",
    reads=("handler", "lead", "source"),
    columns=(
        Column(_("承诺单位"), lambda p: p.handler),
        Column(_("承诺完成"), lambda p: p.promised_for),
        Column(_("怎样算办成"), lambda p: p.finish, in_export_only=True),
        Column(_("领衔代表"), lambda p: p.lead, in_export_only=True),
        Column(_("进展"), lambda p: p.progress, in_export_only=True),
        Column(_("完成情况和证明"), lambda p: p.proof, in_export_only=True),
    ),
    played_by=(handlers,),
    begins=(("promises_bring_back", _("会前通报代表"), an_office),),
)
