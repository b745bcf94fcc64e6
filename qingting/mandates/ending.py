"""How a mandate ends before the term: the deputy resigns, the law ends it, the voters recall him.

Law: Electoral Law (2020), arts. 50, 52 and 53 (recall by voters: fifty ask for it, more than half of all voters of the
constituency decide, by secret ballot), 54 and 56 (the seats that end with the mandate), 55 (resignation); Deputies Law (2025), arts. 60, 62
(grounds) and 63 (the credentials committee reports, the standing committee announces).
"""

from fractions import Fraction

from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.docket.process import Process, Refused, Step
from qingting.mandates.cast import (
    THE_COMMITTEE,
    carried,
    chief,
    deputy,
    examiner,
    lost,
    note_the_actual_number,
    note_the_counter,
    number,
    office,
    see_that_two_have_counted,
    voted_again,
)
from qingting.mandates.effects import end_mandate, why_not_end
from qingting.mandates.models import Recall, Resignation, Termination
from qingting.organs.models import Level

# What a step needs. Each says what is missing, or None.

def a_mandate_that_runs(m):
    return why_not_end(m.mandate, m.today) if m.mandate.until else None


def nothing_else_that_ends_it(m):
    """One mandate ends by one of them."""
    for kind in (Resignation, Termination, Recall):
        for other in kind.objects.filter(mandate=m.mandate_id).exclude(pk=m.pk).exclude(state="draft"):
            if other.parts.filter(due_on__isnull=False).exists():
                return said("%(person)s的代表资格已在办理“%(kind)s”，请先办完") % {"person": m.deputy, "kind": other.kind_label}
    return None


def a_mandate_of_this_district(m):
    level = m.mandate.level
    return None if level in (Level.DISTRICT, Level.MUNICIPAL) else said("%(level)s人大代表的资格不由本级办理") % {"level": m.mandate.get_level_display()}


def elected_by_voters(m):
    """Art. 50: whom the voters have elected, the voters recall."""
    return None if m.mandate.constituency_id else said("只有选区选出的区代表由选民罢免；市代表由区人大常委会罢免（《选举法》第五十条、第五十一条）")


def of_the_district(m):
    """The city's deputies are announced by the city's committee: here it is reported (art. 55)."""
    return None if m.mandate.level == Level.DISTRICT else said("市代表的辞职报市人大常委会备案、公告，请点“报市人大常委会”")


def of_the_city(m):
    return None if m.mandate.level == Level.MUNICIPAL else said("区代表的辞职由区人大常委会公告")


def its_day(m):
    return None if m.held_on and m.held_on <= m.today else said("表决日是 %(day)s，表决以后才能录入") % {"day": m.held_on}


def enough_against_him(m):
    return None if is_recalled(m) else said("赞成罢免 %(ayes)s 票，没有超过原选区全体选民 %(voters)s 人的半数，不能宣布罢免（《选举法》第五十三条）") % vars(m)


def not_enough_against_him(m):
    return said("赞成罢免 %(ayes)s 票，已经超过原选区全体选民 %(voters)s 人的半数，不能宣布未罢免（《选举法》第五十三条）") % vars(m) if is_recalled(m) else None


def is_recalled(m) -> bool:
    """Art. 53: more than half of all voters of the constituency, and not of those who came."""
    return (m.ayes or 0) > Fraction(1, 2) * (m.voters or 0)


# What follows from a step, in the same transaction.

def end_it_today(m, event):
    """It ends on the day of the decision (Deputies Law, art. 62)."""
    end_mandate(m, m.mandate, m.today)


def end_it_then(m, event):
    """It has ended when the cause arose; the committee announces that it has."""
    end_mandate(m, m.mandate, m.ended_on)
    note_the_actual_number(m, event)


def see_that_it_has_come(m, event):
    if m.ended_on > m.today:
        raise Refused(said("资格终止的日期 %(day)s 还没有到，不能提前登记") % {"day": m.ended_on})
    if reason := why_not_end(m.mandate, m.ended_on):
        raise Refused(reason)
    number("termination", "终止")(m, event)


def see_that_it_lies_ahead(m, event):
    if m.held_on <= m.today:
        raise Refused(said("表决日期 %(day)s 须在今天以后") % {"day": m.held_on})


def recall_him(m, event):
    end_it_today(m, event)
    note_the_actual_number(m, event)


class ResignationProcess(Process, of=Resignation):
    watched_by = (*THE_COMMITTEE, deputy)
    reads = ("deputy", "mandate__constituency", "keeper", "committee", "examiners", "presiding")
    route = ("receive", "carry", "announce")

    states = dict(
        draft=_("草稿"), received=_("已收到书面辞职，待常委会表决"), accepted=_("已接受，待公告"), refused=_("未接受"), announced=_("已公告"),
        reported=_("已报市人大常委会备案"), withdrawn=_("本人已撤回"),
    )

    receive   = Step(_("收到书面辞职"), "draft", "received", by=office, fields=("received_on", "reason"),
                     needs=(a_mandate_of_this_district, a_mandate_that_runs, nothing_else_that_ends_it), then=number("resignation", "辞职"))
    withdraw  = Step(_("本人撤回"), "received", "withdrawn", by=office, why=True, at_will=True)
    carry     = carried("received", "accepted", end_it_today, label=_("接受辞职"))
    lose      = lost("received", "refused", label=_("不接受辞职"))
    revote    = voted_again(("accepted", "refused"), "received")
    announce  = Step(_("公告"), "accepted", "announced", by=office, needs=(of_the_district,), then=note_the_actual_number)
    report_up = Step(_("报市人大常委会备案"), "accepted", "reported", by=office, fields=("reported_on",), needs=(of_the_city,))


class TerminationProcess(Process, of=Termination):
    watched_by = (*THE_COMMITTEE,)
    reads = ("deputy", "mandate__constituency", "keeper", "committee", "examiners", "presiding")
    route = ("note", "report", "announce")
    states = dict(draft=_("草稿"), noted=_("已登记，待资格审查"), reported=_("已报告，待公告"), announced=_("已公告"), withdrawn=_("不终止"))

    note      = Step(_("登记终止情形"), "draft", "noted", by=office, fields=("ground", "ended_on"),
                     needs=(a_mandate_of_this_district, a_mandate_that_runs, nothing_else_that_ends_it), then=see_that_it_has_come)
    report    = Step(_("向常委会报告"), "noted", "reported", by=examiner)
    withdraw  = Step(_("情形不成立"), ("noted", "reported"), "withdrawn", by=examiner, why=True, at_will=True)
    announce  = Step(_("公告代表资格终止"), "reported", "announced", by=office, then=end_it_then)


class RecallProcess(Process, of=Recall):
    watched_by = (*THE_COMMITTEE, deputy)
    reads = ("deputy", "mandate__constituency", "keeper", "committee", "examiners", "presiding")
    route = ("receive", "defend", "print", "enter", "countersign", "recall")

    states = dict(
        draft=_("草稿"), received=_("已收到罢免要求，待申辩"), heard=_("已申辩，待印发选民"), printed=_("已印发选民，待表决"), entered=_("已录入计票，待复核"),
        counted=_("已计票，待宣布"), recalled=_("已罢免"), kept=_("未罢免"), withdrawn=_("已撤回"),
    )

    receive   = Step(_("受理罢免要求"), "draft", "received", by=office, fields=("requesters", "received_on", "reasons"),
                     needs=(elected_by_voters, a_mandate_that_runs, nothing_else_that_ends_it), then=number("recall", "罢免"))
    withdraw  = Step(_("罢免要求撤回"), ("received", "heard", "printed"), "withdrawn", by=office, why=True, at_will=True)
    defend    = Step(_("登记申辩"), "received", "heard", by=office, fields=("defence", "plea"))
    print     = Step(_("印发罢免要求和申辩意见"), "heard", "printed", by=office, fields=("held_on", "voters"), then=see_that_it_lies_ahead)
    enter     = Step(_("录入计票"), "printed", "entered", by=office, fields=("ballots", "ayes"), needs=(its_day,), then=note_the_counter)
    countersign = Step(_("复核计票"), "entered", "counted", by=chief, then=see_that_two_have_counted)
    recount   = Step(_("退回重新计票"), "entered", "printed", by=chief, why=True, at_will=True)
    recall    = Step(_("宣布罢免"), "counted", "recalled", by=office, needs=(enough_against_him,), then=recall_him)
    keep      = Step(_("宣布未罢免"), "counted", "kept", by=office, needs=(not_enough_against_him,))
