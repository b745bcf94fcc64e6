"""How an organ bears its share of a suggestion: handed out, signed for, given; and how it asks for more time.

Co-handlers' opinions go to the lead handler; separate handlers answer for themselves, and the office gathers.
"""

from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.clocks.rules import Rule
from qingting.docket.process import Amend, Clock, Process, Step, Who
from qingting.organs.models import Role
from qingting.suggestions.models import Extension, Handling
from qingting.suggestions.process import time_to_answer

lead = Who("lead", Role.DEPUTY, _("领衔代表"))
office = Who("keeper", Role.CLERK, _("代表工作机构"))
chief = Who("keeper", Role.HEAD, _("代表工作机构负责人"))
handler = Who("handler", Role.CLERK, _("承办单位"))
handler_head = Who("handler", Role.HEAD, _("承办单位负责人"))


def being_handed_out(h):
    return None if h.on.state in ("assigned", "signed", "divided") else said("代表建议尚未交办")


def no_more_to_do(h):
    return None if h.on.state == "accepted" else said("代表建议仍在办理")


def its_withdrawal(h):
    return None if h.on.state == "withdrawn" else said("代表建议没有撤回")


def a_co_handler(h):
    return None if h.share == Handling.Share.CO else said("分办单位应当直接答复")


def a_separate_handler(h):
    return None if h.share == Handling.Share.SEPARATE else said("会办单位的意见交主办单位")


def a_talk_with_the_deputy(h):
    """Deputies Law (2025), art. 51: whoever answers has heard the deputy out."""
    return None if h.contacted_on or h.share == Handling.Share.CO else said("答复前须与代表沟通并登记。先点“登记沟通”")


def tell_the_lead(h, event):
    """What the lead handler can do next may have changed: his inbox names it."""
    h.on.recast()


def time_to_give(h):
    """A co-handler has the time of the by-law; a separate handler that of the law (art. 51)."""
    return Rule("suggestion_cohandler_opinion") if h.share == Handling.Share.CO else time_to_answer(h.on)


class HandlingProcess(Process, of=Handling):
    is_heard = False
    reads = ("handler", "lead", "on__lead", "keeper")
    route = ("assign", "sign", "give")
    states = dict(draft=_("拟交办"), assigned=_("已交办，待签收"), signed=_("已签收，待提出意见"), given=_("已提出意见"), stopped=_("已停止"))

    assign  = Step(_("交办"), "draft", "assigned", by=office, needs=(being_handed_out,), at_will=True)
    sign    = Step(_("签收"), "assigned", "signed", by=handler)
    contact = Step(_("登记沟通"), "signed", "", by=handler, fields=("contacted_on",), needs=(a_separate_handler,), at_will=True)
    give    = Step(_("提出会办意见"), "signed", "given", by=handler, fields=("opinion",), needs=(a_co_handler,), then=tell_the_lead)
    reply   = Step(_("签发分办答复"), "signed", "given", by=handler_head, fields=("result", "opinion"), needs=(a_separate_handler, a_talk_with_the_deputy))
    redo    = Step(_("重新办理"), "given", "signed", by=office, needs=(being_handed_out,), at_will=True)
    stop    = Step(_("停止办理"), ("assigned", "signed"), "stopped", by=office, needs=(no_more_to_do,), at_will=True)
    end     = Step(_("随建议撤回"), ("assigned", "signed"), "stopped", by=lead, needs=(its_withdrawal,), at_will=True)
    amend   = Amend(by=handler, fields=("opinion",), label=_("更正"))

    signing = Clock(_("签收"), assign, (sign, stop, end), Rule("suggestion_sign"))
    giving  = Clock(_("提出意见"), (assign, redo), (give, reply, stop, end), time_to_give)


def the_first_limit_not_yet_past(e):
    """Comparable by-laws: only before the first limit runs out, and with the consent of who assigned it (confidence E)."""
    debt = e.on.last_debt("answering")
    return None if debt and debt.met_id is None and e.today <= debt.due_on and not e.on.is_complex else said("只能在三个月期满前申请一次")


def make_it_complex(e, event):
    e.on.take("extend", event.actor, e.reason, at=event.at, is_complex=True)


class ExtensionProcess(Process, of=Extension):
    is_heard = False
    reads = ("handler", "lead", "on__lead", "keeper")
    route = ("ask", "grant")
    states = dict(draft=_("草稿"), asked=_("待决定"), granted=_("已同意"), denied=_("未同意"), stopped=_("已停止"))

    ask   = Step(_("申请延长"), "draft", "asked", by=handler, needs=(the_first_limit_not_yet_past,))
    grant = Step(_("同意"), "asked", "granted", by=chief, needs=(the_first_limit_not_yet_past,), then=make_it_complex)
    deny  = Step(_("不同意"), "asked", "denied", by=chief, why=True)
    end   = Step(_("随建议撤回"), "asked", "stopped", by=lead, needs=(its_withdrawal,), at_will=True)

    deciding = Clock(_("决定是否延长"), ask, (grant, deny, end), Rule("suggestion_extension_decide"))
