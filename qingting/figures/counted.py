"""What a figure counts: the matters that a period's events speak of.

It counts events, not states, so that last year's figure is the same when asked again next year.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Self

from django.db.models import F, Min, OuterRef, Q, Subquery
from django.db.models.functions import TruncDate

from qingting.docket.ledger import midnight
from qingting.docket.models import Deadline, Event


def in_period(since: date, until: date, at="at") -> dict[str, Any]:
    """From the first day through the last; a range of moments, so that an index serves it."""
    return {f"{at}__gte": midnight(since), f"{at}__lt": midnight(until + timedelta(days=1))}


@dataclass(frozen=True)
class Counted:
    """The matters of one kind that a period's events speak of."""

    model: Any
    steps: tuple[str, ...]
    said: dict[str, Any] = field(default_factory=dict)
    only: Q = field(default_factory=Q)  # what else is asked of the matter itself

    def that(self, *where, **only) -> Self:
        """Of those, the ones of which this holds too."""
        return replace(self, only=self.only & Q(*where, **only))


@dataclass(frozen=True)
class Took(Counted):
    """The matters that took one of these steps in the period, having said one of these things."""

    def events(self, since, until):
        said = {f"data__{name}__in": values for name, values in self.said.items()}
        return Event.objects.filter(step__in=self.steps, **in_period(since, until), **said).order_by()

    def __call__(self, congress, since, until):
        events = self.events(since, until).filter(matter__congress=congress)
        return self.model.objects.filter(congress=congress, pk__in=events.values("matter")).filter(self.only)

    def when(self, since, until):
        """The day on which a matter took it in the period: the first, where it took it more than once."""
        of_one = self.events(since, until).filter(matter=OuterRef("pk")).values("matter")
        return Subquery(of_one.annotate(first=Min("at")).values("first"))


@dataclass(frozen=True)
class LastSaid(Counted):
    """The matters whose last such step in the period said one of these things: a second answer stands for the first."""

    def __call__(self, congress, since, until):
        of_one = Event.objects.filter(matter=OuterRef("pk"), step__in=self.steps, **in_period(since, until))
        said = {f"events__data__{name}__in": values for name, values in self.said.items()}
        taken = Took(self.model, self.steps, only=self.only)(congress, since, until)
        last = Subquery(of_one.order_by("-pk").values("pk")[:1])
        return taken.annotate(last=last).filter(events__pk=F("last"), **said)


@dataclass(frozen=True)
class Kept(Counted):
    """The matters that met a clock by one of these steps in the period, and never later than they were due."""

    clocks: tuple[str, ...] = ()

    def __call__(self, congress, since, until):
        met = Deadline.objects.filter(
            clock__in=self.clocks,
            met__step__in=self.steps,
            matter__congress=congress,
            **in_period(since, until, "met__at"),
        ).order_by()
        late = met.annotate(day=TruncDate("met__at")).filter(day__gt=F("due_on"))
        mine = self.model.objects.filter(self.only, congress=congress)
        return mine.filter(pk__in=met.values("matter")).exclude(pk__in=late.values("matter"))


def took(model, *steps, **said) -> Took:
    """The matters that took one of these steps in the period, having said one of these things."""
    return Took(model, steps, said)


def last_said(model, step, **said) -> LastSaid:
    """The matters whose last such step in the period said one of these things."""
    return LastSaid(model, (step,), said)


def kept(model, clocks, steps) -> Kept:
    """The matters that met one of these clocks by one of these steps in the period, and never later than they were due."""
    return Kept(model, tuple(steps), clocks=tuple(clocks))
