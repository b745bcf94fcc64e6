"""Working days: nine years of them against a table that nobody here wrote, and a year whose notice is not out yet."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingting.clocks.calendar import MADE_UP, Calendar, library, load, notice_of, seed
from qingting.clocks.models import CalendarDay, CalendarYear
from qingting.clocks.notices import BadNotice, read_notice
from qingting.clocks.spans import WorkingDays, count

TABLE = Path(__file__).parents[4] / "shared" / "data" / "standards" / "cn_holidays" / "cn_workdays_2018_2026.csv"
DAY = timedelta(days=1)
HEADING = "date,works,name\n"
REST_2027 = [
    "01-01",
    "02-05",
    "02-08",
    "02-09",
    "02-10",
    "04-05",
    "05-03",
    "05-04",
    "06-09",
    "09-15",
    "10-01",
    "10-04",
    "10-05",
]
NOTICE_2027 = HEADING + "".join(f"2027-{day},0,放假\n" for day in REST_2027) + "2027-02-20,1,调休上班\n"


@pytest.mark.skipif(
    not TABLE.is_file(), reason="NOT CHECKED against 3,287 real days: ../shared/data/standards/cn_holidays is absent"
)
def test_every_day_of_nine_years_is_right(db):
    with TABLE.open(encoding="utf-8") as file:
        rows = {date.fromisoformat(row["date"]): row["is_workday"] == "1" for row in csv.DictReader(file)}
    calendar = Calendar.current()
    assert len(rows) == 3287
    assert [str(day) for day, works in rows.items() if calendar.works(day) != works] == []


def test_every_installation_begins_with_nine_notices(db):
    assert sorted(CalendarYear.objects.values_list("year", flat=True)) == list(range(2018, 2027))
    assert CalendarYear.objects.get(year=2026).notice == "国务院办公厅关于2026年部分节假日安排的通知"


def test_rest_days_and_days_made_up_for(db):
    """Labour Day 2026: rest from 1 to 5 May, and Saturday the 9th is worked."""
    start, span = date(2026, 4, 29), WorkingDays(7)
    assert span.due(start) == date(2026, 5, 12)
    days = {c.day: (c.n, c.kind) for c in count(span, start, span.due(start))}
    assert days[date(2026, 5, 1)] == (None, "劳动节")
    assert days[date(2026, 5, 9)] == (5, "调休上班")
    assert days[date(2026, 5, 10)] == (None, "周末")
    assert days[date(2026, 5, 12)] == (7, "工作日")
    assert Calendar.current().is_made_up(date(2026, 5, 9)) and not Calendar.current().is_made_up(date(2026, 5, 10))


def test_a_year_without_a_notice_gives_a_day_and_never_an_error(db):
    """National Day 2027 is rest by the law itself; what is made up for it, nobody knows yet."""
    calendar = Calendar.current()
    assert not calendar.works(date(2027, 10, 1)) and "暂定" in calendar.kind(date(2027, 10, 1))
    assert WorkingDays(200).due(date(2026, 11, 23)) > date(2027, 8, 1)
    assert calendar.is_provisional(date(2026, 12, 1), date(2027, 1, 4)) and not calendar.is_provisional(
        date(2026, 1, 1), date(2026, 12, 31)
    )


def test_a_notice_from_a_file_takes_the_place_of_the_guess(db):
    year, days = read_notice(NOTICE_2027.encode())
    load(year, notice_of(year), days)
    calendar = Calendar.current()
    assert calendar.works(date(2027, 2, 20)) and calendar.kind(date(2027, 2, 20)) == "调休上班"
    assert not calendar.is_provisional(date(2026, 12, 1), date(2027, 12, 31))
    assert CalendarDay.objects.filter(date__year=2026).exists()  # and no other year is touched


def test_a_second_loading_replaces_the_first(db):
    """As in January 2020, when the Spring Festival was prolonged."""
    load(2026, notice_of(2026), {date(2026, 3, 2): (False, "放假")})
    assert not Calendar.current().works(date(2026, 3, 2)) and Calendar.current().works(date(2026, 10, 1))
    assert CalendarYear.objects.filter(year=2026).count() == 1


def test_a_day_of_another_year_is_refused(db):
    with pytest.raises(ValueError, match="2028-01-01 不在 2027 年内"):
        load(2027, "通知", {date(2028, 1, 1): (False, "元旦")})


def test_the_library_says_what_it_does_not_know():
    with pytest.raises(ValueError, match="没有 2027 年"):
        library(2027)
    assert library(2026)[date(2026, 2, 14)] == (True, MADE_UP)


def test_seeding_anew_fills_only_what_is_missing(db):
    """After a test has emptied the tables, and without touching a year that the office has corrected."""
    CalendarYear.objects.exclude(year=2026).delete()
    CalendarDay.objects.all().delete()
    seed()
    assert CalendarYear.objects.count() == 9
    assert not Calendar.current().works(date(2025, 10, 1)) and Calendar.current().works(date(2026, 10, 1))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "第 1 行须是表头：date,works,name"),
        (HEADING, "文件里没有一天"),
        (HEADING + "2027-13-01,0,元旦\n", "第 2 行：“2027-13-01”不是日期，应写成 2027-01-01"),
        (HEADING + "2027-01-01,休,元旦\n", "第 2 行：“休”应是 1（上班）或 0（放假）"),
        (HEADING + "2027-01-01,0,\n", "第 2 行：名称须是 1 至 20 个字"),
        (HEADING + "2027-01-01,0\n", "第 2 行：应有 3 列，实有 2 列"),
        (HEADING + "0027-01-01,0,元旦\n", "第 2 行：0027-01-01 不像是要录入的年份"),
        (HEADING + "2027-01-01,0,元旦\n2028-01-01,0,元旦\n", "第 3 行：2028-01-01 与前面各行不是同一年"),
        (HEADING + "2027-01-01,0,元旦\n2027-01-01,1,元旦\n", "第 3 行：2027-01-01 重复"),
        (NOTICE_2027.replace("2027-10-01,0", "2027-10-01,1"), "2027-10-01 国庆节是法定放假日，文件里却没有放假"),
    ],
)
def test_each_bad_line_of_a_notice_has_its_sentence(typed, said):
    with pytest.raises(BadNotice) as refused:
        read_notice(typed.encode())
    assert said in refused.value.faults


def test_every_bad_line_is_named_at_once():
    with pytest.raises(BadNotice) as refused:
        read_notice((HEADING + "昨天,0,元旦\n2027-01-02,2,元旦\n").encode())
    assert [fault[:6] for fault in refused.value.faults] == ["第 2 行：", "第 3 行："]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_notice_is_read_as_offices_save_it(encoding):
    assert read_notice(NOTICE_2027.encode(encoding))[1][date(2027, 2, 20)] == (True, "调休上班")


@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda typed: (HEADING + typed).encode("utf-8", "surrogatepass"))
)
def test_no_file_ends_in_a_stack_trace(content):
    try:
        read_notice(content)
    except BadNotice as refused:
        assert all(refused.faults)


@given(start=st.dates(date(2017, 1, 1), date(2028, 12, 31)), n=st.integers(0, 120))
def test_working_days_are_those_that_one_counts_on_the_fingers(django_db_blocker, django_db_setup, start, n):
    with django_db_blocker.unblock():
        calendar, day, left = Calendar.current(), start, n
        while left:
            day += DAY
            if calendar.works(day):
                left -= 1
        assert WorkingDays(n).due(start) == day
        assert calendar.working_days_between(start, day) == n
