"""What a deputy said and did, as far as it is public: each domain tells of its own.

Stations know no domain. A domain registers a function that gives the public deeds of a post, and nothing else.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from qingting.organs.models import Post

SHOWN = 10


class Deed(NamedTuple):
    day: date
    kind: str  # in words: 代表建议
    title: str
    address: str


TOLD_BY: list[Callable[[Post], list[Deed]]] = []


def register(function):
    """Let a function tell of public deeds: given a deputy's post, the newest of them first, at most SHOWN."""
    TOLD_BY.append(function)
    return function


def of(post: Post) -> list[Deed]:
    """All that is told of a deputy, the newest first."""
    told = [Deed(*deed) for function in TOLD_BY for deed in function(post)]
    return sorted(told, key=lambda deed: deed.day, reverse=True)[:SHOWN]
