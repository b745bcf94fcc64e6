"""How reception days come round, by when they are announced, and that nothing is planned twice."""

from datetime import date, time
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from conftest import at_once
from qingting.clocks.spans import Ruling
from qingting.docket.process import Refused
from qingting.organs.models import Post
from qingting.stations.models import DutyDay, Recurrence
from qingting.stations.receptions import plan_coming

E = Recurrence.Every


@pytest.fixture
def rule(street):
    made = Recurrence.objects.create(
        station=street.station, every=E.WEEK, weekday=4, opens=time(9), closes=time(11), since=date(2026, 3, 1)
    )
    made.deputies.set([street.town.lin, street.town.he])
    return made


def days(first="2026-01-01", last="2026-06-30", **said):
    made = Recurrence(opens=time(9), closes=time(11), **{"since": date(2020, 1, 1)} | said)
    made.clean()
    return [f"{day:%m-%d}" for day in made.days(date.fromisoformat(first), date.fromisoformat(last))]


def test_weekly_on_a_day_of_the_week():
    assert days(every=E.WEEK, weekday=4, last="2026-01-31") == ["01-01", "01-08", "01-15", "01-22", "01-29"]


def test_the_nth_and_the_last_of_a_weekday():
    assert days(every=E.WEEKDAY_OF_MONTH, nth=2, weekday=4) == ["01-08", "02-12", "03-12", "04-09", "05-14", "06-11"]
    assert days(every=E.WEEKDAY_OF_MONTH, nth=5, weekday=4) == ["01-29", "02-26", "03-26", "04-30", "05-28", "06-25"]


def test_a_day_of_the_month_and_its_end_where_it_is_shorter():
    assert days(every=E.DAY_OF_MONTH, day_of_month=15, last="2026-03-31") == ["01-15", "02-15", "03-15"]
    assert days(every=E.DAY_OF_MONTH, day_of_month=31, last="2026-04-30") == ["01-31", "02-28", "03-31", "04-30"]
    assert days(every=E.DAY_OF_MONTH, day_of_month=30, first="2024-02-01", last="2024-03-31") == ["02-29", "03-30"]


def test_only_from_its_first_day_through_its_last():
    said = dict(every=E.WEEK, weekday=4, since=date(2026, 1, 8))
    assert days(**said, last="2026-01-22") == ["01-08", "01-15", "01-22"]
    made = Recurrence(**said, until=date(2026, 1, 15), opens=time(9), closes=time(11))
    assert len(made.days(date(2026, 1, 1), date(2026, 12, 31))) == 2
    assert made.days(date(2026, 2, 1), date(2026, 12, 31)) == []


@pytest.mark.parametrize(
    "said, wrong",
    [
        (dict(every=E.WEEK), "weekday"),
        (dict(every=E.WEEKDAY_OF_MONTH, weekday=4), "nth"),
        (dict(every=E.DAY_OF_MONTH, weekday=4), "day_of_month"),
        (dict(every=E.WEEK, weekday=4, closes=time(9)), "closes"),
        (dict(every=E.WEEK, weekday=4, until=date(2019, 1, 1)), "until"),
    ],
)
def test_a_rule_says_what_it_needs(said, wrong):
    with pytest.raises(ValidationError) as fault:
        Recurrence(**dict(opens=time(9), closes=time(11), since=date(2020, 1, 1)) | said).clean()
    assert list(fault.value.message_dict) == [wrong]


def test_what_was_planned_is_not_planned_again(street, rule):
    """Not when a day was moved, and not when it was cancelled."""
    planned = plan_coming(rule, street.shi, date(2026, 3, 31))
    assert [f"{d.day:%m-%d}" for d in planned] == ["03-05", "03-12", "03-19", "03-26"]
    assert all(d.state == "planned" and len(d.on_duty()) == 2 for d in planned)
    planned[1].take("move", street.shi, "停电", day=date(2026, 3, 13), opens=time(9), closes=time(11))
    planned[2].take("cancel", street.shi, "代表开会")
    assert plan_coming(rule, street.shi, date(2026, 3, 31)) == []
    assert [f"{d.day:%m-%d}" for d in plan_coming(rule, street.shi, date(2026, 4, 9))] == ["04-02", "04-09"]


def test_rest_days_are_pointed_out_and_not_moved(street, rule):
    planned = plan_coming(rule, street.shi, date(2026, 5, 31))
    assert {f"{d.day:%m-%d}": d.rest_day for d in planned if d.rest_day} == {}
    Recurrence.objects.update(weekday=5)
    rule.refresh_from_db()
    planned = plan_coming(rule, street.shi, date(2026, 5, 31))
    assert {f"{d.day:%m-%d}": d.rest_day for d in planned if d.rest_day} == {"05-01": "劳动节"}
    assert street.reception("2026-03-14").rest_day == "周末"


def test_who_is_no_deputy_by_then_is_left_out(street, rule):
    Post.objects.filter(pk=street.town.he.pk).update(until=date(2026, 3, 15))
    planned = plan_coming(rule, street.shi, date(2026, 3, 19))
    assert [[post.person.name for post in d.on_duty()] for d in planned] == [
        ["林秀英", "何建国"],
        ["林秀英", "何建国"],
        ["林秀英"],
    ]


def test_all_or_none_of_them(street, rule):
    Post.objects.filter(pk__in=[street.town.he.pk, street.town.lin.pk]).update(until=date(2026, 3, 15))
    with pytest.raises(Refused, match="没有能在 2026-03-19 接待的代表"):
        plan_coming(rule, street.shi, date(2026, 3, 19))
    assert not DutyDay.objects.exists()


def test_the_command_plans_every_rule_once(street, rule, on):
    def told():
        out = StringIO()
        call_command("receptions", days=30, stdout=out, stderr=out)
        return out.getvalue()

    assert "河西街道代表联络站每星期四：新排定 4 天" in told()
    assert "新排定 0 天" in told() and DutyDay.objects.count() == 4
    Post.objects.filter(pk=street.shi.pk).update(until=date(2026, 3, 1))
    assert "管理机构没有经办人，没有排" in told()


def test_the_command_goes_on_after_a_rule_that_is_refused(street, rule, next_street):
    Post.objects.filter(pk__in=[street.town.he.pk, street.town.lin.pk]).update(until=date(2026, 3, 1))
    other = Recurrence.objects.create(
        station=next_street.station, every=E.WEEK, weekday=3, opens=time(9), closes=time(11), since=date(2026, 3, 1)
    )
    other.deputies.set([next_street.town.lin])
    out = StringIO()
    call_command("receptions", days=7, stdout=out, stderr=out)
    assert (
        "没有能在 2026-03-05 接待的代表" in out.getvalue()
        and "白石街道代表联络站每星期三：新排定 1 天" in out.getvalue()
    )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_the_same_moment_plan_each_day_once(busy_town, on):
    from qingting.stations.tests.conftest import Street

    on("2026-03-02")
    street = Street(busy_town)
    made = Recurrence.objects.create(
        station=street.station, every=E.WEEK, weekday=4, opens=time(9), closes=time(11), since=date(2026, 3, 1)
    )
    made.deputies.set([busy_town.lin])
    came = at_once(*[lambda: plan_coming(made, street.shi, date(2026, 3, 31))] * 2)
    assert sorted(len(planned) for planned in came) == [0, 4] and DutyDay.objects.count() == 4


# By when it is announced: station_reception_notice, three days before the day, counted back and not moved by rest days.


def owed(d):
    debt = d.deadlines.get(clock="announcing")
    return debt, debt.due_on


def test_it_is_owed_three_days_ahead(street):
    """Thursday the 12th; the 11th is one day before, the 10th two, the 9th three."""
    debt, day = owed(street.reception("2026-03-12"))
    assert day == date(2026, 3, 9)
    ruling = Ruling.from_json(debt.ruling)
    assert (ruling.rule, ruling.layer, ruling.confidence) == ("station_reception_notice", "P", "D")
    assert owed(street.reception("2026-03-18"))[1] == date(2026, 3, 15)  # a Sunday: it does not roll


def test_it_is_owed_anew_when_the_day_is_moved(street):
    d = street.reception("2026-03-12")
    d.take("move", street.shi, "停电", day=date(2026, 3, 20), opens=time(9), closes=time(11))
    assert owed(d)[1] == date(2026, 3, 17)


def test_it_is_met_by_announcing_and_by_calling_off(street, on):
    for name, said in (("announce", {}), ("cancel", {}), ("make_up", {"report": "来了 6 人", "received": 6})):
        d = street.reception("2026-03-12")
        if name == "make_up":
            on("2026-03-13")
        d.take(name, street.shi, "理由", **said)
        assert owed(d)[0].met.step == name


def test_late_is_a_date_and_the_step_is_taken_all_the_same(street, on):
    d = street.reception("2026-03-12")
    on("2026-03-11")
    d.take("announce", street.shi)
    debt, day = owed(d)
    assert debt.met.at.date() > day
