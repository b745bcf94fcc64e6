"""A deadline over New Year has a day before the notice of the coming year is out, and its right day when it is."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from qingting.almanac.provisional import settle_provisional
from qingting.clocks.calendar import Calendar, library
from qingting.clocks.models import CalendarYear
from qingting.clocks.tests.test_calendar import NOTICE_2027
from qingting.docket.models import Deadline, Notice, Part


@pytest.fixture
def notice(tmp_path):
    """A plausible notice of 2027 (示例): New Year's Day with a Saturday made up for it."""
    file = tmp_path / "2027.csv"
    file.write_text(
        NOTICE_2027.replace("2027-01-01,0,放假", "2027-01-01,0,元旦\n2027-01-04,0,元旦\n2027-01-09,1,调休上班")
    )
    return file


def the(s, clock):
    return s.deadlines.get(clock=clock)


def test_a_day_over_new_year_is_provisional_and_set_anew(town, on, notice):
    on("2026-12-23")
    s = town.walk(town.suggestion(), upto="assign")
    before = the(s, "returning")
    assert (before.due_on, before.provisional) == (date(2027, 1, 7), True)
    words = Notice.objects.count()
    on("2026-12-24")
    call_command("load_calendar", notice, stdout=StringIO())
    after = the(s, "returning")
    assert (after.due_on, after.provisional) == (date(2027, 1, 8), False)
    assert after.history == [{"calendar": 2027, "was": "2027-01-07"}]
    assert after.ruling == before.ruling  # the notice moves the day, and never the rule
    assert Notice.objects.count() == words  # and nobody is told


def test_the_inbox_moves_with_it(town, on, notice):
    on("2026-12-25")
    s = town.walk(town.suggestion(), upto="assign")
    assert the(s, "signing").due_on == date(2027, 1, 6)
    call_command("load_calendar", notice, stdout=StringIO())
    s.refresh_from_db()
    assert s.owed_on == the(s, "signing").due_on == date(2027, 1, 7)  # the 4th is a rest day, made up for on the 9th
    assert Part.objects.inbox(town.zhao).get(matter=s).due_on == s.owed_on


def test_what_hangs_on_no_calendar_is_not_provisional(town, on):
    """Three months to 22 January 2027 hang on one day of that year; a count that ends in December on none."""
    on("2026-10-22")
    s = town.walk(town.suggestion(), upto="assign")
    assert the(s, "answering").provisional and not the(s, "signing").provisional


def test_a_later_year_is_still_waited_for(town, on, notice):
    on("2027-12-29")
    s = town.walk(town.suggestion(), upto="assign")
    assert the(s, "signing").provisional
    call_command("load_calendar", notice, stdout=StringIO())
    assert the(s, "signing").provisional  # it runs into 2028


def test_the_daily_round_settles_what_a_worker_wrote_a_minute_too_late(town, on, notice):
    on("2026-12-23")
    s = town.walk(town.suggestion(), upto="assign")
    call_command("load_calendar", notice, stdout=StringIO())
    Deadline.objects.filter(pk=the(s, "returning").pk).update(provisional=True, due_on=date(2027, 1, 7))
    assert settle_provisional() == 1
    assert the(s, "returning").due_on == date(2027, 1, 8)
    assert settle_provisional() == 0


def test_a_met_deadline_that_was_provisional_gets_the_day_of_the_law(town, on, notice):
    on("2026-12-23")
    s = town.walk(town.suggestion(), upto="assign")
    on("2026-12-24")
    s.take("sign", town.zhao)
    call_command("load_calendar", notice, stdout=StringIO())
    met = the(s, "returning")
    assert met.met_id and (met.due_on, met.provisional) == (date(2027, 1, 8), False)


def test_a_corrected_notice_moves_what_still_runs(town, on, tmp_path):
    """As in January 2020: the notice of a year that was known is changed."""
    on("2026-11-23")
    s = town.walk(town.suggestion(), upto="assign")
    assert the(s, "signing").due_on == date(2026, 12, 2)
    days = library(2026) | {date(2026, 12, 1): (False, "放假")}
    file = tmp_path / "2026.csv"
    file.write_text(
        "date,works,name\n" + "".join(f"{day},{int(works)},{name}\n" for day, (works, name) in days.items())
    )
    call_command("load_calendar", file, stdout=StringIO())
    assert the(s, "signing").due_on == date(2026, 12, 3)


def test_a_bad_file_changes_nothing(town, tmp_path):
    file = tmp_path / "bad.csv"
    file.write_text("date,works,name\n2027-01-01,0,元旦\n2027-02-30,0,春节\n")
    with pytest.raises(CommandError, match="第 3 行：“2027-02-30”不是日期"):
        call_command("load_calendar", file)
    with pytest.raises(CommandError):
        call_command("load_calendar", tmp_path / "absent.csv")
    with pytest.raises(CommandError, match="没有 2027 年"):
        call_command("load_calendar", library=2027)
    assert not CalendarYear.objects.filter(year=2027).exists()


def test_the_library_loads_a_year_that_it_knows(db):
    CalendarYear.objects.filter(year=2026).delete()
    call_command("load_calendar", library=2026, stdout=StringIO())
    assert not Calendar.current().works(date(2026, 10, 1))
