"""Figures for the annual report: named questions, with the records they count behind them.

A figure counts events, not states, so that last year's figure is the same when asked again next year.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from qingting.docket.ledger import midnight
from qingting.docket.models import Deadline, Event


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
    breaks: tuple[tuple[str, Any], ...] = ()  # how it may be broken down: by what, and the expression over the records that says it

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
        perfect = _("，满分，请核对") if n == whole else ""  # a rate that nothing can lower is looked at, not celebrated
        share = f"{self.value(congress, since, until)}%"
        return _("%(share)s（%(n)s/%(whole)s%(perfect)s）") % {"share": share, "n": n, "whole": whole, "perfect": perfect}

    def by(self, what, congress, since: date, until: date) -> dict[Any, int]:
        """The same figure's records, broken down. Raises KeyError where it cannot be broken down so."""
        parts = self.rows(congress, since, until).order_by().annotate(part=dict(self.breaks)[what]).values_list("part")
        return dict(parts.annotate(Count(self.distinct or "pk", distinct=True)))


def in_period(since: date, until: date, at="at") -> dict[str, Any]:
    """From the first day through the last; a range of moments, so that an index serves it."""
    return {f"{at}__gte": midnight(since), f"{at}__lt": midnight(until + timedelta(days=1))}


def took(model, *steps, **said):
    """The matters that took one of these steps in the period, having said one of these things."""
    said = {f"data__{field}__in": values for field, values in said.items()}

    def rows(congress, since, until):
        events = Event.objects.filter(step__in=steps, matter__congress=congress, **in_period(since, until), **said)
        return model.objects.filter(congress=congress, pk__in=events.order_by().values("matter"))

    return rows


def last_said(model, step, **said):
    """The matters whose last such step in the period said one of these things: a second answer stands for the first."""
    said = {f"events__data__{field}__in": values for field, values in said.items()}

    def rows(congress, since, until):
        last = Event.objects.filter(matter=OuterRef("pk"), step=step, **in_period(since, until)).order_by("-pk")
        taken = took(model, step)(congress, since, until).annotate(last=Subquery(last.values("pk")[:1]))
        return taken.filter(events__pk=F("last"), **said)

    return rows


def kept(model, clocks, steps):
    """The matters that met one of these clocks by one of these steps in the period, and never later than they were due."""

    def rows(congress, since, until):
        met = Deadline.objects.filter(clock__in=clocks, met__step__in=steps, matter__congress=congress, **in_period(since, until, "met__at"))
        late = met.annotate(day=TruncDate("met__at")).filter(day__gt=F("due_on"))
        mine = model.objects.filter(congress=congress)
        return mine.filter(pk__in=met.order_by().values("matter")).exclude(pk__in=late.order_by().values("matter"))

    return rows
