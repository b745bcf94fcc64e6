"""A chapter as it is read: its blocks with the numbers in them, for the desk, for an edition on paper, for everyone."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from qingting.documents.models import in_words
from qingting.figures.answer import Answer
from qingting.figures.awaited import AWAITED
from qingting.report.linter import HEAD
from qingting.report.models import AnnualReport, Edition
from qingting.report.text import ALL, LAST_YEAR, Bound, Chart, Plain, Quoted, parse
from qingting.report.values import CHINESE, Frozen, Live


@dataclass(frozen=True)
class Said:
    """A piece of a sentence as it is printed; `figure` names the figure behind it."""

    text: str
    figure: str = ""
    is_awaited: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A heading (level 1 or 2), a paragraph (0), or a drawing, which has parts and no words."""

    level: int
    only: Edition | None
    said: tuple[Said, ...] = ()
    chart: Chart | None = None
    parts: tuple[tuple[str, int], ...] = ()
    number: str = ""  # of a heading: （一）

    @property
    def text(self) -> str:
        return self.number + "".join(one.text for one in self.said)

    @property
    def meant_for(self) -> str:
        return str(self.only.label) if self.only else ""


def render(text: str, report: AnnualReport, values: Live | Frozen, edition: Edition | None = None) -> list[Paragraph]:
    """The blocks of a chapter in an edition. What is not counted yet says so, and what is no figure stands as it was typed."""
    found, counters = [], {1: 0, 2: 0}
    for block in parse(text):
        if not block.is_in(edition):
            continue
        if len(block.pieces) == 1 and isinstance(chart := block.pieces[0], Chart):
            found.append(Paragraph(0, block.only, chart=chart, parts=tuple(values.parts(chart.name, chart.by))))
            continue
        said = tuple(say(piece, report, values) for piece in block.pieces)
        if block.level and said and isinstance(block.pieces[0], Plain):
            said = (Said(HEAD.sub("", said[0].text)), *said[1:])  # it numbers itself
        found.append(Paragraph(block.level, block.only, said, number=numeral(block.level, counters)))
    return found


def numeral(level: int, counters: dict) -> str:
    """Headings number themselves, each under the one above it (GB/T 9704-2012, 7.3.3)."""
    if not level:
        return ""
    counters[level] += 1
    if level == 1:
        counters[2] = 0
        return f"（{in_words(counters[1])}）"
    return f"{counters[2]}．"


def say(piece, report: AnnualReport, values: Live | Frozen) -> Said:
    match piece:
        case Plain() | Quoted():
            return Said(piece.text)
        case Bound():
            return of_figure(piece, values)
        case Chart():
            return Said(piece.written)
        case _:
            return Said(report.year)


def of_figure(piece: Bound, values: Live | Frozen) -> Said:
    value = values.of(piece.name, piece.how == LAST_YEAR)
    if value is not None:
        return Said(in_sentence(value, piece.how), piece.name)
    if piece.name in AWAITED:
        with override(CHINESE):
            return Said(_("（%(domain)s尚未登记，暂缺）") % {"domain": AWAITED[piece.name].domain}, piece.name, True)
    return Said(piece.written)


def in_sentence(value: Answer, how: str = "") -> str:
    """A number as the report says it. A share always shows of how many it is one."""
    if value.whole is not None:
        if not value.whole:
            return "无"
        return value.share if how == "数" else f"{value.share}（{value.n}/{value.whole}）"
    match how:
        case "余":
            return rounded(value.n, 10) + value.unit
        case "余百":
            return rounded(value.n, 100) + value.unit
        case "数":
            return str(value.n)
        case "汉":
            return in_chinese(value.n) + value.unit
        case _ if how == ALL:
            return ALL if not value.n else f"除{value.n}{value.unit}外"
        case _:
            return f"{value.n}{value.unit}"


def rounded(n: int, to: int) -> str:
    """Rounded down, with 余 where something was left over: 573 is 570余, and 570 is 570. A smaller number stays exact."""
    down = n // to * to
    return f"{down}余" if down and n > down else str(n)


def in_chinese(n: int) -> str:
    """A small number before its unit: two of a thing are 两, and what has four digits stays in digits."""
    return "两" if n == 2 else in_words(n) if n < 1000 else str(n)
