"""How a chapter is written: plain paragraphs, in which a number is bound to a figure or marked as quoted.

    # 让群众找得到代表                      a heading inside the chapter; ## one below it. They number themselves
    【只报党委】……                        a paragraph for one edition alone
    开展代表“三进”活动{three_entries_groups}、{three_entries_attendance|余}。
    区{“十六届”}人大……                    what is quoted, and so counts nothing
    {年}                                  the year that the report is of
    {图:three_entries_groups:month}       a line of its own: the figure as a chart, by the month

After the name of a figure, how it is said: 余 rounded down to tens (余百 to hundreds) with 余 after it where something was
left over, 数 the number without its unit, 汉 a small number in Chinese numerals, 上年 the same figure a year before,
全部 the word 全部 where nothing is left open, and what is left where something is.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from qingting.report.models import Edition

ONLY = {"【只报人代会】": Edition.CONGRESS, "【只报党委】": Edition.PARTY, "【只公开】": Edition.PUBLIC}
LAST_YEAR, ALL = "上年", "全部"
HOW = ("", "余", "余百", "数", "汉", LAST_YEAR, ALL)
MARK = re.compile(
    r"\{(?:“(?P<quoted>[^{}]*)”|(?P<year>年)|图[:：](?P<chart>[a-z][a-z0-9_]*)[:：](?P<by>[a-z]+)"
    r"|(?P<name>[a-z][a-z0-9_]*)(?:\|(?P<how>[^{}|]*))?)\}"
)


@dataclass(frozen=True)
class Plain:
    text: str

    @property
    def written(self) -> str:
        return self.text


@dataclass(frozen=True)
class Quoted:
    text: str

    @property
    def written(self) -> str:
        return f"{{“{self.text}”}}"


@dataclass(frozen=True)
class Year:
    written = "{年}"


@dataclass(frozen=True)
class Chart:
    """A figure broken down, as a drawing."""

    name: str
    by: str

    @property
    def written(self) -> str:
        return f"{{图:{self.name}:{self.by}}}"


@dataclass(frozen=True)
class Bound:
    """A figure in a sentence, and how it is said there."""

    name: str
    how: str = ""

    @property
    def written(self) -> str:
        return f"{{{self.name}|{self.how}}}" if self.how else f"{{{self.name}}}"


@dataclass(frozen=True)
class Block:
    """A heading of level 1 or 2, or a paragraph (level 0); for every edition, or for one alone."""

    level: int
    only: Edition | None
    pieces: tuple
    line: int  # its number in the text, from 1

    @property
    def written(self) -> str:
        """The line again as one would type it."""
        only = next((mark for mark, edition in ONLY.items() if edition == self.only), "")
        level = "#" * self.level + " " if self.level else ""
        return only + level + "".join(piece.written for piece in self.pieces)

    def is_in(self, edition: Edition | None) -> bool:
        """Whether it stands in an edition; None asks for the source, in which all of it stands."""
        return edition is None or self.only in (None, edition)


def parse(text: str) -> list[Block]:
    """The blocks of a chapter, one for each line that is not empty. A brace that means nothing stays as it was typed."""
    return [block(line.strip(), n) for n, line in enumerate(text.splitlines(), 1) if line.strip()]


def block(line: str, n: int) -> Block:
    only = next((edition for mark, edition in ONLY.items() if line.startswith(mark)), None)
    line = line[line.index("】") + 1 :].strip() if only else line
    level = 2 if line.startswith("##") else 1 if line.startswith("#") else 0
    return Block(level, only, tuple(pieces(line[level:].strip())), n)


def pieces(line: str):
    done = 0
    for mark in MARK.finditer(line):
        if mark.start() > done:
            yield Plain(line[done : mark.start()])
        if mark["quoted"] is not None:
            yield Quoted(mark["quoted"])
        elif mark["year"]:
            yield Year()
        elif mark["chart"]:
            yield Chart(mark["chart"], mark["by"])
        else:
            yield Bound(mark["name"], mark["how"] or "")
        done = mark.end()
    if done < len(line):
        yield Plain(line[done:])


def bound_in(text: str, edition: Edition | None = None) -> list[Bound]:
    """The figures that a text names in an edition, in their order."""
    return [
        piece for block in parse(text) if block.is_in(edition) for piece in block.pieces if isinstance(piece, Bound)
    ]


def charts_in(text: str, edition: Edition | None = None) -> list[Chart]:
    return [
        piece for block in parse(text) if block.is_in(edition) for piece in block.pieces if isinstance(piece, Chart)
    ]


# How a text is written, for whoever writes one: the mark, and what it does.
MARKS = (
    ("# ", _("放在行首，是小标题；## 再低一级。序号自己会编，不用写。")),
    ("{指标}", _("数字从下面的指标表里放进来，印出来是数和单位。")),
    (
        "{指标|余}",
        _("舍到十位再加“余”；余百：舍到百位；数：不带单位；汉：写成汉字；上年：上年同期；全部：没有剩下的就写“全部”。"),
    ),
    ("{“十六届”}", _("引用的数字，不是数出来的。")),
    ("{年}", _("报告的年份。")),
    ("{图:指标:month}", _("单独一行，按月画一张图；也可以按 organ（机构）、subdistrict（街道）、kind（类别）。")),
    ("【只报党委】", _("放在行首，这一段只在报党委的版本里；还有【只报人代会】和【只公开】。")),
)
