"""Figures that a district prints and no domain here can count yet: whoever asks is told so, and nothing is guessed."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Awaited:
    """A figure whose domain is not there yet. It goes from here when that domain defines it; a check asks for that."""

    label: Any
    unit: Any
    scope: Any
    domain: Any

    @property
    def rendered(self) -> str:
        return said("该项业务尚未登记")


SUPERVISION, RECORDING = _("监督工作"), _("备案审查")
AWAITED = {
    "special_work_reports": Awaited(_("专项工作报告"), _("项"), _("期内常委会会议听取审议的“一府一委两院”专项工作报告"), SUPERVISION),
    "enforcement_inspections": Awaited(_("执法检查"), _("项"), _("期内开展"), SUPERVISION),
    "laws_inspected": Awaited(_("执法检查涉及的法律法规"), _("部"), _("期内检查过的不同法律法规"), SUPERVISION),
    "inspection_opinions": Awaited(_("执法检查意见"), _("条"), _("期内执法检查后提出"), SUPERVISION),
    "inspection_reports": Awaited(_("调研报告"), _("篇"), _("期内执法检查后形成"), SUPERVISION),
    "inquiry_problems": Awaited(_("专题询问问题"), _("个"), _("期内专题询问中提出"), SUPERVISION),
    "inquiry_bodies": Awaited(_("接受询问的单位"), _("家"), _("期内专题询问到会应询的不同单位"), SUPERVISION),
    "normative_documents_cleaned_up": Awaited(_("清理规范性文件"), _("件"), _("期内清理审查"), RECORDING),
    "normative_documents_repealed": Awaited(_("废止规范性文件"), _("件"), _("期内清理后废止"), RECORDING),
}  # fmt: skip
