"""A register as a sheet: what stands in it is what the page shows, no more."""

import csv
import io
from datetime import datetime

from django.http import HttpResponse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from qingting.desk.lists import listed
from qingting.desk.register import cell
from qingting.desk.visitor import veiled

MOST = 20_000  # rows in one sheet; a district has a few hundred a year
KINDS = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}


def export(register, actors, chosen, kind, post) -> HttpResponse:
    """All that this visitor sees in a register under his filters, as an Excel sheet or as CSV."""
    matters = listed(register.matters(), actors, n=MOST, **chosen | {"after": None})[:MOST]
    head = [_("编号"), _("标题"), _("状态"), *(str(column.label) for column in register.columns), _("到期日")]
    rows = [row_of(matter, register, veiled(matter, actors)) for matter in matters]
    foot = _("%(who)s 于 %(at)s 导出，%(n)s 件") % {"who": post, "at": f"{localtime(now()):%Y-%m-%d %H:%M}", "n": len(rows)}
    return as_file(sheet(head, rows, foot) if kind == "xlsx" else lines(head, rows), kind, register.slug)


def row_of(matter, register, hidden):
    cells = ["" if column.veiled in hidden else cell(column.value(matter)) for column in register.columns]
    return [matter.number or "", matter.title, matter.state_label, *cells, cell(matter.owed_on)]


def harmless(value):
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value != "" else value


def sheet(head, rows, foot="") -> bytes:
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
    return HttpResponse(content, content_type=KINDS[kind], headers={"Content-Disposition": f'attachment; filename="{name}-{day}.{kind}"'})
