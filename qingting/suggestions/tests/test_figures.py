"""Each figure moves when its record moves; every rate shows its denominator; last year's number stays last year's."""

from datetime import date
from decimal import Decimal

import pytest

from qingting.figures.figure import Figure
from qingting.organs.models import Constituency, Organ, Session
from qingting.suggestions.models import Suggestion
from qingting.suggestions.tests.doings import (
    BAD,
    GOOD,
    anew,
    divided,
    gathered,
    joint,
    promise,
    reply,
    supervision,
)

YEAR = date(2026, 1, 1), date(2026, 12, 31)


def told(town, name, year=2026):
    """What the report prints for a figure."""
    return Figure.all[name].rendered(town.congress, date(year, 1, 1), date(year, 12, 31))


def counts(town):
    return {name: figure.count(town.congress, *YEAR) for name, figure in Figure.all.items()}


def bill(town, s):
    s.take("convert_bill", town.wang, bill_number="3", converted_on=date(2026, 1, 9))


def redone(town, s):
    town.walk(s, upto="rate", **BAD).take("redo", town.wang, "仍有淤塞")


def mediated(town, s):
    redone(town, s)
    town.walk(anew(s), upto="rate", **BAD).take("mediate", town.wang, "两次不满意")


def promised(town, s):
    s = town.walk(s, upto="draft_answer", result="planned")
    made = promise(s, town)
    s.take("answer", town.zhou)
    return anew(made)


def kept(town, s):
    made = promised(town, s)
    made.take("fulfil", town.zhou, proof="验收报告")
    made.take("confirm", town.lin)


def supervised(town, s):
    supervision(town.walk(s, upto="sign"), town).take("select", town.wang)


def rated_by_a_cosigner(town, _s):
    s, (he,) = joint(town, town.he)
    town.walk(s, upto="answer")
    he.take("rate", town.he, **GOOD)


def upto(name):
    return lambda town, s: town.walk(s, upto=name)


MOVES = {
    "suggestions_filed": upto("file"),
    "suggestions_filed_session": upto("file"),
    "suggestions_filed_recess": bill,
    "suggestions_accepted": upto("accept"),
    "suggestions_assigned": upto("assign"),
    "suggestions_answered": upto("answer"),
    "suggestions_answered_by_lead": upto("answer"),
    "suggestions_met": upto("answer"),
    "suggestions_on_time": upto("answer"),
    "suggestions_concluded": upto("close"),
    "suggestions_closed": upto("close"),
    "suggestions_outstanding": upto("rate"),
    "suggestions_rated": upto("rate"),
    "suggestions_process_satisfaction": upto("rate"),
    "suggestions_result_satisfaction": upto("rate"),
    "suggestions_redone": redone,
    "suggestions_mediated": mediated,
    "suggestions_key_supervised": supervised,
    "suggestions_rated_by_cosigners": rated_by_a_cosigner,
    "suggestions_result_satisfaction_cosigners": rated_by_a_cosigner,
    "promises_made": promised,
    "promises_open": promised,
    "promises_kept": kept,
}


def test_every_figure_has_its_case():
    assert set(MOVES) == {name for name in Figure.all if name.startswith(("suggestions_", "promises_"))}


@pytest.mark.parametrize("name", MOVES)
def test_it_moves_by_one_when_its_record_moves(town, on, name):
    if name == "suggestions_filed_session":
        Session.objects.create(term=town.term, number=6, opens_on=date(2026, 3, 1), closes_on=date(2026, 3, 4))
    on("2026-03-02")
    s = town.suggestion()
    assert counts(town)[name] == 0
    MOVES[name](town, s)
    assert counts(town)[name] == 1


def test_last_years_numbers_are_the_same_when_asked_next_year(town, on):
    """Of three filed in 2026 one is closed at once, one answered and promised, one only filed."""
    on("2026-11-02")
    town.walk(town.suggestion())
    made = promised(town, town.suggestion(title="修桥"))
    third = town.walk(town.suggestion(title="修路"), upto="file")
    before = {name: told(town, name) for name in Figure.all}
    assert (before["suggestions_filed"], before["suggestions_outstanding"], before["promises_open"]) == (
        "3件",
        "2件",
        "1项",
    )
    on("2027-03-01")
    town.walk(Suggestion.objects.get(title="修桥"))
    town.walk(anew(third))
    made.take("fulfil", town.zhou, proof="验收报告")
    made.take("confirm", town.lin)
    assert {name: told(town, name) for name in Figure.all} == before
    assert (told(town, "suggestions_closed", 2027), told(town, "promises_kept", 2027)) == ("2件", "1项")
    assert told(town, "suggestions_concluded", 2027) == "0件"  # none of those filed in 2027


def test_what_was_sent_back_over_new_year_was_filed_once(town, on):
    on("2026-12-30")
    s = town.walk(town.suggestion(), upto="file")
    s.take("send_back", town.wang, "请写明是哪一段河道")
    on("2027-01-05")
    anew(s).take("file", town.lin)
    assert (told(town, "suggestions_filed", 2026), told(town, "suggestions_filed", 2027)) == ("1件", "0件")


def test_the_last_evening_of_a_year_belongs_to_it(town, on):
    on("2026-12-31", "23:59")
    town.walk(town.suggestion(), upto="file")
    on("2027-01-01", "00:00")
    town.walk(town.suggestion(title="修桥"), upto="file")
    assert (told(town, "suggestions_filed", 2026), told(town, "suggestions_filed", 2027)) == ("1件", "1件")


def test_what_is_rated_anew_next_year_leaves_last_years_rate_alone(town, on):
    on("2026-12-01")
    s = town.walk(town.suggestion(), upto="rate", **BAD)
    s.take("redo", town.wang, "仍有淤塞")
    on("2027-01-05")
    town.walk(anew(s), upto="rate", **GOOD)
    assert told(town, "suggestions_result_satisfaction", 2026) == "0.0%（0/1）"
    assert told(town, "suggestions_process_satisfaction", 2026) == "100.0%（1/1，满分，请核对）"
    assert told(town, "suggestions_result_satisfaction", 2027) == "100.0%（1/1，满分，请核对）"


def test_what_was_answered_twice_stands_in_the_month_of_the_first(town, on):
    on("2026-03-02")
    s = town.walk(town.suggestion(), upto="rate", **BAD)
    s.take("redo", town.wang, "仍有淤塞")
    on("2026-04-03")
    town.walk(anew(s), upto="answer")
    assert Figure.all["suggestions_answered"].by("month", town.congress, *YEAR) == {date(2026, 3, 1): 1}


# ---- Rates


def test_a_rate_says_of_how_many_and_a_perfect_one_is_marked(town, on):
    on("2026-03-02")
    assert told(town, "suggestions_result_satisfaction") == "无（0 件可算）"
    town.walk(town.suggestion(), process_rating="satisfied", result_rating="fair")
    assert told(town, "suggestions_result_satisfaction") == "100.0%（1/1，满分，请核对）"
    for _ in range(2):
        town.walk(town.suggestion(), upto="rate", **BAD)
    assert told(town, "suggestions_result_satisfaction") == "33.3%（1/3）"
    assert told(town, "suggestions_process_satisfaction") == "100.0%（3/3，满分，请核对）"  # process and result apart


def test_silence_is_left_out_of_the_rates(town, on):
    on("2026-03-02")
    town.walk(town.suggestion())
    silent = town.walk(town.suggestion(title="修桥"), upto="answer")
    on("2026-03-24")
    silent.take("remind", town.wang)
    on("2026-04-09")
    silent.take("lapse", town.wang)
    silent.take("close", town.wang)
    assert told(town, "suggestions_concluded") == "2件"
    assert told(town, "suggestions_result_satisfaction") == "100.0%（1/1，满分，请核对）"


def test_the_second_answer_stands_for_the_first(town, on):
    on("2026-03-02")
    s = town.walk(town.suggestion(), upto="rate", **BAD)
    s.take("redo", town.wang, "仍有淤塞")
    town.walk(anew(s), **GOOD)
    assert told(town, "suggestions_result_satisfaction") == "100.0%（1/1，满分，请核对）"
    assert told(town, "suggestions_rated") == "1件" and told(town, "suggestions_redone") == "1件"


def test_what_was_rated_worse_the_second_time_is_no_longer_satisfactory(town, on):
    on("2026-03-02")
    s = town.walk(town.suggestion(), upto="rate", **BAD)  # of what came of it; the way there was well
    s.take("redo", town.wang, "仍有淤塞")
    town.walk(anew(s), upto="rate", process_rating="dissatisfied", result_rating="satisfied")
    assert told(town, "suggestions_process_satisfaction") == "0.0%（0/1）"


def test_late_once_is_late(town, on):
    """The first answer was in time, the second was not."""
    on("2026-03-02")
    s = town.walk(town.suggestion(), upto="rate", **BAD)
    s.take("redo", town.wang, "仍有淤塞")
    on("2026-04-03")
    town.walk(anew(s), upto="answer")
    assert told(town, "suggestions_on_time") == "0.0%（0/1）"
    assert Figure.all["suggestions_on_time"].records(town.congress, *YEAR) == []  # it opens to what it counts


def test_on_the_last_day_is_in_time(town, on):
    on("2026-03-02")
    s = town.walk(town.suggestion(), upto="contact")
    on("2026-06-02", "23:59")
    town.walk(s, upto="answer")
    assert Figure.all["suggestions_on_time"].value(town.congress, *YEAR) == Decimal("100.0")


def test_what_was_withdrawn_or_given_back_was_not_answered_in_time(town, on):
    on("2026-03-02")
    town.walk(town.suggestion(), upto="sign").take("withdraw", town.lin, "已自行解决")
    back = town.walk(town.suggestion(title="修桥"), upto="assign")
    back.take("decline", town.zhao, "不归水利局管")
    back.take("uphold", town.wang)
    assert told(town, "suggestions_on_time") == "无（0 件可算）"
    town.walk(town.suggestion(title="修路"), upto="answer")
    assert told(town, "suggestions_on_time") == "100.0%（1/1，满分，请核对）"


def test_gathered_answers_are_answers_but_not_a_lead_handlers(town, on):
    on("2026-03-02")
    gathered(town)
    s, shares = divided(town)
    reply(town, shares)
    assert (told(town, "suggestions_answered"), told(town, "suggestions_answered_by_lead")) == ("1件", "0件")
    assert told(town, "suggestions_met") == "无（0 件可算）"


# ---- Broken down


def test_by_occasion_organ_subdistrict_and_class(town, on):
    Session.objects.create(term=town.term, number=6, opens_on=date(2026, 1, 6), closes_on=date(2026, 1, 9))
    street = Organ.objects.create(name="城关街道工委", kind=Organ.Kind.SUBDISTRICT_COMMITTEE, parent=town.congress)
    town.lin.constituency = Constituency.objects.create(congress=town.congress, name="第一选区", organ=street)
    town.lin.save()
    on("2026-01-06")
    town.walk(town.suggestion(), upto="accept")
    on("2026-03-02")
    town.walk(town.suggestion(title="修桥"), upto="assign", category="traffic")
    other = town.suggestion(title="修路", lead=town.he.person)
    other.take("file", town.he)
    other.take("accept", town.wang, category="traffic")

    def by(what):
        return Figure.all["suggestions_filed"].by(what, town.congress, *YEAR)

    assert by("occasion") == {"session": 1, "recess": 2}
    assert by("organ") == {None: 2, "水利局": 1}
    assert by("subdistrict") == {"城关街道工委": 2, None: 1}
    assert by("class") == {"building": 1, "traffic": 2}
    with pytest.raises(KeyError):
        by("weather")


def test_every_figure_breaks_down_into_parts_that_add_up(town, on):
    on("2026-03-02")
    mediated(town, town.suggestion())
    promised(town, town.suggestion(title="修桥"))
    for figure in Figure.all.values():
        for what in figure.broken_down_by:
            assert sum(figure.by(what, town.congress, *YEAR).values()) == figure.count(town.congress, *YEAR)


def test_the_next_town_is_not_counted(town, next_town, on):
    on("2026-03-02")
    town.walk(town.suggestion())
    assert not any(figure.count(next_town.congress, *YEAR) for figure in Figure.all.values())
