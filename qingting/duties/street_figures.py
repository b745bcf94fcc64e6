"""What the annual report says of studies, of livelihood matters that were solved, and of how the sub-districts are staffed.

A study counts on the day it was first handed in, a livelihood matter on the day it was confirmed, while that stands.
"""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from qingting.duties.livelihood import Livelihood
from qingting.duties.streets import staffed
from qingting.duties.studies import Advice, Study
from qingting.figures.figure import Figure

S = Study.Series
HANDED_IN = ("submitted", "forwarded", "told", "kept")
BY_KEEPER = (("organ", F("keeper__name")),)


def handed_in(series):
    """The studies of a series that were handed in in the period, and neither taken back nor sent back."""

    def rows(congress, since, until):
        return Study.objects.filter(congress=congress, series=series, state__in=HANDED_IN, submitted_on__range=(since, until))

    return rows


def advised(series):
    def rows(congress, since, until):
        return Advice.objects.filter(study__in=handed_in(series)(congress, since, until))

    return rows


def solved(congress, since, until):
    return Livelihood.objects.filter(congress=congress, state="confirmed", confirmed_on__range=(since, until))


def at_the_end(congress, since, until):
    return staffed(congress, until)


leaders = Figure("leaders_research_reports", _("调研报告"), _("篇"), _("期内主任会议成员领题调研后提交"), handed_in(S.LEADING), breaks=BY_KEEPER, on="submitted_on")
staff = Figure("organ_research_reports", _("调研报告"), _("篇"), _("期内机关干部下基层调研后提交"), handed_in(S.STAFF), breaks=BY_KEEPER, on="submitted_on")
opinions = Figure("enforcement_centre_opinions", _("调研意见建议"), _("条"), _("期内提交的街道综合执法中心调研报告中提出"), advised(S.CENTRES), breaks=(("organ", F("organ__name")),), on="study__submitted_on", matter="study")
livelihood = Figure("livelihood_matters_solved", _("民生实事有效解决"), _("项"), _("期内由第二人确认解决，没有重新办理的"), solved, breaks=BY_KEEPER, on="confirmed_on")
street_staff = Figure("sub_district_committees_staffed", _("配有专职主任和联络员的街道人大工委"), _("个"), _("期末"), at_the_end, matter=None)
