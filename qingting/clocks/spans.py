"""Spans of time as the law counts them: the first day is the day after.

No statute on congresses says how periods are counted; the rules are those of the Civil Code,
arts. 200 to 203, by analogy (confidence E): a last day on a rest day moves to the next working day.
A count that runs back from a meeting does not move past it.
"""

from calendar import isleap, monthrange
from collections import namedtuple
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from qingting.clocks.calendar import Calendar

ONE = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """So long. Each kind says when it is due, and which of the days between it counts."""

    label: ClassVar[Any] = ""

    def first(self, start: date, matter) -> date:
        """The day that is not counted: the one on which it began."""
        return start

    def due(self, start: date, matter=None) -> date:
        raise NotImplementedError

    def on(self, day: date, congress, basis: str):
        """A span is its own ruling, whatever the day; a rule of the rulebook looks one up."""
        return Ruling(self, basis)

    def counts(self, calendar, day: date) -> bool:
        return True

    def is_provisional(self, start: date, due: date) -> bool:
        """Whether the day may still move, because it hangs on a year whose notice of rest days is not out."""
        return False

    def __str__(self):
        return str(self.label % asdict(self))


class Rolling(Span):
    """A span whose last day, when it is a rest day, moves to the next working day (Civil Code, art. 203)."""

    def ends(self, start: date) -> date:
        """Its last day, before it moves."""
        raise NotImplementedError

    def due(self, start: date, matter=None) -> date:
        return _next_working_day(self.ends(start))

    def is_provisional(self, start, due):
        return Calendar.current().is_provisional(self.ends(start), due)  # only its last day asks the calendar


@dataclass(frozen=True)
class Days(Rolling):
    """Calendar days (日), the day after the first being day one. A last day on a rest day moves to the next working day."""

    n: int
    label: ClassVar[Any] = ngettext_lazy("%(n)s日", "%(n)s日", "n")

    def ends(self, start):
        return start + self.n * ONE


@dataclass(frozen=True)
class WorkingDays(Span):
    """Working days (工作日), by the yearly notices: days made up for count, rest days do not."""

    n: int
    label: ClassVar[Any] = ngettext_lazy("%(n)s个工作日", "%(n)s个工作日", "n")

    def due(self, start: date, matter=None) -> date:
        return Calendar.current().working_days_after(start, self.n)

    def counts(self, calendar, day):
        return calendar.works(day)

    def is_provisional(self, start, due):
        return Calendar.current().is_provisional(start, due)


@dataclass(frozen=True)
class Months(Rolling):
    """Months (个月): the corresponding day, or the last of a shorter month. A last day on a rest day moves to the next working day."""

    n: int
    label: ClassVar[Any] = ngettext_lazy("%(n)s个月", "%(n)s个月", "n")

    def ends(self, start):
        years, month = divmod(start.month - 1 + self.n, 12)
        year, month = start.year + years, month + 1
        return date(year, month, min(start.day, monthrange(year, month)[1]))


@dataclass(frozen=True)
class Before(Span):
    """So long before a day that the matter itself names, such as the day it is heard. It does not roll forward."""

    n: int
    field: str
    named: str = ""  # what happens on that day, in the words of the hall: 大会闭幕

    def first(self, start: date, matter) -> date:
        return getattr(matter, self.field)

    def due(self, start: date, matter=None) -> date:
        return self.first(start, matter) - self.n * ONE

    def __str__(self):
        named = _(self.named) if self.named else _("约定的日子")
        return (
            _("%(named)s前%(n)s日") % {"named": named, "n": self.n} if self.n else _("%(named)s当日") % {"named": named}
        )


@dataclass(frozen=True)
class By(Rolling):
    """By a day of the year: this year's, or next year's when it has passed."""

    month: int
    day: int
    label: ClassVar[Any] = gettext_lazy("%(month)s月%(day)s日前")

    def __post_init__(self):
        _in_year(2024, self.month, self.day)  # refuses the 31st of June; the 29th of February is a day

    def ends(self, start):
        this_year = _in_year(start.year, self.month, self.day)
        return _in_year(start.year + (this_year <= start), self.month, self.day)


@dataclass(frozen=True)
class Window(Span):
    """Between two days of each year: due on the last day of the next one to open. It does not roll forward.

    What begins while a window is open has been told in it: the next is a year later.
    """

    from_month: int
    from_day: int
    month: int
    day: int
    label: ClassVar[Any] = gettext_lazy("每年%(from_month)s月%(from_day)s日至%(month)s月%(day)s日")

    def __post_init__(self):
        if _in_year(2024, self.month, self.day) < _in_year(2024, self.from_month, self.from_day):
            raise ValueError(_("窗口期的末日早于首日"))

    def due(self, start: date, matter=None) -> date:
        has_opened = _in_year(start.year, self.from_month, self.from_day) <= start
        return _in_year(start.year + has_opened, self.month, self.day)


def _in_year(year: int, month: int, day: int) -> date:
    return date(year, month, 28) if (month, day) == (2, 29) and not isleap(year) else date(year, month, day)


def _next_working_day(day: date) -> date:
    while not Calendar.current().works(day):  # a last day on a rest day moves to the next working day
        day += ONE
    return day


UNITS = {"days": Days, "working days": WorkingDays, "months": Months, "days before": Before, "by": By, "window": Window}


@dataclass(frozen=True)
class Ruling:
    """A span together with where it comes from. A deadline keeps a copy, so that a later rule never moves it."""

    span: Span
    basis: str
    rule: str = ""
    layer: str = "N"
    since: str = ""
    confidence: str = "A"

    def as_json(self) -> dict:
        unit = next(unit for unit, kind in UNITS.items() if kind is type(self.span))
        return asdict(self) | {"span": {"unit": unit, **asdict(self.span)}}

    @classmethod
    def from_json(cls, said: dict):
        span = dict(said["span"])
        return cls(**said | {"span": UNITS[span.pop("unit")](**span)})

    def __str__(self):
        said = {"rule": self.rule, "layer": self.layer, "since": self.since}
        source = _("%(rule)s（%(layer)s，%(since)s起施行）") % said if self.rule else ""
        return f"{self.span} {self.basis} {source}".strip()


Counted = namedtuple("Counted", "day n kind")  # a day, its number where it counts, and what kind of day it is


def count(span: Span, start: date, due: date) -> list[Counted]:
    """Day by day from the first to the one it is due; a clock that runs back from a meeting is counted back."""
    step = ONE if start <= due else -ONE
    calendar, day, n, days = Calendar.current(), start, 0, []
    while day != due:
        day += step
        n += (counts := span.counts(calendar, day))
        days.append(Counted(day, n if counts else None, calendar.kind(day)))
    return days
