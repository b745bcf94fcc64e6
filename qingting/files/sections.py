"""One person, one file (一人一档): each domain says what its records tell of a deputy, and nobody types any of it.

Law: Deputies Law (2025) art. 58 para. 2 has the standing committee record what deputies do and publish it. What a file
consists of is practice (Ankang's list, confidence D): meetings, inspections and research, training, group activities, bills
and suggestions, reports to voters, honours. A file keeps facts with what proves them: no points, no ranks, no check-in.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextChoices
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from qingting.docket.models import Part, hats

FIRST_DAY = date(1979, 7, 1)  # no local standing committee is older, so no record is


class Chapter(TextChoices):
    """What stands together in a file, in its order."""

    MEETINGS = "meetings", _("参加会议")
    PEOPLE = "people", _("联系群众，提出建议")
    ACTIVITIES = "activities", _("参加活动和学习")
    REPORTS = "reports", _("报告履职")
    HONOURS = "honours", _("荣誉")
    OBJECTIONS = "objections", _("对记录的异议")


@dataclass(frozen=True)
class Section:
    """One kind of record in a file. `rows` gives those of all deputies of a congress in a period, a line for each."""

    name: str
    label: Any
    unit: Any
    scope: Any  # what counts, as it stands beside the number
    chapter: Chapter
    order: int  # where it stands in its chapter
    rows: Callable[[Any, date, date], QuerySet]
    person: str  # the person whose line it is, as a path from the record
    on: str  # the day of a record, as a path
    says: Callable[[Any], str]  # the line in words, for whoever may read the inner part
    # the matter that proves a line, as a path: who may see that one may read the line. "" where the record is itself a
    # matter; None where no matter stands behind it, and whoever may read the file reads it
    matter: str | None = ""
    reads: tuple[str, ...] = ()  # what the words need, as `select_related` names it
    sort: Callable[[Any], Any] | None = None  # of what sort a line is, where a section has several
    # of how many: the same question asked of what he was invited to or was owed, by person
    out_of: Callable[[Any, date, date], dict[int, int]] | None = None
    out_of_words: Any = ""  # how that is said, with the number as %(n)s
    public: bool = True  # whether everyone may know the number
    is_notable: bool = False  # whether its lines are named one by one in what a deputy reports
    # of a line that a person has made public, its title and its address; None where only the number is told
    tells: Callable[[Any], tuple[str, str]] | None = None

    all: ClassVar[dict[str, "Section"]] = {}

    def __post_init__(self):
        if self.name in Section.all:
            raise ValueError(f"two sections of a file are called {self.name}")
        Section.all[self.name] = self

    def counts(self, congress, since: date, until: date) -> dict[int, int]:
        """How many lines each person has in the period, by the person's key: one query, however many there are."""
        rows = self.rows(congress, since, until).order_by().exclude(**{self.person: None})
        return dict(rows.values_list(self.person).annotate(Count("pk", distinct=True)))

    def of(self, person, since: date, until: date) -> QuerySet:
        """The records of one person in the period, the first day first."""
        rows = self.rows(person.congress_id, since, until).filter(**{self.person: person})
        return rows.select_related(*self.reads).order_by(self.on, "pk")

    def day_of(self, row) -> date:
        day = follow(row, self.on)
        return localdate(day) if isinstance(day, datetime) else day

    def matter_of(self, row) -> int | None:
        """The key of the matter that proves a line; None where there is none."""
        if self.matter is None:
            return None
        return follow(row, f"{self.matter}_id") if self.matter else row.pk

    def shown_to_all(self, congress_id, rows: QuerySet) -> QuerySet:
        """Of these records, those whose matter has been made public."""
        known = Part.objects.filter(matter=OuterRef(self.matter or "pk"), hat=f"public:{congress_id}:")
        return rows.filter(Exists(known))


@dataclass(frozen=True)
class Line:
    """One line of a file, with its proof."""

    day: date
    said: str
    address: str = ""  # of what proves it; empty where no page does


@dataclass
class Page:
    """A section of one person's file in a period: its number, its lines as far as one may read them, of what sorts."""

    section: Section
    n: int
    lines: list[Line]
    sorts: dict[str, int]
    out_of: int | None = None

    @property
    def whole(self) -> str:
        """Of how many, in words; empty where that is not known."""
        return "" if self.out_of is None else str(self.section.out_of_words) % {"n": self.out_of}

    @property
    def unread(self) -> int:
        """Lines that count and that this visitor may not open: told in numbers."""
        return self.n - len(self.lines)


def in_order() -> list[Section]:
    chapters = list(Chapter)
    return sorted(Section.all.values(), key=lambda one: (chapters.index(one.chapter), one.order, one.name))


def pages(person, since: date, until: date, actors: Iterable[Any]) -> list[Page]:
    """The whole file of one person in a period, as far as these actors may read it; a few queries a section."""
    found = [(section, list(section.of(person, since, until))) for section in in_order()]
    keys = {key for section, rows in found for row in rows if (key := section.matter_of(row))}
    seen = set(Part.objects.filter(matter__in=keys, hat__in=hats(actors)).values_list("matter", flat=True))
    return [
        Page(
            section,
            len(rows),
            [line_of(section, row) for row in rows if section.matter is None or section.matter_of(row) in seen],
            dict(Counter(str(section.sort(row)) for row in rows)) if section.sort else {},
            section.out_of(person.congress_id, since, until).get(person.pk, 0) if section.out_of else None,
        )
        for section, rows in found
    ]


def line_of(section: Section, row) -> Line:
    key = section.matter_of(row)
    return Line(section.day_of(row), section.says(row), reverse("matter", args=[key]) if key else "")


# What everyone may know.


@dataclass(frozen=True)
class Deed:
    """A line that a person has made public, by the words that he has confirmed."""

    day: date
    kind: Any
    title: str
    address: str


def deeds(person, since: date, n: int) -> list[Deed]:
    """The public lines of a person since a day, the newest first, so many of them."""
    told = [
        Deed(section.day_of(row), section.label, *section.tells(row))
        for section in in_order()
        if section.tells
        for row in newest(section, person, since, n)
    ]
    return sorted(told, key=lambda deed: deed.day, reverse=True)[:n]


def newest(section: Section, person, since: date, n: int) -> QuerySet:
    rows = section.of(person, since, localdate())
    return section.shown_to_all(person.congress_id, rows).order_by(f"-{section.on}", "-pk")[:n]


@dataclass(frozen=True)
class Number:
    """What everyone may know of one section in a period: how many, how many of these are public, and of how many."""

    section: Section
    n: int
    shown: int | None = None
    out_of: int | None = None

    @property
    def whole(self) -> str:
        return "" if self.out_of is None else str(self.section.out_of_words) % {"n": self.out_of}


def numbers(person, since: date, until: date) -> list[Number]:
    """The public part of a file in numbers, for what is not public is told so; the sections that have any."""
    return [
        one
        for section in in_order()
        if section.public and ((one := number(section, person, since, until)).n or one.out_of)
    ]


def number(section: Section, person, since: date, until: date) -> Number:
    rows = section.of(person, since, until)
    shown = section.shown_to_all(person.congress_id, rows).count() if section.tells else None
    whole = section.out_of(person.congress_id, since, until).get(person.pk, 0) if section.out_of else None
    return Number(section, rows.count(), shown, whole)


def with_a_line(congress, until: date) -> Q:
    """Of posts: that their person has at least one line in his file by that day."""
    return any_of(
        Exists(section.rows(congress, FIRST_DAY, until).order_by().filter(**{section.person: OuterRef("person")}))
        for section in in_order()
    )


def any_of(conditions: Iterator[Any]) -> Q:
    found = Q(pk__in=[])
    for condition in conditions:
        found |= Q(condition)
    return found


def follow(row, path: str):
    for name in path.split("__"):
        row = row and getattr(row, name)
    return row
