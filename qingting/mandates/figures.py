"""What the annual report says of mandates: how many deputies were by-elected, resigned, were recalled, and why mandates ended.

Suspensions are no figure: there are so few that a number would tell of whom.
"""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qingting.figures.counted import took
from qingting.figures.figure import Figure
from qingting.mandates.models import (
    ByElection,
    Candidate,
    MunicipalByElection,
    MunicipalRecall,
    Recall,
    Resignation,
    Termination,
)
from qingting.organs.models import Post

BY_LEVEL = (("level", F("mandate__level")),)
OF_POST = {"on": "since", "matter": None, "called": "person__name"}  # a mandate begins on the day on which it is announced, and is no secret


def by_elected(district=True, municipal=True):
    """The mandates that by-elections announced in the period have given."""

    def rows(congress, since, until):
        announced = took(ByElection, "announce")(congress, since, until)
        confirmed = took(MunicipalByElection, "confirm")(congress, since, until)
        found = Q(pk__in=[])
        if district:
            found |= Q(pk__in=Candidate.objects.filter(on__in=announced).exclude(post=None).values("post"))
        if municipal:
            found |= Q(pk__in=confirmed.exclude(post=None).values("post"))
        return Post.objects.filter(found)

    return rows


deputies = Figure("deputies_by_elected", _("补选代表"), _("名"), _("期内公告当选的区代表和期内确认资格的市代表"), by_elected(), breaks=(("level", F("level")),), **OF_POST, agrees_with=("deputies_by_elected_district", "deputies_by_elected_municipal",))
of_district = Figure("deputies_by_elected_district", _("补选区代表"), _("名"), _("期内公告当选"), by_elected(municipal=False), breaks=(("constituency", F("constituency__name")),), **OF_POST)
of_city = Figure("deputies_by_elected_municipal", _("补选市代表"), _("名"), _("期内由市人大常委会确认资格"), by_elected(district=False), **OF_POST)
resigned = Figure("mandates_resigned", _("接受代表辞职"), _("名"), _("期内公告或者报市人大常委会备案，区代表和市代表"), took(Resignation, "announce", "report_up"), breaks=BY_LEVEL)
terminated = Figure("mandates_terminated", _("代表资格终止"), _("名"), _("期内公告，不含辞职和罢免"), took(Termination, "announce"), breaks=(*BY_LEVEL, ("ground", F("ground"))))
recalled = Figure("mandates_recalled", _("选民罢免代表"), _("名"), _("期内宣布罢免"), took(Recall, "recall"))
recalled_in_city = Figure("mandates_recalled_municipal", _("罢免市代表"), _("名"), _("期内报市人大常委会备案"), took(MunicipalRecall, "report_up"))
