"""What is wrong with a process can be seen before anyone uses it."""

from django.core.checks import Error, register
from django.core.exceptions import FieldDoesNotExist

from qingting.clocks.rules import common, rules_of
from qingting.clocks.spans import Span
from qingting.docket.models import Matter
from qingting.docket.process import Process
from qingting.organs.models import Receipt


@register
def processes(app_configs, **kwargs):
    return [Error(f"{p.__name__}: {fault}", id="docket.E001") for p in Process.all for fault in faults(p)]


def faults(process):
    states, reached = set(process.states), {"draft"}
    for name, step in process.steps.items():
        for state in {*step.source, step.target} - {""} - states:
            yield f"step {name} names an unknown state, {state}"
        for field in step.fields:
            if not follow(process.model, field):
                yield f"step {name} names an unknown field, {field}"
        if keeps_words(process.model, step):
            yield f"step {name} would write a resident's own words into the ledger, where nothing is erased"
        reached.add(step.target)
    for who in process.cast:
        if not follow(process.model, who.field):
            yield f"part {who} names an unknown field"
        elif through_a_matter(process.model, who.field):
            yield f"part {who} is named by another matter, which would not tell this one when it changes"
    for state in states - reached:
        yield f"no step leads to the state {state}"
    for name in process.route:
        if name not in process.steps:
            yield f"the route names an unknown step, {name}"
    for name, clock in process.clocks.items():
        if not set(clock.starts + clock.stops + clock.anew) <= set(process.steps.values()):
            yield f"clock {name} hangs on a step of another process"
        if isinstance(clock.span, Span) and not clock.basis:
            yield f"clock {name} cites no article"
        for rule in rules_of(clock.span):
            yield from (f"clock {name} {fault}" for fault in hanging_faults(process.model, rule))


def hanging_faults(model, rule):
    """Why no clock of this model can hang on this rule."""
    versions = common().get(rule, [])
    if not versions:
        yield f"names a rule that the rulebook does not have, {rule}"
    for version in versions:
        if "words" in version:
            yield f"names a rule that has no number, {rule}"
        elif version["unit"] == "days before" and not hasattr(model, version["value"]["field"]):
            yield f"names a rule that counts back from a day that its matter does not have, {rule}"


def through_a_matter(model, path):
    return any(field.related_model and issubclass(field.related_model, Matter) for field in follow(model, path))


def keeps_words(model, step):
    asked = [field for name in step.fields for field in follow(model, name)[-1:]]
    is_resident = any(field.related_model is Receipt for field in follow(model, step.by.field)[-1:])
    return is_resident and (step.why or any(not (field.is_relation or field.choices) for field in asked))


def follow(model, path):
    """The fields along a path such as keeper__parent; none, if it leads nowhere."""
    fields = []
    try:
        for part in path.split("__"):
            fields.append(model._meta.get_field(part))
            model = fields[-1].related_model
    except FieldDoesNotExist:
        return []
    return fields
