"""Rosters that come as sheets: what columns a sheet has, its template, what somebody's file says under them, and its taking in.

A domain declares a `Sheet` with its columns and with what is to be done with the rows; it needs no view of its own.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from qingting.organs.cells import Reader, Unread, as_cell, clipped, day, folded, in_every_language, plain
from qingting.organs.models import Organ, Post
from qingting.organs.workbooks import MOST_ROWS, Page, Unopened, harmless, opened, saved

HEAD_WITHIN = 30  # rows in which a head is looked for
NEW, CHANGED, SAME = "new", "changed", "same"


@dataclass(frozen=True)
class Column:
    name: str
    label: Any
    read: Reader
    example: Any = ""
    note: Any = ""
    required: bool = False
    also: tuple[str, ...] = ()  # what offices call it, too
    offers: Callable[[Organ], Iterable[Any]] | None = None  # what one chooses from in the template
    secret: bool = False  # taken in and never shown again, not even in the preview

    @property
    def titles(self) -> list[str]:
        """All that stands over it in somebody's sheet."""
        return [bare(word) for word in (*in_every_language(self.label), *self.also)]


def bare(title: str) -> str:
    """A heading without what is put around it: stars, brackets and their content, colons, spaces."""
    return re.sub(r"\(.*?\)|[*:]", "", folded(title))


@dataclass
class Row:
    """A row of a sheet: what it says under each column, what is wrong with it, and what it would change."""

    place: int  # as Excel counts
    values: dict[str, Any] = field(default_factory=dict)  # an empty cell is not in it: it changes nothing
    faults: list[tuple[str, str]] = field(default_factory=list)  # the column, and a sentence
    outcome: str = ""
    changes: list[tuple[Any, Any, Any]] = field(default_factory=list)  # what, what it was, what it becomes

    def get(self, name):
        return self.values.get(name)

    def refuse(self, column: Any, sentence: str):
        self.faults.append((str(column), sentence))

    def compare(self, label, was, becomes):
        """Note what a cell would change. Says whether it would."""
        if was != becomes:
            self.changes.append((label, was, becomes))
        return was != becomes

    @property
    def sentences(self) -> list[str]:
        return [
            self.in_words(column) % {"n": self.place, "column": column, "fault": fault} for column, fault in self.faults
        ]

    @staticmethod
    def in_words(column) -> str:
        return _("第 %(n)s 行“%(column)s”：%(fault)s") if column else _("第 %(n)s 行：%(fault)s")


@dataclass(frozen=True)
class Sheet:
    slug: str
    title: Any
    columns: tuple[Column, ...]
    take_in: Callable[[list[Row], Post], list[str]]  # does it, row by row; gives remarks on the whole
    notes: tuple[Any, ...] = ()
    most: int = MOST_ROWS
    at: str = ""  # the name of its own address, where the page of all rosters does not serve

    all: ClassVar[dict[str, "Sheet"]] = {}

    def __post_init__(self):
        Sheet.all[self.slug] = self

    @property
    def head(self) -> list[str]:
        return [str(column.label) for column in self.columns]

    def label(self, name) -> str:
        return next(str(column.label) for column in self.columns if column.name == name)

    def is_example(self, cells) -> bool:
        """Whether these are the cells of the template's example, which nobody took out."""
        return all(str(as_cell(column.example)) == str(as_cell(cells.get(column.name, ""))) for column in self.columns)


def bring_in(sheet: Sheet, rows: list[Row], by: Post, *, rehearsal: bool) -> list[str]:
    """Take in all rows or none. A rehearsal does the very same and undoes it, so that it foretells what will happen.

    Gives remarks on the whole; what concerns a row stands in the row.
    """
    with transaction.atomic():
        Organ.objects.select_for_update().get(pk=by.congress_id)  # one roster at a time
        remarks = sheet.take_in(rows, by)
        for row in rows:
            row.faults.sort(key=lambda fault: sheet.head.index(fault[0]) if fault[0] in sheet.head else -1)
        if rehearsal or any(row.faults for row in rows):
            transaction.set_rollback(True)
    return remarks


# What somebody's file says


@dataclass
class Found:
    """What was found in a file: its rows as they stand there, and what of it was not read."""

    title: str
    rows: list[tuple[int, dict[str, Any]]]
    unread: list[str]  # headings that no column goes by
    examples: int = 0


@dataclass
class Head:
    page: Page
    last: int  # the row in which it ends
    places: dict[str, int]
    doubled: list[str]
    unread: list[str]

    def __len__(self):
        return len(self.places)


def found_in(sheet: Sheet, content: bytes, name: str) -> Found:
    """The rows of a file under the columns of this sheet, wherever they stand. Raises Unopened with a sentence."""
    pages = opened(content, name)
    head = best_head(sheet, pages)
    if len(head) < 2:
        raise Unopened(no_such_sheet(sheet, pages))
    missing = [str(column.label) for column in sheet.columns if column.required and column.name not in head.places]
    if missing:
        said = {
            "page": head.page.title,
            "missing": "”“".join(missing),
            "row": head.last,
            "unread": _("、").join(head.unread) or _("没有别的列"),
        }
        raise Unopened(
            _("工作表“%(page)s”第 %(row)s 行的表头里没有“%(missing)s”。没有认出的列：%(unread)s。请把列名改成模板里的")
            % said
        )
    if head.doubled:
        raise Unopened(_("有两列都叫“%(column)s”，不知道该读哪一列。请删去一列") % {"column": head.doubled[0]})
    found = Found(head.page.title, [], head.unread)
    for place in sorted(place for place in head.page.rows if place > head.last):
        cells = {
            name: cell for name, at in head.places.items() if (cell := nth(head.page.rows[place], at)) not in (None, "")
        }
        if sheet.is_example(cells):
            found.examples += 1
        elif any(not isinstance(cell, str) or cell.strip() for cell in cells.values()):
            found.rows.append((place, cells))
    if len(found.rows) > sheet.most or head.page.is_too_long:
        raise Unopened(_("超过 %(most)s 行。请分成几份") % {"most": f"{sheet.most:,}"})
    if not found.rows:
        raise Unopened(_("工作表“%(page)s”的表头下面没有内容。请从表头的下一行写起") % {"page": head.page.title})
    return found


def nth(cells, place):
    return cells[place] if place < len(cells) else None


def best_head(sheet, pages) -> Head:
    """The head with the most of our columns: on any page, under any title, in one row or in two."""
    meant = {title: column for column in reversed(sheet.columns) for title in column.titles}
    heads = [
        head_at(meant, page, place, depth)
        for page in pages
        for place in page.rows
        if place <= HEAD_WITHIN
        for depth in ((1, 2) if place + 1 in page.rows else (1,))
    ]
    return max(heads, key=len, default=Head(pages[0], 0, {}, [], []))  # the first of equals


def head_at(meant, page, place, depth) -> Head:
    rows = [page.rows[place + n] for n in range(depth)]
    head = Head(page, place + depth - 1, {}, [], [])
    for at in range(max(len(row) for row in rows)):
        said = [str(cell) for row in rows if isinstance(cell := nth(row, at), str) and cell.strip()]
        titles = [*reversed(said), "".join(said)]
        column = next((meant[bare(title)] for title in titles if bare(title) in meant), None)
        if column is None:
            head.unread += [clipped(" ".join(said[-1].split()))] if said else []
        elif column.name in head.places:
            head.doubled.append(str(column.label))
        else:
            head.places[column.name] = at
    return head


def no_such_sheet(sheet, pages) -> str:
    """It may be the right file in the wrong place."""
    for other in Sheet.all.values():
        head = best_head(other, pages)
        if (
            other is not sheet
            and len(head) >= 2
            and all(column.name in head.places for column in other.columns if column.required)
        ):
            return _("这像是“%(other)s”表，不是“%(sheet)s”表。请到“%(other)s”那里导入") % {
                "other": other.title,
                "sheet": sheet.title,
            }
    said = {"pages": "”“".join(page.title for page in pages), "sheet": sheet.title, "head": _("、").join(sheet.head)}
    return _("工作表“%(pages)s”里没有找到“%(sheet)s”的表头。表头应当有：%(head)s。可以下载模板，把内容贴进去") % said


def cleaned(sheet: Sheet, rows: Iterable[tuple[int, dict[str, Any]]]) -> list[Row]:
    """Each cell as a value, or a sentence about it."""
    found = []
    for place, cells in rows:
        row = Row(place)
        for column in sheet.columns:
            try:
                if plain(cells.get(column.name)):
                    row.values[column.name] = column.read(cells[column.name])
                elif column.required:
                    row.refuse(column.label, _("空着，必须填写"))
            except Unread as reason:
                row.refuse(column.label, str(reason))
        found.append(row)
    return found


# The template


def template(sheet: Sheet, congress: Organ) -> bytes:
    """An empty sheet with an example, lists to choose from, and a page that says how to fill it in."""
    book = Workbook()
    page, notes, lists = book.active, book.create_sheet(_("填写说明")), book.create_sheet(_("选项"))
    page.title = str(sheet.title)
    page.append([f"{column.label}*" if column.required else str(column.label) for column in sheet.columns])
    page.append([harmless(column.example) for column in sheet.columns])
    page.freeze_panes = "A2"
    for place, column in enumerate(sheet.columns, 1):
        letter = get_column_letter(place)
        page[f"{letter}1"].font = Font(bold=True)
        page[f"{letter}2"].font = Font(italic=True, color="566A6F")
        page.column_dimensions[letter].width = max(14, min(40, 2 * len(str(column.example)) + 2))
        form = "yyyy-mm-dd" if column.read is day else "General" if isinstance(column.example, int) else "@"
        page.column_dimensions[letter].number_format = form
        page[f"{letter}2"].number_format = form
        if column.offers:
            offer(page, letter, lists, [str(said) for said in column.offers(congress)], column.label)
    lists.sheet_state = "hidden"
    describe(notes, sheet)
    return saved(book)


def offer(page, letter, lists, offered, label):
    """A list to choose from. What is not in it may still be typed: the preview says what is wrong with it."""
    column = lists.max_column + 1 if lists.max_row > 1 or lists["A1"].value else 1
    for place, said in enumerate([str(label), *offered], 1):
        lists.cell(place, column, harmless(said))
    if offered:
        at = get_column_letter(column)
        rule = DataValidation(
            "list", formula1=f"'{lists.title}'!${at}$2:${at}${len(offered) + 1}", allow_blank=True, errorStyle="warning"
        )
        rule.error, rule.errorTitle = _("下拉列表里没有这一项"), str(label)
        page.add_data_validation(rule)
        rule.add(f"{letter}2:{letter}{MOST_ROWS}")


def describe(notes, sheet):
    notes.append([_("列"), _("必填"), _("怎么填")])
    for column in sheet.columns:
        notes.append([str(column.label), _("必填") if column.required else "", str(column.note)])
    common = (
        _("第 2 行是示例，导入时不读；可以删去。"),
        _("空着的格子不改动系统里已有的内容。"),
        _("列的先后可以变，可以有别的列；列名请不要改。"),
        _("公式请先粘贴为数值。"),
    )
    for sentence in (None, *sheet.notes, *common):
        notes.append([sentence and str(sentence)])
    for cell in notes[1]:
        cell.font = Font(bold=True)
    for letter, width in (("A", 18), ("B", 8), ("C", 80)):
        notes.column_dimensions[letter].width = width
    for row in notes.iter_rows(max_col=3):
        row[2].alignment = Alignment(wrap_text=True, vertical="top")
