"""How a deadline was reckoned, told in full: from which day, by which rule, what has moved it, and each day of the count."""

from collections import namedtuple
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from qingting.clocks.calendar import Calendar
from qingting.clocks.models import CalendarYear
from qingting.clocks.spans import Rolling, Ruling, count

Told = namedtuple("Told", "day n kind cls")  # a day of the count as the page shows it
Change = namedtuple("Change", "was label actor on note")  # what the day was before, and what moved it


def lay_open(owed, events):
    """Say on a deadline by what rule it runs, from what day it counts, and what has moved it.

    `events` are those of its matter by number, as the history tells them.
    """
    owed.ruling = Ruling.from_json(owed.ruling)
    began = localdate(owed.started.at)
    owed.starts_on = owed.ruling.span.first(began, owed.matter)
    owed.rolled_from = rolled_from(owed)
    owed.counts_back = owed.due_on < owed.starts_on
    owed.predates_rule = str(began) < owed.ruling.since
    owed.changes = [changed(moved, events) for moved in owed.history]
    return owed


def rolled_from(owed) -> date | None:
    """The rest day on which it would have ended; None where it ends on its own day."""
    ended = owed.ruling.span.ends(owed.starts_on) if isinstance(owed.ruling.span, Rolling) else owed.due_on
    return ended if ended != owed.due_on else None


def changed(moved, events) -> Change:
    was = date.fromisoformat(moved["was"])
    if "calendar" in moved:
        return Change(was, _("%(year)s年放假通知录入，重新计算") % {"year": moved["calendar"]}, None, None, "")
    event = events[moved["event"]]
    return Change(was, event.step_label, event.actor, localdate(event.at), event.note)


def days_of(owed) -> list[Told]:
    """Every day of the count, the day that is not counted first; a laid-open deadline is given."""
    counted = count(owed.ruling.span, owed.starts_on, owed.due_on)
    calendar = Calendar.current()
    first = Told(owed.starts_on, 0, calendar.kind(owed.starts_on), "zero" if counted else "due")
    return [first, *(Told(*day, look(day, owed, calendar)) for day in counted)]


def look(day, owed, calendar) -> str:
    if day.day == owed.due_on:
        return "due"
    if day.n is None:
        return "rest"
    return "makeup" if calendar.is_made_up(day.day) else ""


def notices_for(owed) -> list[tuple[int, str | None]]:
    """The years over which it counts, each with its notice of rest days; None where that is not out yet."""
    first, last = sorted([owed.starts_on, owed.due_on])
    known = dict(CalendarYear.objects.filter(year__range=(first.year, last.year)).values_list("year", "notice"))
    return [(year, known.get(year)) for year in range(first.year, last.year + 1)]
