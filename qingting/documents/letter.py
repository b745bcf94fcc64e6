"""A letter of an organ (函): its name in red, the number, to whom, what it says, who signed it, who else has a copy."""

from dataclasses import dataclass
from datetime import date

from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt

from qingting.documents.elements import face_of
from qingting.documents.paper import (
    CENTRE,
    FANGSONG,
    FOUR,
    HEI,
    JUSTIFIED,
    KAI,
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
from qingting.documents.parts import A_LINE, FACES, WIDTH, imprint, signature


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
    signature(document, organ, long_day(day))
    if foot:
        say(document, f"（{foot}）", first=2)
    _enclosed(document, enclosure)
    lines = ["抄送：" + "，".join(copies) + "。"] if copies else []
    imprint(document, [*lines, f"{organ}\t{long_day(day)}印发"])
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
        last = say(document, text, FACES[face_of(text)], first=2, align=JUSTIFIED)
    last.paragraph_format.keep_with_next = True  # a signature never stands alone on a page


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
