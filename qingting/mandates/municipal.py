"""How the district fills its seats in the city's congress, and recalls whom it has sent there, between its own sessions.

Law: Organic Law (2022), art. 50(1)(18); Electoral Law (2020), arts. 51 to 53 (recall: moved by the chairpersons' meeting or by a
fifth of the committee's members, by secret ballot), 57 (by-election: candidates may be as many as seats, or more). That a by-election needs more than half of all members follows from
art. 51(4) of the Organic Law (our reading, E). The city's committee confirms the credentials, and announces.
"""

from math import ceil

from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.docket.process import Process, Refused, Step
from qingting.mandates.cast import THE_COMMITTEE, carried, deputy, lost, number, office, voted_again
from qingting.mandates.effects import begin_mandate, end_mandate, newcomer
from qingting.mandates.models import MunicipalByElection, MunicipalRecall
from qingting.meetings.following import last_asked, was_open
from qingting.organs.models import Level

FILLED = ("elected", "reported", "confirmed")  # states in which one has a seat, or waits for the city to confirm it

# What a step needs. Each says what is missing, or None.

def a_seat_that_fell_vacant(b):
    """No seat that is held or filled; several may stand for one that is not."""
    seat, who = b.replaces, b.replaces.person
    if seat.level != Level.MUNICIPAL:
        return said("%(person)s不是市人大代表，不能补这个缺") % {"person": who}
    if not seat.until or seat.until > b.today:
        return said("%(person)s的市人大代表资格没有终止，没有缺额，不能补选（《选举法》第五十七条）") % {"person": who}
    other = MunicipalByElection.objects.filter(replaces=seat, state__in=FILLED).exclude(pk=b.pk).first()
    return said("%(person)s留下的缺额已经选出：%(other)s") % {"person": who, "other": other} if other else None


def one_who_does_not_stand_yet(b):
    others = MunicipalByElection.objects.filter(congress=b.congress_id, nominee=b.nominee, state="proposed").exclude(pk=b.pk)
    return said("“%(name)s”已经列入候选人；同名的另一人请加注，如“%(name)s（女）”") % {"name": b.nominee} if others.exists() else None


def a_secret_ballot(r):
    return said("罢免代表用无记名投票表决，请宣布这次表决无效，重新表决（《选举法》第五十二条）") if was_open(r) else None


def a_municipal_mandate(r):
    current = r.mandate.level == Level.MUNICIPAL and not (r.mandate.until and r.mandate.until < r.today)
    return None if current else said("区人大常委会只罢免由区人民代表大会选出的市代表；区代表由原选区选民罢免（《选举法》第五十条、第五十一条）")


# What follows from a step, in the same transaction.

def take_a_free_seat(b, event):
    """Seats on one ballot are alike: he takes the one for which he was put forward, or another that is still free.

    A ballot that follows, among the tied or for the seats that are left, fills the seats of the one that it follows.
    """
    vote, asked = last_asked(b).vote, []
    while vote:
        asked += vote.questions.values_list("matter", flat=True)
        vote = vote.follows
    on_it = MunicipalByElection.objects.filter(pk__in=asked).order_by("pk")
    seats = [b.replaces_id, *on_it.values_list("replaces", flat=True)]
    filled = MunicipalByElection.objects.filter(replaces__in=seats, state__in=FILLED).exclude(pk=b.pk)
    taken = set(filled.values_list("replaces", flat=True))
    b.replaces_id = next(seat for seat in seats if seat not in taken)
    b.save(update_fields=["replaces"])


def seat_him(b, event):
    """His mandate begins on the day on which the city's committee confirmed it."""
    if b.confirmed_on > b.today:
        raise Refused(said("确认资格的日期 %(day)s 还没有到") % {"day": b.confirmed_on})
    person = newcomer(b.congress, b.nominee, b.replaces.organ.name)
    b.post = begin_mandate(person, Level.MUNICIPAL, b.confirmed_on, organ=b.replaces.organ)
    b.save(update_fields=["post"])


def see_that_enough_moved_it(r, event):
    """The chairpersons' meeting, or a fifth of all members (art. 51)."""
    seats = r.committee.strength(("chair", "vice_chair", "member"), r.today)[1]
    least = ceil(seats / 5)
    if r.mover == r.Mover.MEMBERS and r.movers < least:
        numbers = {"least": least, "n": r.movers, "seats": seats}
        raise Refused(said("联名提出罢免，须常委会组成人员五分之一以上：全体 %(seats)s 人，至少 %(least)s 人，现在 %(n)s 人（《选举法》第五十一条）") % numbers)
    number("recall", "罢免")(r, event)


def end_it(r, event):
    end_mandate(r, r.mandate, r.today)


class MunicipalByElectionProcess(Process, of=MunicipalByElection):
    watched_by = THE_COMMITTEE
    reads = ("keeper", "replaces__person", "committee", "examiners", "presiding")
    route = ("propose", "carry", "report_up", "confirm")

    states = dict(
        draft=_("草稿"), proposed=_("已提名，待常委会表决"), elected=_("已当选，待报市人大常委会"), refused=_("未当选"),
        reported=_("已报市人大常委会，待确认"), confirmed=_("资格已确认"), denied=_("资格未获确认"), stopped=_("已撤回提名"),
    )

    propose   = Step(_("提名候选人"), "draft", "proposed", by=office, needs=(a_seat_that_fell_vacant, one_who_does_not_stand_yet), then=number("municipal", "市代表"))
    withdraw  = Step(_("撤回提名"), "proposed", "stopped", by=office, why=True, at_will=True)
    carry     = carried("proposed", "elected", take_a_free_seat, label=_("宣布当选"))
    lose      = lost("proposed", "refused", label=_("宣布未当选"))
    revote    = voted_again(("elected", "refused"), "proposed")
    report_up = Step(_("报市人大常委会"), "elected", "reported", by=office, fields=("reported_on",))
    confirm   = Step(_("登记资格已确认"), "reported", "confirmed", by=office, fields=("confirmed_on",), then=seat_him)
    deny      = Step(_("登记资格未获确认"), "reported", "denied", by=office, why=True, at_will=True)


class MunicipalRecallProcess(Process, of=MunicipalRecall):
    watched_by = (*THE_COMMITTEE, deputy)
    reads = ("deputy", "mandate__constituency", "keeper", "committee", "examiners", "presiding")
    route = ("propose", "defend", "carry", "report_up")

    states = dict(
        draft=_("草稿"), proposed=_("已提出，待申辩"), heard=_("已申辩，待常委会表决"), recalled=_("已罢免，待报市人大常委会"), kept=_("未罢免"),
        reported=_("已报市人大常委会备案"), withdrawn=_("已撤回"),
    )

    propose   = Step(_("提出罢免案"), "draft", "proposed", by=office, fields=("mover", "movers", "reasons"), needs=(a_municipal_mandate,), then=see_that_enough_moved_it)
    defend    = Step(_("登记申辩"), "proposed", "heard", by=office, fields=("defence", "plea"))
    withdraw  = Step(_("撤回罢免案"), ("proposed", "heard"), "withdrawn", by=office, why=True, at_will=True)
    carry     = carried("heard", "recalled", end_it, label=_("表决罢免"), also=(a_secret_ballot,))
    lose      = lost("heard", "kept", label=_("未罢免"))
    revote    = voted_again(("recalled", "kept"), "heard")
    report_up = Step(_("报市人大常委会备案"), "recalled", "reported", by=office, fields=("reported_on",))
