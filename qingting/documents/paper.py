"""Official paper as GB/T 9704-2012 asks for it: A4, 22 lines of 28 characters, 仿宋 三号, the pages numbered — 1 —.

A file only names the type faces, which an office has on its own machines; none of them is in it.
"""

import io
import re
from datetime import UTC, date, datetime, time

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from qingting.organs.fields import CONTROL

FANGSONG, HEI, KAI, SONG, XIAOBIAOSONG = "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体", "方正小标宋简体"
THREE, TWO, FOUR, FIVE = 16, 22, 14, 10.5  # 三号, 二号, 四号, 五号, in points
LINE = 579  # twentieths of a point: 225 mm of text, in 22 lines
TIGHTER = -5  # twentieths of a point between two characters, so that 28 of them fill 156 mm
CENTRE, RIGHT, JUSTIFIED = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY
RED = RGBColor(0xFF, 0, 0)
UNSEEN = re.compile(f"{CONTROL.pattern}|[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")


def plain(text) -> str:
    """Text as it may stand in a document: nothing unseen, nothing that turns its direction."""
    return UNSEEN.sub("", str(text).replace("\r\n", "\n").replace("\r", "\n"))


def long_day(day: date) -> str:
    """A day as an official document writes it: Arabic numerals, no leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def paper(title: str, organ: str, day: date, lying: bool = False):
    """An empty document, standing or lying, that says of itself only its title, its organ and its day."""
    document = Document()
    document._body.clear_content()
    _tell(document.core_properties, title, organ, day)
    section, short, long = document.sections[0], Mm(210), Mm(297)
    section.page_width, section.page_height = (long, short) if lying else (short, long)
    section.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
    top, right, bottom, left = (28, 37, 26, 35) if lying else (37, 26, 35, 28)  # lying, its head is on the right
    section.top_margin, section.right_margin = Mm(top), Mm(right)
    section.bottom_margin, section.left_margin = Mm(bottom), Mm(left)
    section.footer_distance = Mm(bottom - 7 - 5)  # the dashes stand 7 mm under the text
    grid = section._sectPr.find(qn("w:docGrid"))
    grid.set(qn("w:type"), "lines")  # lines and characters together go wrong outside of Word
    grid.set(qn("w:linePitch"), str(LINE))
    _set_body_type(document.styles["Normal"])
    _number_pages(document, section)
    return document


def _tell(about, title, organ, day):
    at = datetime.combine(day, time.min, tzinfo=UTC)
    about.title, about.comments = plain(title)[:255], ""
    about.author = about.last_modified_by = plain(organ)[:255]
    about.created = about.modified = at


def _set_body_type(normal):
    letters, lines = normal.element.get_or_add_rPr(), normal.element.get_or_add_pPr()
    normal.font.size = Pt(THREE)
    _face(letters, FANGSONG)
    letters.insert_element_before(element("w:spacing", val=TIGHTER), "w:sz")
    form = normal.paragraph_format
    form.line_spacing, form.space_before, form.space_after = Pt(LINE / 20), 0, 0
    form.widow_control = False  # else a page ends a line early
    for gap in ("w:autoSpaceDE", "w:autoSpaceDN"):
        lines.insert_element_before(element(gap, val=0), "w:spacing")


def _number_pages(document, section):
    """Odd pages to the right, even pages to the left, one character in from the edge."""
    document.settings.odd_and_even_pages_header_footer = True
    for footer, align in ((section.footer, RIGHT), (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)):
        line = footer.paragraphs[0]
        line.alignment = align
        line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(FOUR)
        write(line, "— ", SONG, FOUR)
        for kind, code in (("begin", ""), ("", "PAGE"), ("end", "")):
            run = write(line, "", SONG, FOUR)._r
            run.append(element("w:fldChar", fldCharType=kind) if kind else element("w:instrText", code))
        write(line, " —", SONG, FOUR)


def write(line, text: str, face=FANGSONG, size=THREE, colour=None):
    """Put words at the end of a paragraph, in a type face and a size in points."""
    run = line.add_run(plain(text))
    _face(run._r.get_or_add_rPr(), face)
    run.font.size = Pt(size)
    if colour:
        run.font.color.rgb = colour
    return run


def say(
    into, text="", face=FANGSONG, size=THREE, *, align=None, first=0, right=0.0, before=0.0, colour=None, leading=None
):
    """A paragraph of a document or of a cell.

    `first` and `right` are indents in characters, `before` is space in points, `leading` the distance of its lines in points.
    """
    line = into.add_paragraph()
    line.alignment = align
    form = line.paragraph_format
    form.space_before = Pt(before)
    if leading:
        lead(line, leading)
    if first:
        form.first_line_indent = Pt(size * first)
        line._p.pPr.ind.set(qn("w:firstLineChars"), str(100 * first))  # Word goes by this one, others by the points
    if right:
        form.right_indent = Pt(size * right)
    write(line, text, face, size, colour)
    return line


def lead(line, points: float):
    """Set the lines of a paragraph closer or wider than the 22 of a page."""
    line.paragraph_format.line_spacing = Pt(points)
    line._p.pPr.insert_element_before(element("w:snapToGrid", val=0), "w:spacing", "w:ind", "w:jc")


def _face(letters, face):
    faces = letters.get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        faces.set(qn(f"w:{script}"), face)


def element(name, text=None, **said):
    """An element of the file's own language, with its attributes."""
    made = OxmlElement(name)
    made.text = text
    for key, value in said.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def as_bytes(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
