"""The register of reports to voters, from which the files are opened; and what the page of a report shows beside its steps."""

from django.utils.translation import gettext_lazy as _

from qingting.desk.register import Column, Register
from qingting.desk.story import body_of
from qingting.docket.models import hats
from qingting.duties import ratings
from qingting.duties.file_readers import reads_all, street_of
from qingting.duties.voter_report_views import may_plan
from qingting.duties.voter_reports import VoterReport, deputy, keeper, keeper_chair, office
from qingting.organs.models import Role


def reads_files(actors) -> bool:
    return any(reads_all(actor) or street_of(actor) or actor.role == Role.DEPUTY for actor in actors)


Register(
    slug="voter_reports",
    model=VoterReport,
    heading=_("档案和述职"),
    icon="address-book",
    reads=("deputy", "constituency"),
    columns=(
        Column(_("述职代表"), lambda r: r.deputy, in_export_only=True),
        Column(_("向谁述职"), lambda r: r.to_whom),
        Column(_("述职日期"), lambda r: r.held_on),
        Column(_("到会人数"), lambda r: r.present, in_export_only=True),
        Column(_("评价"), lambda r: r.ratings and str(r.ratings), in_export_only=True),
    ),
    begins=(
        ("files", _("履职档案"), reads_files),
        ("voter_report_new", _("安排述职"), may_plan),
    ),
)


@body_of(VoterReport)
def body(r, actors):
    """The code and the slips are for those who hold the meeting."""
    worn = set(hats(actors))
    holds_it = bool({who.hat(r) for who in (keeper, keeper_chair, office)} & worn)
    is_own = deputy.hat(r) in worn
    return {
        "is_own": is_own,
        "writes": is_own and r.state in ("told", "written"),
        "holds_it": holds_it and r.state in ratings.OPEN,
        "entered": r.slips.count() if holds_it and r.state in ratings.OPEN else 0,
        "is_counted": r.satisfied is not None,
    }
