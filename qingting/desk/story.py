"""What the page of a matter tells: how far it has come, what is owed, what I can do and why not, what happened."""

from collections import namedtuple
from collections.abc import Callable
from datetime import date

from django.db.models import F, FilteredRelation, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from qingting.desk.begins import begun_from, elsewhere
from qingting.desk.lists import lamp_days, lamp_of
from qingting.desk.reckoning import lay_open
from qingting.desk.register import Register
from qingting.desk.visitor import veiled, worn_is_veiled
from qingting.docket.models import NEVER, Event, hats
from qingting.docket.process import Amend
from qingting.organs.models import Organ, Person

BODIES: dict[type, Callable] = {}  # by model: what the body of its page shows besides its fields


def body_of(model):
    """Register what the body of a model's page shows: a function of the matter and the actors that gives a dict."""

    def register(tells):
        BODIES[model] = tells
        return tells

    return register


def told(matter, actors) -> dict:
    """Everything that `docket/matter.html` shows, for these actors."""
    events = read_history(matter)
    deadlines = matter.debts
    worn = set(hats(actors))
    entries = {event.pk: entry(event, matter, worn) for event in events}
    name_everyone(entries.values())
    more = BODIES[type(matter)](matter, actors) if type(matter) in BODIES else {}
    return more | {
        "matter": matter,
        "crumb": crumb(matter),
        "veiled": veiled(matter, actors),
        "segments": segments(matter, events, deadlines),
        "thread": thread(matter),
        "events": list(entries.values())[::-1],
        "owed": [
            debt(owed, matter, entries)
            for owed in sorted(deadlines, key=lambda d: (d.met_id is not None, has_lapsed(d, matter), d.due_on))
        ],
        "can": [offer for step in matter.process.steps.values() if (offer := offered(step, matter, actors, worn))],
        "begins": begun_from(matter, actors),
        "elsewhere": elsewhere(matter, actors),
        "waits_for": waits_for(matter, worn),
        "who": [(who, named) for who in played(matter) if (named := who.named(matter))],
    }


def read_history(matter) -> list[Event]:
    """Its events, and in the same query its deadlines (`matter.debts`): one of its events began each of them."""
    begun = FilteredRelation("matter__deadlines", condition=Q(matter__deadlines__started=F("pk")))
    read = matter.events.annotate(begun=begun)
    events, debts = {}, {}
    for row in read.select_related(
        "post__organ", "post__person", "receipt", "words", "begun"
    ):  # sorted here: it is cheaper
        event = events.setdefault(row.pk, row)
        if debt := getattr(row, "begun", None):
            debt.matter, debt.started = matter, event
            debts[debt.pk] = debt
    for debt in debts.values():
        debt.met = events.get(debt.met_id)
    matter.debts = [debt for _pk, debt in sorted(debts.items())]
    return [event for _pk, event in sorted(events.items())]


def crumb(matter) -> str:
    """How it is called at the end of the way to it: by its number, or by its title where a register leads to it."""
    if matter.state == "draft":
        return _("草稿")
    has_register = any(its.model is type(matter) for its in Register.all.values())
    return matter.number or (matter.title if has_register else matter.kind_label)


def segments(matter, events, deadlines):
    """The plain journey of its kind: each step with the day it was taken, is due, or nothing yet."""
    process, taken = matter.process, {event.step: event for event in events}
    steps = process.steps.values()
    for step in [step for step in steps if step.target and step.name not in taken]:
        # what paper brought in went the same way by another step
        twin = next((t for t in steps if t.name in taken and (t.source, t.target) == (step.source, step.target)), None)
        if twin:
            taken[step.name] = taken[twin.name]
    due = matter.due_days([debt for debt in deadlines if debt.met_id is None])
    now = next_on_the_way(matter)
    found = []
    for place, name in enumerate(way_of(matter)):
        if now is None and name not in taken:
            name = ended_otherwise(process.steps[name], process, taken)
        is_done = place < now if now is not None else name in taken
        cls = "done" if is_done else "now" if place == now else "todo"
        when = due.get(name) if not is_done else localdate(taken[name].at) if name in taken else None
        found.append(
            {"label": process.steps[name].label, "cls": cls, "when": when, "is_due": bool(when and not is_done)}
        )
    return found


def ended_otherwise(step, process, taken) -> str:
    """Of what is over, the step that was taken in the place of this one: it was lost, and not carried."""
    others = (one for one in process.steps.values() if one.name in taken and one.target and one.source == step.source)
    return next((one.name for one in others), step.name)


def way_of(matter) -> list[str]:
    """The plain journey of this matter: of steps that are each for another sort of its kind, its own."""
    return [name for name in matter.process.route if matter.process.steps[name].is_of(matter)]


def next_on_the_way(matter) -> int | None:
    """The place of the next step of the plain journey: one that can be taken now, else the first that lies ahead; None at the end."""
    route = [matter.process.steps[name] for name in way_of(matter)]
    for states in ({matter.state}, ahead_of(matter)):
        place = next((place for place, step in enumerate(route) if states & {*step.source} and not step.at_will), None)
        if place is not None:
            return place
    return None


def ahead_of(matter) -> set[str]:
    """The states to which a matter is led on from here."""
    found, at = set(), {matter.state}
    while at:
        at = {
            step.target
            for step in matter.process.steps.values()
            if at & {*step.source} and step.target and not step.at_will and step.is_of(matter)
        } - found
        found |= at
    return found


def thread(matter):
    """Where it came from and what came of it; what still owes something is drawn as still to come."""
    came = [kin for kin in matter.kin if kin.pk == matter.source_id]
    led = [kin for kin in matter.kin if kin.source_id == matter.pk and kin.state != "draft"]
    here = {"url": None, "title": _("本件"), "text": matter.state_label, "cls": "here"}
    return (
        [knot(kin, matter, "from") for kin in came]
        + [here]
        + [knot(kin, matter, "to" if kin.owed_on else "") for kin in led]
    )


def knot(kin, matter, cls):
    """A neighbour on the thread: a link where one may see it, else its name and state alone."""
    whose = getattr(kin, kin.process.reads[0]) if kin.process and kin.process.reads else None
    text = " · ".join(str(said) for said in (whose, kin.state_label) if said)
    url = kin.get_absolute_url() if kin.pk in matter.seen_kin else None
    return {"url": url, "title": f"{kin.kind_label} {kin.number or ''}".strip(), "text": text, "cls": cls}


def entry(event, matter, worn):
    """A line of the history. What was said under a veil is left out, and that it was is told."""
    step = matter.process.steps.get(event.step)
    event.step_label = matter.process.label_of(event.step)
    words = event.words if hasattr(event, "words") else None
    event.is_veiled = bool(step and step.veiled_from and worn_is_veiled(step, matter, worn))
    event.erased = bool(words and words.erased_at)
    said = {} if event.is_veiled else event.data | (words.said if words else {})
    event.note = said.get("note", "")
    fields = {name.name: name for name in matter._meta.get_fields() if hasattr(name, "verbose_name")}
    aside = matter.process.asides[event.step].says if event.step in matter.process.asides else {}
    event.details = [
        (fields[name].verbose_name, in_words(fields[name], value), in_words(fields[name], said.get(f"was_{name}")))
        for name, value in said.items()
        if name in fields and name not in aside and value not in (None, "") and is_told(fields[name])
    ]
    event.details += [(label, said[name], None) for name, label in aside.items() if name in said]
    event.changes = isinstance(step, Amend)
    return event


def is_told(field) -> bool:
    """Of what else was named, the ledger has but a number: the body of the page shows it."""
    return not field.is_relation or field.related_model in (Organ, Person)


Numbered = namedtuple("Numbered", "person")


def name_everyone(entries):
    """A person stands in the ledger by number alone, and on the page by name: all are read at once, if there are any."""
    said = [said for event in entries for _label, *both in event.details for said in both]
    numbers = {one.person for one in said if isinstance(one, Numbered)}
    names = Person.objects.in_bulk(numbers) if numbers else {}
    for event in entries:
        event.details = [
            (label, *(names.get(one.person, "") if isinstance(one, Numbered) else one for one in both))
            for label, *both in event.details
        ]


def in_words(field, value):
    """A value of the ledger as a person reads it; a person is named later, with all others."""
    if value and field.related_model is Person:
        return Numbered(int(value.removeprefix("person:")))
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if field.get_internal_type() == "DateField" and value:
        return date.fromisoformat(value)
    if field.get_internal_type() == "TimeField" and value:
        return value[:5]  # nobody arranges anything by the second
    return dict(field.flatchoices).get(value, value) if field.choices else value


def has_lapsed(owed, matter) -> bool:
    """Whether it is a right that nobody has used in its days: it is over, and nobody is late."""
    clock = matter.process.clocks.get(owed.clock)
    return bool(clock and clock.lapses and owed.met_id is None and owed.due_on < localdate())


def debt(owed, matter, events):
    """A running or a stopped clock: by when, how late, and how that day was reckoned."""
    clock = matter.process.clocks.get(owed.clock)
    owed.label = clock.label if clock else matter.process.label_of(owed.clock)
    lay_open(owed, events)
    today, met_on = localdate(), owed.met_id and localdate(owed.met.at)
    owed.days = (owed.due_on - today).days
    owed.lapses = bool(clock and clock.lapses)
    owed.late_by = 0 if owed.lapses else max(0, ((met_on or today) - owed.due_on).days)
    owed.met_on = met_on
    owed.has_lapsed = has_lapsed(owed, matter)
    owed.lamp = "done" if met_on or owed.has_lapsed else lamp_of(owed.due_on, lamp_days(today))
    owed.url = reverse("deadline", args=[matter.pk, owed.pk])
    return owed


def offered(step, matter, actors, worn):
    """A step that is mine: to be pressed now, or grey with the reason. One that belongs to another state is left out."""
    if step.by.hat(matter) not in worn or matter.state not in step.source or not step.is_of(matter):
        return None
    actor = next((a for a in actors if step.by.hat(matter) in a.hats), None)
    reason = step.why_not(matter, actor)
    needs_form = bool(step.fields or step.why)
    is_next = any(part.turn == step.name and part.hat in worn for part in matter.read_parts)
    url = reverse("step", args=[matter.pk, step.name])
    return {
        "step": step,
        "url": url,
        "reason": reason,
        "primary": is_next and not reason,
        "form_needed": needs_form,
        "actor": actor,
    }


def waits_for(matter, worn):
    """Whose turn it is, by which step and by when; whether it is mine.

    What one may not read is not told by what follows from it: that it must be handled again says how it was rated.
    """
    parts = [part for part in getattr(matter, "read_parts", ()) if part.due_on]
    whose = {who.hat(matter): who for who in matter.process.cast}
    is_veiled = stands_under_a_veil(matter, worn)
    untold = {hat for hat in whose if is_veiled and hat not in worn and chooses(hat, matter)}
    return [
        {
            "who": whose[part.hat],
            "named": whose[part.hat].named(matter),
            "mine": part.hat in worn,
            "step": "" if part.hat in untold else matter.process.label_of(part.turn),
            "due_on": None if part.due_on == NEVER else part.due_on,
        }
        for part in parts
        if part.hat in whose
    ]


def stands_under_a_veil(matter, worn) -> bool:
    """Whether it stands where it came to by a step whose words are not for me, or was let pass by one."""
    steps = matter.process.steps.values()
    veiled_at = {
        state
        for step in steps
        if step.target and step.veiled_from and worn_is_veiled(step, matter, worn)
        for state in step.source
    }
    return any(step.target == matter.state and veiled_at & {*step.source} for step in steps)


def chooses(hat, matter) -> bool:
    """Whether several steps wait for this hat, so that naming one of them tells something."""
    steps = matter.process.steps.values()
    return sum(matter.state in s.source and not s.at_will and s.by.hat(matter) == hat for s in steps) > 1


def played(matter):
    """Those who have a hand in it, each organ or person once; not those who only watch."""
    found = {}
    for step in matter.process.steps.values():
        if step.by.label and "__" not in step.by.field:
            found.setdefault(step.by.field, step.by)
    return found.values()
