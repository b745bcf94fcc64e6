"""How much one address may say in an hour, counted on the table that all share (`floods`).

Who sends much is not refused at once: what he says is taken in and a person looks at it first. Only a flood is refused.
How much is much, a place may set (`VOICES_HELD`, `VOICES_REFUSED`).
"""

from qingting.floods.models import once_more
from qingting.vault import blind

SAME = 5  # times the same words in an hour: above it a person looks
TRIES = 30  # receipts that one address may guess at in an hour


def count_words(text: str) -> int:
    """Once more the same words, from wherever they come; how often it was in this hour."""
    return once_more(blind("".join(text.split()), "the same words"))
