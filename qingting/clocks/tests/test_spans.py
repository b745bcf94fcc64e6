"""How long: days, working days, months, windows, and clocks that run back from a meeting."""

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingting.clocks.spans import UNITS, Before, By, Days, Months, Ruling, Window, WorkingDays, count


@pytest.mark.parametrize(
    ("span", "start", "due"),
    [
        (Months(1), date(2026, 1, 31), date(2026, 2, 28)),  # there is no 31 February; Saturday the 28th is made up for
        (Months(1), date(2025, 1, 31), date(2025, 2, 28)),
        (Months(1), date(2024, 1, 31), date(2024, 2, 29)),
        (Months(3), date(2026, 7, 1), date(2026, 10, 8)),  # 1 October is National Day: the day after the rest
        (Months(3), date(2025, 11, 28), date(2026, 2, 28)),
        (Months(6), date(2026, 8, 31), date(2027, 3, 1)),  # 28 February 2027 is a Sunday
        (Months(13), date(2025, 11, 30), date(2026, 12, 30)),
        (Days(10), date(2026, 4, 22), date(2026, 5, 6)),  # 2 May is Labour Day: the day after the rest
        (WorkingDays(10), date(2026, 9, 18), date(2026, 10, 9)),  # Mid-Autumn and National Day; the 20th is made up for
        (By(8, 31), date(2026, 3, 2), date(2026, 8, 31)),
        (By(8, 31), date(2026, 8, 31), date(2027, 8, 31)),
        (By(10, 1), date(2026, 3, 2), date(2026, 10, 8)),
        (By(2, 29), date(2026, 1, 1), date(2026, 2, 28)),
        (Window(10, 1, 12, 31), date(2026, 3, 2), date(2026, 12, 31)),
        (Window(10, 1, 12, 31), date(2026, 9, 30), date(2026, 12, 31)),
        (Window(10, 1, 12, 31), date(2026, 10, 1), date(2027, 12, 31)),  # told in this one: the next is a year later
        (Window(6, 1, 9, 30), date(2026, 10, 8), date(2027, 9, 30)),
    ],
)
def test_when_it_is_due(db, span, start, due):
    assert span.due(start) == due


def test_a_clock_that_runs_back_does_not_roll_past_the_meeting(db):
    """Twenty days before Wednesday 28 October is National Day's last rest day but one, and stays there."""
    report = SimpleNamespace(heard_on=date(2026, 10, 26))
    span = Before(20, "heard_on", "常委会会议")
    assert span.due(date(2026, 8, 1), report) == date(2026, 10, 6)
    days = count(span, span.first(date(2026, 8, 1), report), date(2026, 10, 6))
    assert (days[0].day, days[-1].n, len(days)) == (date(2026, 10, 25), 20, 20)


def test_nobody_meets_the_name_of_a_field():
    said = [
        str(span)
        for span in (Before(20, "heard_on", "常委会会议"), Before(0, "closes_on", "大会闭幕"), Before(3, "heard_on"))
    ]
    assert said == ["常委会会议前20日", "大会闭幕当日", "约定的日子前3日"]


@pytest.mark.parametrize(
    "wrong", [lambda: By(2, 30), lambda: By(13, 1), lambda: Window(12, 31, 1, 1), lambda: Window(1, 1, 6, 31)]
)
def test_a_day_that_no_year_has_is_refused(wrong):
    with pytest.raises(ValueError):
        wrong()


NUMBERS = st.integers(0, 9999)
DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda day: (day.month, day.day))
SPANS = st.one_of(
    NUMBERS.map(Days),
    NUMBERS.map(WorkingDays),
    NUMBERS.map(Months),
    st.builds(Before, NUMBERS, st.text(max_size=20), st.text(max_size=20)),
    DAYS.map(lambda day: By(*day)),
    st.tuples(DAYS, DAYS).map(sorted).map(lambda both: Window(*both[0], *both[1])),
)


@given(SPANS, st.text(max_size=30), st.text(max_size=30), st.sampled_from("NHLP"), st.sampled_from("ABCDE"))
def test_a_ruling_is_kept_as_it_was(span, basis, rule, layer, confidence):
    ruling = Ruling(span, basis, rule, layer, "2020-01-01", confidence)
    assert Ruling.from_json(ruling.as_json()) == ruling


def test_every_unit_has_been_tried():
    assert {Days, WorkingDays, Months, Before, By, Window} == set(UNITS.values())
