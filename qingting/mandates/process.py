"""How a vacant seat is filled: decided, listed, nominated, voted, counted twice, examined, confirmed, announced (补选).

Law: Electoral Law (2020), arts. 28 to 32 (voters' list, candidates), 44 and 45 (the vote), 47 (credentials), 57 (by-election: the
voters of the constituency vote; candidates may be as many as seats). The days are for the province to set; Hubei's could
not be read, and those of other places stand in the rulebook.
The vote itself is reckoned in direct.py; what becomes of the mandate in effects.py. Of voters only numbers are kept.
"""

from dataclasses import asdict

from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.clocks.rules import Rule
from qingting.docket.process import Clock, Process, Refused, Step
from qingting.mandates.cast import (
    THE_COMMITTEE,
    carried,
    chief,
    examiner,
    lost,
    note_the_actual_number,
    note_the_counter,
    number,
    office,
    presiding,
    see_that_two_have_counted,
    voted_again,
)
from qingting.mandates.direct import Nature, next_round
from qingting.mandates.effects import begin_mandate, newcomer, why_not_fill
from qingting.mandates.models import ByElection, Credentials, Round
from qingting.mandates.tally import Enter
from qingting.organs.models import Level

# What a step needs. Each says what is missing, or None.

def a_vacant_seat(b):
    return why_not_fill(b.constituency, b.seats, b.today, but=b.pk)


def time_for_the_list(b):
    return in_time(b, "listing", said("公布选民名单"))


def time_for_candidates(b):
    return in_time(b, "nominating", said("公布候选人名单"))


def in_time(b, clock, act):
    """What comes too late moves the day: the voters would have less time than they are given."""
    debt = b.last_debt(clock)
    late = debt and debt.due_on < b.today
    return said("%(act)s最迟在 %(day)s，已经过了，请先改期") % {"act": act, "day": debt.due_on} if late else None


def every_objection_answered(b):
    """Art. 29: what is said against the list is decided within days, and before candidates stand."""
    debt = b.last_debt("ruling")
    return said("对选民名单的意见还没有处理") if debt and debt.met_id is None else None


def the_days_for_objections(b):
    debt = b.last_debt("objecting")
    over = debt is None or b.today <= debt.due_on
    return None if over else said("提出意见的期限到 %(day)s 为止（《选举法》第二十九条）") % {"day": debt.due_on}


def enough_candidates(b):
    """Art. 57(4): in a by-election as many as there are seats are enough, and there may be more."""
    n = b.candidates.count()
    numbers = {"n": n, "seats": b.seats}
    return None if n >= b.seats else said("候选人 %(n)s 名，少于补选名额 %(seats)s 名；补选可以等额，不能少于名额（《选举法》第五十七条第四款）") % numbers


def the_day_itself(b):
    return None if b.election_on and b.election_on <= b.today else said("选举日是 %(day)s，投票结束以后才能录入计票") % {"day": b.election_on}


def something_to_vote_on_again(b):
    """Where too few were elected and others stand; or where the vote did not count (art. 45)."""
    found = b.round.result
    if found is None or found.is_settled:
        return said("名额已经选满，不用再投票")
    return None if next_round(b.round.counted, found, b.round.nature)[1] else said("没有别的候选人了，请宣布余下名额不再选举，或者宣布补选不成")


def somebody_elected(b):
    if not b.elected.exists():
        return said("没有人当选，没有资格可以审查")
    settled = b.rest_stays_vacant or b.round.result.is_settled
    return None if settled else said("还有 %(n)s 个名额没有选出。请再次投票，或者宣布余下名额不再选举") % {"n": b.round.result.left}


def nobody_elected(b):
    return said("已经有人当选，不能宣布补选不成") if b.elected.exists() else None


def seats_left(b):
    return said("名额已经选满") if b.round.result.is_settled or not b.elected.exists() else None


def credentials_confirmed(b):
    return None if b.reports.filter(state="confirmed").exists() else said("由常委会会议表决确认代表资格，宣布通过时自动办理")


def credentials_denied(b):
    return None if b.reports.filter(state="denied").exists() else said("由常委会会议表决，宣布未通过时自动办理")


def credentials_open(b):
    return None if b.reports.filter(state="reported").exists() else said("表决结果宣布无效以后，才重新表决")


# What follows from a step, in the same transaction.

def see_that_it_lies_ahead(b, event):
    if b.election_on <= b.today:
        raise Refused(said("选举日 %(day)s 须在今天以后") % {"day": b.election_on})


def begin_the_first_vote(b, event):
    Round.objects.create(on=b, number=1, nature=Nature.FIRST, seats=b.seats).candidates.set(b.candidates.all())


def keep_what_was_counted(b, event):
    """Two persons stand by it: from now on it is what was counted, and who is elected follows from it."""
    see_that_two_have_counted(b, event)
    now = b.round
    now.held_on, now.count = b.election_on, asdict(b.count)
    now.save(update_fields=["held_on", "count"])
    b.candidates.filter(place__in=now.result.elected).update(elected_in=now)


def vote_again(b, event):
    see_that_it_lies_ahead(b, event)
    last = b.round
    nature, standing = next_round(last.counted, last.result, last.nature)
    again = Round.objects.create(on=b, number=last.number + 1, nature=nature, seats=last.result.left)
    again.candidates.set(b.candidates.filter(place__in=standing))
    b.votes, b.turnout, b.ballots, b.spoilt = {}, None, None, None
    b.save(update_fields=["votes", "turnout", "ballots", "spoilt"])


def leave_the_rest(b, event):
    b.rest_stays_vacant = True
    b.save(update_fields=["rest_stays_vacant"])


def have_it_reported(b, event):
    report = Credentials(on=b)
    report.save()
    report.take("report", event.actor, at=event.at)


def seat_them(b, event):
    """The mandate begins on the day on which it is announced."""
    for one in b.elected.order_by("place"):
        person = newcomer(b.congress, one.name, b.constituency.name)
        one.post = begin_mandate(person, Level.DISTRICT, b.today, b.constituency)
        one.save(update_fields=["post"])
    note_the_actual_number(b, event)


def tell_the_election(step):
    """The vote on the credentials presses the step of the by-election."""

    def tell(report, event):
        report.on.take(step, event.actor, at=event.at)

    return tell


class ByElectionProcess(Process, of=ByElection):
    watched_by = THE_COMMITTEE
    kin = ("credentials",)
    reads = ("constituency", "keeper", "committee", "examiners", "presiding")
    route = ("carry", "publish_list", "publish_candidates", "countersign", "report", "confirm", "announce")

    states = dict(
        draft=_("草稿"), proposed=_("已提请，待常委会决定"), decided=_("已决定补选，待定选举日"), refused=_("决定不补选"), dated=_("已定选举日，待公布选民名单"),
        listed=_("已公布选民名单，待公布候选人"), published=_("已公布候选人，待投票"), entered=_("已录入计票，待复核"), counted=_("已计票，待资格审查"),
        reported=_("已报告资格，待常委会确认"), confirmed=_("资格有效，待公告"), announced=_("已公告，待发代表证"), closed=_("已补选"),
        failed=_("补选不成"), void=_("当选无效"), stopped=_("停止补选"),
    )

    propose   = Step(_("提请常委会决定补选"), "draft", "proposed", by=office, needs=(a_vacant_seat,), then=number("by-election", "补选"))
    carry     = carried("proposed", "decided", label=_("决定补选"))
    lose      = lost("proposed", "refused", label=_("决定不补选"))
    revote    = voted_again(("decided", "refused"), "proposed")
    stop      = Step(_("停止补选"), ("proposed", "decided", "dated", "listed", "published"), "stopped", by=office, why=True, at_will=True)

    fix       = Step(_("确定选举日"), "decided", "dated", by=office, fields=("election_on", "place"), needs=(a_vacant_seat,), then=see_that_it_lies_ahead)
    move      = Step(_("改期"), ("dated", "listed", "published"), "", by=office, fields=("election_on", "place"), why=True, then=see_that_it_lies_ahead, at_will=True)
    publish_list = Step(_("公布选民名单"), "dated", "listed", by=office, fields=("voters",), needs=(time_for_the_list,))
    object    = Step(_("登记对选民名单的意见"), ("listed", "published"), "", by=office, needs=(the_days_for_objections,), at_will=True)
    rule      = Step(_("处理对选民名单的意见"), ("listed", "published"), "", by=office, fields=("voters",), at_will=True)
    publish_candidates = Step(_("公布候选人名单"), "listed", "published", by=office, needs=(enough_candidates, every_objection_answered, time_for_candidates), then=begin_the_first_vote)

    enter     = Enter(_("录入计票"), "published", "entered", by=office, fields=("turnout", "ballots", "spoilt", "votes"), needs=(the_day_itself,), then=note_the_counter)
    countersign = Step(_("复核计票"), "entered", "counted", by=chief, then=keep_what_was_counted)
    recount   = Step(_("退回重新计票"), "entered", "published", by=chief, why=True, at_will=True)
    again     = Step(_("再次投票"), "counted", "published", by=office, fields=("election_on", "place"), needs=(something_to_vote_on_again,), then=vote_again, at_will=True)
    leave     = Step(_("余下名额不再选举"), "counted", "", by=office, why=True, needs=(seats_left,), then=leave_the_rest, at_will=True)
    fail      = Step(_("补选不成"), "counted", "failed", by=office, why=True, needs=(nobody_elected,), at_will=True)

    report    = Step(_("报告代表资格审查结果"), "counted", "reported", by=examiner, needs=(somebody_elected,), then=have_it_reported)
    confirm   = Step(_("确认代表资格有效"), "reported", "confirmed", by=presiding, needs=(credentials_confirmed,))
    annul     = Step(_("当选无效"), "reported", "void", by=presiding, needs=(credentials_denied,))
    reconfirm = Step(_("重新表决资格"), ("confirmed", "void"), "reported", by=presiding, needs=(credentials_open,), at_will=True)
    announce  = Step(_("公告补选结果"), "confirmed", "announced", by=office, then=seat_them)
    certify   = Step(_("发代表证"), "announced", "closed", by=office)

    listing    = Clock(_("公布选民名单"), fix, (publish_list, stop), Rule("byelection_voter_list"), anew=move)
    nominating = Clock(_("公布候选人名单"), fix, (publish_candidates, stop), Rule("byelection_candidates"), anew=move)
    objecting  = Clock(_("对选民名单提出意见"), publish_list, (publish_candidates, stop), Rule("voter_list_objection"), lapses=True)
    ruling     = Clock(_("处理对选民名单的意见"), object, (rule, stop), Rule("voter_list_decision"))
    suing      = Clock(_("不服处理决定，向人民法院起诉"), rule, (enter, stop), Rule("voter_list_suit"), lapses=True)


class CredentialsProcess(Process, of=Credentials):
    watched_by = (office, *THE_COMMITTEE)
    kin = ("byelection__constituency",)
    reads = ("keeper", "on__constituency", "committee", "examiners", "presiding")
    route = ("report", "carry")
    states = dict(draft=_("草稿"), reported=_("已报告，待常委会表决"), confirmed=_("确认代表资格有效"), denied=_("当选无效"))

    report = Step(_("报告审查结果"), "draft", "reported", by=examiner)
    carry  = carried("reported", "confirmed", tell_the_election("confirm"), label=_("确认代表资格有效"))
    lose   = lost("reported", "denied", tell_the_election("annul"), label=_("当选无效"))
    revote = voted_again(("confirmed", "denied"), "reported", tell_the_election("reconfirm"))
