"""The months of a period, and the month of a record as a comparison with them."""

from datetime import date, timedelta

from django.db.models import Case, DateField, Value, When
from django.db.models.functions import Cast, TruncMonth

A_TERM = timedelta(days=5 * 366)  # of a longer period, months are not compared one by one


def months(since: date, until: date) -> list[date]:
    """The first day of each month from that of the first day through that of the last."""
    first, found = since.replace(day=1), []
    while first <= until:
        found.append(first)
        first = next_month(first)
    return found


def month_of(day: str, since: date, until: date) -> Case:
    """The month of a day, found by comparing it with the months of the period.

    To work out the month of a record, SQLite calls back into Python; so only what lies outside the period is worked out, and all of
    a period of more than five years, where each month to compare with would cost more.
    """
    whens = []
    for month in months(since, until) if until - since < A_TERM else ():
        within = {f"{day}__gte": month, f"{day}__lt": next_month(month)}
        whens.append(When(**within, then=Value(month, DateField())))
    return Case(*whens, default=Cast(TruncMonth(day), DateField()), output_field=DateField())


def next_month(month: date) -> date:
    """The first day of the month after that of a day."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)
