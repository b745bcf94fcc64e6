"""How a cell is read as people write it, and what they are told when it cannot be."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingting.organs import cells
from qingting.organs.cells import (
    ERROR,
    FORMULA,
    MOMENT,
    Unread,
    choice,
    day,
    digits,
    line,
    names,
    number,
    ordinal,
    text,
)
from qingting.organs.models import Organ, Role

READERS = [line(20), text(200), names, digits(12), number(99), ordinal, day, choice(Role), choice(Organ.Kind)]


@pytest.mark.parametrize(
    "written",
    ["2023-01-05", "2023-1-5", "2023.1.5", "2023/1/5", " 2023 年 1 月 5 日 ", "２０２３．１．５", "20230105", 20230105]
    + [44931, 44931.0, "44931", "2023-01-05 00:00:00", "2023.1.5.", "2023年1月5号"],
)
def test_a_day_is_read_however_it_is_written(written):
    assert day(written) == date(2023, 1, 5)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2023.13.1", "没有“2023.13.1”这一天"),
        ("2023-02-30", "没有“2023-02-30”这一天"),
        ("2023年1月", "写到日"),
        ("23.1.5", "年份四位"),
        ("去年底", "不是日期"),
        ("1848-01-01", "不在 1949-10-01"),
        (FORMULA, "是公式"),
        (ERROR, "公式算错"),
        (MOMENT, "几点几分"),
    ],
)
def test_a_day_that_never_was_is_told(written, told):
    with pytest.raises(Unread, match=told):
        day(written)


def test_names_lose_the_space_in_the_middle_and_only_that():
    assert line()("  张　 三 ") == "张三"
    assert line()("阿卜杜拉 · John Smith") == "阿卜杜拉 · John Smith"
    assert names("张 三、李四，王五；李四") == ["张三", "李四", "王五"]


def test_marks_that_nobody_sees_are_not_read():
    """As they come from an address book, or out of a web page."""
    assert digits(12)("\u202d138 1234 5678\u202c") == digits(12)("138 1234 5678")
    assert line()("张\u200b三\u202e") == names("\ufeff张三")[0] == "张三"
    assert text()("第一行\u2066\n第二行👨\u200d👩") == "第一行\n第二行👨\u200d👩"
    assert day("\u200e2023-01-05") == date(2023, 1, 5)


def test_full_width_digits_are_digits():
    assert number(500)("２６０名") == 260
    assert digits(12)("４２ ０１０７") == "420107"
    assert digits(12)(429900.0) == "429900"


@pytest.mark.parametrize(
    ("written", "n"),
    [("第十九届", 19), ("第 十 六 届", 16), ("16届", 16), (16.0, 16), ("二十", 20), ("第2次会议", 2), ("九十九", 99)],
)
def test_a_term_is_read_in_digits_and_in_characters(written, n):
    assert ordinal(written) == n


@pytest.mark.parametrize("written", ["十十", "第届", "一二", "0", "第一百届", "本届"])
def test_what_is_no_number_of_a_term_is_told(written):
    with pytest.raises(Unread, match="看不懂"):
        ordinal(written)


def test_a_choice_is_made_by_its_label_in_either_language():
    assert choice(Role)("经 办 人") == Role.CLERK
    assert choice(Role, {"联络员": Role.CLERK})("联络员") == Role.CLERK
    with pytest.raises(Unread, match="没有“科长”这一项，可以填：代表、主任"):
        choice(Role)("科长")


def test_what_is_too_long_or_hidden_is_told():
    with pytest.raises(Unread, match="写了 21 个字，最多 20 个"):
        line(20)("长" * 21)
    with pytest.raises(Unread, match="控制字符"):
        line(20)("张\x00三")


def test_our_own_apostrophe_is_taken_off_again():
    assert line()("'=SUM(A1)") == "=SUM(A1)"


anything = st.one_of(
    st.none(),
    st.text(max_size=40),
    st.text(alphabet="0123456789年月日第届十一二.-/:： 　'=\x00\x1f\ud800", max_size=12),
    st.integers(),
    st.floats(),
    st.sampled_from([FORMULA, ERROR, MOMENT]),
)


@given(anything)
def test_whatever_stands_in_a_cell_is_a_value_or_a_sentence(cell):
    for read in READERS:
        try:
            read(cell)
        except Unread as reason:
            assert str(reason)


@given(st.dates(date(1949, 10, 1), date(2099, 12, 31)))
def test_every_day_comes_back_as_it_went_out(one):
    assert day(cells.as_cell(one)) == day(f"{one:%Y年%m月%d日}") == day((one - cells.EXCEL_ZERO).days) == one
