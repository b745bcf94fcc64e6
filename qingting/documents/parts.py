"""What stands at the end of an official document in Word: the signature, and the imprint at the foot of the last page."""

from math import ceil

from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt

from qingting.documents.elements import width
from qingting.documents.paper import FANGSONG, FOUR, HEI, KAI, LINE, RIGHT, element, lead, say, write

WIDTH = 442  # points: 156 mm of text
A_LINE = LINE / 20  # points
NEXT = 20  # points from a line of the imprint to the next of the same list
FACES = {"hei": HEI, "kai": KAI, "fang": FANGSONG}


def signature(document, organ, day):
    """With room for a seal: the date four characters in from the right, the organ's name centred over it (7.3.5.1)."""
    apart = (width(organ) - width(day)) / 2
    say(document, organ, align=RIGHT, right=max(2, 4 - apart), before=2 * A_LINE).paragraph_format.keep_with_next = True
    say(document, day, align=RIGHT, right=max(4, 2 + apart))


def imprint(document, lines, ruled=True):
    """At the foot of the last page: who has a copy; who had it printed and when (7.4). A tab goes to the right edge.

    Word puts the table where it is told to; LibreOffice leaves one that is as wide as the page where it finds it.
    """
    table = document.add_table(0, 1)
    table.autofit = False
    table.columns[0].width = Pt(WIDTH)
    high = 0
    for text in lines:
        more = ceil(max(0, width(text) - 29) / 26)  # 29 characters of 四号 in the first line, 26 in those beneath it
        row = table.add_row()
        row.height, row.height_rule = Pt(A_LINE + NEXT * more), WD_ROW_HEIGHT_RULE.EXACTLY
        high += LINE + 20 * NEXT * more
        line = row.cells[0].paragraphs[0]
        line.paragraph_format.tab_stops.add_tab_stop(Pt(WIDTH - FOUR), WD_TAB_ALIGNMENT.RIGHT)
        if more:
            line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Pt(3 * FOUR), Pt(-3 * FOUR)
            lead(line, NEXT)
        write(line, text, FANGSONG, FOUR)
    down = round(20 * Mm(297 - 35).pt) - high  # its last line is the last of the page; twentieths of a point
    edges = element("w:tblBorders")
    for edge, weight in (("top", 8), ("bottom", 8), ("insideH", 6)):  # eighths of a point: 0.35 mm and 0.25 mm
        edges.append(element(f"w:{edge}", val="single", sz=weight, space=0, color="000000"))
    form, after = table._tbl.tblPr, ("w:tblLayout", "w:tblLook")
    form.insert_element_before(
        element("w:tblpPr", vertAnchor="page", horzAnchor="margin", tblpX=1, tblpY=down), "w:tblW", "w:jc", *after
    )
    if ruled:
        form.insert_element_before(edges, *after)
    say(document, "", leading=1)  # a file ends with a paragraph
