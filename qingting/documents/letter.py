"""A letter of an organ (函): its name in red, the number, to whom, what it says, who signed it, who else has a copy."""

import re
from dataclasses import dataclass
from datetime import date
from unicodedata import east_asian_width

from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt

from qingting.documents.paper import (
    CENTRE,
    FANGSONG,
    FOUR,
    HEI,
    JUSTIFIED,
    KAI,
    LINE,
    RED,
    RIGHT,
    THREE,
    TWO,
    XIAOBIAOSONG,
    as_bytes,
    element,
    lead,
    long_day,
    paper,
    say,
    write,
)

WIDTH = 442  # points: 156 mm of text
A_LINE = LINE / 20  # points
HEADINGS = (
    (re.compile(r"[一二三四五六七八九十]+、[^。；]{1,40}"), HEI),
    (re.compile(r"（[一二三四五六七八九十]+）[^。；]{1,40}"), KAI),
)


@dataclass(frozen=True)
class Enclosure:
    """A sheet that goes with a letter on a page of its own: a form to fill in, and a note beneath it."""

    title: str
    rows: tuple[tuple[str, str], ...]  # what is asked, and what already stands there
    note: str = ""


def letter(
    *,
    organ: str,
    title: str,
    to: str,
    said: str,
    day: date,
    number="",
    signer="",
    mark="",
    copies=(),
    enclosure: Enclosure,
    foot="",
) -> bytes:
    """A Word file. `said` is plain text, a line a paragraph; `mark` stands in the upper corner, `foot` in brackets under the date."""
    document = paper(title, organ, day)
    _head(document, organ, number or f"　　　〔{day.year}〕　　号", signer, mark)
    say(document, title, XIAOBIAOSONG, TWO, align=CENTRE, before=2 * A_LINE, leading=1.25 * A_LINE)
    say(document, f"{to}：", before=A_LINE)
    _body(document, said)
    say(document, f"附件：{enclosure.title}", first=2, before=A_LINE).paragraph_format.keep_with_next = True
    _signature(document, organ, long_day(day))
    if foot:
        say(document, f"（{foot}）", first=2)
    _enclosed(document, enclosure)
    _imprint(document, organ, day, copies)
    return as_bytes(document)


def _head(document, organ, number, signer, mark):
    """The organ's name begins 35 mm under the edge of the text; the red line stands 4 mm under the number."""
    say(document, mark, HEI, align=RIGHT)
    size = min(40, WIDTH // max(len(organ), 1) - 1)
    name = say(
        document, organ, XIAOBIAOSONG, size, align=CENTRE, before=Mm(35).pt - A_LINE, colour=RED, leading=1.3 * size
    )
    name.paragraph_format.keep_with_next = True
    line = say(document, f"　{number}" if signer else number, before=2 * A_LINE, align=None if signer else CENTRE)
    if signer:
        line.paragraph_format.tab_stops.add_tab_stop(Pt(WIDTH - THREE), WD_TAB_ALIGNMENT.RIGHT)
        write(line, "\t签发人：")
        write(line, signer, KAI)
    rule = element("w:pBdr")
    rule.append(element("w:bottom", val="single", sz=18, space=11, color="FF0000"))
    line._p.get_or_add_pPr().insert_element_before(rule, "w:tabs", "w:spacing", "w:ind", "w:jc")


def _body(document, said):
    """A line that numbers itself as a heading is set as one: 一、 in 黑体, （一） in 楷体."""
    for text in filter(None, (line.strip() for line in said.splitlines())):
        face = next((face for heading, face in HEADINGS if heading.fullmatch(text)), FANGSONG)
        last = say(document, text, face, first=2, align=JUSTIFIED)
    last.paragraph_format.keep_with_next = True  # a signature never stands alone on a page


def _signature(document, organ, day):
    """With room for a seal: the date four characters in from the right, the organ's name centred over it (7.3.5.1)."""
    apart = (_width(organ) - _width(day)) / 2
    say(document, organ, align=RIGHT, right=max(2, 4 - apart), before=2 * A_LINE).paragraph_format.keep_with_next = True
    say(document, day, align=RIGHT, right=max(4, 2 + apart))


def _width(text):
    """In characters of full width."""
    return sum(1 if east_asian_width(c) in "WF" else 0.5 for c in text)


def _enclosed(document, enclosure):
    top = say(document, "")
    top.runs[0].add_break(WD_BREAK.PAGE)
    write(top, "附件", HEI)
    say(document, enclosure.title, XIAOBIAOSONG, TWO, align=CENTRE, before=A_LINE, leading=1.25 * A_LINE)
    say(document, "", leading=6)
    table = document.add_table(0, 2, "Table Grid")
    table.autofit = False
    table.columns[0].width, table.columns[1].width = Mm(38), Mm(118)
    for asked, stands in enclosure.rows:
        cells = table.add_row().cells
        for cell, text, face in ((cells[0], asked, HEI), (cells[1], stands, FANGSONG)):
            line = cell.paragraphs[0]
            line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(3)
            lead(line, 22)
            write(line, text, face, FOUR)
    if enclosure.note:
        say(document, enclosure.note, FANGSONG, FOUR, first=2, before=6, leading=20)


def _imprint(document, organ, day, copies):
    """At the foot of the last page: who has a copy; who had it printed and when (7.4).

    Word puts the table where it is told to; LibreOffice leaves one that is as wide as the page where it finds it.
    """
    lines = ["抄送：" + "，".join(copies) + "。"] if copies else []
    lines.append(f"{organ}\t{long_day(day)}印发")
    table = document.add_table(0, 1)
    table.autofit = False
    table.columns[0].width = Pt(WIDTH)
    for text in lines:
        row = table.add_row()
        row.height, row.height_rule = Pt(A_LINE), WD_ROW_HEIGHT_RULE.EXACTLY
        line = row.cells[0].paragraphs[0]
        line.paragraph_format.tab_stops.add_tab_stop(Pt(WIDTH - FOUR), WD_TAB_ALIGNMENT.RIGHT)
        write(line, text, FANGSONG, FOUR)
    down = round(20 * Mm(297 - 35).pt) - LINE * len(
        lines
    )  # its last line is the last of the page; twentieths of a point
    edges = element("w:tblBorders")
    for edge, weight in (("top", 8), ("bottom", 8), ("insideH", 6)):  # eighths of a point: 0.35 mm and 0.25 mm
        edges.append(element(f"w:{edge}", val="single", sz=weight, space=0, color="000000"))
    form, after = table._tbl.tblPr, ("w:tblLayout", "w:tblLook")
    form.insert_element_before(
        element("w:tblpPr", vertAnchor="page", horzAnchor="margin", tblpX=1, tblpY=down), "w:tblW", "w:jc", *after
    )
    form.insert_element_before(edges, *after)
    say(document, "", leading=1)  # a file ends with a paragraph
