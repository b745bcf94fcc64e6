"""How a sheet finds its head in somebody's file, and what its template is like."""

import io

import pytest
from openpyxl import Workbook, load_workbook

from qingting.organs.cells import day, line, ordinal
from qingting.organs.sheets import Column, Row, Sheet, cleaned, found_in, template
from qingting.organs.workbooks import Unopened, saved


@pytest.fixture
def roll():
    columns = (
        Column("name", "姓名", line(10), "张示例", required=True, also=("名字",)),
        Column("term", "届次", ordinal, "第十六届", required=True, offers=lambda congress: ["第十六届", "=1"]),
        Column("since", "起始日期", day, "2021-12-28"),
    )
    yield Sheet("roll", "名册", columns, take_in=lambda rows, by: [])
    del Sheet.all["roll"]


def book_of(*rows, title="Sheet1"):
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def read(sheet, book):
    return cleaned(sheet, found_in(sheet, saved(book), "名册.xlsx").rows)


def values(rows):
    return [(row.place, row.get("name"), row.get("term")) for row in rows]


def test_columns_are_found_in_any_order_under_a_title_and_by_other_names(roll):
    book = book_of(
        ["清河县代表名册"],
        [],
        ["序号", " 届　次*", "名 字（必填）", "电话"],
        [1, "第十六届", "张 三", "138"],
        [2],
        [3, 16, "李四"],
    )
    found = found_in(roll, saved(book), "名册.xlsx")
    assert values(cleaned(roll, found.rows)) == [(4, "张三", 16), (6, "李四", 16)]
    assert found.unread == ["序号", "电话"]


def test_a_head_in_two_merged_rows_is_one_head(roll):
    book = book_of(["姓名", "任期", None], [None, "届次", "起始日期"], ["张三", "16", "2021.12.28"])
    book.active.merge_cells("A1:A2")
    book.active.merge_cells("B1:C1")
    (row,) = read(roll, book)
    assert (row.place, row.get("name"), str(row.get("since"))) == (3, "张三", "2021-12-28")


def test_the_right_page_is_found_among_several(roll):
    book = book_of(["说明"], ["请如实填写"])
    book.create_sheet("名单").append(["姓名", "届次"])
    book["名单"].append(["张三", "16"])
    assert found_in(roll, saved(book), "名册.xlsx").title == "名单"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["代表姓氏", "备注"], ["张三", "无"]], "没有找到“名册”的表头。表头应当有：姓名、届次、起始日期"),
        ([["姓名", "起始日期", "界次"], ["张三", "2023.1.5", "16"]], "没有“届次”。没有认出的列：界次"),
        ([["姓名", "届次", "姓名"], ["张三", "16", "李四"]], "有两列都叫“姓名”"),
        ([["姓名", "届次"]], "表头下面没有内容"),
    ],
)
def test_a_sheet_that_is_not_this_one_is_told(roll, rows, told):
    with pytest.raises(Unopened, match=told):
        found_in(roll, saved(book_of(*rows)), "名册.xlsx")


def test_each_faulty_cell_has_its_sentence(roll):
    rows = read(roll, book_of(["姓名", "届次", "起始日期"], ["张三", "某届", "2023.13.1"], [None, 16, "=A1"]))
    assert [sentence for row in rows for sentence in row.sentences] == [
        "第 2 行“届次”：“某届”看不懂，请写成“第十六届”或 16 这样",
        "第 2 行“起始日期”：没有“2023.13.1”这一天",
        "第 3 行“姓名”：空着，必须填写",
        "第 3 行“起始日期”：这一格是公式。请复制后“选择性粘贴”为数值",
    ]


def test_more_rows_than_a_sheet_takes_are_refused(roll):
    few = Sheet("roll", "名册", roll.columns, take_in=roll.take_in, most=2)
    with pytest.raises(Unopened, match="超过 2 行"):
        found_in(few, saved(book_of(["姓名", "届次"], *[["张三", 16]] * 3)), "名册.xlsx")


def test_the_template_reads_back_and_its_example_is_left_out(roll, town):
    content = template(roll, town.congress)
    book = load_workbook(io.BytesIO(content))
    page = book["名册"]
    assert [cell.value for cell in page[1]] == ["姓名*", "届次*", "起始日期"]
    assert book["填写说明"]["A2"].value == "姓名"
    (rule,) = page.data_validations.dataValidation
    assert (rule.formula1, str(rule.sqref)) == ("'选项'!$A$2:$A$3", "B2:B20000")
    assert book["选项"].sheet_state == "hidden" and book["选项"]["A3"].value == "'=1"
    page.append(["张三", "16", "2021-12-28"])
    found = found_in(roll, saved(book), "名册.xlsx")
    assert (found.examples, [place for place, _cells in found.rows]) == (1, [3])


def test_a_sentence_on_the_whole_row_names_no_column():
    row = Row(5)
    row.refuse("", "与第 3 行重复")
    assert row.sentences == ["第 5 行：与第 3 行重复"]
