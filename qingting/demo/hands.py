"""Small things that whoever loads the demonstration does again and again."""

from datetime import date, datetime, time

from django.utils.timezone import make_aware


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return make_aware(datetime.combine(day, time(hour, minute)))


def again(matter):
    """The same matter as it is now: each step is taken of what the one before has left."""
    return type(matter).objects.get(pk=matter.pk)
