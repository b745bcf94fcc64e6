"""Figures for the annual report: named questions, with the records they count behind them."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import Any, ClassVar

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Coalesce

from qingting.figures.answer import Answer
from qingting.figures.months import month_of

MONTH, PART = "month", "part"


@dataclass(frozen=True)
class Figure:
    """A question with a name, a unit and a scope. `rows` gives the records counted for a congress and a period, each once.

    A figure that adds up others (`parts`) has no rows of its own: its records are theirs, and it has the breakdowns that all
    of them have. So one number may count two kinds of record, and still open to both lists.
    """

    name: str
    label: Any
    unit: Any
    scope: Any
    rows: Callable[[Any, date, date], QuerySet] | None = None
    out_of: "Figure | None" = None  # when the figure is a share of another, in percent
    distinct: str = ""  # count these different values instead of the records
    total: str = ""  # add up this field instead of counting
    # how it may be broken down: by what, and the expression over the records that says it
    breaks: tuple[tuple[str, Any], ...] = ()
    # the day of a record, for its month: a field of the records; what counts events knows it (`Took.when`)
    on: str = ""
    # the matter that a record belongs to, as a path from it: who may see that one may see the record. "" where the record
    # is itself a matter; None where no matter stands behind it, and the record is open (a station, a post)
    matter: str | None = ""
    called: str = ""  # what a record is called beside its matter, as a path from it: a deputy, a place
    # for a breakdown, what its parts are called, asked with the part, the congress and the last day; else its field's choices
    says: tuple[tuple[str, Callable[[Any, Any, date], Any]], ...] = ()
    # What makes one look again, by name, since another domain may count it: figures that this one cannot well exceed, as
    # no more is answered than was filed; and figures that together count the same thing another way
    at_most: tuple[str, ...] = ()
    agrees_with: tuple[str, ...] = ()
    # When what it counts last changed for a congress, where that is not a matter and yet may be remembered: anything that is
    # another one after each change that leaves no event
    changed: Callable[[Any], Any] | None = None
    parts: "tuple[Figure, ...]" = ()  # the figures that it adds up, whose records have nothing in common

    all: ClassVar[dict[str, "Figure"]] = {}

    def __post_init__(self):
        if self.name in Figure.all:
            raise ValueError(f"two figures are called {self.name}")
        if bool(self.rows) == bool(self.parts):
            raise ValueError(f"the figure {self.name} counts records of its own or adds up others, one of the two")
        Figure.all[self.name] = self

    def _rows(self, congress, since: date, until: date) -> QuerySet:
        assert self.rows, "a figure that adds up others has none"
        return self.rows(congress, since, until).order_by()

    def when(self, since: date, until: date):
        """The expression for the day of a record; None where records have none, as what is there at the end of a period."""
        if self.on:
            return F(self.on)
        return when(since, until) if (when := getattr(self.rows, "when", None)) else None

    def count(self, congress, since: date, until: date) -> int:
        """How many records; or how many different values; or their sum."""
        if self.parts:
            return sum(part.count(congress, since, until) for part in self.parts)
        if not self.total and (counted := getattr(self.rows, "count", None)):
            return counted(congress, since, until, *filter(None, [self.distinct]))
        rows = self._rows(congress, since, until)
        if self.total:
            return rows.aggregate(n=Sum(self.total))["n"] or 0
        if self.distinct:
            return rows.aggregate(n=Count(self.distinct, distinct=True))["n"]
        return rows.count()

    def records(self, congress, since: date, until: date) -> list:
        """The keys of the records counted, in order; the values, where different values are; each with its part, where it adds up."""
        if self.parts:
            return [f"{part.name}:{key}" for part in self.parts for key in part.records(congress, since, until)]
        rows = self._rows(congress, since, until)
        counted = rows.exclude(**{self.distinct: None}) if self.distinct else rows
        return sorted(set(counted.values_list(self.distinct or "pk", flat=True)))

    def answer(self, congress, since: date, until: date) -> Answer:
        """What it comes to, counted once; for a share with what it is a share of."""
        where = congress, since, until
        return Answer(self.count(*where), str(self.unit), self.out_of.count(*where) if self.out_of else None)

    def value(self, congress, since: date, until: date) -> int | Decimal | None:
        """The count; for a share, percent to one decimal place, None where there is nothing to share."""
        return self.answer(congress, since, until).value

    def rendered(self, congress, since: date, until: date) -> str:
        """As the report prints it; a share always shows what it is a share of."""
        return self.answer(congress, since, until).rendered

    @property
    def broken_down_by(self) -> tuple[str, ...]:
        """By what it may be broken down. A part of a share would be no share."""
        if self.out_of:
            return ()
        if self.parts:
            first, *others = (part.broken_down_by for part in self.parts)
            return (PART, *(what for what in first if all(what in of_it for of_it in others)))
        by_month = self.on or hasattr(self.rows, "by_month") and not self.total
        return (*((MONTH,) if by_month else ()), *(way for way, _by in self.breaks))

    def by(self, way: str, congress, since: date, until: date) -> dict[Any, int]:
        """The same figure, broken down in one way. Raises KeyError where it cannot be broken down so."""
        if way not in self.broken_down_by:
            raise KeyError(way)
        return self.broken_down([way], congress, since, until)[way]

    def broken_down(self, ways: Sequence[str], congress, since: date, until: date) -> dict[str, dict[Any, int]]:
        """The same figure, broken down in each of these ways, by one reading of its records; events are read for themselves.

        A different value that is counted once goes to the month in which it first occurs, so that the months add up.
        """
        if self.parts:
            return {way: self._added_up(way, congress, since, until) for way in ways}
        of = {way: expression for way, expression in self.breaks if way in ways}
        found = {}
        if MONTH in ways and self.on:
            of[MONTH] = month_of(self.on, since, until)
        elif MONTH in ways:
            its: Any = self.rows
            found[MONTH] = its.by_month(congress, since, until, *filter(None, [self.distinct]))
        if of:
            found |= self._counted_by(of, self._rows(congress, since, until))
        return {way: dict(sorted(found[way].items())) if way == MONTH else dict(found[way]) for way in ways}

    def _counted_by(self, of: dict[str, Any], rows) -> dict[str, Counter]:
        """The rows counted by all of these expressions at once, and added up for each."""
        names = [f"part_{n}" for n in range(len(of))]
        lines = rows.annotate(**dict(zip(names, of.values(), strict=True)))
        if self.distinct:
            lines = lines.exclude(**{self.distinct: None}).values_list(self.distinct, *names).distinct()
            return _of_different(list(of), lines)
        n = Coalesce(Sum(self.total), 0) if self.total else Count("pk")
        return _added(list(of), lines.values_list(*names).annotate(counted=n))

    def _added_up(self, way, congress, since, until):
        if way == PART:
            return {str(part.label): part.count(congress, since, until) for part in self.parts}
        added: Counter = Counter()
        for part in self.parts:
            added.update(part.by(way, congress, since, until))
        return dict(sorted(added.items())) if way == MONTH else dict(added)


def _added(ways, lines) -> dict[str, Counter]:
    """The lines are counted by all ways at once: for each way, what its parts come to."""
    found: dict[str, Counter] = {way: Counter() for way in ways}
    for *parts, n in lines:
        for way, part in zip(ways, parts, strict=True):
            found[way][part] += n
    return found


def _of_different(ways, lines) -> dict[str, Counter]:
    """The lines are a value and its parts: for each way, how many values a part has; by month each in its first alone."""
    seen: dict[str, set] = {way: set() for way in ways}
    for value, *parts in lines:
        for way, part in zip(ways, parts, strict=True):
            seen[way].add((value, part))
    if MONTH in seen:
        latest_first = sorted(seen[MONTH], key=itemgetter(1), reverse=True)
        seen[MONTH] = set(dict(latest_first).items())  # of several months of a value the last that is said stays
    return {way: Counter(part for _value, part in pairs) for way, pairs in seen.items()}
