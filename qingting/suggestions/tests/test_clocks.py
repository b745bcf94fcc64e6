"""Each clock on real dates: 2026 with its holidays and the weekend days made up for them, counted by hand."""

from datetime import date

import pytest
from django.utils.timezone import localdate

from qingting.desk.reckoning import days_of, lay_open
from qingting.desk.story import entry
from qingting.docket.models import Deadline, Part
from qingting.docket.process import Process
from qingting.organs.models import Session
from qingting.suggestions.models import Suggestion
from qingting.suggestions.tests.doings import (
    ANSWER,
    BAD,
    GOOD,
    anew,
    divided,
    invited,
    joint,
    more_time,
    promise,
    share,
)

CASES = {}


def runs(name, begins, due, why):
    """A running of this clock: on which day it begins, when it is due, and how one counts to it."""

    def register(situation):
        CASES.setdefault(name, []).append((begins, due, situation))
        return situation

    return register


# ---- Before it is handled


@runs(
    "suggestion.assigning",
    "2026-02-10",
    "2026-03-02",
    "14 and 28 February are worked, 15 to 23 are the Spring Festival: the 10th is 2 March",
)
def filed_in_recess(town, on, day):
    on(day)
    return town.walk(town.suggestion(), upto="file")


@runs("suggestion.assigning", "2026-01-07", "2026-01-09", "the day on which the congress closes")
def filed_at_the_session(town, on, day):
    Session.objects.create(term=town.term, number=6, opens_on=date(2026, 1, 6), closes_on=date(2026, 1, 9))
    on(day)
    return town.walk(town.suggestion(), upto="file")


@runs("suggestion.objecting", "2026-09-18", "2026-09-22", "Sunday 20 September is worked")
def shown_before_it_is_assigned(town, on, day):
    on("2026-09-15")
    s = town.walk(town.suggestion(), upto="accept")
    on(day)
    s.take("propose", town.wang, handler=town.water, is_complex=False)
    return s


@runs("cosigning.confirming", "2026-02-12", "2026-02-26", "13, 14 (worked), 24, 25, 26 February")
def he_is_asked_to_sign(town, on, day):
    on(day)
    return invited(town, town.suggestion(), town.he)[0]


# ---- From the assignment on. 1 to 5 May are rest days, Saturday 9 May is worked.


@runs("suggestion.signing", "2026-04-29", "2026-05-12", "30 April, 6, 7, 8, 9, 11, 12 May")
@runs("suggestion.returning", "2026-04-29", "2026-05-15", "three days more")
@runs("suggestion.contacting", "2026-04-29", "2026-05-29", "ten more")
@runs("suggestion.answering", "2026-04-29", "2026-07-29", "three months, to the day")
@runs(
    "suggestion.answering",
    "2026-07-01",
    "2026-10-08",
    "1 October is the National Day; the first working day is the 8th",
)
@runs("suggestion.answering", "2026-11-30", "2027-03-01", "there is no 30 February, and the 28th is a Sunday")
def assigned(town, on, day):
    on(day)
    return town.walk(town.suggestion(), upto="assign")


@runs("suggestion.answering", "2026-03-20", "2026-09-20", "six months end on a Sunday that is worked")
@runs("suggestion.answering", "2026-03-19", "2026-09-20", "six months end on a Saturday; the Sunday after it is worked")
def assigned_as_a_complex_one(town, on, day):
    on(day)
    return town.walk(town.suggestion(), upto="assign", is_complex=True)


@runs("suggestion.answering", "2026-03-19", "2026-09-20", "six months from the assignment, not from the consent")
def made_complex_later(town, on, day):
    on(day)
    s = town.walk(town.suggestion(), upto="sign")
    assert s.last_debt("answering").due_on == date(2026, 6, 22)  # 19 to 21 June: Dragon Boat Festival
    on("2026-06-18")
    asked = more_time(s, town)
    asked.take("ask", town.zhao)
    on("2026-06-22")  # the last day of the first limit
    asked.take("grant", town.sun)
    return anew(s)


@runs("suggestion.answering", "2026-04-01", "2026-07-01", "three months, and 1 July is a Wednesday")
def assigned_to_several(town, on, day):
    on(day)
    return divided(town)[0]


@runs("extension.deciding", "2026-04-30", "2026-05-11", "6, 7, 8, 9 (worked), 11 May")
def more_time_is_asked_for(town, on, day):
    on("2026-04-29")
    asked = more_time(town.walk(town.suggestion(), upto="sign"), town)
    on(day)
    asked.take("ask", town.zhao)
    return asked


@runs("suggestion.ruling", "2026-09-30", "2026-10-20", "8, 9, 10 (worked), 12 to 16, 19, 20 October")
def sent_back_as_wrong(town, on, day):
    on("2026-09-29")
    s = town.walk(town.suggestion(), upto="assign")
    on(day)
    s.take("decline", town.zhao, "属于交通局")
    return s


@runs(
    "suggestion.signing",
    "2026-09-30",
    "2026-10-16",
    "it is signed for anew after the ruling: 8, 9, 10, 12, 13, 14, 15 October make seven; counted from 8 October it is the 16th",
)
def held_to_it(town, on, day):
    on(day)
    s = town.walk(town.suggestion(), upto="assign")
    s.take("decline", town.zhao, "属于交通局")
    on("2026-10-08")
    s.take("overrule", town.wang, "河道归水利局管")
    return s


@runs("handling.signing", "2026-04-29", "2026-05-12", "as for the lead")
@runs("handling.giving", "2026-04-01", "2026-05-06", "a month ends on 1 May")
def a_co_handler_has_it(town, on, day):
    on(day)
    s = town.suggestion()
    one = share(s, town.roads)
    town.walk(s, upto="assign")
    return anew(one)


@runs("handling.giving", "2026-07-01", "2026-10-08", "a separate handler has the three months of the law")
def a_separate_handler_has_it(town, on, day):
    on(day)
    return divided(town)[1][0]


# ---- From the answer on


@runs("suggestion.rating", "2026-09-24", "2026-10-22", "28 to 30 September, 8 to 10, 12 to 16, 19 to 22 October")
def answered(town, on, day):
    on(day)
    return town.walk(town.suggestion(), upto="answer")


@runs("cosigning.rating", "2026-09-24", "2026-10-22", "each joint deputy has as long")
def a_joint_deputy_hears(town, on, day):
    on(day)
    s, (he,) = joint(town, town.he)
    town.walk(s, upto="answer")
    return anew(he)


@runs("suggestion.reminding", "2026-10-23", "2026-11-06", "ten working days without a holiday")
def she_is_reminded(town, on, day):
    on("2026-09-24")
    s = town.walk(town.suggestion(), upto="answer")
    on(day)
    s.take("remind", town.wang)
    return s


@runs("suggestion.again", "2026-09-05", "2026-10-08", "a month ends in the National Day's week")
def she_is_not_content(town, on, day):
    on(day)
    s = town.walk(town.suggestion(), upto="rate", **BAD)
    s.take("redo", town.wang, "仍有淤塞")
    return s


# ---- Promises


@runs("promise.finishing", "2026-03-02", "2027-07-04", "the day that was promised, though it is a Sunday")
@runs("promise.reporting", "2026-03-02", "2026-12-31", "the fourth quarter of this year")
@runs("promise.reporting", "2026-10-20", "2027-12-31", "what is promised in the fourth quarter is told in the next")
def a_promise_is_made(town, on, day):
    on(day)
    s = town.walk(town.suggestion(), upto="draft_answer", result="planned")
    made = promise(s, town, by=date(2027, 7, 4))
    s.take("answer", town.zhou)
    return anew(made)


@runs(
    "promise.confirming", "2026-09-30", "2026-11-03", "8 to 10, 12 to 16, 19 to 23, 26 to 30 October, 2 and 3 November"
)
def it_is_said_to_be_done(town, on, day):
    made = a_promise_is_made(town, on, "2026-03-02")
    on(day)
    made.take("fulfil", town.zhou, proof="验收报告")
    return anew(made)


def test_every_clock_of_every_process_has_its_case():
    ours = [p for p in Process.all if p.model._meta.app_label == "suggestions"]
    assert set(CASES) == {f"{p.model._meta.model_name}.{name}" for p in ours for name in p.clocks}


NAMED = [(name, *told) for name, its in CASES.items() for told in its]


@pytest.mark.parametrize("name, begins, due, situation", NAMED, ids=[f"{n}-{b}-{s.__name__}" for n, b, _d, s in NAMED])
def test_it_is_due_on_that_day(town, on, name, begins, due, situation):
    matter = anew(situation(town, on, begins))
    debt = matter.last_debt(name.split(".")[1])
    assert str(debt.due_on) == due
    assert debt.met_id is None
    assert debt.ruling["basis"]
    events = {event.pk: entry(event, matter, set()) for event in matter.events.all()}
    assert days_of(lay_open(debt, events))[-1].day == debt.due_on  # what is cross-examined ends on the same day


def test_2027_has_no_notice_yet_so_the_day_is_provisional(town, on):
    s = assigned(town, on, "2026-11-30")
    assert s.last_debt("answering").provisional and not s.last_debt("signing").provisional


# ---- Late is a date, and no state


def overdue():
    return Suggestion.objects.filter(owed_on__lt=localdate())


def test_late_is_a_date_not_a_state(town, on):
    on("2026-03-02")
    s = town.walk(town.suggestion(), upto="sign")
    before = list(Deadline.objects.values_list()), list(Part.objects.values_list())
    on("2026-03-30")  # the last day to speak with her
    assert not overdue().exists()
    on("2026-03-31")
    assert list(overdue()) == [s]
    assert anew(s).state == "signed" and before == (
        list(Deadline.objects.values_list()),
        list(Part.objects.values_list()),
    )
    town.walk(anew(s), upto="contact")
    assert not overdue().exists()  # the answer is still in time


def test_who_is_late_may_still_act_and_it_stays_on_record(town, on):
    on("2026-03-02")
    s = town.walk(town.suggestion(), upto="contact")
    on("2026-06-03")
    s = town.walk(anew(s), upto="answer")
    debt = s.last_debt("answering")
    assert s.state == "answered" and debt.met.at.date() > debt.due_on


def test_each_answer_has_a_clock_of_its_own(town, on):
    on("2026-03-02")
    s = town.walk(town.suggestion(), upto="rate", **BAD)
    on("2026-03-10")
    s.take("redo", town.wang, "仍有淤塞")
    s = anew(s)
    first, second = s.last_debt("answering"), s.last_debt("again")
    assert (first.due_on, first.met.step) == (date(2026, 6, 2), "answer")
    assert (second.due_on, second.met) == (date(2026, 4, 10), None)
    town.walk(s, upto="answer", **ANSWER)
    assert anew(s).last_debt("again").met.step == "answer"
    assert s.deadlines.filter(clock="rating").count() == 2


def test_a_right_that_lapses_makes_nobody_late(town, on):
    on("2026-03-02")
    s = town.walk(town.suggestion(), upto="assign")
    on("2026-03-03")
    town.walk(anew(s), upto="contact")
    s = anew(s)
    assert s.last_debt("returning").met.step == "sign"
    assert s.owed_on == s.last_debt("answering").due_on


def test_withdrawal_stops_every_clock(town, on):
    on("2026-03-02")
    s = town.walk(town.suggestion(), upto="sign")
    s.take("withdraw", town.lin, "已自行解决")
    assert not s.deadlines.filter(met=None).exists() and anew(s).owed_on is None


def test_what_came_to_its_end_owes_nothing(town, on):
    on("2026-03-02")
    s = town.walk(town.suggestion(), **GOOD)
    assert not s.deadlines.filter(met=None).exists() and s.owed_on is None
