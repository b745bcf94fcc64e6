"""The registers of livelihood matters, studies and their feedback, sub-district years and deputies' plans."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qingting.desk.register import Column, Register
from qingting.duties.livelihood import Livelihood
from qingting.duties.plan_views import who_plans
from qingting.duties.street_views import clerk_among, inside
from qingting.duties.streets import StreetYear
from qingting.duties.studies import Feedback, Study
from qingting.duties.study_views import who_writes
from qingting.duties.yearly import DeputiesPlan
from qingting.organs.models import Organ


def a_clerk(actors) -> bool:
    return clerk_among(actors) is not None


Register(
    slug="livelihood",
    model=Livelihood,
    heading=pgettext_lazy("list", "民生实事"),
    icon="circle-check",
    reads=("keeper", "handler"),
    columns=(
        Column(_("在哪里"), lambda one: one.where, in_export_only=True),
        Column(_("登记单位"), lambda one: one.keeper, in_export_only=True),
        Column(_("承办单位"), lambda one: one.handler),
        Column(_("确认日期"), lambda one: one.confirmed_on),
    ),
    begins=(
        ("livelihood_new", _("登记民生实事"), a_clerk),
        ("streets", _("街道人大工委"), lambda actors: inside(actors) is not None),
        ("deputy_groups", _("代表小组"), lambda actors: inside(actors) is not None),
        ("links", _("挂点包保"), lambda actors: inside(actors) is not None),
    ),
)
Register(
    slug="studies",
    model=Study,
    heading=pgettext_lazy("list", "调研报告"),
    icon="file-text",
    reads=("keeper",),
    columns=(
        Column(_("哪一类调研"), lambda s: s.get_series_display()),
        Column(_("执笔单位"), lambda s: s.keeper, in_export_only=True),
        Column(_("提交日期"), lambda s: s.submitted_on),
    ),
    begins=(
        ("study_new", _("写调研报告"), lambda actors: who_writes(actors) is not None),
        ("plan_new", _("起草代表工作计划"), lambda actors: who_plans(actors) is not None),
        ("public_plan", _("代表工作计划"), lambda actors: inside(actors) is not None),
    ),
)
Register(
    slug="study_feedback",
    model=Feedback,
    heading=_("调研报告的反馈"),
    icon="file-text",
    reads=("handler",),
    columns=(Column(_("研究处理单位"), lambda f: f.handler),),
    in_rail=False,
)
Register(
    slug="street_years",
    model=StreetYear,
    heading=_("街道工委年度工作"),
    icon="users",
    reads=("keeper",),
    columns=(Column(_("街道工委"), lambda y: y.keeper), Column(_("年份"), lambda y: y.year)),
    begins=(
        (
            "street_year_new",
            _("写年度计划和报告"),
            lambda actors: clerk_among(actors, Organ.Kind.SUBDISTRICT_COMMITTEE) is not None,
        ),
        ("streets", _("街道人大工委"), lambda actors: inside(actors) is not None),
    ),
    in_rail=False,
)
Register(
    slug="deputies_plans",
    model=DeputiesPlan,
    heading=_("代表工作计划"),
    icon="calendar-event",
    columns=(Column(_("年份"), lambda p: p.year), Column(_("公布日期"), lambda p: p.published_on)),
    begins=(("plan_new", _("起草代表工作计划"), lambda actors: who_plans(actors) is not None),),
    in_rail=False,
)
