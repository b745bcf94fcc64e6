"""Every figure moves with its record, stays as it was when asked next year, and counts no other town."""

from datetime import date

import pytest

from qingting.figures.figure import Figure
from qingting.procuratorate.tests.doings import anew, flagged, offered, own, taken_up, walk

YEAR = date(2026, 1, 1), date(2026, 12, 31)


def counts(town):
    return {n: f.count(town.congress, *YEAR) for n, f in Figure.all.items() if n.startswith("procuratorial_")}


def refused(town):
    walk(town, flagged(town), upto="forward").take("refuse", town.shi, assessment="未发现违法履职")


def converted(town):
    p = walk(town, own(town), upto="issue")
    offered(town, p)
    taken_up(town, anew(p))


MOVES = {
    "flagged": flagged,
    "forwarded": lambda town: walk(town, flagged(town), upto="forward"),
    "cases": lambda town: walk(town, flagged(town), upto="open_case"),
    "refused": refused,
    "issued": lambda town: walk(town, own(town), upto="issue"),
    "from_clues": lambda town: walk(town, flagged(town), upto="issue"),
    "to_suggestions": converted,
    "answered": lambda town: walk(town, own(town), upto="answer"),
    "on_time": lambda town: walk(town, own(town), upto="answer"),
    "closed": lambda town: walk(town, own(town), upto="decide"),
    "sued": lambda town: walk(town, own(town), upto="decide", outcome="sued"),
}


def test_every_figure_has_its_case(town):
    assert {f"procuratorial_{name}" for name in MOVES} == set(counts(town))


@pytest.mark.parametrize("name", MOVES)
def test_it_moves_by_one_when_its_record_moves(town, next_town, on, name):
    on("2026-03-02")
    assert counts(town)[f"procuratorial_{name}"] == 0
    MOVES[name](town)
    assert counts(town)[f"procuratorial_{name}"] == 1
    assert not any(counts(next_town).values())


def test_a_case_of_its_own_is_no_clue(town, on):
    on("2026-03-02")
    walk(town, own(town))
    told = counts(town)
    assert (told["procuratorial_issued"], told["procuratorial_from_clues"], told["procuratorial_cases"]) == (1, 0, 0)


def test_a_late_reply_is_no_reply_in_time(town, on):
    on("2026-03-02")
    late, prompt = (walk(town, own(town), upto="receive") for _ in range(2))
    on("2026-05-06")
    walk(town, prompt, upto="answer")
    on("2026-05-07")
    walk(town, late, upto="answer")
    assert Figure.all["procuratorial_on_time"].rendered(town.congress, *YEAR) == "50.0%（1/2）"


def test_last_years_numbers_are_the_same_when_asked_next_year(town, on):
    on("2026-11-02")
    p = walk(town, flagged(town), upto="receive")
    before = counts(town)
    on("2027-01-04")
    assert walk(town, p).state == "reported"
    assert counts(town) == before and before["procuratorial_answered"] == 0


def test_they_break_down_by_field_and_organ(town, on):
    on("2026-03-02")
    walk(town, own(town), upto="issue")
    walk(town, own(town, field="food"), upto="issue", addressee=town.roads)
    issued = Figure.all["procuratorial_issued"]
    assert issued.by("class", town.congress, *YEAR) == {"environment": 1, "food": 1}
    assert issued.by("organ", town.congress, *YEAR) == {"水利局": 1, "交通局": 1}
