"""The months of a period, and the month of a record as a comparison with them."""

from datetime import date, timedelta

from django.db.models import Case, DateField, Value, When
from django.db.models.functions import Cast, TruncMonth

from qingting.docket.ledger import midnight


def months(since: date, until: date) -> list[date]:
    """The first day of each month from that of the first day through that of the last."""
    first, found = since.replace(day=1), []
    while first <= until:
        found.append(first)
        first = _next(first)
    return found


def month_of(day: str, since: date, until: date, at: bool = False) -> Case:
    """The month of a day, or of a moment (`at`), found by comparing it with the months of the period.

    To work out the month of a record, SQLite calls back into Python; so only what lies outside the period is worked out.
    """
    whens = []
    for month in months(since, until):
        edges = (midnight(month), midnight(_next(month))) if at else (month, _next(month))
        within = dict(zip((f"{day}__gte", f"{day}__lt"), edges, strict=True))
        whens.append(When(**within, then=Value(month, DateField())))
    return Case(*whens, default=Cast(TruncMonth(day), DateField()), output_field=DateField())


def _next(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)
