"""The rulebook: numbers that a by-law may set, as dated TOML. A place's own file overrides the common one."""

import tomllib
from dataclasses import dataclass
from datetime import date
from dis import get_instructions
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from qingting.clocks.spans import UNITS, Ruling, Span

LAYERS = {
    "N": _("国家法律"),
    "H": _("本地或省内规定"),
    "L": _("借用外地规定做默认"),
    "P": _("工作惯例"),
}
CONFIDENCE = {
    "A": _("读过法规原文"),
    "B": _("读过外地规定原文"),
    "C": _("只读到摘录"),
    "D": _("见于报道、报告"),
    "E": _("平台推断，待核"),
}


@lru_cache
def read(path: Path) -> dict[str, Any]:
    """The rules of one file, by name: a list of dated versions each. An absent file has none."""
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def common() -> dict[str, Any]:
    """The rules that ship, for every place that has none of its own."""
    return read(settings.RULEBOOK / "default.toml")


def of_place(congress, kind="") -> dict[str, Any]:
    """What a place has written in a file of its own; nothing where it has no code, or none that is a number."""
    return read(settings.RULEBOOK / f"{congress.code}{kind}.toml") if congress.code.isdecimal() else {}


def in_turn(common: list[dict], own: list[dict]) -> list[dict]:
    """The versions of both in order of their dates; from the first of its own on, a place follows the common ones no more."""
    own = sorted(own, key=lambda version: version["since"])
    earlier = [version for version in common if not own or version["since"] < own[0]["since"]]
    return sorted(earlier, key=lambda version: version["since"]) + own


def in_force(versions: list[dict], day: date) -> dict:
    """The last of them whose `since` is not after that day; before them all, the first."""
    return next((version for version in reversed(versions) if version["since"] <= day), versions[0])


def rules(congress) -> dict[str, list[dict[str, Any]]]:
    """The versions of all rules for a congress, by name."""
    return {name: Rule(name).versions(congress) for name in common()}


def local(kind: str, name: str, congress, day: date) -> dict[str, Any]:
    """What a by-law sets that is no span, as in force for a congress on that day: from the file of its kind."""
    return in_force(
        in_turn(read(settings.RULEBOOK / f"{kind}.toml")[name], of_place(congress, f".{kind}").get(name, [])), day
    )


def span_of(said: dict) -> Span:
    """The span that a version of a rule gives. Raises TypeError or ValueError where its value does not fit its unit."""
    unit, value = UNITS[said["unit"]], said["value"]
    return unit(**value) if isinstance(value, dict) else unit(value)


@dataclass(frozen=True)
class Rule:
    """A named number of the rulebook, to be used where a span is: `Rule("suggestion_return")`."""

    name: str

    def versions(self, congress) -> list[dict]:
        return in_turn(common()[self.name], of_place(congress).get(self.name, []))

    def version(self, day: date, congress) -> dict:
        """The version in force for a congress on that day."""
        return in_force(self.versions(congress), day)

    def on(self, day: date, congress, basis: str) -> Ruling:
        said = self.version(day, congress)
        return Ruling(span_of(said), said["basis"], self.name, said["layer"], str(said["since"]), said["confidence"])

    def __str__(self):
        return self.name


def rules_of(span) -> list[str]:
    """The names of the rules that may set a clock of this span, also where a function of the matter chooses among them."""
    if isinstance(span, Rule):
        return [span.name]
    return rules_named(span) if callable(span) else []


def rules_named(function) -> list[str]:
    """What a function calls `Rule("…")` by, read from its code: it cannot be called without a matter."""
    return [
        given.argval
        for called, given in pairwise(get_instructions(function))
        if called.argval == "Rule" and given.opname == "LOAD_CONST"
    ]
