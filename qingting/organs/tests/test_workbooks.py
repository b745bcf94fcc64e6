"""What kinds of file are opened, and what is said of those that are not."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from qingting.organs import workbooks
from qingting.organs.cells import ERROR, FORMULA, MOMENT
from qingting.organs.workbooks import Unopened, lines, opened, saved, workbook


def sheet_of(*rows, title="名册"):
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def rows_of(book):
    return opened(saved(book), "名册.xlsx")[0].rows


def repacked(content, **changed):
    """The same archive with some of its parts written otherwise."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member.filename, changed.pop(member.filename, None) or old.read(member))
        for name, part in changed.items():
            new.writestr(name, part)
    return out.getvalue()


PLAIN = saved(sheet_of(["姓名"], ["张三"]))


def test_a_row_keeps_the_number_that_excel_shows():
    assert rows_of(sheet_of(["姓名"], [], [None, ""], ["张三"])) == {1: ["姓名"], 4: ["张三"]}


def test_days_numbers_and_formulas_are_kept_as_what_they_are():
    book = sheet_of([date(2023, 1, 5), datetime(2023, 1, 5), 7, 1.5, True, time(9, 30), "=1+1", "#N/A"])
    assert rows_of(book)[1] == ["2023-01-05", "2023-01-05", 7, 1.5, "TRUE", MOMENT, FORMULA, ERROR]


def test_a_merged_cell_speaks_for_all_that_it_covers():
    book = sheet_of(["代表名册", None], ["单位", "姓名"], ["水利局", "张三"], [None, "李四"], ["交通局", "王五"])
    book.active.merge_cells("A1:B1")
    book.active.merge_cells("A3:A4")
    assert rows_of(book)[1] == ["代表名册", "代表名册"]
    assert [row[0] for row in list(rows_of(book).values())[2:]] == ["水利局", "水利局", "交通局"]


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (PLAIN, "名册.xls", "只收 .xlsx"),
        (PLAIN, "名册.csv", "只收 .xlsx"),
        (b"", "名册.xlsx", "空文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "名册.xlsx", "旧格式"),
        ("姓名,届次\n张三,16".encode(), "名册.xlsx", "不是 Excel 文件"),
        (b"<html><table></table></html>", "名册.xlsx", "不是 Excel 文件"),
        (PLAIN[:-200], "名册.xlsx", "可能已经损坏"),
        (repacked(PLAIN, **{"xl/workbook.xml": b"<workbook"}), "名册.xlsx", "可能已经损坏"),
        (
            repacked(PLAIN, **{"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row r='x'>"}),
            "名册.xlsx",
            "可能已经损坏",
        ),
        (repacked(PLAIN, **{"xl/vbaProject.bin": b"Sub x"}), "名册.xlsx", "有宏"),
        (repacked(PLAIN, **{"xl/workbook.bin": b"bin"}), "名册.xlsx", "二进制"),
        (b"PK\x03\x04" + b"\0" * 100, "名册.xlsx", "可能已经损坏"),
    ],
)
def test_what_is_no_plain_workbook_is_named(content, name, told):
    with pytest.raises(Unopened, match=told):
        opened(content, name)


def test_a_word_file_under_another_name_is_no_workbook():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(Unopened, match="不是 Excel 文件"):
        opened(out.getvalue(), "名册.xlsx")


def test_a_file_that_grows_without_measure_is_not_unpacked():
    with pytest.raises(Unopened, match="展开后太大"):
        opened(repacked(PLAIN, **{"xl/media/photo.bin": bytes(workbooks.UNPACKED)}), "名册.xlsx")
    with pytest.raises(Unopened, match="最多 10 MB"):
        opened(PLAIN + bytes(workbooks.LARGEST), "名册.xlsx")


def test_a_file_that_grows_while_it_is_read_is_not_read():
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]><worksheet>&a;</worksheet>'
    for part in (
        laughs,
        laughs.decode().encode("utf-16"),
        b'<?xml version="1.0" encoding="cp037"?>' + laughs.decode().encode("cp037"),
    ):
        with pytest.raises(Unopened, match="可能已经损坏"):
            opened(repacked(PLAIN, **{"xl/worksheets/sheet1.xml": part}), "名册.xlsx")


def test_merged_cells_without_end_are_refused():
    book = sheet_of(*[["甲", "乙"]] * 3000)
    book.active.merged_cells.add("A1:CV3000")
    with pytest.raises(Unopened, match="合并的单元格太多"):
        opened(saved(book), "名册.xlsx")


def test_coloured_but_empty_rows_are_no_rows():
    book = sheet_of(["姓名"], ["张三"])
    book.active.cell(60_000, 1).number_format = "@"
    assert list(rows_of(book)) == [1, 2]


def test_hidden_sheets_are_not_read():
    book = sheet_of(["姓名"])
    book.create_sheet("选项").sheet_state = "hidden"
    assert [page.title for page in opened(saved(book), "名册.xlsx")] == ["名册"]


def test_no_cell_that_we_write_is_a_formula():
    content = workbook(["题目"], [["=HYPERLINK(0)"], ["+86"], ["@张三"], ["-1"], ["正常"]])
    page = load_workbook(io.BytesIO(content)).active
    assert [cell.data_type for (cell,) in page.iter_rows(min_row=2)] == ["s"] * 5
    assert page["A2"].value == "'=HYPERLINK(0)"
    assert "'=HYPERLINK(0)" in lines(["题目"], [["=HYPERLINK(0)"]]).decode()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.integers(0, len(PLAIN)), st.booleans())
def test_a_file_broken_anywhere_is_told_and_never_breaks_us(noise, at, cut):
    try:
        opened(PLAIN[:at] + noise + (b"" if cut else PLAIN[at + len(noise) :]), "名册.xlsx")
    except Unopened as reason:
        assert str(reason)
