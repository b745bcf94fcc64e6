"""A first draft of a chapter, chosen sentence by sentence from the usual outline by what the year's figures say.

No model writes it: each sentence stands in `outline.toml`, in the tone of the office, and is left out while it has nothing
to say. Whoever writes the chapter goes on from there.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from qingting.docket.models import hats
from qingting.figures.notable import Notable
from qingting.report.models import AnnualReport
from qingting.report.text import Bound, bound_in, pieces
from qingting.report.values import Live

OUTLINE = Path(__file__).parent / "outline.toml"


@dataclass(frozen=True)
class Sentence:
    lead: str
    clauses: tuple  # pairs of a clause and the figures that must have something to count
    text: str = ""  # a sentence that is always said


@dataclass(frozen=True)
class Told:
    """A paragraph of the outline: its heading, its sentences, and the notable matters that it lists."""

    heading: str
    sentences: tuple[Sentence, ...]
    notable: str = ""
    before: str = ""  # what stands before their titles


@dataclass(frozen=True)
class Outlined:
    """A chapter of the outline."""

    section: str
    title: str
    paragraphs: tuple[Told, ...]


@cache
def outline() -> tuple[Outlined, ...]:
    with OUTLINE.open("rb") as file:
        chapters = tomllib.load(file)["chapters"]
    return tuple(
        Outlined(one["section"], one["title"], tuple(paragraph(told) for told in one["paragraphs"])) for one in chapters
    )


def paragraph(told: dict) -> Told:
    notable = told.get("notable", {})
    sentences = tuple(sentence(one) for one in told.get("sentences", ()))
    return Told(told.get("heading", ""), sentences, notable.get("name", ""), notable.get("lead", ""))


def sentence(one: dict) -> Sentence:
    clauses = tuple(clause(said) for said in one.get("clauses", ()))
    return Sentence(one.get("lead", ""), clauses, one.get("text", ""))


def clause(said) -> tuple[str, tuple[str, ...]]:
    """A clause, and the figures that it needs: all that it names, where it does not say otherwise."""
    if isinstance(said, dict):
        return said["text"], tuple(said["needs"])
    return said, tuple(piece.name for piece in pieces(said) if isinstance(piece, Bound))


def names_of(chapter: Outlined) -> set[str]:
    """The figures that a chapter of the outline names."""
    texts = [text for told in chapter.paragraphs for one in told.sentences for text, _needs in one.clauses]
    return {piece.name for text in texts for piece in bound_in(text)}


def proposed(report: AnnualReport, section: str, actors) -> str:
    """The text to begin a chapter from; "" where the outline has no such chapter. Only what these actors may see is named."""
    chapter = next((one for one in outline() if one.section == section), None)
    values = Live(report)
    found = [said for told in chapter.paragraphs if (said := in_text(told, report, values, actors))] if chapter else []
    return "\n\n".join(found)


def in_text(told: Told, report, values: Live, actors) -> str:
    said = [words for one in told.sentences if (words := spoken(one, values))]
    body = "".join(said)
    if titles := titles_of(told.notable, report, actors):
        body += told.before + "、".join(f"“{{“{title}”}}”" for title in titles) + "。"
    return f"# {told.heading}\n{body}" if body and told.heading else body


def spoken(one: Sentence, values: Live) -> str:
    """A sentence with the clauses that have something to say; "" where none has. A figure is not said twice."""
    if one.text:
        return one.text
    said: list[str] = []
    told: set[str] = set()
    for text, needs in one.clauses:
        if not told & set(needs) and all(counts(values.of(name)) for name in needs):
            said.append(text)
            told |= set(needs)
    return "，".join([one.lead, *said]) + "。" if said else ""


def counts(value) -> bool:
    return value is not None and bool(value.n)


def titles_of(name: str, report, actors) -> list[str]:
    if name not in Notable.all:
        return []
    found = Notable.all[name].titles(report.congress, *report.period, hats(actors))
    return [title.replace("{", "").replace("}", "") for title in found]  # a quotation ends at a brace
