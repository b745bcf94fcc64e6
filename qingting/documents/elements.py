"""What an official document consists of (公文要素), as both its Word file and its PDF are set from it."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from math import ceil
from unicodedata import east_asian_width

import rjieba

OBJECT = "\ufffc"  # a line of it alone is the place of the next drawing
TITLE = 20  # characters of 二号 that stand beside each other in 156 mm
HEADINGS = (
    (re.compile(r"[一二三四五六七八九十百]+、[^。；]{1,40}"), "hei"),
    (re.compile(r"（[一二三四五六七八九十百]+）[^。；]{1,40}"), "kai"),
)


@dataclass(frozen=True)
class Drawing:
    """A chart in the text: as SVG without classes or scripts, 156 mm wide; what it shows in words, for whoever cannot see it."""

    svg: str
    caption: str
    alt: str


@dataclass(frozen=True)
class Elements:
    """The elements of one document, in the order in which they stand on it (GB/T 9704-2012, 7.1)."""

    form: str  # file, letter, order or minutes
    head: str  # 发文机关标志, as it is printed in red
    title: str
    body: str  # a line a paragraph; lines with tabs in them, one after another, are a table
    number: str = ""
    addressees: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    signed_by: str = ""
    signer_title: str = ""  # a document that a person signs: in what office, and who
    signer: str = ""
    signed_on: date | None = None
    note: str = ""
    present: tuple[str, ...] = ()
    on_leave: tuple[str, ...] = ()
    sitting_in: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    printed_by: str = ""
    printed_on: date | None = None
    drawings: tuple[Drawing, ...] = ()  # in the order of their places in the body
    stamp: str = ""  # what stands across each page of what is not, or no longer, in force

    @property
    def attendance(self) -> list[tuple[str, str]]:
        """Who was there (10.3): the lists that have anyone in them."""
        lists = (("出席", self.present), ("请假", self.on_leave), ("列席", self.sitting_in))
        return [(called, "、".join(people)) for called, people in lists if people]


def blocks(body: str, drawings: tuple[Drawing, ...] = ()) -> list:
    """The body in order: a paragraph is a pair of its type face and its text, a table a list of rows of equal length."""
    found: list = []
    waiting = list(drawings)
    lines = [line for line in body.splitlines() if line.strip()]
    for is_table, group in groupby(lines, lambda line: "\t" in line.strip()):
        if is_table:
            rows = [[cell.strip() for cell in line.split("\t")] for line in group]
            wide = max(map(len, rows))
            found.append([row + [""] * (wide - len(row)) for row in rows])
        else:
            words = (line.strip() for line in group)
            found += [waiting.pop(0) if line == OBJECT and waiting else (face_of(line), line) for line in words]
    return found


def face_of(line: str) -> str:
    """A line that numbers itself as a heading is set as one (7.3.3): 一、 in 黑体, （一） in 楷体."""
    return next((face for heading, face in HEADINGS if heading.fullmatch(line)), "fang")


def width(text: str) -> float:
    """In characters of full width."""
    return sum(1 if east_asian_width(c) in "WF" else 0.5 for c in text)


def title_lines(title: str, across: int = TITLE) -> list[str]:
    """A title in lines of nearly one length, no word cut in two (7.3.1)."""
    words = [piece for word in rjieba.cut(title) for piece in ([word] if width(word) <= across else word)]
    lines = ceil(width(title) / across)
    for room in range(ceil(width(title) / max(lines, 1)), across + 1):
        broken = filled(words, room)
        if len(broken) <= lines:
            return broken
    return filled(words, across)


def filled(words: list[str], room: int) -> list[str]:
    """Words in lines no longer than this; no line begins with a mark that belongs to what is before it."""
    lines = [""]
    for word in words:
        if width(lines[-1] + word) > room and word not in CLOSING:
            lines.append("")
        lines[-1] += word
    return [line.strip() for line in lines if line.strip()]


CLOSING = set("，。、；：！？）》」』】〕”’的了")
