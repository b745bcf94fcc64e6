"""Against floods, without punishing the honest: how often one sender did something in one hour, counted for all servers.

What is too much, and what then happens, says whoever counts. A mobile network may put thousands of people behind one
address, so bounds are wide and a place may set its own. An address is kept as a mark that tells nobody what it was, and for
a day at most.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, models
from django.utils.timezone import now

from qingting.vault import blind

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Tally(models.Model):
    """How often something was done under a mark in one hour."""

    mark = models.CharField(max_length=32)
    hour = models.DateTimeField(db_index=True)
    n = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mark", "hour"], name="one_tally_of_a_mark_an_hour")]


def address_of(request) -> str:
    """The address that the nearest machine we trust saw: what a sender writes into the header himself counts nothing."""
    if settings.SECURE_PROXY_SSL_HEADER:
        return request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or request.META["REMOTE_ADDR"]
    return request.META.get("REMOTE_ADDR", "")


def count(doing: str, request) -> int:
    """Once more from this address; how often it was in this hour."""
    return once_more(blind(address_of(request), doing))


def once_more(mark: str, hour: datetime | None = None) -> int:
    """One more under this mark, in this hour where none is named; how many there are now."""
    hour = hour or now().replace(minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:  # one statement, and the same on both engines
        cursor.execute(
            f"INSERT INTO {Tally._meta.db_table} AS its (mark, hour, n) VALUES (%s, %s, 1) "
            "ON CONFLICT (mark, hour) DO UPDATE SET n = its.n + 1 RETURNING n",
            [mark, connection.ops.adapt_datetimefield_value(hour)],
        )
        return cursor.fetchone()[0]


def tidy():
    """Marks older than a day are of no use to anyone."""
    Tally.objects.filter(hour__lt=now() - DAY).delete()
