"""What every figure of every domain keeps to, over whatever period it is asked for."""

from datetime import date, time, timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingting.docket.models import Matter
from qingting.duties.models import Activity, Campaign, Linked, Place, Presence, Visit
from qingting.figures.figure import MONTH, Figure
from qingting.figures.opening import PAGE, listed, told, told_by
from qingting.meetings.briefings import Attendee, Briefing
from qingting.organs.models import Level, Organ
from qingting.stations.models import Duty, DutyDay, Station
from qingting.suggestions.tests.doings import BAD, anew

DAYS = st.dates(date(2024, 11, 1), date(2027, 2, 28))
asked = partial(settings, max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def an_activity(town, kind, held_on, *who, places=(), **more):
    """A confirmed activity as it stands in the record."""
    given = dict(title=kind, activity_kind=kind, held_on=held_on, keeper=town.street, recorder=town.xu.person)
    a = Activity.objects.create(**given | more)
    Activity.objects.filter(pk=a.pk).update(state="confirmed", filed_on=held_on)
    for n, post in enumerate(who):
        Presence.objects.create(activity=a, post=post, leads=not n)
    for place in places:
        Visit.objects.create(activity=a, place=place)
    return a


@pytest.fixture
def years(town, on):
    """Two years of a town: suggestions, voices, activities, reception days, a briefing, each on days of its own."""
    on("2025-03-03")
    town.walk(town.suggestion())
    on("2025-12-30")
    late = town.walk(town.suggestion(title="修桥"), upto="rate", **BAD)
    town.handle(town.voice(channel="visit"))
    on("2026-01-05")
    late.take("redo", town.wang, "仍有淤塞")
    town.walk(anew(late))
    town.handle(town.voice(), upto="assign")
    town.handle(town.voice(), grade="on_the_spot")
    on("2026-06-01")
    town.walk(town.suggestion(title="修路"), upto="answer", category="traffic")
    campaign = Campaign.objects.create(
        congress=town.congress, brand="qingting", name="青听青声", since=date(2025, 1, 1)
    )
    P = partial(Place.objects.create, congress=town.congress, subdistrict=town.street)
    spots = [P(kind="community", name="临江社区"), P(kind="village", name="新村"), P(kind="enterprise", name="甲公司")]
    project = P(kind="project", name="乙项目")
    town.he.level = Level.NATIONAL
    town.he.save()
    for n, day in enumerate([date(2025, 2, 28), date(2025, 12, 31), date(2026, 1, 1), date(2026, 7, 15)]):
        an_activity(
            town,
            "three_entries",
            day,
            town.lin,
            *([town.fang] if n % 2 else []),
            places=spots[: n + 1],
            campaign=campaign,
        )
        an_activity(town, "public_talk", day, town.he, town.lin)
        an_activity(town, "training", day, town.lin, town.fang, copies=10 * n + 3)
        an_activity(town, "media", day, outlet_level="national" if n % 2 else "municipal", outlet="报")
        an_activity(town, "project_support", day, places=[project])
    Presence.objects.filter(activity__activity_kind="public_talk").update(leads=True)
    Linked.objects.create(place=spots[2], post=town.gao, since=date(2025, 6, 1), until=date(2026, 2, 1))
    organ = Organ.objects.create(
        name="老街口联络站", kind=Organ.Kind.STATION, parent=town.street, since=date(2025, 5, 4)
    )
    station = Station.objects.create(organ=organ, address="老街 1 号")
    for day in (date(2025, 12, 31), date(2026, 1, 1)):
        d = DutyDay.objects.create(station=station, day=day, opens=time(9), closes=time(11))
        Duty.objects.create(day=d, post=town.lin, standing="on")
        DutyDay.objects.filter(pk=d.pk).update(state="held", received=7)
    b = Briefing.objects.create(
        title="通报", keeper=town.office, held_on=date(2026, 5, 6), opens_at=time(9), place="厅"
    )
    Briefing.objects.filter(pk=b.pk).update(state="held")
    Attendee.objects.create(briefing=b, post=town.lin, came=True)
    on("2027-01-04")
    return town


def test_there_is_something_to_count(years):
    """Else the properties below would hold of nothing. What no other test of a domain fills is enough here."""
    where = (years.congress, date(2025, 1, 1), date(2026, 12, 31))
    assert sum(bool(figure.count(*where)) for figure in Figure.all.values()) >= 45


def test_a_different_value_is_counted_in_the_month_in_which_it_first_occurs(years):
    """One community was walked in February and December 2025, in January and July 2026."""
    found = Figure.all["communities_visited"].by(MONTH, years.congress, date(2025, 1, 1), date(2026, 12, 31))
    assert found == {date(2025, 2, 1): 1}


@asked()
@given(since=DAYS, until=DAYS)
def test_a_figure_is_as_long_as_its_list_and_its_parts_add_up(years, since, until):
    where = (years.congress, *sorted([since, until]))
    for figure in Figure.all.values():
        n = figure.count(*where)
        for one in figure.parts or (figure,):
            rows = list(one.rows(*where).order_by())
            assert len(rows) == len({row.pk for row in rows}), f"{one.name} counts a record twice"
        if figure.total:
            assert n == sum(value or 0 for value in figure.rows(*where).values_list(figure.total, flat=True)), (
                figure.name
            )
        else:
            assert n == len(figure.records(*where)), figure.name
        for what in figure.broken_down_by:
            if what == MONTH or not figure.distinct:  # a different value may be met with in two organs
                assert sum(figure.by(what, *where).values()) == n, (figure.name, what)
                assert sum(m for _name, m in told_by(figure, what, where)) == n, (figure.name, what)
        if figure.out_of:
            whole = set(figure.out_of.records(*where))
            assert set(figure.records(*where)) <= whole, f"{figure.name} is no share of {figure.out_of.name}"


@asked()
@given(until=DAYS)
def test_a_period_that_is_cut_in_two_loses_nothing(years, until):
    """What is counted once a year is counted in exactly one of its halves, unless different values are."""
    first, last = date(2024, 11, 1), date(2027, 2, 28)
    for figure in Figure.all.values():
        if figure.distinct or figure.out_of or not figure.on or figure.name.startswith("suggestions_"):
            continue  # of suggestions, what was open at the end of each half is another set than at the end of both
        if until < last and not figure.name.endswith("_outstanding"):
            halves = figure.count(years.congress, first, until) + figure.count(
                years.congress, until + timedelta(1), last
            )
            assert halves == figure.count(years.congress, first, last), figure.name


@asked()
@given(day=st.dates(date(2025, 1, 1), date(2026, 12, 31)))
def test_a_record_that_is_re_dated_moves_between_years(years, day):
    a = Activity.objects.filter(activity_kind="three_entries").order_by("pk").first()
    Activity.objects.filter(pk=a.pk).update(held_on=day)
    for name in ("three_entries_groups", "three_entries_attendance"):
        years_of = [Figure.all[name].by(MONTH, years.congress, date(y, 1, 1), date(y, 12, 31)) for y in (2025, 2026)]
        assert day.replace(day=1) in years_of[day.year - 2025]
        assert sum(sum(months.values()) for months in years_of) == {"three_entries_groups": 4}.get(name, 6)


def test_last_year_is_the_same_when_asked_again(years, on):
    """What happens later changes no figure of a year that is over."""
    where = (years.congress, date(2025, 1, 1), date(2025, 12, 31))
    before = {name: (figure.count(*where), figure.records(*where)) for name, figure in Figure.all.items()}
    on("2027-03-01")
    years.walk(years.suggestion(title="明年的事"))
    years.handle(years.voice())
    assert {name: (figure.count(*where), figure.records(*where)) for name, figure in Figure.all.items()} == before


def test_the_records_are_told_to_whoever_may_see_them_and_the_rest_is_a_number(years):
    where, figure = (years.congress, date(2025, 1, 1), date(2026, 12, 31)), Figure.all["suggestions_filed"]
    everyone = [f"public:{years.congress.pk}:"]
    office, deputy, nobody = (listed(figure, where, hats) for hats in (years.wang.hats, years.he.hats, everyone))
    assert (len(office.keys), office.hidden, office.total) == (3, 0, 3)
    assert deputy.total == 3 and len(deputy.keys) + deputy.hidden == 3
    assert (nobody.keys, nobody.hidden) == ([], 3)
    assert told(figure, where, everyone, office.keys) == [], "a key alone opens nothing"
    Matter.objects.filter(pk=office.keys[0]).update(public=True)
    Matter.objects.get(pk=office.keys[0]).specific.recast()
    page = listed(figure, where, everyone)
    assert (page.keys, page.hidden) == ([office.keys[0]], 2)
    assert [one.key for one in told(figure, where, everyone, office.keys)] == page.keys


def test_a_long_list_is_paged_by_its_key(years):
    figure, where = Figure.all["three_entries_attendance"], (years.congress, date(2025, 1, 1), date(2026, 12, 31))
    hats, found, after = years.wang.hats + years.xu.hats + [f"organ:{years.congress.pk}:deputy"], [], None
    for _page in range(PAGE):
        page = listed(figure, where, hats, after, n=2)
        found += [one.key for one in told(figure, where, hats, page.keys)]
        if not (after := page.next_key):
            break
    assert len(found) + page.hidden == page.total == 6 and found == sorted(set(found), reverse=True)
