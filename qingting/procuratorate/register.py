"""The register of procuratorial suggestions, from the clue on."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qingting.desk.register import Column, Register, organs_that
from qingting.organs.models import Role
from qingting.procuratorate.models import ProcuratorialSuggestion
from qingting.procuratorate.views import is_procurator

Register(
    slug="procuratorial",
    model=ProcuratorialSuggestion,
    heading=pgettext_lazy("list", "检察建议"),
    icon="shield-check",
    reads=("addressee", "source"),
    columns=(
        Column(_("公益诉讼领域"), lambda p: p.get_field_display(), in_export_only=True),
        Column(_("被建议单位"), lambda p: p.addressee),
        Column(_("来源"), lambda p: p.source.number if p.source else _("检察院自行发现"), in_export_only=True),
        Column(_("检察建议书文号"), lambda p: p.document_number, in_export_only=True),
        Column(_("情况"), lambda p: p.facts, in_export_only=True),
        Column(_("评估意见"), lambda p: p.assessment, in_export_only=True, veiled="assessment"),
        Column(_("检察建议的内容"), lambda p: p.demand, in_export_only=True),
        Column(_("采纳情况"), lambda p: p.get_adoption_display() or None, in_export_only=True),
        Column(_("书面回复"), lambda p: p.reply, in_export_only=True),
        Column(_("处理决定"), lambda p: p.get_outcome_display() or None, in_export_only=True),
        Column(_("代表建议编号"), lambda p: p.became, in_export_only=True),
    ),
    played_by=(("addressee", _("被建议单位"), "organ:{}:clerk", organs_that(posts__role=Role.CLERK)),),
    begins=(("procuratorate_new", _("检察院自行立案"), lambda actors: any(map(is_procurator, actors))),),
)
