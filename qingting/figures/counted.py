"""What a figure counts: the matters that a period's events speak of.

It counts events, not states, so that last year's figure is the same when asked again next year.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Min, OuterRef, Subquery
from django.db.models.functions import TruncDate

from qingting.docket.ledger import midnight
from qingting.docket.models import Deadline, Event


def in_period(since: date, until: date, at="at") -> dict[str, Any]:
    """From the first day through the last; a range of moments, so that an index serves it."""
    return {f"{at}__gte": midnight(since), f"{at}__lt": midnight(until + timedelta(days=1))}


@dataclass(frozen=True)
class Took:
    """The matters that took one of these steps in the period, having said one of these things."""

    model: Any
    steps: tuple[str, ...]
    said: dict[str, Any] = field(default_factory=dict)

    def events(self, since, until):
        said = {f"data__{name}__in": values for name, values in self.said.items()}
        return Event.objects.filter(step__in=self.steps, **in_period(since, until), **said).order_by()

    def __call__(self, congress, since, until):
        events = self.events(since, until).filter(matter__congress=congress)
        return self.model.objects.filter(congress=congress, pk__in=events.values("matter"))

    def when(self, since, until):
        """The day on which a matter took it in the period: the first, where it took it more than once."""
        of_one = self.events(since, until).filter(matter=OuterRef("pk")).values("matter")
        return Subquery(of_one.annotate(first=Min("at")).values("first"))


def took(model, *steps, **said) -> Took:
    """The matters that took one of these steps in the period, having said one of these things."""
    return Took(model, steps, said)


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
        met = Deadline.objects.filter(
            clock__in=clocks, met__step__in=steps, matter__congress=congress, **in_period(since, until, "met__at")
        )
        late = met.annotate(day=TruncDate("met__at")).filter(day__gt=F("due_on"))
        mine = model.objects.filter(congress=congress)
        return mine.filter(pk__in=met.order_by().values("matter")).exclude(pk__in=late.order_by().values("matter"))

    return rows
