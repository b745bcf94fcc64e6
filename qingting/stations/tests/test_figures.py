"""Each figure moves when its record moves, and last year's number stays last year's."""

from datetime import date

import pytest

from qingting.docket.process import Refused
from qingting.figures.figure import Figure
from qingting.organs.models import Organ
from qingting.stations.models import Duty

YEAR = date(2026, 1, 1), date(2026, 12, 31)


def count(street, name, since=YEAR[0], until=YEAR[1]):
    return Figure.all[name].count(street.town.congress, since, until)


def test_stations_by_kind_on_the_last_day(street, next_street):
    street.open_station("河西菜场代表联系点", kind="point")
    closed = street.open_station("何建国代表工作室", kind="studio")
    Organ.objects.filter(pk=closed.organ_id).update(until=date(2026, 6, 30))
    names = ("stations_total", "stations_studios", "stations_liaison", "stations_points")
    assert [count(street, name) for name in names] == [2, 0, 1, 1]
    assert [count(street, name, until=date(2026, 6, 30)) for name in names] == [3, 1, 1, 1]
    assert count(street, "stations_total", until=date(2022, 2, 28)) == 0
    kinds = Figure.all["stations_total"].by("kind", street.town.congress, *YEAR)
    assert kinds == {"station": 1, "point": 1}
    assert Figure.all["stations_total"].by("subdistrict", street.town.congress, *YEAR) == {"河西街道人大工委": 2}


def test_a_station_is_new_in_the_year_in_which_it_was_set_up(street):
    Organ.objects.filter(pk=street.open_station("河西菜场代表联系点", kind="point").organ_id).update(
        since=date(2026, 5, 4)
    )
    assert count(street, "stations_opened") == 1
    assert count(street, "stations_opened", date(2022, 1, 1), date(2022, 12, 31)) == 1
    assert Figure.all["stations_opened"].by("month", street.town.congress, *YEAR) == {date(2026, 5, 1): 1}


def test_who_came_is_counted_on_the_day_of_the_reception(street, on):
    """A day of December that is registered in January stays in December; nobody guesses what was not written down."""
    d = street.reception("2026-12-30", upto="announce")
    on("2027-01-04")
    with pytest.raises(Refused, match="接待群众"):
        d.take("hold", street.shi, report="没有写来了几人")
    with pytest.raises(Refused, match="接待群众"):
        d.take("hold", street.shi, report="写反了", received=-3)
    d.take("hold", street.shi, report="来了 6 人", received=6)
    assert count(street, "reception_attendance") == 6 and count(street, "receptions_held") == 1
    assert Figure.all["reception_attendance"].by("month", street.town.congress, *YEAR) == {date(2026, 12, 1): 6}


def hold(street, day, deputies, on):
    d = street.reception(day, upto="announce", deputies=deputies)
    on(day)
    d.take("hold", street.shi, report="来了 6 人", received=6)
    on("2026-03-02")
    return d


def test_reception_days_and_who_was_on_duty(street, on):
    town = street.town
    hold(street, "2026-03-12", [town.lin, town.he], on)
    hold(street, "2026-03-19", [town.lin], on)
    street.reception("2026-03-26", upto="announce")
    street.reception("2026-04-02", upto="announce").take("cancel", street.shi, "代表开会")
    names = ("receptions_held", "receptions_deputies", "receptions_deputies_persons")
    assert [count(street, name) for name in names] == [2, 3, 2]
    assert [count(street, name, until=date(2026, 3, 12)) for name in names] == [1, 2, 2]
    assert Figure.all["receptions_deputies"].rendered(town.congress, *YEAR) == "3人次"
    for name in names[:2]:
        assert Figure.all[name].by("station", town.congress, *YEAR) == {"河西街道代表联络站": count(street, name)}


def test_who_had_left_the_list_is_not_counted(street, on):
    d = street.reception("2026-03-12", upto="announce")
    d.duties.filter(post=street.town.he).update(standing=Duty.Standing.LEAVING)
    d.take("rearrange", street.shi, "何代表出差")
    on("2026-03-12")
    d.take("hold", street.shi, report="来了 6 人", received=6)
    assert count(street, "receptions_deputies") == 1


def test_nothing_of_another_congress_is_counted(street, next_street, on):
    d = next_street.reception("2026-03-12", upto="announce")
    on("2026-03-12")
    d.take("hold", next_street.shi, report="来了 6 人", received=6)
    assert count(street, "receptions_held") == count(street, "receptions_deputies") == 0
    assert count(next_street, "receptions_deputies") == 2
