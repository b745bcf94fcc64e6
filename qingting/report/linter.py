"""No number stands in a report that nobody can open: it is bound to a figure, or marked as quoted."""

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from qingting.figures.awaited import AWAITED
from qingting.figures.figure import Figure
from qingting.report.text import HOW, Bound, Chart, Plain, parse

DIGITS = r"[0-9０-９①-⑳⑴-⒇㈠-㈩Ⅰ-Ⅻ]"
NUMERALS = "零〇一二两三四五六七八九十百千万亿廿卅"
COUNTED = "个次件项名人家批场篇份册条部位届期天年月日成倍户处座所站点轮组类级种元吨米亩里公平小分百"
# What follows 第 is a name and not a count; so is a heading's own number at the head of a line.
ORDINAL = re.compile(rf"第(?:{DIGITS}|[{NUMERALS}])+")
HEAD = re.compile(rf"^(?:[{NUMERALS}]+、|（[{NUMERALS}]+）)")
LOOSE = re.compile(
    rf"{DIGITS}+(?:[.．,，]{DIGITS}+)*(?:[%％‰]|[百千万亿]+)?"
    rf"|百分之[{NUMERALS}点]+"
    rf"|[{NUMERALS}数几]+[余多来几]?[十百千万亿]*(?=[{COUNTED}])"
    rf"|[{NUMERALS}]*[十百千万亿][{NUMERALS}]*[余多][万亿]*"
)
COVER = "〓"
# Set phrases of the hall whose numerals count nothing. What is not here is marked as quoted by whoever writes it.
PHRASES = re.compile(
    r"一([件项批个次步点])一\1|一([件项批个次点])\2"
    "|一府一委两院|一府两院|一人一档|一街一品|一案一策|三进|四级人大|两级人大|三级人大|两代表一委员|五位一体|四个全面"
    "|四个意识|四个自信|两个维护|两个确立|双随机、一公开|最后一公里|两手抓|两手都要硬|百分点|百年大计|一年来"
    "|同一[个类件项]|每一|哪一|这一|那一|某一|进一步|统一|第一|一些|一点|一年一度|千家万户|千方百计|百姓|十分|万众|一以贯之"
)


@dataclass(frozen=True)
class Fault:
    """What is wrong in a line of a chapter, and the sentence that says what to do."""

    line: int
    found: str
    sentence: str
    is_loose: bool = False  # a number that a person typed, which may be marked as quoted


def faults_of(text: str) -> list[Fault]:
    """Every number that is not bound, and every figure that is not there, in the order of the text."""
    found = []
    for block in parse(text):
        for place, piece in enumerate(block.pieces):
            if isinstance(piece, Plain):
                found += [
                    Fault(block.line, n, _loose(block.line, n), True) for n in loose_in(piece.text, at_head=place == 0)
                ]
            elif isinstance(piece, Bound | Chart) and (reason := _misnamed(piece)):
                found.append(Fault(block.line, piece.name, reason))
            elif isinstance(piece, Chart) and len(block.pieces) > 1:
                found.append(
                    Fault(
                        block.line,
                        piece.name,
                        _("图要单独占一行，请把“%(mark)s”移到自己的一行") % {"mark": piece.written},
                    )
                )
    return found


def quoted(text: str, line: int, found: str) -> str:
    """The text with a number in one line marked as quoted, where the linter found it; the same text where it did not."""
    lines = text.splitlines()
    if not 0 < line <= len(lines):
        return text
    for block in parse(lines[line - 1]):
        pieces = [_with_quotation(piece, found, place == 0) for place, piece in enumerate(block.pieces)]
        done = next((place for place, piece in enumerate(pieces) if piece), None)
        if done is not None:
            written = [piece.written for piece in block.pieces]
            written[done] = pieces[done]
            lines[line - 1] = replace(block, pieces=(Plain("".join(written)),)).written
    return "\n".join(lines)


def _with_quotation(piece, found: str, at_head: bool) -> str:
    """A plain piece as it is written with the first such number quoted; "" where it has none."""
    for match in loose_matches(piece.text, at_head) if isinstance(piece, Plain) else ():
        if match[0] == found:
            start, end = match.span()
            return f"{piece.text[:start]}{{“{found}”}}{piece.text[end:]}"
    return ""


def loose_in(plain: str, at_head=False) -> list[str]:
    """The numbers that a person typed."""
    return [match[0] for match in loose_matches(plain, at_head)]


def loose_matches(plain: str, at_head=False):
    """Where they stand. What counts nothing is covered first, a sign for a sign, so that every place stays where it is."""
    hidden = plain
    for harmless in (ORDINAL, PHRASES, *((HEAD,) if at_head else ())):
        hidden = harmless.sub(lambda match: COVER * len(match[0]), hidden)
    return list(LOOSE.finditer(hidden))


def _loose(line, n):
    said = {"line": line, "n": n}
    return _("第%(line)s行的“%(n)s”是手打的数字，请换成指标，或者写成引用：{“%(n)s”}") % said


def _misnamed(piece: Bound | Chart) -> str | None:
    if piece.name not in Figure.all and piece.name not in AWAITED:
        return _("没有叫“%(name)s”的指标，请从右边的指标表里选") % {"name": piece.name}
    if isinstance(piece, Chart):
        its = Figure.all[piece.name].broken_down_by if piece.name in Figure.all else ()
        said = {"name": piece.name, "by": piece.by, "ways": _("、").join(its) or _("（没有）")}
        return None if piece.by in its else _("指标“%(name)s”不能按“%(by)s”画图，能按的是：%(ways)s") % said
    if piece.how not in HOW:
        ways = _("、").join(how for how in HOW if how)
        return _("指标“%(name)s”后面的“%(how)s”没有意思，能写的是：%(ways)s") % {
            "name": piece.name,
            "how": piece.how,
            "ways": ways,
        }
    return None
