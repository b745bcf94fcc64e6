"""How a deputy rests for a time (暂停执行代表职务), and acts again.

Law: Deputies Law (2025), art. 61: the credentials committee reports to the standing committee; he acts again when the cause is
gone. Few see these matters: the office's head, the credentials committee's and the standing committee's chair.
"""

from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.docket.process import Process, Refused, Step
from qingting.mandates.cast import chair, chief, examiner, number
from qingting.mandates.effects import act_again, rest, why_not_end
from qingting.mandates.models import Suspension

# What a step needs. Each says what is missing, or None.

def a_mandate_that_runs(s):
    return why_not_end(s.mandate, s.today) if s.mandate.until else None


def nothing_like_it(s):
    others = Suspension.objects.filter(mandate=s.mandate_id, state__in=("noted", "suspended")).exclude(pk=s.pk)
    return said("%(person)s已经暂停执行代表职务，不能再暂停一次") % {"person": s.deputy} if others.exists() else None


def an_end_of_the_mandate(s):
    """With the mandate ends the rest from it."""
    ended = s.mandate.until and s.mandate.until <= s.today
    return None if ended else said("代表资格没有终止；情形消失的，请登记恢复执行职务")


# What follows from a step, in the same transaction.

def see_that_it_has_come(s, event):
    if s.began_on > s.today:
        raise Refused(said("%(day)s 还没有到，不能提前登记") % {"day": s.began_on})
    number("suspension", "暂停")(s, event)


def suspend(s, event):
    rest(s.mandate, s.began_on)


def let_him_act(s, event):
    if not s.began_on <= s.ended_on <= s.today:
        raise Refused(said("情形消失的日期应当在 %(since)s 以后、今天以前") % {"since": s.began_on})
    act_again(s.mandate, s.ended_on)


class SuspensionProcess(Process, of=Suspension):
    watched_by = (chair,)
    reads = ("deputy", "mandate__constituency", "keeper", "committee", "examiners", "presiding")
    route = ("note", "report", "resume")
    states = dict(draft=_("草稿"), noted=_("已登记，待报告常委会"), suspended=_("暂停执行职务"), resumed=_("已恢复执行职务"), ended=_("资格已终止"), withdrawn=_("情形不成立"))

    note     = Step(_("登记暂停情形"), "draft", "noted", by=chief, fields=("ground", "began_on"), needs=(a_mandate_that_runs, nothing_like_it), then=see_that_it_has_come)
    report   = Step(_("向常委会报告暂停"), "noted", "suspended", by=examiner, needs=(a_mandate_that_runs,), then=suspend)
    withdraw = Step(_("情形不成立"), "noted", "withdrawn", by=examiner, why=True, at_will=True)
    resume   = Step(_("向常委会报告恢复"), "suspended", "resumed", by=examiner, fields=("ended_on",), then=let_him_act)
    end      = Step(_("资格已终止，办结"), "suspended", "ended", by=examiner, needs=(an_end_of_the_mandate,), at_will=True)
