"""What a figure counts: the matters that a period's events speak of.

It counts events, not states, so that last year's figure is the same when asked again next year.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Self

from django.db.models import CharField, Count, Exists, F, Func, Max, Min, OuterRef, Q, Subquery, Value
from django.utils.timezone import localdate

from qingting.docket.ledger import midnight
from qingting.docket.models import Deadline, Event, Matter
from qingting.figures.months import A_TERM, months, next_month


def in_period(since: date, until: date, at="at") -> dict[str, Any]:
    """From the first day through the last; a range of moments, so that an index serves it."""
    return {f"{at}__gte": midnight(since), f"{at}__lt": midnight(until + timedelta(days=1))}


def had(until: date, *steps) -> Exists:
    """That a matter had taken one of these steps by the last day: asked again later, it says the same."""
    return Exists(Event.objects.filter(matter=OuterRef("pk"), step__in=steps, at__lt=in_period(until, until)["at__lt"]))


class Chosen(Func):
    """What was chosen in a step, as text. Both engines have this operator; through a lookup SQLite would read the JSON thrice."""

    template, arg_joiner, output_field = "(%(expressions)s)", " ->> ", CharField()

    def __init__(self, field):
        super().__init__(F("data"), Value(field))


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

    def events(self, since, until):
        events = Event.objects.filter(step__in=self.steps, **in_period(since, until)).order_by()
        for name, values in self.said.items():
            events = events.alias(**{f"said_{name}": Chosen(name)}).filter(**{f"said_{name}__in": values})
        return events

    def of_its_matter(self, congress) -> Q:
        """What is asked of the matter, asked of a row that belongs to one: an event, a deadline."""
        kind = {} if self.model is Matter else {"matter__kind": self.model._meta.label_lower}
        return Q(asked_of(self.path.removesuffix("__"), self.only), matter__congress=congress, **kind)

    @property
    def path(self) -> str:
        """From a row that belongs to a matter to the fields of that matter as its kind has them."""
        return "matter__" if self.model is Matter else f"matter__{self.model._meta.model_name}__"

    def __call__(self, congress, since, until):
        taken = self.events(since, until).values("matter")  # of whatever congress: to ask each would be a join
        return self.model.objects.filter(congress=congress, pk__in=taken).filter(self.only)


def asked_of(path: str, condition: Q) -> Q:
    """The same condition, asked along a path that leads to what it is about."""
    parts: list[Any] = []
    for part in condition.children:
        if isinstance(part, Q):
            parts.append(asked_of(path, part))
        else:
            name, value = part  # type: ignore[misc]
            parts.append((f"{path}__{name}", value))
    return Q(*parts, _connector=condition.connector, _negated=condition.negated)


@dataclass(frozen=True)
class Took(Counted):
    """The matters that took one of these steps in the period, having said one of these things."""

    def count(self, congress, since, until, of="") -> int:
        """How many, or how many different values of a field; asked of the events, at half of what it costs to ask the rows."""
        taken = self.events(since, until).filter(self.of_its_matter(congress))
        return taken.aggregate(n=Count(self.path + of if of else "matter", distinct=True))["n"]

    def by_month(self, congress, since, until, of="") -> dict[date, int]:
        """How many took one first in each month of the period: matters, or different values of a field. No month without any."""
        what = self.path + of if of else "matter"
        taken = self.events(since, until).filter(self.of_its_matter(congress), **{f"{what}__isnull": False})
        firsts = taken.values(what).annotate(first=Min("at"))
        its_months = {str(month): month for month in months(*self._span(since, until))}
        sums = {
            name: Count("first", filter=Q(first__gte=midnight(month), first__lt=midnight(next_month(month))))
            for name, month in its_months.items()
        }
        return {its_months[name]: n for name, n in firsts.aggregate(**sums).items() if n}

    def _span(self, since, until):
        """The days from the first such event of the period to the last, where the period is so long that each month would cost."""
        if until - since < A_TERM:
            return since, until
        ends = self.events(since, until).aggregate(first=Min("at"), last=Max("at"))
        return (localdate(ends["first"]), localdate(ends["last"])) if ends["first"] else (until, until)

    def when(self, since, until):
        """The day on which a matter took it in the period: the first, where it took it more than once."""
        of_one = self.events(since, until).filter(matter=OuterRef("pk")).values("matter")
        return Subquery(of_one.annotate(first=Min("at")).values("first"))


@dataclass(frozen=True)
class LastSaid(Took):
    """The matters whose last such step in the period said one of these things: a second answer stands for the first."""

    def events(self, since, until):
        later = Event.objects.filter(
            matter=OuterRef("matter"), step__in=self.steps, pk__gt=OuterRef("pk"), **in_period(since, until)
        )
        return super().events(since, until).filter(~Exists(later))


@dataclass(frozen=True)
class Kept(Counted):
    """The matters that met a clock by one of these steps in the period, and never later than they were due."""

    clocks: tuple[str, ...] = ()

    def met(self, since, until):
        return Deadline.objects.filter(clock__in=self.clocks, met_on__range=(since, until), met__step__in=self.steps)

    def __call__(self, congress, since, until):
        met = self.met(since, until)
        late = met.filter(met_on__gt=F("due_on"))
        its = self.model.objects.filter(congress=congress, pk__in=met.values("matter"))
        return its.exclude(pk__in=late.values("matter")).filter(self.only)

    def count(self, congress, since, until) -> int:
        """How many, asked of the deadlines without the rows: those that met one, less those that met one late."""
        met, late = Count("matter", distinct=True), Count("matter", distinct=True, filter=Q(met_on__gt=F("due_on")))
        return self.met(since, until).filter(self.of_its_matter(congress)).aggregate(n=met - late)["n"]


def took(model, *steps, **said) -> Took:
    """The matters that took one of these steps in the period, having said one of these things."""
    return Took(model, steps, said)


def last_said(model, step, **said) -> LastSaid:
    """The matters whose last such step in the period said one of these things."""
    return LastSaid(model, (step,), said)


def kept(model, clocks, steps) -> Kept:
    """The matters that met one of these clocks by one of these steps in the period, and never later than they were due."""
    return Kept(model, tuple(steps), clocks=tuple(clocks))
