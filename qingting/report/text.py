"""How a chapter is written: plain paragraphs, in which a number is bound to a figure or marked as quoted.

    # 尊重代表主体地位                    a heading; ## one below it
    【只报党委】……                        a paragraph for one edition alone
    开展代表“三进”活动{three_entries_groups}、{three_entries_attendance|余}。
    区{“十六届”}人大……                    what is quoted, and so counts nothing
    {年}                                  the year that the report is of

After the name of a figure, how it is said: 余 rounded down to tens (余百 to hundreds) with 余 after it where something was
left over, 数 the number without its unit, 汉 a small number in Chinese numerals, 上年 the same figure a year before.
"""

import re
from dataclasses import dataclass

from qingting.report.models import Edition

ONLY = {"【只报人代会】": Edition.CONGRESS, "【只报党委】": Edition.PARTY, "【只公开】": Edition.PUBLIC}
HOW = ("", "余", "余百", "数", "汉", "上年")
MARK = re.compile(r"\{(?:“(?P<quoted>[^{}]*)”|(?P<year>年)|(?P<name>[a-z][a-z0-9_]*)(?:\|(?P<how>[^{}|]*))?)\}")


@dataclass(frozen=True)
class Plain:
    text: str


@dataclass(frozen=True)
class Quoted:
    text: str


@dataclass(frozen=True)
class Year:
    pass


@dataclass(frozen=True)
class Bound:
    """A figure in a sentence, and how it is said there."""

    name: str
    how: str = ""


@dataclass(frozen=True)
class Block:
    """A heading of level 1 or 2, or a paragraph (level 0); for every edition, or for one alone."""

    level: int
    only: Edition | None
    pieces: tuple
    line: int  # its number in the text, from 1


def parse(text: str) -> list[Block]:
    """The blocks of a chapter, one for each line that is not empty. A brace that means nothing stays as it was typed."""
    return [block(line.strip(), n) for n, line in enumerate(text.splitlines(), 1) if line.strip()]


def block(line: str, n: int) -> Block:
    only = next((edition for mark, edition in ONLY.items() if line.startswith(mark)), None)
    line = line[line.index("】") + 1 :].strip() if only else line
    level = 2 if line.startswith("##") else 1 if line.startswith("#") else 0
    return Block(level, only, tuple(pieces(line.lstrip("#").strip() if level else line)), n)


def pieces(line: str):
    done = 0
    for mark in MARK.finditer(line):
        if mark.start() > done:
            yield Plain(line[done : mark.start()])
        if mark["quoted"] is not None:
            yield Quoted(mark["quoted"])
        elif mark["year"]:
            yield Year()
        else:
            yield Bound(mark["name"], mark["how"] or "")
        done = mark.end()
    if done < len(line):
        yield Plain(line[done:])


def bound_in(text: str) -> list[Bound]:
    """The figures that a text names, in their order."""
    return [piece for block in parse(text) for piece in block.pieces if isinstance(piece, Bound)]
