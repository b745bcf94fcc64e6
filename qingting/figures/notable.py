"""What the year's report may name by title, and how everyone may see a record. The domains say so; the report asks.

A domain declares both in its `notable.py`, so that the report need not know a single one of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, QuerySet

from qingting.docket.models import Matter, Part


@dataclass(frozen=True)
class Notable:
    """Notable matters of a period: `rows` gives them for a congress, `title` says how the report calls one.

    `matter` is as that of a figure: the path from a row to the matter behind it, "" where it is one itself, None where
    none stands behind it and whoever writes the report may name it.
    """

    name: str
    rows: Callable[[Any, date, date], QuerySet]
    title: Callable[[Any], str]
    matter: str | None = ""

    all: ClassVar[dict[str, "Notable"]] = {}

    def __post_init__(self):
        Notable.all[self.name] = self

    def titles(self, congress, since: date, until: date, hats: Iterable[str], n: int = 12) -> list[str]:
        """How the first of them are called, of those that one may see under these hats."""
        rows = within(self.rows(congress, since, until), self.matter, hats)
        return list(dict.fromkeys(self.title(row) for row in rows.order_by("pk")[:n]))


def within(rows: QuerySet, matter: str | None, hats: Iterable[str]) -> QuerySet:
    """Those of these records whose matter one may see under one of these hats."""
    if matter is None:
        return rows
    if not matter and not issubclass(rows.model, Matter):
        return rows.none()  # its key is that of no matter, and may by chance be that of another
    return rows.filter(Exists(Part.objects.filter(matter=OuterRef(matter or "pk"), hat__in=list(hats))))


@dataclass(frozen=True)
class Face:
    """How everyone may see a record of a kind: what was confirmed for the public, and the address where it stands.

    A kind that has no face is told in numbers alone.
    """

    model: Any
    shown: Callable[[list], list[tuple[str, str]]]  # given the records: the title and the public address of each

    all: ClassVar[dict[Any, "Face"]] = {}

    def __post_init__(self):
        Face.all[self.model] = self
