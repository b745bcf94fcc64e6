"""What every figure keeps to, whatever it counts; and the command that prints them all."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from qingting.docket.models import Matter, hats
from qingting.figures.answer import Answer
from qingting.figures.asked import EARLIEST, LATEST
from qingting.figures.awaited import AWAITED
from qingting.figures.checks import alike, no_longer_awaited
from qingting.figures.counted import took
from qingting.figures.figure import Figure
from qingting.figures.opening import listed, told_by


def printed(*asked):
    out = StringIO()
    call_command("figures", "--from", "2026-01-01", "--to", "2026-12-31", *asked, stdout=out)
    return out.getvalue()


def test_two_figures_with_one_noun_say_their_different_scopes():
    figures = list(Figure.all.values())
    assert not alike(figures)
    assert alike([*figures, figures[0]])


def test_what_a_domain_defines_is_awaited_no_longer():
    assert not no_longer_awaited(AWAITED)
    assert no_longer_awaited([*AWAITED, "suggestions_filed"])


def test_the_command_prints_every_figure_in_three_formats(town, on):
    on("2026-03-02")
    town.walk(town.suggestion())
    said = {kind: printed("--format", kind) for kind in ("table", "json", "csv")}
    figures = {figure["id"]: figure for figure in json.loads(said["json"])["figures"]}
    assert set(figures) == {*Figure.all, *AWAITED}
    assert all(set(one) == {"id", "label", "value", "unit", "scope", "rendered"} for one in figures.values())
    assert (figures["suggestions_concluded"]["value"], figures["suggestions_concluded"]["rendered"]) == (1, "1件")
    assert figures["suggestions_met"]["unit"] == "%" and "1/1" in figures["suggestions_met"]["rendered"]
    for name in figures:
        assert name in said["table"] and name in said["csv"]


def test_of_a_figure_whose_domain_is_not_there_nothing_is_guessed(town):
    [said] = json.loads(printed("--figure", "laws_inspected", "--format", "json"))["figures"]
    assert (said["value"], said["rendered"]) == (None, "该项业务尚未登记")


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (["--figure", "suggestion_filed"], "没有叫“suggestion_filed”的指标。是不是：suggestions_filed"),
        (["--figure", "不存在"], "没有叫“不存在”的指标，全部指标见"),
        (["--to", "2025-12-31"], "期间到 2025-12-31 结束，早于开始的 2026-01-01"),
        (["--to", "2026-02-30"], "“2026-02-30”不是日期"),
        (["--to", "9026-01-01"], "请核对年份"),
        (["--congress", "999999"], "没有编号为 999999 的人大，现有："),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(town, asked, sentence):
    with pytest.raises(CommandError, match=sentence):
        printed(*asked)


def test_of_several_congresses_one_is_named(town, next_town):
    with pytest.raises(CommandError, match="请用 --congress 写明是哪一个人大：.*清河县.*白石县"):
        printed()
    assert "suggestions_filed" in printed("--congress", str(town.congress.pk))


def test_a_long_list_is_read_page_by_page_and_misses_nothing(town, on):
    on("2026-03-02")
    filed = [town.walk(town.suggestion(title=f"第{n}件"), upto="file").pk for n in range(5)]
    where = town.congress, date(2026, 1, 1), date(2026, 12, 31)
    read, after = [], None
    while after or not read:
        page = listed(Figure.all["suggestions_filed"], where, hats([town.wang]), after, n=2)
        assert (page.total, page.hidden) == (5, 0)
        read, after = [*read, *page.keys], page.next_key
    assert read == filed[::-1]


def test_a_sum_adds_up_its_parts_and_says_of_each_record_whose_it_is(town, on, monkeypatch):
    on("2026-03-02")
    one, other = (
        town.walk(town.suggestion(), upto="answer").pk,
        town.walk(town.suggestion(title="修桥"), upto="file").pk,
    )
    where = town.congress, date(2026, 1, 1), date(2026, 12, 31)
    parts = Figure.all["suggestions_filed"], Figure.all["suggestions_answered"]
    monkeypatch.setattr(Figure, "all", {})
    both = Figure("both", "提出和答复", "件", "示例", parts=parts)
    assert both.count(*where) == 3 and both.by("month", *where) == {date(2026, 3, 1): 3}
    said = [("suggestions_filed", one), ("suggestions_filed", other), ("suggestions_answered", one)]
    assert both.records(*where) == [f"{name}:{key}" for name, key in said]


def test_parts_of_one_name_are_told_together(town):
    where = town.congress, date(2026, 1, 1), date(2026, 12, 31)
    assert told_by(Figure.all["suggestions_filed"], "organ", where, {None: 1, "": 2}) == [("（没有填）", 3)]


def test_the_months_of_centuries_are_those_in_which_something_happened(town, on):
    """Somebody asks from the first congress to the last day there is: months are compared only where there are events."""
    for day in ("2025-03-31", "2026-03-01", "2026-03-31"):
        on(day)
        town.walk(town.suggestion(title=day), upto="file")
        town.voice()
    always = town.congress, EARLIEST, LATEST
    months = {date(2025, 3, 1): 1, date(2026, 3, 1): 2}
    assert [Figure.all[name].by("month", *always) for name in ("suggestions_filed", "voices_received")] == [months] * 2
    assert Figure.all["voices_received"].by("month", town.congress, date(1960, 1, 1), date(1999, 12, 31)) == {}
    told = [told_by(Figure.all[name], "month", always) for name in ("suggestions_filed", "voices_received")]
    assert [(line[0], line[-1], len(line)) for line in told] == [(("2025-03", 1), ("2026-03", 2), 13)] * 2


def test_a_share_is_one_number_wherever_it_stands(town):
    """A half is rounded up, as by hand: 201 of 2000 are 10.05 percent."""
    answer = Answer(201, "件", 2000)
    assert (answer.value, answer.share, answer.rendered) == (Decimal("10.1"), "10.1%", "10.1%（201/2000）")
    assert (Answer(0, "件", 0).value, Answer(0, "件", 0).share) == (None, "")


def test_a_sum_over_events_has_no_months(town, monkeypatch):
    """The event by which a record came first says nothing of how much it adds."""
    monkeypatch.setattr(Figure, "all", {})
    added = Figure("added", "加起来", "件", "示例", rows=took(Matter, "confirm"), total="pk")
    assert added.broken_down_by == ()
