"""How a process is written down: who may take which step, and what clocks it starts.

A process is one class on one page, and everything else is derived from that page:
buttons, refusals, work lists, notices, deadlines, history, the table of permissions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import BooleanField, CharField, Field, TextField
from django.forms import BooleanField as Tick
from django.forms import modelform_factory
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Refused(Exception):
    """A step that may not be taken now. The message says why, to the person who tried."""


@dataclass(frozen=True)
class Who:
    """A part in a process: the person, the receipt, or a role in the organ, that a field of the matter names.

    Whoever plays it wears its *hat*, a text such as `organ:12:clerk`, `person:7:deputy` or `receipt:31:`.
    People come and go; the hat stays, so nothing is rewritten when a post changes hands.
    """

    field: str
    role: str = ""
    label: Any = ""

    def hat(self, matter) -> str | None:
        """The hat of this part in this matter; None while the field names nobody."""
        *path, last = self.field.split("__")
        for name in path:
            matter = getattr(matter, name)
            if matter is None:
                return None
        field = matter._meta.get_field(last)
        named = getattr(matter, field.attname)
        return named and f"{field.related_model._meta.model_name}:{named}:{self.role}"

    def named(self, matter):
        """The organ, person or receipt that plays it; None while there is none."""
        for name in self.field.split("__"):
            matter = matter and getattr(matter, name)
        return matter

    def __str__(self):
        return str(self.label) or (f"{self.field}.{self.role}" if self.role else self.field)


def is_words(field: Field) -> bool:
    """Whether a person writes freely in this field: such words may name someone, and must be erasable."""
    return isinstance(field, TextField | CharField) and not field.choices


@dataclass(eq=False)
class Step:
    """One move, from some states to one state; with no target, a note made in passing."""

    label: Any
    source: str | tuple[str, ...]
    target: str
    by: Who
    fields: tuple[str, ...] = ()  # what the actor fills in
    needs: tuple[Callable[[Any], str | None], ...] = ()  # each says what is missing, or None
    only: tuple[Callable[[Any], str | None], ...] = ()  # each says why a matter of this sort never takes it, or None; then it is not shown
    then: Callable[[Any, Any], None] | None = None  # given matter and event: what follows from it, in the same transaction
    why: bool = False  # whether the actor must give a reason
    at_will: bool = False  # he may take it, but nobody waits for him to
    veiled_from: tuple[Who, ...] = ()  # parts that see that it was taken, and not what was said
    name: str = ""

    def __post_init__(self):
        self.source = (self.source,) if isinstance(self.source, str) else self.source

    def __set_name__(self, owner, name):
        self.name = name

    def asks(self, model) -> list[Field]:
        """The fields of the model that this step fills in."""
        return [model._meta.get_field(name) for name in self.fields]

    def form(self, *args, **kwargs):
        """The form of this step. What a step asks for, it requires; nothing of another congress is offered."""
        form = modelform_factory(type(kwargs["instance"]), fields=self.fields)(*args, **kwargs)
        for name, asked in form.fields.items():
            asked.required = not (isinstance(asked, Tick) or form._meta.model._meta.get_field(name).blank and self.is_optional(name))
            asked.error_messages["required"] = _("请填写“%(field)s”") % {"field": asked.label}
            if hasattr(asked, "queryset"):
                asked.queryset = asked.queryset.filter(congress=form.instance.congress_id)
        return form

    def is_optional(self, name) -> bool:
        return False

    def lacks(self, field: Field, value) -> bool:
        """Whether the actor has left out what this step requires."""
        return value in (None, "") and not isinstance(field, BooleanField)

    def why_not(self, matter, actor, on=None) -> str | None:
        """Why this post or receipt may not take this step now; None if it may."""
        if matter.state not in self.source:
            return _("当前为“%(state)s”，不能%(step)s") % {"state": matter.state_label, "step": self.label}
        if not actor.is_current(on) or self.by.hat(matter) not in actor.hats:
            return _("%(actor)s不能%(step)s") % {"actor": actor, "step": self.label}
        return next((missing for need in (*self.only, *self.needs) if (missing := need(matter))), None)

    def is_of(self, matter) -> bool:
        """Whether it is a step of this matter at all: what no act could ever make possible is neither offered nor waited for."""
        return not any(why(matter) for why in self.only)


class Amend(Step):
    """A slip is put right: from any state after the draft, without moving the matter; what it said before is kept."""

    def __init__(self, by: Who, fields: tuple[str, ...], label=None, then=None):
        super().__init__(label or gettext_lazy("更正"), (), "", by=by, fields=fields, then=then, why=True, at_will=True)

    def is_optional(self, name) -> bool:
        return True

    def lacks(self, field, value) -> bool:
        return value in (None, "") and not field.blank and not isinstance(field, BooleanField)


@dataclass(frozen=True)
class Aside:
    """What befalls a matter beside its steps, such as that a document went out upon it: the ledger has it, and nothing moves."""

    name: str
    label: Any
    says: dict[str, Any]  # what its line in the history tells, by name, each with its label

    def __post_init__(self):
        Process.asides[self.name] = self

    def asks(self, model) -> list[Field]:
        """Nothing is filled in on the matter itself."""
        return []


@dataclass(eq=False)
class Clock:
    """A time limit that one step starts and others stop, with the article that sets it."""

    label: Any
    starts: Any  # a step, or several
    stops: Any
    span: Any  # a span, a rule of the rulebook, or a function of the matter that gives one
    basis: str = ""  # the article; a rule brings its own
    anew: Any = ()  # steps that set it anew, from the day it started
    lapses: bool = False  # a right that ends with its last day: nobody owes it, and nobody is late
    name: str = ""

    def __post_init__(self):
        for part in ("starts", "stops", "anew"):
            steps = getattr(self, part)
            setattr(self, part, steps if isinstance(steps, tuple) else (steps,))

    def __set_name__(self, owner, name):
        self.name = name

    def ruling(self, matter, started_at):
        """The span in force for this matter on the day the clock started, and where it comes from."""
        span = self.span(matter) if callable(self.span) else self.span
        return span.on(localdate(started_at), matter.congress, self.basis)


class Process:
    """Subclass it with `of=Model`; states, steps and clocks are its class attributes."""

    all: ClassVar[list[type["Process"]]] = []
    asides: ClassVar[dict[str, Aside]] = {}  # what may befall a matter of any kind beside its steps
    model: ClassVar[Any]
    steps: ClassVar[dict[str, Step]] = {}
    clocks: ClassVar[dict[str, Clock]] = {}
    cast: ClassVar[tuple[Who, ...]] = ()
    states: ClassVar[dict[str, Any]] = {}
    route: ClassVar[tuple[str, ...]] = ()  # the steps of a plain journey, in order: the segments on its page; those alone that are its own
    retired: ClassVar[dict[str, Any]] = {}  # labels of steps and states that are no longer taken, for old histories
    watched_by: ClassVar[tuple[Who, ...]] = ()  # parts that may see every matter of the kind, and do nothing
    is_heard: ClassVar[bool] = True  # whether a meeting may have it on its agenda: what is itself of a meeting, or a record, is not
    kin: ClassVar[tuple[str, ...]] = ()  # kinds that arise from it and are read with it, as `select_related` names them
    reads: ClassVar[tuple[str, ...]] = ()  # whom its page names, first of all whose it is: read together with it
    paths: ClassVar[tuple[str, ...]] = ()  # what a step needs to read of it at once

    def __init_subclass__(cls, of):
        cls.model, of.process = of, cls
        cls.steps = {name: step for name, step in vars(cls).items() if isinstance(step, Step)}
        cls.clocks = {name: clock for name, clock in vars(cls).items() if isinstance(clock, Clock)}
        cls.cast = tuple(dict.fromkeys([*(step.by for step in cls.steps.values()), *cls.watched_by]))
        cls.paths = tuple(dict.fromkeys(["congress", *(who.field.rpartition("__")[0] for who in cls.cast if "__" in who.field)]))
        for step in cls.steps.values():
            if isinstance(step, Amend):
                step.source = tuple(state for state in cls.states if state != "draft")
        Process.all.append(cls)

    @classmethod
    def label_of(cls, name: str) -> str:
        """What a step or a state is called, also when no step is called so any more."""
        if known := cls.steps.get(name) or cls.asides.get(name):
            return str(known.label)
        return str(cls.states.get(name) or cls.retired.get(name) or name)

    @classmethod
    def of_kind(cls, kind: str) -> type["Process"]:
        return next(process for process in cls.all if process.model._meta.label_lower == kind)
