"""What one may begin from a matter of another room: a clue that is flagged in it, a suggestion that takes it up; and what
another room knows of it: the meeting on whose agenda it is.

A room declares it in its `page.py`; the page of every matter asks, and no room needs to know another.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from qingting.docket.models import Matter


@dataclass(frozen=True)
class Beginning:
    words: Any
    address: Callable[[Matter], str]
    may: Callable[[Matter, list], bool]  # whether one of these actors may begin it from this matter, asking no database

    all: ClassVar[list["Beginning"]] = []

    def __post_init__(self):
        Beginning.all.append(self)


def begun_from(matter, actors) -> list[tuple[Any, str]]:
    """The words and the address of each thing that these actors may begin from a matter."""
    return [(one.words, one.address(matter)) for one in Beginning.all if one.may(matter, actors)]


ELSEWHERE: list[tuple[Any, Callable[[Matter, list], list[tuple[str, str]]]]] = []


def told_elsewhere(heading):
    """What another room knows of a matter: under this heading, its words and its address, empty where one may not go there."""

    def keep(asks):
        ELSEWHERE.append((heading, asks))
        return asks

    return keep


def elsewhere(matter, actors) -> list[tuple[Any, list[tuple[str, str]]]]:
    """What the other rooms may tell these actors of a matter, under their headings."""
    return [(heading, known) for heading, asks in ELSEWHERE if (known := asks(matter, actors))]
