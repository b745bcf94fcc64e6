"""Lists: each is read a page at a time from the index of a hat, and merged, however long it is."""

from datetime import date

from django.db import connection
from django.db.models import Q, Value
from django.db.models.expressions import RawSQL
from django.utils.timezone import localdate

from qingting.clocks.calendar import Calendar
from qingting.docket.models import NEVER, Part, hats

SOON = 3  # working days: what is due within them stands under a yellow light
MANY = 1000  # nobody counts further than this on a screen


def lamp_days(today: date) -> dict[str, tuple[date, date]]:
    """The first and the last day due under each light."""
    soon = Calendar.current().working_days_after(today, SOON)
    return {"red": (date.min, today - _A_DAY), "yellow": (today, soon), "green": (soon + _A_DAY, NEVER)}


_A_DAY = date(1, 1, 2) - date(1, 1, 1)
_SMALLEST = date(1900, 1, 1)


def lamp_of(due_on: date | None, days: dict[str, tuple[date, date]]) -> str:
    """red, yellow, green; wait where nothing is owed."""
    if due_on is None:
        return "wait"
    return next(lamp for lamp, (since, until) in days.items() if since <= due_on <= until)


# What stands in a query for that by which several lists differ that are alike in all else.
HAT, STATE, SINCE, UNTIL = "<hat>", "<state>", "<since>", "<until>"
DAYS = Value(SINCE), Value(UNTIL)  # as values, since a day would be read as a day


def first_of(lines, order, n, column, each: list[dict[str, str]]) -> RawSQL:
    """The first n of each of several like lists of parts, as one list, for `pk__in`; `each` fills in what differs.

    Written by hand, since SQLite takes no limit inside Django's union; and once for all of them, since Django
    writes a query for longer than a database reads it.
    """
    one, params = lines.order_by(*order).values(column)[:n].query.sql_with_params()
    sql = " UNION ALL ".join(f"SELECT * FROM ({one}) AS list{i}" for i in range(len(each)))
    return RawSQL(sql, filled(params, each))


def filled(params, each: list[dict[str, str]]) -> list:
    """The parameters of a query, once for each of several lists, with what is its own."""
    return [its.get(value, value) for its in each for value in params]


def ranges(days) -> list[dict[str, str]]:
    """The days due under each light, as a list of its own."""
    return [{SINCE: f"{max(since, _SMALLEST)}", UNTIL: f"{until}"} for since, until in days.values()]


def listed(matters, actors, *, states=(), played_by=(), narrow=None, lamp="", by_due=False, after=None, n=20):
    """A page of the matters of this queryset's kind that these actors may see.

    Newest first, or what is owed first; `after` is the key of the last row of the page before,
    `played_by` are further hats that must be in the cast, `narrow` what the matters must say of themselves, `lamp` a light.
    Returns up to n + 1 rows: the one too many says that there is another page.
    """
    kind = matters.model._meta.label_lower
    by_due = by_due or bool(lamp)
    order = ("owed_on", "matter_id") if by_due else ("-matter_id",)
    lines = Part.objects.filter(kind=kind)
    if lamp:
        since, until = lamp_days(localdate())[lamp]
        lines = lines.filter(owed_on__range=(max(since, _SMALLEST), until))
    elif by_due:
        lines = lines.filter(owed_on__isnull=False)
    for hat in played_by:
        lines = lines.filter(matter__in=Part.objects.filter(kind=kind, hat=hat).values("matter"))
    if narrow:
        lines = lines.filter(matter__in=matters.model.objects.filter(**narrow).values("pk"))
    if after and by_due:
        lines = lines.filter(Q(owed_on__gt=after[0]) | Q(owed_on=after[0], matter_id__gt=after[1]))
    elif after:
        lines = lines.filter(matter_id__lt=after[0])
    lines = lines.filter(hat=HAT, **({"state": STATE} if states else {}))
    each = [{HAT: hat, STATE: state} for hat in hats(actors) for state in states or [""]]
    if not each:
        return []
    mine = matters.filter(pk__in=first_of(lines, order, n + 1, "matter_id", each))
    return list(mine.order_by(*(("owed_on", "pk") if by_due else ("-pk",)))[: n + 1])


def due_lines(actors, n=20, lamp="", after=None) -> dict[str, list[Part]]:
    """The first lines of an inbox under each light, with their matters; or under one light, after the day and key of the last line shown."""
    days = lamp_days(localdate())
    days = {lamp: days[lamp]} if lamp else days
    mine = Part.objects.filter(due_on__isnull=False)
    if after:
        mine = mine.filter(Q(due_on__gt=after[0]) | Q(due_on=after[0], matter_id__gt=after[1]))
    mine = mine.filter(hat=HAT, due_on__range=DAYS)
    each = [{HAT: hat} | its for hat in hats(actors) for its in ranges(days)]
    order, found = ("due_on", "matter_id"), {}
    if each:
        short = Part.objects.filter(pk__in=first_of(mine, order, n, "id", each))
        for part in short.select_related("matter__source").order_by(*order):
            found.setdefault(part.matter_id, part)  # one matter under two hats is one line, by the earlier day
    lines = list(found.values())
    return {lamp: [p for p in lines if since <= p.due_on <= until][:n] for lamp, (since, until) in days.items()}


def how_many(actors) -> dict[str, int]:
    """How many lines an inbox has under each light, and in how many matters others have to move; each up to MANY."""
    worn = hats(actors)
    if not worn:
        return dict.fromkeys(("red", "yellow", "green", "wait"), 0)
    mine = Part.objects.filter(hat__in=worn).order_by().values("matter_id")
    due, due_params = mine.filter(due_on__range=DAYS)[:MANY].query.sql_with_params()
    wait, wait_params = mine.filter(due_on=None, owed_on__isnull=False)[:MANY].query.sql_with_params()
    days = lamp_days(localdate())
    sql = ", ".join(
        f"(SELECT count(DISTINCT matter_id) FROM ({one}) AS list{i})"
        for i, one in enumerate([due] * len(days) + [wait])
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql}", [*filled(due_params, ranges(days)), *wait_params])
        return dict(zip([*days, "wait"], cursor.fetchone(), strict=True))
