"""How what many say becomes a topic for supervision, or does not: offered, taken up or left, and the reason stays.

The topics of supervision come, among others, from what people reflect in visits and letters (Supervision Law, art. 12).
"""

from django.utils.translation import gettext_lazy as _

from qingting.clocks.rules import Rule
from qingting.docket.process import Amend, Clock, Process, Step, Who
from qingting.organs.models import Role
from qingting.voices.models import Candidate

office = Who("keeper", Role.CLERK, _("代表工作机构"))
chair = Who("chairpersons", Role.CHAIR, _("主任会议"))
members = Who("chairpersons", Role.MEMBER, _("主任会议成员"))


class CandidateProcess(Process, of=Candidate):
    watched_by = (members,)
    route = ("offer", "take_up")

    states = dict(draft=_("草稿"), offered=_("已提出，待决定"), taken=_("列为监督议题线索"), left=_("不列入"), withdrawn=_("已撤回"))

    offer    = Step(_("提交主任会议"), "draft", "offered", by=office, fields=("summary",))
    take_up  = Step(_("列入"), "offered", "taken", by=chair)
    leave    = Step(_("不列入"), "offered", "left", by=chair, why=True, at_will=True)
    withdraw = Step(_("撤回"), "offered", "withdrawn", by=office, why=True, at_will=True)
    amend    = Amend(by=office, fields=("title", "summary"), label=_("更正"))

    deciding = Clock(_("决定"), offer, (take_up, leave, withdraw), Rule("candidate_decide"))
