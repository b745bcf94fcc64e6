"""How a joint deputy signs and rates: invited, confirmed by himself, asked when there is an answer, rated by himself.

Joint deputies confirm the content (Hubei 2012, art. 9, confidence C; comparable by-laws elsewhere, B).
"""

from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.clocks.rules import Rule
from qingting.docket.process import Clock, Process, Step, Who
from qingting.organs.models import Role
from qingting.suggestions.models import Cosigning

deputy = Who("person", Role.DEPUTY, _("联名代表"))
lead = Who("lead", Role.DEPUTY, _("领衔代表"))
office = Who("keeper", Role.CLERK, _("代表工作机构"))
handler_head = Who("handler", Role.HEAD, _("主办单位负责人"))
handler = Who("handler", Role.CLERK, _("主办单位"))


def not_filed_yet(c):
    return None if c.on.state in ("draft", "returned") else said("建议已经提出，不能再改联名")


def an_answer(c):
    return None if c.on.answer else said("建议尚未答复")


def a_rating_overdue(c):
    """Silence is silence only once the time to speak is over."""
    debt = c.last_debt("rating")
    return None if debt and debt.due_on < c.today else said("评价期限未满")


def tell_the_office(c, event):
    """Once the last has rated, the office can close it or must have it handled again: its inbox names which."""
    c.on.recast()


class CosigningProcess(Process, of=Cosigning):
    is_heard = False
    reads = ("person", "lead", "on__lead", "keeper")
    route = ("invite", "confirm", "rate")
    states = dict(draft=_("拟邀请"), invited=_("待确认"), joined=_("已联名"), declined=_("未联名"), dropped=_("已取消"), asked=_("待评价"), rated=_("已评价"), silent=_("逾期未评"))

    invite    = Step(_("邀请联名"), "draft", "invited", by=lead, needs=(not_filed_yet,), at_will=True)
    confirm   = Step(_("确认联名"), "invited", "joined", by=deputy, needs=(not_filed_yet,))
    decline   = Step(_("不联名"), "invited", "declined", by=deputy)
    drop      = Step(_("取消邀请"), "invited", "dropped", by=lead, at_will=True)
    ask_again = Step(_("改后请再确认"), "joined", "invited", by=lead, needs=(not_filed_yet,), at_will=True)
    hear      = Step(_("告知答复"), ("joined", "asked", "rated"), "asked", by=handler_head, needs=(an_answer,), at_will=True)
    hear_from_office = Step(_("告知汇总答复"), ("joined", "asked", "rated"), "asked", by=office, needs=(an_answer,), at_will=True)
    rate      = Step(_("评价"), "asked", "rated", by=deputy, fields=("process_rating", "result_rating"), then=tell_the_office, veiled_from=(handler, handler_head))
    lapse     = Step(_("逾期未评"), "asked", "silent", by=office, needs=(a_rating_overdue,), then=tell_the_office, at_will=True)

    confirming = Clock(_("确认联名"), (invite, ask_again), (confirm, decline, drop), Rule("suggestion_cosign"))
    rating     = Clock(_("评价"), (hear, hear_from_office), (rate, lapse), Rule("suggestion_feedback"))
