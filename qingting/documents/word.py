"""An official document as Word, in the type faces that an office has: the same elements as the PDF, in the same places."""

import io
from datetime import date

from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.shared import Mm, Pt

from qingting.documents.elements import Drawing, Elements, blocks, title_lines, width
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
    plain,
    say,
    write,
)
from qingting.documents.parts import A_LINE, FACES, WIDTH, imprint, signature
from qingting.documents.pdf import drawing_as_png

# A word across the page, behind the text, as Word keeps it. It is one of ours, never what somebody typed.
ACROSS = (
    '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:o="urn:schemas-microsoft-com:office:office"><w:rPr><w:noProof/></w:rPr><w:pict>'
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">'
    '<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
    '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>'
    '<v:f eqn="if @0 @4 21600"/></v:formulas><v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/>'
    '</v:shapetype><v:shape id="across{n}" o:spid="_x0000_s{id}" type="#_x0000_t136" style="position:absolute;margin-left:0;'
    "margin-top:0;width:360pt;height:160pt;rotation:310;z-index:-251658752;mso-position-horizontal:center;"
    'mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin"'
    ' fillcolor="#f8d4d4" stroked="f"><v:textpath style="font-family:&quot;黑体&quot;;font-size:1pt" string="{word}"/>'
    "</v:shape></w:pict></w:r>"
)


def as_word(d: Elements, stands: dict) -> bytes:
    """A Word file, which has its pages turned and its addressees placed where the layout of the PDF `stands`."""
    document = paper(d.title, d.printed_by or d.signed_by or d.head, d.signed_on or d.printed_on or date.today())
    section = document.sections[0]
    if d.form == "letter":
        section.different_first_page_header_footer = True
    if d.stamp:
        _stamp(section, d.stamp)
    HEADS.get(d.form, _head)(document, d)
    if d.form != "order":
        title = "\n".join(title_lines(plain(d.title)))
        say(document, title, XIAOBIAOSONG, TWO, align=CENTRE, before=2 * A_LINE, leading=1.25 * A_LINE)
    moved = stands["moved"]
    if d.addressees and not moved:
        say(document, "，".join(d.addressees) + "：", before=A_LINE)
    _body(document, d, before=0 if d.addressees and not moved else (2 if d.form == "order" else 1) * A_LINE)
    _enclosed(document, d.attachments)
    if d.signer:
        _signer(document, d)
    elif d.signed_by and d.signed_on:
        signature(document, plain(d.signed_by), long_day(d.signed_on))
    if d.note:
        say(document, f"（{d.note}）", first=2)
    for n, (called, people) in enumerate(d.attendance):
        _hanging(document, f"{called}：", people, HEI, before=0 if n else A_LINE)
    _foot(document, d, stands["turns"], moved)
    return as_bytes(document)


def _head(document, d):
    """The name 35 mm under the edge of the text; the red line 4 mm under the number (7.2, and 10.3 for minutes)."""
    say(document, "")
    _name(document, d.head, before=Mm(35).pt - A_LINE)
    number = say(document, d.number, align=CENTRE, before=2 * A_LINE)
    _border(number, "bottom", "single", 18, 11)


def _order_head(document, d):
    """The name 20 mm under the edge of the text, no line beneath the number (10.2)."""
    say(document, "")
    for n, line in enumerate(d.head.splitlines()):
        _name(document, line, before=0 if n else Mm(20).pt - A_LINE)
    say(document, d.number, align=CENTRE, before=2 * A_LINE)


def _letter_head(document, d):
    """The name 30 mm under the edge of the first sheet, with a double line under it and another at its foot (10.1)."""
    section = document.sections[0]
    section.header_distance = Mm(30)
    top, foot = section.first_page_header.paragraphs[0], section.first_page_footer.paragraphs[0]
    lead(top, 36)
    top.alignment = CENTRE
    _letters(write(top, d.head, XIAOBIAOSONG, 30, RED), d.head, 30)
    _border(top, "bottom", "thickThinSmallGap", 24, 11)
    lead(foot, 12)
    _border(foot, "bottom", "thinThickSmallGap", 24, 1)
    for line in (top, foot):  # 170 mm across, in the middle of the sheet
        line.paragraph_format.left_indent, line.paragraph_format.right_indent = Mm(-8), Mm(-6)
    say(document, d.number, align=RIGHT)


HEADS = {"order": _order_head, "letter": _letter_head}


def _name(document, words, before):
    size = 42 if width(words) <= 10 else 32
    line = say(document, "", before=before, align=CENTRE, leading=1.3 * size)
    _letters(write(line, words, XIAOBIAOSONG, size, RED), words, size)
    line.paragraph_format.keep_with_next = True


def _letters(run, words, size):
    """A long name is set narrower rather than small, as in the PDF."""
    if (narrow := WIDTH / (width(words) * size + 2)) < 1:
        run._r.rPr.insert_element_before(element("w:w", val=int(100 * narrow)), "w:kern", "w:position", "w:sz")


def _border(line, edge, kind, weight, space):
    rule = element("w:pBdr")
    rule.append(element(f"w:{edge}", val=kind, sz=weight, space=space, color="FF0000"))
    line._p.get_or_add_pPr().insert_element_before(
        rule, "w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc"
    )


def _body(document, d, before):
    line = None
    for block in blocks(d.body, d.drawings):
        if isinstance(block, Drawing):
            _picture(document, block)
            line = None
        elif isinstance(block, list):
            _table(document, block, before)
            line = None
        else:
            face, text = block
            line = say(document, text, FACES[face], first=2, align=JUSTIFIED, before=before)
            line.paragraph_format.keep_with_next = face != "fang"  # a heading never stands last on a page
        before = 0
    if line is not None:
        line.paragraph_format.keep_with_next = True  # a signature never stands alone on a page


def _picture(document, drawing):
    """Word takes no SVG that everyone's Word shows: the same drawing as a picture, with what it shows in words."""
    line = say(document, "", align=CENTRE)
    lead(line, 1)
    line.paragraph_format.line_spacing = 1.0  # a picture in lines of a fixed height would be cut off
    line.paragraph_format.keep_with_next = True
    shape = line.add_run().add_picture(io.BytesIO(drawing_as_png(drawing)), width=Mm(156))
    shape._inline.docPr.set("descr", plain(drawing.alt))
    say(document, drawing.caption, FANGSONG, FOUR, align=CENTRE)


def _table(document, rows, before):
    if before:
        say(document, "", leading=before)
    table = document.add_table(0, len(rows[0]), "Table Grid")
    for n, row in enumerate(rows):
        added = table.add_row()
        if not n:
            added._tr.get_or_add_trPr().append(element("w:tblHeader"))
        for cell, text in zip(added.cells, row, strict=True):
            line = cell.paragraphs[0]
            lead(line, 20)
            write(line, text, FANGSONG if n else HEI, FOUR)
    say(document, "", leading=8)


def _enclosed(document, names):
    for n, name in enumerate(names, 1):
        mark = f"{n}. " if len(names) > 1 else ""
        _hanging(document, "附件：" if n == 1 else "　　　", name, FANGSONG, before=A_LINE if n == 1 else 0, mark=mark)


def _hanging(document, label, words, face, before, mark=""):
    """A line two characters in; where it goes on, it goes on under the first of its words."""
    line = say(document, label, face, before=before)
    write(line, mark + words)
    apart = THREE * (width(label) + width(mark))
    line.paragraph_format.left_indent = Pt(2 * THREE + apart)
    line.paragraph_format.first_line_indent = Pt(-apart)


def _signer(document, d):
    """His office to the left of his name, four characters from the edge; the date a line further down (7.3.5.3)."""
    line = say(document, f"{d.signer_title}　　", align=RIGHT, right=4, before=2 * A_LINE)
    write(line, d.signer, KAI)
    line.paragraph_format.keep_with_next = True
    say(document, long_day(d.signed_on) if d.signed_on else "", align=RIGHT, right=4, before=A_LINE)


def _foot(document, d, turns, moved):
    lines = ["主送：" + "，".join(d.addressees) + "。"] if moved else []
    lines += ["抄送：" + "，".join(d.copies) + "。"] if d.copies else []
    ruled = d.form != "letter"
    if ruled and d.printed_by and d.printed_on:
        lines.append(f"{d.printed_by}\t{long_day(d.printed_on)}印发")
    if lines:
        for _page in range(turns):
            say(document, "").runs[0].add_break(WD_BREAK.PAGE)
        imprint(document, lines, ruled)


def _stamp(section, word):
    """Across each page, whichever of its headers a page has."""
    headers = [section.header, section.even_page_header]
    headers += [section.first_page_header] if section.different_first_page_header_footer else []
    for n, header in enumerate(headers, 1):
        header.paragraphs[0]._p.append(parse_xml(ACROSS.format(n=n, id=2048 + n, word=word)))
