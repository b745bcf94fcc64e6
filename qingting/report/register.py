"""The register of annual reports."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qingting.desk.register import Column, Register
from qingting.report.models import AnnualReport
from qingting.report.views import clerk

Register(
    slug="reports",
    model=AnnualReport,
    heading=pgettext_lazy("list", "年度报告"),
    icon="report-analytics",
    columns=(
        Column(_("从哪天"), lambda r: r.since),
        Column(_("到哪天"), lambda r: r.until),
        Column(_("公开日期"), lambda r: r.published_on),
    ),
    begins=(("report_new", _("编写报告"), lambda actors: bool(clerk(actors))),),
)
