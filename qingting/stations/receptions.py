"""How reception days are planned: one by one, and from a rule by which they come round."""

from datetime import date

from django.db import transaction
from django.utils.timezone import localdate

from qingting.organs.models import Post
from qingting.stations.models import Duty, DutyDay, Recurrence, Station


@transaction.atomic
def plan(station: Station, by: Post, deputies, *, day: date, opens, closes, recurrence=None, at=None) -> DutyDay:
    """A reception day with the deputies who are on duty, planned by a clerk of the committee that keeps the station.

    Raises Refused, with a sentence for the clerk; then there is no such day.
    """
    planned = DutyDay.objects.create(station=station, day=day, opens=opens, closes=closes, recurrence=recurrence)
    for post in deputies:
        Duty.objects.create(day=planned, post=post)
    planned.take("plan", by, at=at)
    return planned


@transaction.atomic
def plan_coming(recurrence: Recurrence, by: Post, until: date, *, at=None) -> list[DutyDay]:
    """The days of a rule from tomorrow through a day that were not planned yet. Once planned, a day is never planned again:
    not when it was moved, and not when it was cancelled. Raises Refused.
    """
    Recurrence.objects.select_for_update().get(pk=recurrence.pk)  # two clerks press at the same moment
    there = set(recurrence.duty_days.values_list("planned_for", flat=True))
    deputies = list(recurrence.deputies.select_related("organ", "person").order_by("pk"))
    first = date.fromordinal(localdate(at).toordinal() + 1)
    coming = [day for day in recurrence.days(first, until) if day not in there]
    hours = {"opens": recurrence.opens, "closes": recurrence.closes}
    return [
        plan(recurrence.station, by, able(deputies, day), day=day, recurrence=recurrence, at=at, **hours)
        for day in coming
    ]


def able(deputies, day) -> list[Post]:
    """Those who may act on that day: a mandate may end before a rule does."""
    return [post for post in deputies if post.is_current(day)]
