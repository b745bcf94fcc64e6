"""A list in official layout, lying on A4, with its head on every page; written row by row, so that its length costs no memory."""

import io
import tempfile
import zipfile
from collections.abc import Iterable
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from docx.shared import Mm

from qingting.documents.paper import (
    CENTRE,
    FANGSONG,
    FIVE,
    HEI,
    LINE,
    THREE,
    TWO,
    XIAOBIAOSONG,
    as_bytes,
    element,
    paper,
    plain,
    say,
)

WIDTH = 297 - 37 - 35  # millimetres
HERE = '<w:tr w:rsidR="00000000"/>'  # where the rows go
BODY = "word/document.xml"


def table_document(
    *,
    organ: str,
    title: str,
    under: str,
    day: date,
    columns: list[tuple[str, int]],
    rows: Iterable[list[Any]],
    foot: str,
):
    """A Word file, open for reading. Each column has a name and a share of the width; `under` stands beneath the title, `foot` beneath the table."""
    document = paper(title, organ, day, lying=True)
    say(document, title, XIAOBIAOSONG, TWO, align=CENTRE, leading=1.25 * LINE / 20)
    say(document, under, FANGSONG, THREE, align=CENTRE)
    table = document.add_table(0, len(columns), "Table Grid")
    table.autofit = False
    whole = sum(share for _name, share in columns)
    widths = [Mm(WIDTH * share / whole) for _name, share in columns]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    table._tbl.append(element("w:tr", rsidR="00000000"))
    say(document, foot, FANGSONG, FIVE + 1.5, leading=LINE / 20)
    twips = [round(width.pt * 20) for width in widths]
    head = _row([name for name, _share in columns], twips, HEI, "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>")
    return _filled(as_bytes(document), head, (_row(row, twips) for row in rows))


def _row(cells, widths, face=FANGSONG, about="<w:trPr><w:cantSplit/></w:trPr>"):
    said = (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:snapToGrid w:val="0"/><w:spacing w:line="320" w:lineRule="exact"/></w:pPr>'
        f'<w:r><w:rPr><w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}" w:cs="{face}"/><w:sz w:val="21"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(plain(cell))}</w:t></w:r></w:p></w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr>{about}{''.join(said)}</w:tr>"


def _filled(shell: bytes, head: str, rows: Iterable[str]):
    """The same file with the rows where their mark stands."""
    out = tempfile.TemporaryFile()
    with zipfile.ZipFile(io.BytesIO(shell)) as empty, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as full:
        for name in empty.namelist():
            if name != BODY:
                full.writestr(name, empty.read(name))
        before, _mark, after = empty.read(BODY).decode().partition(HERE)
        with full.open(BODY, "w") as body:
            body.write((before + head).encode())
            for row in rows:
                body.write(row.encode())
            body.write(after.encode())
    out.seek(0)
    return out
