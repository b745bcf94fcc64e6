"""The rulebook: numbers that a by-law may set, as dated TOML. A place's own file overrides the common one."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings

from qingting.clocks.spans import UNITS, Ruling


@lru_cache
def read(path) -> dict[str, Any]:
    """The rules of one file, by name: a list of dated versions each. An absent file has none."""
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def rules(congress) -> dict[str, list[dict[str, Any]]]:
    """All rules in force for a congress, by name: the common ones, and its own in their place."""
    return read(settings.RULEBOOK / "default.toml") | read(settings.RULEBOOK / f"{congress.code or 'default'}.toml")


@dataclass(frozen=True)
class Rule:
    """A named number of the rulebook, to be used where a span is: `Rule("suggestion_return")`."""

    name: str

    def versions(self, congress) -> list[dict]:
        return rules(congress)[self.name]

    def version(self, day: date, congress) -> dict:
        """The version in force on that day: the last one whose `since` is not after it; before them all, the first."""
        versions = sorted(self.versions(congress), key=lambda version: version["since"])
        return next((v for v in reversed(versions) if v["since"] <= day), versions[0])

    def on(self, day: date, congress, basis: str) -> Ruling:
        said = self.version(day, congress)
        unit = UNITS[said["unit"]]
        value = said["value"]
        span = unit(**value) if isinstance(value, dict) else unit(value)
        return Ruling(span, said["basis"], self.name, said["layer"], str(said["since"]), said["confidence"])

    def __str__(self):
        return self.name
