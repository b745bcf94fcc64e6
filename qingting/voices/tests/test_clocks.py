"""Each clock on real dates: 2026 with its holidays and the weekend days made up for them, counted by hand."""

from datetime import date

import pytest
from django.utils.timezone import localdate

from qingting.clocks.rules import read
from qingting.desk.reckoning import days_of, lay_open
from qingting.desk.story import entry
from qingting.docket.models import Deadline, Part
from qingting.voices.models import Voice
from qingting.voices.process import VoiceProcess
from qingting.voices.tests.doings import UNSOLVED, anew, merged, parted

CASES = {}


def runs(name, begins, due, why):
    """A running of this clock: on which day it begins, when it is due, and how one counts to it."""

    def register(situation):
        CASES.setdefault(name, []).append((begins, due, situation))
        return situation

    return register


# ---- Before it is handled


@runs("accepting", "2026-02-12", "2026-02-24", "13, 14 (worked), 24 February: 15 to 23 are the Spring Festival")
def said(town, on, day):
    on(day)
    return town.voice()


@runs("accepting", "2026-02-12", "2026-02-24", "as for what the resident sends himself")
def written_down_for_him(town, on, day):
    on(day)
    v = town.voice(sent=False)
    v.take("enter", town.xu, told=v.told)
    return v


@runs("deciding", "2026-04-29", "2026-05-07", "30 April, 6 and 7 May: 1 to 5 May are rest days")
def another_street_is_meant(town, on, day):
    on(day)
    v = town.voice()
    v.take("ask_transfer", town.xu, "不在本街道")
    return v


@runs("accepting", "2026-05-07", "2026-05-11", "8, 9 (worked), 11 May: whoever gets it has his own three days")
def it_is_given_to_another_street(town, on, day):
    v = another_street_is_meant(town, on, "2026-04-29")
    on(day)
    v.take("redirect", town.wang, keeper=town.office)
    return v


@runs("handing_out", "2026-05-07", "2026-05-11", "8, 9 (worked), 11 May")
def accepted(town, on, day):
    on(day)
    return town.handle(town.voice(), upto="accept")


@runs("handing_out", "2026-05-07", "2026-05-11", "a part is handed out like any other")
def parted_off(town, on, day):
    v = accepted(town, on, "2026-05-06")
    on(day)
    return parted(town, v)


@runs("handing_out", "2026-05-07", "2026-05-11", "from the day on which it stands alone again")
def no_longer_merged(town, on, day):
    on("2026-04-29")
    _lead, other = merged(town)
    on(day)
    other.take("unmerge", town.xu, "不是一回事")
    return other


@runs("handing_out", "2026-05-07", "2026-05-11", "what nobody but the keeper can handle comes back to him")
def not_solved_on_the_spot(town, on, day):
    on("2026-05-06")
    v = town.handle(town.voice(), upto="settle", grade="on_the_spot")
    on(day)
    v.take("rate", v.receipt, **UNSOLVED)
    return v


@runs("dispatching", "2026-09-29", "2026-10-09", "30 September, 8 and 9 October: 1 to 7 are the National Day's week")
def referred(town, on, day):
    on(day)
    return town.handle(town.voice(), upto="refer", grade="district")


# ---- Handled


@runs("signing", "2026-09-30", "2026-10-09", "8 and 9 October")
@runs("returning", "2026-09-30", "2026-10-10", "8, 9, 10 (worked) October")
@runs(
    "answering", "2026-04-29", "2026-05-15", "the street has ten: 30 April, 6 to 9 (Saturday is worked), 11 to 15 May"
)
def assigned(town, on, day):
    on(day)
    return town.handle(town.voice(), upto="assign")


@runs("answering", "2026-04-29", "2026-05-22", "the district has fifteen: five more")
def dispatched(town, on, day):
    on(day)
    return town.handle(town.voice(), upto="dispatch", grade="district")


@runs("answering", "2026-04-29", "2026-06-12", "what others must solve has thirty: fifteen more")
def dispatched_for_those_above(town, on, day):
    on(day)
    return town.handle(town.voice(), upto="dispatch", grade="higher")


@runs("ruling", "2026-04-30", "2026-05-08", "6, 7, 8 May")
def sent_back_as_wrong(town, on, day):
    v = assigned(town, on, "2026-04-29")
    on(day)
    v.take("decline", town.qian, "归水利局管")
    return v


@runs("signing", "2026-05-08", "2026-05-11", "9 (worked), 11 May")
@runs("returning", "2026-05-08", "2026-05-12", "9, 11, 12 May: the next organ may say no as well")
@runs("answering", "2026-05-08", "2026-05-21", "9, 11 to 15, 18 to 21 May: a new organ, a new count")
def given_to_another(town, on, day):
    v = sent_back_as_wrong(town, on, "2026-04-30")
    on(day)
    v.take("transfer", town.wang, handler=town.water)
    return v


@runs("signing", "2026-05-08", "2026-05-11", "as for another")
@runs("answering", "2026-05-08", "2026-05-21", "the days of the quarrel are not its days")
def ruled_that_they_must(town, on, day):
    v = sent_back_as_wrong(town, on, "2026-04-30")
    on(day)
    v.take("overrule", town.wang, "路面归交通局管")
    return v


@runs("resuming", "2026-03-06", "2026-03-20", "the day it named, a Friday")
def paused(town, on, day, until=date(2026, 3, 20)):
    on("2026-03-02")
    v = town.handle(town.voice(), upto="sign")
    on(day)
    v.take("pause", town.qian, "等备件", resumes_on=until)
    return v


@runs("resuming", "2026-03-06", "2026-03-23", "the Sunday that it named moves to the Monday")
def paused_to_a_sunday(town, on, day):
    return paused(town, on, day, until=date(2026, 3, 22))


@runs("resting", "2026-03-17", "2026-03-27", "ten days were left from the 6th to the 16th")
@runs("resting", "2026-03-18", "2026-03-30", "the tenth day is a Saturday")
def resumed(town, on, day):
    v = paused(town, on, "2026-03-06")
    on(day)
    v.take("resume", town.qian)
    return v


@runs("resting", "2026-03-17", "2026-03-18", "paused on its last day: one day all the same")
def resumed_from_the_last_day(town, on, day):
    v = paused(town, on, "2026-03-16")
    on(day)
    v.take("resume", town.qian)
    return v


@runs("checking", "2026-06-17", "2026-06-23", "18, 22, 23 June: 19 to 21 are the Dragon Boat Festival")
def answered(town, on, day):
    on(day)
    return town.handle(town.voice(), upto="answer")


@runs("again", "2026-09-23", "2026-10-08", "24, 28, 29, 30 September, 8 October")
def sent_back_as_not_enough(town, on, day):
    v = answered(town, on, "2026-09-22")
    on(day)
    v.take("send_back", town.xu, "没有写明何时修好")
    return v


@runs("signing", "2026-09-30", "2026-10-09", "8 and 9 October")
@runs("answering", "2026-04-29", "2026-05-15", "as long as the first time")
def not_solved(town, on, day):
    on("2026-03-02")
    v = town.handle(town.voice(), upto="check")
    on(day)
    v.take("rate", v.receipt, **UNSOLVED)
    return v


# ---- From the answer on


@runs("rating", "2026-09-20", "2026-10-08", "the fifteenth day is in the National Day's week")
def told(town, on, day):
    on(day)
    return town.handle(town.voice(), upto="check")


@runs("closing", "2026-04-03", "2026-04-13", "7 to 10 and 13 April: 4 to 6 are the Tomb-Sweeping days")
def rated(town, on, day):
    on(day)
    return town.handle(town.voice(), upto="rate")


def test_every_clock_has_its_case():
    assert set(CASES) == set(VoiceProcess.clocks)


NAMED = [(name, *told) for name, its in CASES.items() for told in its]


@pytest.mark.parametrize("name, begins, due, situation", NAMED, ids=[f"{n}-{b}-{s.__name__}" for n, b, _d, s in NAMED])
def test_it_is_due_on_that_day(town, on, name, begins, due, situation):
    v = anew(situation(town, on, begins))
    debt = v.last_debt(name)
    assert str(debt.due_on) == due
    assert debt.met_id is None and str(localdate(debt.started.at)) == begins
    assert debt.ruling["basis"] and debt.ruling["layer"] == "P"  # nobody claims a law that there is not
    events = {event.pk: entry(event, v, set()) for event in v.events.all()}
    assert days_of(lay_open(debt, events))[-1].day == debt.due_on  # what is cross-examined ends on the same day


# ---- What stops, what goes on, and who is late


def running(v):
    return {debt.clock for debt in anew(v).debts if debt.met_id is None}


def test_what_runs_at_each_step_of_the_plain_way(town, on):
    on("2026-03-02")
    v, seen = town.voice(), []
    for name in ("accept", "assign", "sign", "answer", "check", "rate", "conclude"):
        seen.append(running(v))
        v = town.handle(v, upto=name)
    assert seen == [
        {"accepting"}, {"handing_out"}, {"signing", "returning", "answering"}, {"answering"}, {"checking"}, {"rating"}, {"closing"},
    ]  # fmt: skip
    assert not running(v) and v.owed_on is None


def test_while_it_is_paused_only_the_pause_runs(town, on):
    v = paused(town, on, "2026-03-06")
    assert running(v) == {"resuming"} and anew(v).owed_on == date(2026, 3, 20)
    on("2026-03-19")
    v.take("resume", town.qian)
    assert running(v) == {"resting"}
    v = anew(v)
    assert v.last_debt("answering").met.step == "pause"


def test_a_second_pause_keeps_what_the_first_left(town, on):
    v = resumed(town, on, "2026-03-17")
    on("2026-03-24")  # three of the ten days are left
    v.take("pause", town.qian, "等另一个备件", resumes_on=date(2026, 4, 1))
    on("2026-04-01")
    v.take("resume", town.qian)
    v = anew(v)
    assert v.last_debt("resting").due_on == date(2026, 4, 7)  # 4 to 6 April are rest days
    events = {event.pk: entry(event, v, set()) for event in v.events.all()}
    for debt in v.debts:  # also the day of the first pause is still what it was
        assert days_of(lay_open(debt, events))[-1].day == debt.due_on


def test_late_is_a_date_not_a_state(town, on):
    on("2026-03-02")
    v = town.handle(town.voice(), upto="sign")
    before = list(Deadline.objects.values_list()), list(Part.objects.values_list())
    overdue = Voice.objects.filter(owed_on__lt=date(2026, 3, 16))
    on("2026-03-16")  # the last day
    assert not overdue.exists()
    on("2026-03-17")
    assert list(Voice.objects.filter(owed_on__lt=localdate())) == [v]
    assert before == (list(Deadline.objects.values_list()), list(Part.objects.values_list()))
    v = town.handle(v, upto="answer")
    assert v.state == "answered" and v.last_debt("answering").met.at.date() > v.last_debt("answering").due_on


def test_a_right_that_lapses_makes_nobody_late(town, on):
    """Nobody must send a voice back, and nobody must rate: when the day is past, the office may go on without."""
    on("2026-03-02")
    v = town.handle(town.voice(), upto="assign")
    assert anew(v).owed_on == v.last_debt("signing").due_on < v.last_debt("returning").due_on
    v = town.handle(v, upto="check")
    on("2026-04-20")
    assert anew(v).owed_on is None and running(v) == {"rating"}
    v.take("lapse", town.xu)
    assert anew(v).state == "concluded" and anew(v).concluded_on == date(2026, 4, 20) and not running(v)


def test_what_was_ruled_runs_on_when_the_rule_or_the_grade_changes(town, on):
    v = assigned(town, on, "2026-04-29")
    v.take("amend", town.xu, "须区里解决", grade="district")
    assert anew(v).last_debt("answering").due_on == date(2026, 5, 15)
    v.take("decline", town.qian, "归区里管")
    v.take("overrule", town.wang, "由交通局牵头")
    assert anew(v).last_debt("answering").due_on == date(2026, 5, 22)  # what begins anew begins by the new grade


@pytest.mark.parametrize("upto", ["accept", "refer", "assign", "sign", "answer"])
def test_withdrawal_stops_every_clock(town, on, upto):
    on("2026-03-02")
    v = town.handle(town.voice(), upto=upto, grade="district" if upto == "refer" else "subdistrict")
    v.take("withdraw", v.receipt)
    assert not running(v) and anew(v).owed_on is None and not Part.objects.exclude(due_on=None).exists()


def test_a_place_may_have_days_of_its_own(town, next_town, on, settings, tmp_path):
    on("2026-03-02")
    (tmp_path / "default.toml").write_text((settings.RULEBOOK / "default.toml").read_text())
    own = 'value = 2\nunit = "working days"\nbasis = "本县办法第六条"\nlayer = "H"\nconfidence = "A"\nsince = 2020-01-01\n'
    rules = "".join(f"[[{name}]]\n{own}\n" for name in ("voice_accept", "voice_answer_subdistrict"))
    (tmp_path / "429901.toml").write_text(rules)
    settings.RULEBOOK = tmp_path
    read.cache_clear()
    for t, accept, answer in (
        (town, date(2026, 3, 5), date(2026, 3, 16)),
        (next_town, date(2026, 3, 4), date(2026, 3, 4)),
    ):
        v = t.voice()
        assert anew(v).last_debt("accepting").due_on == accept
        v = t.handle(v, upto="assign")
        assert v.last_debt("answering").due_on == answer
        assert v.last_debt("answering").ruling["basis"] == (
            "本县办法第六条" if t is next_town else "平台默认，可由各地设定"
        )
    read.cache_clear()


def test_how_long_until_one_is_asked_again_is_a_rule_too(town, on, settings, tmp_path):
    on("2026-03-02")
    v = town.handle(town.voice())
    rules = (settings.RULEBOOK / "default.toml").read_text()
    began = rules.index("[[voice_recheck]]")
    (tmp_path / "default.toml").write_text(rules[:began] + rules[began:].replace("value = 6", "value = 1", 1))
    settings.RULEBOOK = tmp_path
    read.cache_clear()
    on("2026-04-02")
    v.take("draw", town.wang)
    assert anew(v).drawn_on == date(2026, 4, 2)
    read.cache_clear()
