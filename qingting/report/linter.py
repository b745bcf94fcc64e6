"""No number stands in a report that nobody can open: it is bound to a figure, or marked as quoted."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from qingting.figures.awaited import AWAITED
from qingting.figures.figure import Figure
from qingting.report.text import HOW, Bound, Plain, parse

DIGITS = r"[0-9０-９①-⑳⑴-⒇㈠-㈩Ⅰ-Ⅻ]"
NUMERALS = "零〇一二两三四五六七八九十百千万亿廿卅"
COUNTED = "个次件项名人家批场篇份册条部位届期天年月日成倍户处座所站点轮组类级种元吨米亩里公平小分百"
# What follows 第 is a name and not a count; so is a heading's own number at the head of a line.
ORDINAL = re.compile(rf"第(?:{DIGITS}|[{NUMERALS}])+")
HEAD = re.compile(rf"^(?:[{NUMERALS}]+、|（[{NUMERALS}]+）)")
LOOSE = re.compile(
    rf"{DIGITS}+(?:[.．,，]{DIGITS}+)*[%％‰]?"
    rf"|百分之[{NUMERALS}点]+"
    rf"|[{NUMERALS}数几]+[余多来几]?(?=[{COUNTED}])"
    rf"|[{NUMERALS}]*[十百千万亿][{NUMERALS}]*[余多]"
)
# Set phrases of the hall whose numerals count nothing.
PHRASES = re.compile(
    "一府一委两院|一府两院|一人一档|一街一品|一案一策|三进|四级人大|两级人大|三级人大|两代表一委员|一件一件|一批批|一个个"
    "|同一个|每一|哪一|这一|那一|某一|进一步|统一|第一|一些|一点|一年一度|千家万户|千方百计|百姓|十分|万众|一次次|一以贯之"
)


@dataclass(frozen=True)
class Fault:
    """What is wrong in a line of a chapter, and the sentence that says what to do."""

    line: int
    found: str
    sentence: str


def faults_of(text: str) -> list[Fault]:
    """Every number that is not bound, and every figure that is not there, in the order of the text."""
    found = []
    for block in parse(text):
        for place, piece in enumerate(block.pieces):
            if isinstance(piece, Plain):
                found += [Fault(block.line, n, _loose(block.line, n)) for n in loose_in(piece.text, at_head=place == 0)]
            elif isinstance(piece, Bound) and (reason := _misnamed(piece)):
                found.append(Fault(block.line, piece.name, reason))
    return found


def loose_in(plain: str, at_head=False) -> list[str]:
    """The numbers that a person typed."""
    hidden = PHRASES.sub(lambda m: "〓" * len(m[0]), ORDINAL.sub(lambda m: "〓" * len(m[0]), plain))
    hidden = HEAD.sub("", hidden) if at_head else hidden
    return [match[0] for match in LOOSE.finditer(hidden)]


def _loose(line, n):
    said = {"line": line, "n": n}
    return _("第%(line)s行的“%(n)s”是手打的数字，请换成指标，或者写成引用：{“%(n)s”}") % said


def _misnamed(piece: Bound) -> str | None:
    if piece.name not in Figure.all and piece.name not in AWAITED:
        return _("没有叫“%(name)s”的指标，请从右边的指标表里选") % {"name": piece.name}
    if piece.how not in HOW:
        ways = _("、").join(how for how in HOW if how)
        return _("指标“%(name)s”后面的“%(how)s”没有意思，能写的是：%(ways)s") % {
            "name": piece.name,
            "how": piece.how,
            "ways": ways,
        }
    return None
