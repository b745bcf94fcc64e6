"""How a chapter is written and how it reads: nothing that was typed is lost, and a number is said as the office says it."""

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from qingting.figures.answer import Answer
from qingting.report.models import Edition
from qingting.report.rendering import in_sentence, render
from qingting.report.tests.office import only
from qingting.report.text import ONLY, Bound, Chart, parse
from qingting.report.values import Live

MARKS = st.sampled_from(
    [
        "{three_entries_groups}",
        "{a|余}",
        "{“十六届”}",
        "{年}",
        "{图:a:month}",
        "{",
        "}",
        "|",
        "#",
        "【只报党委】",
        "。",
        "\t",
    ]
)
TEXTS = st.lists(st.one_of(MARKS, st.text(max_size=6)), max_size=30).map("".join)


def bare(text):
    return "".join(text.split())


@given(TEXTS)
def test_nothing_that_was_typed_is_lost(text):
    """Written again, a text is what it was but for white space; and read again, it is the same."""
    blocks = parse(text)
    again = "\n".join(block.written for block in blocks)
    assert bare(again) == bare(text)
    assert [(b.level, b.only, b.pieces) for b in parse(again)] == [(b.level, b.only, b.pieces) for b in blocks]


@pytest.mark.parametrize(
    ("value", "how", "said"),
    [
        (Answer(583, "批"), "", "583批"),
        (Answer(573, "人次"), "余", "570余人次"),
        (Answer(570, "人次"), "余", "570人次"),
        (Answer(7, "次"), "余", "7次"),
        (Answer(1743, "册"), "余百", "1700余册"),
        (Answer(43, "册"), "余百", "43册"),
        (Answer(119, "件"), "数", "119"),
        (Answer(2, "名"), "汉", "两名"),
        (Answer(12, "名"), "汉", "十二名"),
        (Answer(1200, "名"), "汉", "1200名"),
        (Answer(0, "件"), "全部", "全部"),
        (Answer(3, "件"), "全部", "除3件外"),
        (Answer(118, "件", 120), "", "98.3%（118/120）"),
        (Answer(120, "件", 120), "余", "100.0%（120/120）"),
        (Answer(118, "件", 120), "数", "98.3%"),
        (Answer(0, "件", 0), "", "无"),
    ],
)
def test_a_number_is_said_as_the_office_says_it(value, how, said):
    assert in_sentence(value, how) == said


@given(st.integers(min_value=0, max_value=10**7), st.sampled_from(["余", "余百"]))
def test_a_rounded_number_never_says_more_than_was_counted(n, how):
    said = in_sentence(Answer(n, "次"), how).removesuffix("次")
    to = 10 if how == "余" else 100
    assert said == str(n) or said == f"{n // to * to}余"
    assert ("余" in said) == (n >= to and n % to > 0)


def test_headings_number_themselves_and_are_not_numbered_twice(town, desk, on):
    on("2026-01-10")
    r = desk.report("# （一）学在前面\n## 第一件\n## 第二件\n# 做在实处\n## 又一件\n{年}，我们再出发。")
    found = [one.text for one in render(only(r).text, r, Live(r))]
    assert found == ["（一）学在前面", "1．第一件", "2．第二件", "（二）做在实处", "1．又一件", "2025年，我们再出发。"]


def test_each_edition_has_what_is_for_all_and_what_is_for_it(town, desk, on):
    on("2026-01-10")
    r = desk.report("大家都看。\n" + "\n".join(f"{mark}{edition.value}" for mark, edition in ONLY.items()))
    for edition in Edition:
        found = [one.text for one in render(only(r).text, r, Live(r), edition)]
        assert found == ["大家都看。", edition.value]
    assert len(render(only(r).text, r, Live(r))) == 4


def test_what_no_domain_counts_yet_says_so_in_chinese(town, desk, on):
    on("2026-01-10")
    r = desk.report("听取专项工作报告{special_work_reports}。")
    with override("en"):
        [found] = render(only(r).text, r, Live(r))
    assert found.text == "听取专项工作报告（监督工作尚未登记，暂缺）。"
    assert [one.is_awaited for one in found.said] == [False, True, False]


def test_a_drawing_stands_on_a_line_of_its_own():
    [block] = parse("{图:three_entries_groups:month}")
    assert block.pieces == (Chart("three_entries_groups", "month"),)
    assert parse("{three_entries_groups|余}")[0].pieces == (Bound("three_entries_groups", "余"),)
