"""A register as a sheet: what stands in it is what the page shows, no more."""

from django.http import HttpResponse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _

from qingting.desk.lists import listed
from qingting.desk.register import cell
from qingting.desk.visitor import veiled
from qingting.organs.workbooks import as_file, lines, workbook

MOST = 20_000  # rows in one sheet; a district has a few hundred a year


def export(register, actors, chosen, kind, post) -> HttpResponse:
    """All that this visitor sees in a register under his filters, as an Excel sheet or as CSV."""
    matters = listed(
        register.matters()
        .select_related(*register.model.process.paths, *register.reads)
        .prefetch_related(*register.fetches),
        actors,
        n=MOST,
        **chosen | {"after": None},
    )[:MOST]
    head = [_("编号"), _("标题"), _("状态"), *(str(column.label) for column in register.columns), _("到期日")]
    rows = [row_of(matter, register, veiled(matter, actors)) for matter in matters]
    foot = _("%(who)s 于 %(at)s 导出，%(n)s 件") % {
        "who": post,
        "at": f"{localtime(now()):%Y-%m-%d %H:%M}",
        "n": len(rows),
    }
    return as_file(workbook(head, rows, foot) if kind == "xlsx" else lines(head, rows), kind, register.slug)


def row_of(matter, register, hidden):
    cells = ["" if column.veiled in hidden else cell(column.value(matter)) for column in register.columns]
    return [matter.called, matter.title, matter.state_label, *cells, cell(matter.owed_on)]
