"""An edition on paper: Word and PDF/A of one source, with what is for that edition, and no trace of who made it."""

import io
import zipfile

import pypdfium2
import pytest
from docx import Document

from qingting.report.drawing import drawn
from qingting.report.models import Edition
from qingting.report.outputs import as_file, elements

TEXT = """# 让群众找得到代表
{年}，代表建议办结{suggestions_concluded}，听取报告{special_work_reports}。
【只报党委】向区委报告的一段。
【只公开】向社会说明的一段。
{图:suggestions_concluded:month}
地址\t中间有制表符"""


@pytest.fixture
def report(town, desk, on):
    on("2025-06-02")
    town.walk(town.suggestion())
    on("2026-01-10")
    return desk.frozen(TEXT)


def text_of(pdf):
    file = pypdfium2.PdfDocument(pdf)
    return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in file)


def test_word_and_pdf_say_the_same(report):
    for edition in Edition:
        lines = [line.text for line in Document(io.BytesIO(as_file(report, edition, "docx"))).paragraphs]
        pdf = text_of(as_file(report, edition, "pdf"))
        for line in (
            "一、第1章",
            "（一）让群众找得到代表",
            "2025年，代表建议办结1件，听取报告（监督工作尚未登记，暂缺）。",
        ):
            assert line in lines and line.replace(" ", "") in pdf
        assert ("向区委报告的一段。" in lines, "向区委报告的一段" in pdf) == (edition == Edition.PARTY,) * 2
        assert ("向社会说明的一段。" in lines) == (edition == Edition.PUBLIC)
        assert ("各位代表：" in lines) == (edition == Edition.CONGRESS)


def test_a_chart_is_drawn_in_both_and_told_in_words(report):
    word = as_file(report, Edition.CONGRESS, "docx")
    with zipfile.ZipFile(io.BytesIO(word)) as file:
        assert [name for name in file.namelist() if name.endswith(".png")]
        assert "6月1件" in file.read("word/document.xml").decode()
    assert "代表建议办结（件，按月份）" in text_of(as_file(report, Edition.CONGRESS, "pdf"))


def test_the_pdf_is_for_keeping_and_says_only_what_it_is(report):
    pdf = as_file(report, Edition.PUBLIC, "pdf")
    assert b"pdfaid" in pdf
    about = pypdfium2.PdfDocument(pdf).get_metadata_dict()
    assert about["Title"] == "2025年工作报告" and about["Author"] == "清河县人民代表大会常务委员会办公室"
    assert "白帆" not in str(about) and "2026011" in about["CreationDate"]


def test_a_draft_says_that_it_is_one(town, desk, on):
    on("2026-01-10")
    said = elements(desk.report(TEXT), Edition.PARTY)
    assert (said.number, said.stamp, said.signed_on) == ("工作报告（征求意见稿）", "草稿", None)


def test_a_tab_makes_no_table_and_a_mark_takes_no_drawing(town, desk, on):
    on("2026-01-10")
    said = elements(desk.report("甲\t乙\n\ufffc\n{图:suggestions_concluded:month}"), Edition.PARTY)
    assert said.body.splitlines()[1] == "甲 乙" and said.body.count("\ufffc") == 1 and len(said.drawings) == 1


def test_a_drawing_says_nothing_that_was_not_escaped():
    drawing = drawn("<图>", "件", [("<甲>&", 3), ("乙", 0)])
    assert "<甲>" not in drawing.svg and "&lt;甲&gt;&amp;" in drawing.svg and "style" not in drawing.svg
    assert drawing.alt == "<图>：<甲>&3件，乙0件"
    assert drawn("空", "件", []).svg.startswith("<svg")
