"""How a promise is kept track of, and how a leader supervises a suggestion himself.

A promise stays open across years and terms. It goes back to the deputy before each session, and the organ that made it
cannot close it alone. Comparable by-laws: Chongqing arts. 24 and 28, Shanghai arts. 19 and 22 (confidence B).
"""

from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from qingting.clocks.rules import Rule
from qingting.clocks.spans import Before
from qingting.docket.process import Amend, Clock, Process, Step, Who
from qingting.organs.models import Role
from qingting.suggestions.models import KeySupervision, Promise

office = Who("keeper", Role.CLERK, _("代表工作机构"))
handler = Who("handler", Role.CLERK, _("承诺单位"))
handler_head = Who("handler", Role.HEAD, _("承诺单位负责人"))
lead = Who("lead", Role.DEPUTY, _("领衔代表"))
chair = Who("keeper__parent", Role.CHAIR, _("常委会主任"))
supervisor = Who("supervisor", "", _("督办领导"))


def the_answer(p):
    return None if p.on.state in ("drafted", "divided", "answered") else said("承诺随答复一并作出")


def silence(p):
    """The deputy has not spoken in time, or has left office: the office looks at the proof in his stead."""
    debt = p.last_debt("confirming")
    return None if debt and debt.due_on < p.today else said("代表的确认期限未满")


class PromiseProcess(Process, of=Promise):
    watched_by = (chair,)
    reads = ("handler", "lead", "on", "keeper__parent")
    route = ("make", "fulfil", "confirm")
    states = dict(draft=_("拟承诺"), open=_("正在兑现"), reviewing=_("会前通报代表"), fulfilled=_("报告完成，待代表确认"), giving_up=_("申请终止，待审"), kept=_("已兑现"), dropped=_("已终止"))

    make          = Step(_("作出承诺"), "draft", "open", by=handler_head, needs=(the_answer,), at_will=True)
    make_for_them = Step(_("随汇总答复作出"), "draft", "open", by=office, needs=(the_answer,), at_will=True)
    report        = Step(_("报告进展"), ("open", "reviewing"), "", by=handler, fields=("progress",))
    bring_back    = Step(_("会前通报代表"), "open", "reviewing", by=office, at_will=True)
    look          = Step(_("看过，提出意见"), "reviewing", "open", by=lead, fields=("deputy_view",))
    end_review    = Step(_("结束通报"), "reviewing", "open", by=office, at_will=True)
    fulfil        = Step(_("报告完成"), ("open", "reviewing"), "fulfilled", by=handler_head, fields=("proof",))
    confirm       = Step(_("确认兑现"), "fulfilled", "kept", by=lead)
    contest       = Step(_("并未兑现"), "fulfilled", "open", by=lead, why=True)
    confirm_for   = Step(_("代为核实确认"), "fulfilled", "kept", by=office, why=True, needs=(silence,), at_will=True)
    give_up       = Step(_("申请终止"), "open", "giving_up", by=handler_head, why=True, at_will=True)
    let_go        = Step(_("同意终止"), "giving_up", "dropped", by=office, why=True)
    hold_to       = Step(_("不同意终止"), "giving_up", "open", by=office, why=True)
    postpone      = Step(_("同意延期"), ("open", "reviewing"), "", by=office, fields=("promised_for",), why=True, at_will=True)
    amend         = Amend(by=office, fields=("title", "finish"), label=_("更正"))

    finishing  = Clock(_("兑现承诺"), (make, make_for_them, contest, hold_to), (fulfil, give_up), Before(0, "promised_for", gettext_noop("承诺完成日")), "答复中的承诺", anew=postpone)
    reporting  = Clock(_("年度进展"), (make, make_for_them, report, contest, hold_to), (report, fulfil, give_up), Rule("suggestion_commitment_report"))
    confirming = Clock(_("代表确认"), fulfil, (confirm, contest, confirm_for), Rule("suggestion_commitment_feedback"))


def its_withdrawal(k):
    return None if k.on.state == "withdrawn" else said("代表建议没有撤回")


class KeySupervisionProcess(Process, of=KeySupervision):
    reads = ("supervisor", "lead", "on__lead", "keeper")
    route = ("select", "act", "tell", "conclude")
    states = dict(draft=_("拟督办"), selected=_("已确定督办"), supervised=_("已开展督办"), told=_("已报告主任会议"), concluded=_("督办办结"), stopped=_("已停止"))

    select   = Step(_("确定为重点督办"), "draft", "selected", by=office, at_will=True)
    act      = Step(_("开展督办"), ("selected", "supervised"), "supervised", by=supervisor, fields=("action",))
    tell     = Step(_("报告主任会议"), "supervised", "told", by=office, fields=("report",))
    conclude = Step(_("督办办结"), "told", "concluded", by=supervisor)
    end      = Step(_("随建议撤回"), ("selected", "supervised", "told"), "stopped", by=lead, needs=(its_withdrawal,), at_will=True)
    amend    = Amend(by=office, fields=("action", "report"), label=_("更正"))
