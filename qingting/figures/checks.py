"""Two figures that would contradict each other in the report are seen before anyone prints them."""

from collections import defaultdict

from django.core.checks import Error, register

from qingting.figures.awaited import AWAITED
from qingting.figures.figure import Figure


@register
def figures(app_configs, **kwargs):
    faults = [*alike(Figure.all.values()), *no_longer_awaited(AWAITED), *unknown(Figure.all.values())]
    return [Error(fault, id="figures.E001") for fault in faults]


def alike(figures):
    """Two figures with one noun must say their different scopes, or the report contradicts itself."""
    named = defaultdict(list)
    for figure in figures:
        named[str(figure.label), str(figure.scope)].append(figure.name)
    return [f"figures {', '.join(names)} have one label and one scope" for names in named.values() if len(names) > 1]


def no_longer_awaited(awaited):
    """What a domain defines is not said to be missing."""
    return [f"figure {name} is defined: take it out of awaited.py" for name in awaited if name in Figure.all]


def unknown(figures):
    """A figure is held against figures that are there."""
    held = ((figure.name, name) for figure in figures for name in (*figure.at_most, *figure.agrees_with))
    return [
        f"figure {name} is held against {other}, which is not there" for name, other in held if other not in Figure.all
    ]
