"""What by-laws say of the examination: from what mark it is passed, how long that holds, how often it may be tried again.

National law does not ask for it. The numbers are rulebook data (`examination.toml`), each with its origin.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from qingting.clocks.rules import CONFIDENCE, local
from qingting.examination.models import Branch, Sitting
from qingting.organs.models import Term

OVER = ("passed", "failed")  # states in which a sitting was marked and counts as a try


@dataclass(frozen=True)
class ByLaw:
    """One number of the rulebook, with the text that it comes from and how surely that is known."""

    value: int
    basis: str
    confidence: str

    @property
    def known(self) -> Any:
        return CONFIDENCE[self.confidence]


def by_law(name: str, congress, on: date) -> ByLaw:
    """What is in force for a congress on that day: `pass_mark` (of 100), `resits` (times), `validity` (terms)."""
    said = local("examination", name, congress, on)
    return ByLaw(said["number"], said["basis"], said["confidence"])


def valid_since(congress, on: date) -> date | None:
    """The first day of those whose results still hold: this term's, or that of so many terms; None where no term is known."""
    begun = Term.objects.filter(congress=congress, since__lte=on).order_by("-since")
    terms = list(begun[: by_law("validity", congress, on).value])
    is_on = terms and (terms[0].until is None or on <= terms[0].until)
    return terms[-1].since if is_on else None


def tries(person, branch, congress, on: date):
    """The sittings of a person for a branch that were marked and still count on that day, the first of them first."""
    since = valid_since(congress, on)
    mine = Sitting.objects.filter(examinee=person, branch=branch, state__in=OVER)
    return (
        mine.filter(handed_in_at__date__gte=since, handed_in_at__date__lte=on).order_by("pk") if since else mine.none()
    )


def passed_in_this_term(person, organ_kind, on: date) -> Sitting | None:
    """The sitting by which a person has passed for organs of this kind, where that still holds on that day."""
    branch = organ_kind if organ_kind in Branch.values else Branch.of(organ_kind)
    return tries(person, branch, person.congress, on).filter(state="passed").first()
