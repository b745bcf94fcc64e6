"""How a place prints the class of a result. The record keeps a neutral code, for A, B, C and D differ from place to place."""

from collections import namedtuple
from datetime import date

from django.conf import settings
from django.utils.timezone import localdate

from qingting.clocks.rules import in_force, in_turn, of_place, read

Result = namedtuple("Result", "code letter label")


def results(congress, on: date | None = None) -> list[Result]:
    """The classes of a congress with their letters and words, as in force on that day, today if none is given."""
    common = read(settings.RULEBOOK / "schemes.toml")["suggestion_results"]
    versions = in_turn(common, of_place(congress, ".schemes").get("suggestion_results", []))
    return [Result(**said) for said in in_force(versions, on or localdate())["results"]]


def letter_of(congress, code: str, on: date | None = None) -> str:
    """The letter that a congress prints for a result; a result given earlier keeps the letter of its day."""
    return {result.code: result.letter for result in results(congress, on)}[code]
