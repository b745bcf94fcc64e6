"""Which clock of which process leans on which rule of the rulebook, and how long that gives."""

from collections import defaultdict

from django.utils.translation import gettext as _

from qingting.clocks.rules import rules_of, span_of
from qingting.docket.process import Clock, Process


def clocks_by_rule() -> dict[str, list[tuple[type[Process], Clock]]]:
    """The clocks that each rule may set."""
    found = defaultdict(list)
    for process in Process.all:
        for clock in process.clocks.values():
            for rule in rules_of(clock.span):
                found[rule].append((process, clock))
    return found


def length(version: dict) -> str:
    """How long a version of a rule gives, or the words that the law has instead of a number."""
    return str(span_of(version)) if "unit" in version else _("没有定日数：%(words)s") % version
