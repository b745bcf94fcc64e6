"""What others have said near by, shown before one sends: by what is public of it, and by nothing else.

Candidates come from the search index, which holds masked texts that nobody has confirmed; so each is compared again by
its public text alone, or a stranger could feel out by this page what is not public.
"""

from dataclasses import dataclass

from qingting.organs.models import Organ
from qingting.search.alike import alike
from qingting.search.words import cut_up
from qingting.voices.models import Voice

SHARED = 2  # words of two characters or more that both texts must have


@dataclass(frozen=True)
class Everyone:
    """Who reads what is public of a congress."""

    congress: Organ

    @property
    def hats(self):
        return [f"public:{self.congress.pk}:"]


def others_said(draft, n=3) -> list[Voice]:
    """Up to n public voices that are like this one, the likest first."""
    said = f"{draft.title}\n{draft.place}\n{draft.text}"
    found = alike(draft.congress, said, [Everyone(draft.congress)], n=2 * n, model=Voice)
    mine = words_of(said)
    return [
        one.matter
        for one in found
        if len(mine & words_of(f"{one.matter.public_title}\n{one.matter.public_text}")) >= SHARED
    ][:n]


def words_of(text: str) -> set[str]:
    return {word for word in cut_up(text[:2000]) if len(word) > 1 and any(c.isalnum() for c in word)}
