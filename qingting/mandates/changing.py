"""How one term follows another: the old mandates end, the roster of the new one comes in, what is open is carried over (换届).

Law: Deputies Law (2025), art. 2, and Organic Law (2022), arts. 9 and 38: a term is five years, from the first session of one
congress to the first session of the next. That the seats in committees end on the day before the new ones are elected is
how it is kept here. Nothing is lost: matters stay where they are; organs act in them through whoever holds the post; what
waited for a person who is gone is handed to the office. It can be taken back until a second person has confirmed it.
"""

from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.docket.process import Process, Refused, Step, Who
from qingting.mandates.carrying import begin_again, end_the_term, hand_over, left_behind, newly_elected, next_ordinal
from qingting.mandates.cast import chief, office
from qingting.mandates.cast import see_that_two_have_counted as see_that_it_is_another
from qingting.mandates.terms import Changeover, Handover
from qingting.organs.models import Role
from qingting.stations.codes import issue_to_all

chairman = Who("keeper__parent", Role.CHAIR, _("常委会主任"))

# What a step needs. Each says what is missing, or None.

def nothing_acted_yet(c):
    """Art. 2: the day of the first session lies ahead, so that nobody who has acted turns out to have had no mandate."""
    return None if c.begins_on and c.begins_on >= c.today else said("新一届第一次会议的日期 %(day)s 已经过去，请先改期") % {"day": c.begins_on}


def no_other_change(c):
    others = Changeover.objects.filter(congress=c.congress_id, state__in=("planned", "ended")).exclude(pk=c.pk)
    return said("已有一次换届正在办理，请先办完或者撤回") if others.exists() else None


def a_roster(c):
    """The list of the new deputies is known before the first session (Electoral Law, art. 47)."""
    return None if newly_elected(c).exists() else said("还没有新一届的代表名册。请在“导入名册”里导入“代表”表，起始日期写新一届开幕的日期")


def somebody_else_now(h):
    return said("这件事项还在等 %(person)s 办理；可以由代表工作机构代办的，请先代办") % {"person": h.person} if still_waits(h) else None


def still_waits(h) -> bool:
    return h.source.parts.filter(due_on__isnull=False, hat__startswith=f"person:{h.person_id}:").exists()


# What follows from a step, in the same transaction.

def see_that_it_follows(c, event):
    """Raises Refused where terms would not follow each other."""
    if reason := nothing_acted_yet(c) or no_other_change(c):
        raise Refused(reason)
    if c.ordinal != (following := next_ordinal(c.congress)):
        raise Refused(said("下一届是第 %(n)s 届，请核对") % {"n": following})


def end_it(c, event):
    c.counter_id = event.actor.person_id
    c.term = end_the_term(c)
    c.save(update_fields=["counter", "term"])


def undo(c, event):
    term, c.term, c.counter = c.term, None, None
    c.save(update_fields=["term", "counter"])
    begin_again(c, term)


def let_it_begin(c, event):
    """New codes for all, and the office is told what waits for those who are gone."""
    see_that_it_is_another(c, event)
    c.codes = issue_to_all(c.congress, event.actor, c.begins_on)
    c.save(update_fields=["codes"])
    for matter, person in left_behind(c):
        hand_over(c, matter, person).take("tell", event.actor, at=event.at)


class ChangeoverProcess(Process, of=Changeover):
    watched_by = (chairman,)
    reads = ("keeper", "term")
    route = ("plan", "carry_out", "confirm")
    states = dict(draft=_("草稿"), planned=_("已定日期，待执行"), ended=_("上一届已截止，待导入名册和复核"), confirmed=_("已换届"), dropped=_("已取消"))

    plan      = Step(_("定换届日期"), "draft", "planned", by=office, fields=("ordinal", "begins_on", "committee_on"), then=see_that_it_follows)
    move      = Step(_("改期"), "planned", "", by=office, fields=("begins_on", "committee_on"), why=True, then=see_that_it_follows, at_will=True)
    drop      = Step(_("取消"), "planned", "dropped", by=office, why=True, at_will=True)
    carry_out = Step(_("执行换届"), "planned", "ended", by=office, needs=(nothing_acted_yet,), then=end_it)
    undo      = Step(_("撤回换届"), "ended", "planned", by=office, why=True, then=undo, at_will=True)
    confirm   = Step(_("复核，新一届开始"), "ended", "confirmed", by=chief, needs=(a_roster,), then=let_it_begin)


class HandoverProcess(Process, of=Handover):
    is_heard = False
    watched_by = (chief,)
    reads = ("person", "keeper")
    route = ("tell", "settle")
    states = dict(draft=_("草稿"), open=_("待安排接续"), settled=_("已接续"), left=_("不再办理"))

    tell   = Step(_("移交代表工作机构"), "draft", "open", by=chief)
    settle = Step(_("已接续"), "open", "settled", by=office, needs=(somebody_else_now,))
    leave  = Step(_("不再办理"), "open", "left", by=office, why=True, at_will=True)
