"""Figures for the annual report: named questions, with the records they count behind them."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import Count, DateField, Min, QuerySet, Sum
from django.db.models.functions import Cast, Coalesce, TruncMonth
from django.utils.translation import gettext as _

MONTH = "month"


@dataclass(frozen=True)
class Figure:
    """A question with a name, a unit and a scope. `rows` gives the records counted for a congress and a period."""

    name: str
    label: Any
    unit: Any
    scope: Any
    rows: Callable[[Any, date, date], QuerySet]
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

    all: ClassVar[dict[str, "Figure"]] = {}

    def __post_init__(self):
        if self.name in Figure.all:
            raise ValueError(f"two figures are called {self.name}")
        Figure.all[self.name] = self

    def count(self, congress, since: date, until: date) -> int:
        """How many records; or how many different values; or their sum."""
        rows = self.rows(congress, since, until).order_by()
        if self.total:
            return rows.aggregate(n=Sum(self.total))["n"] or 0
        return rows.aggregate(n=Count(self.distinct or "pk", distinct=True))["n"]

    def value(self, congress, since: date, until: date) -> int | Decimal | None:
        """The count; for a share, percent to one decimal place, None where there is nothing to share."""
        n = self.count(congress, since, until)
        if self.out_of is None:
            return n
        whole = self.out_of.count(congress, since, until)
        return (Decimal(100 * n) / whole).quantize(Decimal("0.1")) if whole else None

    def rendered(self, congress, since: date, until: date) -> str:
        """As the report prints it; a share always shows what it is a share of."""
        if self.out_of is None:
            return _("%(n)s%(unit)s") % {"n": self.count(congress, since, until), "unit": self.unit}
        n, whole = self.count(congress, since, until), self.out_of.count(congress, since, until)
        if not whole:
            return _("无（0 件可算）")
        # a rate that nothing can lower is looked at, not celebrated
        perfect = _("，满分，请核对") if n == whole else ""
        said = {"share": f"{self.value(congress, since, until)}%", "n": n, "whole": whole, "perfect": perfect}
        return _("%(share)s（%(n)s/%(whole)s%(perfect)s）") % said

    @property
    def broken_down_by(self) -> tuple[str, ...]:
        """By what it may be broken down. A part of a share would be no share."""
        if self.out_of:
            return ()
        return (*((MONTH,) if self.on or hasattr(self.rows, "when") else ()), *(what for what, _by in self.breaks))

    def by(self, what, congress, since: date, until: date) -> dict[Any, int]:
        """The same figure, broken down. Raises KeyError where it cannot be broken down so.

        A different value that is counted once goes to the month in which it first occurs, so that the months add up.
        """
        rows = self.rows(congress, since, until).order_by()
        if what != MONTH:
            parts = rows.annotate(part=dict(self.breaks)[what]).values_list("part")
            counted = Coalesce(Sum(self.total), 0) if self.total else Count(self.distinct or "pk", distinct=True)
            return dict(parts.annotate(counted))
        if MONTH not in self.broken_down_by:
            raise KeyError(MONTH)
        when = self.rows.when(since, until) if hasattr(self.rows, "when") else self.on
        dated = rows.annotate(month=Cast(TruncMonth(when), DateField()))
        if self.total:
            return dict(dated.values_list("month").annotate(Coalesce(Sum(self.total), 0)))
        firsts = dated.values_list(self.distinct or "pk").annotate(Min("month"))
        return dict(sorted(Counter(month for key, month in firsts if key is not None).items()))
