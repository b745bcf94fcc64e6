"""Which clock of which process leans on which rule of the rulebook, and what article it cites."""

from collections import defaultdict
from dis import get_instructions
from itertools import pairwise

from django.utils.translation import gettext as _

from qingting.clocks.rules import Rule, span_of
from qingting.docket.process import Clock, Process


def rules_of(clock: Clock) -> list[str]:
    """The names of the rules that may set this clock, also where a function of the matter chooses among them."""
    if isinstance(clock.span, Rule):
        return [clock.span.name]
    return rules_named(clock.span) if callable(clock.span) else []


def rules_named(function) -> list[str]:
    """What a function calls `Rule("…")` by, read from its code: it cannot be called without a matter."""
    return [
        given.argval
        for called, given in pairwise(get_instructions(function))
        if called.argval == "Rule" and given.opname == "LOAD_CONST"
    ]


def clocks_by_rule() -> dict[str, list[tuple[type[Process], Clock]]]:
    """The clocks that each rule may set."""
    found = defaultdict(list)
    for process in Process.all:
        for clock in process.clocks.values():
            for rule in rules_of(clock):
                found[rule].append((process, clock))
    return found


def length(version: dict) -> str:
    """How long a version of a rule gives, or the words that the law has instead of a number."""
    return str(span_of(version)) if "unit" in version else _("没有定日数：%(words)s") % version
