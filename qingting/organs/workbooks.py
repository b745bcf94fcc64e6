"""Excel files: those that the platform writes, and those that somebody sends it, which are opened with care."""

import csv
import io
import re
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter, range_boundaries

from qingting.organs.cells import ERROR, FORMULA, as_cell
from qingting.organs.fields import CONTROL

KINDS = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}
LARGEST = 10 * 1024 * 1024  # bytes as sent
UNPACKED = 60 * 1024 * 1024  # bytes when unpacked
MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_SHEETS = 20
MOST_MERGED = 200_000  # cells that merged ones may stand for


class Unopened(ValueError):
    """A file that is not read at all. The message says why, and what to do."""


# Writing


def harmless(value):
    """A cell that no spreadsheet takes for a formula, nor refuses: what was loaded by SQL may hold control characters."""
    if not isinstance(value, str):
        return value
    value = CONTROL.sub("", value)
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def workbook(head, rows, foot="") -> bytes:
    """A workbook with a bold head that stays in place; every text as text."""
    book = Workbook()
    page = book.active
    for row in [head, *rows, *([[], [foot]] if foot else [])]:
        page.append([harmless(value.replace(tzinfo=None) if isinstance(value, datetime) else value) for value in row])
    for place, title in enumerate(head, 1):
        page.cell(1, place).font = Font(bold=True)
        longest = max([len(str(title)), *(len(str(row[place - 1])) for row in rows[:200])])
        page.column_dimensions[get_column_letter(place)].width = min(60, 2 * longest + 2)
    page.freeze_panes = "A2"
    return saved(book)


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def lines(head, rows) -> bytes:
    """CSV as Excel in China opens it: UTF-8 with its mark."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([[harmless(value) for value in row] for row in [head, *rows]])
    return ("\ufeff" + out.getvalue()).encode()


def as_file(content, kind, name) -> HttpResponse:
    day = f"{localtime(now()):%Y%m%d}"
    return HttpResponse(
        content,
        content_type=KINDS[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}-{day}.{kind}"'},
    )


# Reading


@dataclass
class Page:
    """One visible sheet of a workbook: its rows that are not empty, by the numbers that Excel shows."""

    title: str
    rows: dict[int, list]
    is_too_long: bool = False


def opened(content: bytes, name: str) -> list[Page]:
    """The visible sheets of a workbook. Raises Unopened for whatever is no plain .xlsx file within the bounds."""
    refuse_what_is_no_workbook(content, name)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        pages = [page_of(sheet) for sheet in visible[:MOST_SHEETS]]
    except Unopened:
        raise
    except Exception as damage:  # a damaged file breaks openpyxl in any of its parts, with any exception
        raise Unopened(damaged()) from damage
    if not pages:
        raise Unopened(_("文件里没有可以看见的工作表"))
    return pages


def damaged():
    return _("文件打不开，可能已经损坏。请在 Excel 里打开，另存为 .xlsx 后再传")


def refuse_what_is_no_workbook(content, name):
    """By its name, its first bytes and its table of contents, before anything in it is read."""
    if not name.lower().endswith(".xlsx"):
        raise Unopened(_("只收 .xlsx 文件。请在 Excel 或 WPS 里“另存为”“Excel 工作簿（.xlsx）”"))
    if len(content) > LARGEST:
        raise Unopened(too_large(len(content)))
    if not content:
        raise Unopened(_("这是一个空文件"))
    if content[:4] == b"\xd0\xcf\x11\xe0":
        raise Unopened(_("这是旧格式（.xls）或加了密码的文件，只是名字写成了 .xlsx。请打开后去掉密码，另存为 .xlsx"))
    if content[:4] != b"PK\x03\x04":
        raise Unopened(_("这不是 Excel 文件（像是文本或 CSV），只是名字写成了 .xlsx。请用 Excel 打开，另存为 .xlsx"))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            refuse_what_hides_in(archive)
    except Unopened:
        raise
    except Exception as damage:  # so does a damaged archive
        raise Unopened(damaged()) from damage


def too_large(size):
    return _("文件有 %(mb)s MB，最多 10 MB。请删去图片，或分成几份") % {"mb": -(-size // 1024 // 1024)}


def refuse_what_hides_in(archive):
    members = archive.infolist()
    names = {member.filename for member in members}
    if sum(member.file_size for member in members) > UNPACKED or len(members) > 2000:
        raise Unopened(_("文件展开后太大。请删去图片、多余的工作表和空白格式，或分成几份"))
    if "xl/workbook.bin" in names:
        raise Unopened(_("这是二进制格式（.xlsb）的文件。请另存为 .xlsx"))
    if not {"xl/workbook.xml", "[Content_Types].xml"} <= names:
        raise Unopened(_("这不是 Excel 文件，只是名字写成了 .xlsx。请用 Excel 打开，另存为 .xlsx"))
    if b"macroEnabled" in archive.read("[Content_Types].xml") or any(name.endswith("vbaProject.bin") for name in names):
        raise Unopened(_("文件里有宏。请另存为不带宏的 .xlsx"))
    if any(is_strange(archive.read(name)) for name in names if name.endswith((".xml", ".rels", ".vml"))):
        raise Unopened(damaged())


def is_strange(part: bytes) -> bool:
    """Whether it is anything but plain UTF-8 without a DOCTYPE: by entities a small file is made to grow while it is read."""
    declared = re.match(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding=[\"']([^\"']*)", part)
    return b"<!DOCTYPE" in part or b"\0" in part[:100] or bool(declared and declared[1].lower() != b"utf-8")


def page_of(sheet) -> Page:
    sheet.reset_dimensions()  # what a file says of its own size is often wrong
    rows: dict[int, list] = {}
    for place, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
        cells = [kept(cell) for cell in row]
        while cells and cells[-1] in (None, ""):
            cells.pop()
        if cells:
            rows[place] = cells
        if len(rows) > MOST_ROWS + 20:  # some of them a heading
            return Page(sheet.title, rows, is_too_long=True)
    spread(merged_in(sheet), rows)
    return Page(sheet.title, rows)


def kept(cell):
    """A formula is kept as one: what it said when it was last reckoned may be old, or missing."""
    if cell.data_type == "f":
        return FORMULA
    return ERROR if cell.data_type == "e" else as_cell(cell.value)


MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})[\"']")


def merged_in(sheet) -> Iterator[tuple[int, int, int, int]]:
    """The merged ranges: first column, first row, last column, last row. When openpyxl reads row by row, it does not tell them."""
    with sheet._get_source() as source:
        return (range_boundaries(ref.decode()) for ref in MERGED.findall(source.read()))


def spread(ranges, rows):
    """What stands once in a merged cell is said of all the rows and columns that it covers."""
    places, budget = sorted(rows), MOST_MERGED
    for left, top, right, bottom in ranges:
        said = rows.get(top, [])[left - 1 : left]
        for place in places[bisect_left(places, top) : bisect_right(places, bottom)] if said else ():
            row, last = rows[place], min(right, MOST_COLUMNS)
            row.extend([None] * (last - len(row)))
            for column in range(left - 1, last):
                row[column] = said[0] if row[column] is None else row[column]
            budget -= last - left + 1
            if budget < 0:
                raise Unopened(_("合并的单元格太多。请取消合并，每行写全"))
