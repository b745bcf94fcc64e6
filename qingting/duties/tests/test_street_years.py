"""A sub-district committee lays down its year, meets each quarter, and reports to the standing committee that hears it."""

from datetime import date, timedelta

import pytest

from qingting.docket.process import Refused
from qingting.duties.streets import StreetYear, quarters_over, sittings, staffed
from qingting.duties.tests.hanging import value
from qingting.duties.tests.test_recording import confirmed
from qingting.meetings.models import Item, Meeting
from qingting.organs.models import Role


def a_year(town, year=2026):
    return StreetYear.objects.create(title=f"{year}年工作", year=year, keeper=town.street)


def reported(town, on):
    on("2026-01-10")
    y = a_year(town)
    y.take("lay_down", town.xu, plan="每季度开会一次。")
    on("2026-12-20")
    y.take("report_it", town.xu, report="全年开会四次。")
    return y


def test_the_report_is_owed_by_the_end_of_the_year_it_tells_of(town, on):
    on("2026-01-10")
    y = a_year(town)
    y.take("lay_down", town.xu, plan="每季度开会一次。")
    assert y.deadlines.get(clock="reporting").due_on == date(2026, 12, 31)


def test_a_year_is_not_reported_before_it_can_be_seen(town, on):
    on("2026-01-10")
    y = a_year(town)
    y.take("lay_down", town.xu, plan="每季度开会一次。")
    on("2026-09-30")
    with pytest.raises(Refused, match="第四季度"):
        y.take("report_it", town.xu, report="很好。")


def test_nobody_hears_a_report_but_a_meeting_that_was_held(town, on):
    y = reported(town, on)
    with pytest.raises(Refused, match="请先“提请列入议程”"):
        y.take("hear", town.wang)
    m = Meeting.objects.create(title="第五次会议", body=town.committee, keeper=town.office, presiding=town.gao.person)
    item = Item.objects.create(meeting=m, place=1, title="听取报告", matter=y.matter_ptr)
    with pytest.raises(Refused, match="会议闭会以后再登记"):
        y.take("hear", town.wang)
    item.meeting.closed_at = "2026-12-20T09:00:00+08:00"
    item.meeting.save()
    y.take("hear", town.wang)
    assert y.state == "heard"


def test_the_committee_owes_its_hearing_once_it_is_reported(town, on):
    y = reported(town, on)
    assert y.deadlines.get(clock="hearing").due_on == date(2027, 3, 22)  # three months, moved past the weekend


def test_meetings_stand_in_their_quarters(town, on):
    on("2026-08-20")
    for day in (date(2026, 2, 3), date(2026, 3, 31), date(2026, 7, 1)):
        confirmed(town, kind="committee_meeting", title=f"{day}会议", held_on=day, place="")
    met = sittings([town.street], 2026)[town.street.pk]
    assert {n: len(held) for n, held in met.items()} == {1: 2, 3: 1}


def test_a_quarter_that_runs_lacks_nothing(on):
    on("2026-08-20")
    assert quarters_over(2026) == [1, 2] and quarters_over(2025) == [1, 2, 3, 4] and quarters_over(2027) == []


def test_a_committee_is_staffed_with_both_and_only_while_both_are_there(town):
    assert value(town, "sub_district_committees_staffed") == 0
    town.deng.title = "专职主任"
    town.deng.save()
    assert value(town, "sub_district_committees_staffed") == 0
    liaison = town.seat("罗佳", town.street, Role.CLERK)
    liaison.title, liaison.until = "联络员", date(2026, 6, 30)
    liaison.save()
    assert list(staffed(town.congress, liaison.until)) == [town.street]
    assert not staffed(town.congress, liaison.until + timedelta(days=1)).exists()
    assert value(town, "sub_district_committees_staffed") == 0  # at the year's end nobody keeps in touch


def test_one_year_of_a_committee_is_one(town, on):
    on("2026-01-10")
    a_year(town)
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        a_year(town)
