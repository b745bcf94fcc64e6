"""One file as its page and its paper show it: chapter by chapter, each number beside the spread of its electoral unit."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from qingting.files.sections import Chapter, Page, pages
from qingting.files.spread import Spread, called, mandate_of, mandates, peers, spread
from qingting.organs.models import Post

WIDE, EDGE = 240, 8  # of a strip, in units of its own drawing


@dataclass(frozen=True)
class Strip:
    """Where the five numbers of a spread and one's own stand on a strip of WIDE units."""

    spread: Spread

    def at(self, value: float) -> float:
        room = self.spread.most - self.spread.least
        share = (value - self.spread.least) / room if room else 0.5
        return round(EDGE + share * (WIDE - 2 * EDGE), 1)

    @property
    def lower(self) -> float:
        return self.at(self.spread.lower)

    @property
    def half(self) -> float:
        """How wide the middle half is; never so narrow that nobody sees it."""
        return max(self.at(self.spread.upper) - self.lower, 2)

    @property
    def middle(self) -> float:
        return self.at(self.spread.middle)

    @property
    def own(self) -> float:
        return self.at(self.spread.own)


@dataclass(frozen=True)
class File:
    """A person's file of one year."""

    mandate: Post | None
    unit: str  # with whom he is compared; empty where they are too few, or where he held no seat
    chapters: list[tuple[str, list[tuple[Page, Strip | None]]]]
    without: list[str]  # the sections of which there is nothing this year


def file_of(person, since: date, until: date, actors) -> File:
    """All that these actors may read of it. For each section one query counts for all whom he is compared with."""
    mandate = mandate_of(person, since, until)
    unit = peers(mandate, since, until) if mandate else set()
    every = pages(person, since, until, actors)
    told = [(page, strip_of(page, person, unit, since, until)) for page in every if page.n or page.out_of]
    chapters = [
        (str(Chapter(chapter).label), list(entries))
        for chapter, entries in groupby(told, key=lambda entry: entry[0].section.chapter)
    ]
    is_compared = any(strip for _page, strip in told)
    without = [str(page.section.label) for page in every if not page.n and not page.out_of]
    return File(mandate, called(mandate) if mandate and is_compared else "", chapters, without)


def strip_of(page: Page, person, unit: set[int], since: date, until: date) -> Strip | None:
    """None for what is not public, and where the unit is too small."""
    if not page.section.public:
        return None
    counts = page.section.counts(person.congress_id, since, until)
    found = spread(page.n, [counts.get(one, 0) for one in unit])
    return Strip(found) if found else None


def years_of(person, today: date) -> list[int]:
    """The years in which he has held a seat, the latest first."""
    held = mandates(person.congress_id, date.min, today).filter(person=person)
    spans = [(post.since.year, min(post.until or today, today).year) for post in held]
    return sorted({year for first, last in spans for year in range(first, last + 1)}, reverse=True)
