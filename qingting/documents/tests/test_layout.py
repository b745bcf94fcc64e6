"""Official layout: what an office would measure with a ruler (GB/T 9704-2012)."""

import io
import tracemalloc
import zipfile
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from qingting.documents.letter import Enclosure, letter
from qingting.documents.table import table_document

DAY = date(2023, 5, 8)
FORM = Enclosure("征询意见表", (("建议编号", "建议2023-0086"),), "请于2023年5月30日前交回。")
COLUMNS = [("编号", 1), ("题目", 3)]


def written(**changed):
    usual = {
        "organ": "清河县水利局",
        "title": "对第2023-0086号建议的答复",
        "to": "林秀英代表",
        "said": "一、基本情况\n河道淤积。\n（一）已经办的\n已经清淤。",
        "day": DAY,
        "enclosure": FORM,
    }
    return letter(**usual | changed)


def opened(content):
    return Document(io.BytesIO(content))


def lines(document):
    return [line.text for line in document.paragraphs]


def faces(document, text):
    line = next(line for line in document.paragraphs if line.text == text)
    return {run._r.rPr.rFonts.get(qn("w:eastAsia")) for run in line.runs if run.text}


def listed(rows, title="代表建议目录"):
    return table_document(
        organ="代表工作委员会", title=title, under="2023年", day=DAY, columns=COLUMNS, rows=rows, foot="共两件。"
    )


def test_a_page_has_22_lines_of_28_characters_between_the_margins_of_the_standard():
    section, normal = opened(written()).sections[0], opened(written()).styles["Normal"]
    margins = [section.top_margin, section.left_margin, section.right_margin, section.bottom_margin]
    assert [round(margin.mm) for margin in margins] == [37, 28, 26, 35]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "lines" and int(grid.get(qn("w:linePitch"))) * 22 <= 225 / 25.4 * 1440
    wide = normal.font.size.pt + int(normal.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert 28 * wide <= 156 / 25.4 * 72 < 29 * wide


def test_each_part_is_in_its_own_type_face():
    document = opened(written())
    assert faces(document, "对第2023-0086号建议的答复") == {"方正小标宋简体"}
    assert faces(document, "一、基本情况") == {"黑体"}
    assert faces(document, "（一）已经办的") == {"楷体_GB2312"}
    assert faces(document, "河道淤积。") == {"仿宋_GB2312"}


def test_the_name_at_the_head_is_red_and_so_is_the_line_under_the_number():
    document = opened(written(number="清水函〔2023〕12号"))
    assert str(document.paragraphs[1].runs[0].font.color.rgb) == "FF0000"
    assert 'w:color="FF0000"' in next(line for line in document.paragraphs if "〔2023〕12号" in line.text)._p.xml


def test_a_letter_without_a_number_leaves_room_for_one():
    assert any(line.strip() == "〔2023〕　　号" for line in lines(opened(written())))


def test_odd_pages_are_numbered_on_the_right_and_even_ones_on_the_left():
    document = opened(written())
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        line = footer.paragraphs[0]._p.xml
        assert "— " in line and "PAGE" in line and " —" in line and f'w:jc w:val="{side}"' in line


@pytest.mark.parametrize("organ", ["水利局", "武汉市青山区住房保障和城市更新工作领导小组办公室"])
def test_the_organ_stands_centred_over_the_date_with_room_for_its_seal(organ):
    *_rest, name, day = [
        line for line in opened(written(organ=organ)).paragraphs if line.text in (organ, "2023年5月8日")
    ]

    def middle(line):  # in points from the right edge of the text
        width = sum(1 if ord(c) > 255 else 0.5 for c in line.text) * 16
        return line.paragraph_format.right_indent.pt + width / 2

    assert middle(name) == pytest.approx(middle(day), abs=1)
    assert min(name.paragraph_format.right_indent.pt, day.paragraph_format.right_indent.pt) >= 32


def test_a_signature_never_stands_alone_on_a_page():
    document = opened(written())
    last = next(line for line in document.paragraphs if line.text == "已经清淤。")
    assert last.paragraph_format.keep_with_next


def test_copies_and_imprint_are_in_the_last_table():
    said = [row.cells[0].text for row in opened(written(copies=["代表工作委员会", "县政府办公室"])).tables[-1].rows]
    assert said == ["抄送：代表工作委员会，县政府办公室。", "清河县水利局\t2023年5月8日印发"]


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        st.characters(codec="utf-16-le", categories=None) | st.sampled_from("\x00\x0b\x1b\u202e\ufffe<&>{}%\n\t"),
        max_size=40,
    )
)
def test_whatever_was_typed_gives_a_file_that_opens(text):
    assert opened(
        written(
            said=text + "文", title=text, to=text, organ="局" + text, enclosure=Enclosure(text, ((text, text),), text)
        )
    )
    assert opened(listed([[text, text]], title=text).read())


def test_a_list_lies_on_its_side_and_its_head_is_on_every_page():
    document = opened(listed([["建议2023-0001", "甲<&>"], ["建议2023-0002", "乙"]]).read())
    section, table = document.sections[0], document.tables[0]
    assert section.page_width > section.page_height
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["编号", "题目"],
        ["建议2023-0001", "甲<&>"],
        ["建议2023-0002", "乙"],
    ]
    assert [bool(row._tr.findall(f".//{qn('w:tblHeader')}")) for row in table.rows] == [True, False, False]


def test_a_list_takes_no_more_memory_for_being_long():
    def most(n):
        tracemalloc.start()
        with (
            listed([f"建议2023-{i:04}", "关于疏浚清河河道的建议"] for i in range(n)) as file,
            zipfile.ZipFile(file) as made,
        ):
            size = made.getinfo("word/document.xml").file_size
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak, size

    (_first, _), (short, small), (long, large) = most(10), most(100), most(10_000)
    assert large > 50 * small
    assert long < 1.2 * short
