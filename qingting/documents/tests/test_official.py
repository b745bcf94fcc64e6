"""An official document measured with a ruler, from the PDF itself, and looked into as Word (GB/T 9704-2012)."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pypdfium2 as pdfium
import pytest
from docx import Document
from docx.oxml.ns import qn

from qingting.docket.process import Refused
from qingting.documents.elements import Elements, blocks, title_lines, width
from qingting.documents.pdf import as_pdf, as_pictures, stands
from qingting.documents.word import as_word

MM = 72 / 25.4
SAID = "区人大常委会对全区安全生产工作情况开展了调研检查并实地查看了企业学校医院和建筑工地形成了审议意见现印送你们请认真研究处理"
USUAL = Elements(
    form="file",
    head="清河县人民代表大会常务委员会文件",
    title="关于印发安全生产工作审议意见的通知",
    body="\n".join([SAID * 8] * 2),
    number="清人常发〔2023〕5号",
    addressees=("县人民政府", "县监察委员会"),
    signed_by="清河县人民代表大会常务委员会",
    signed_on=date(2023, 5, 8),
    copies=("县委办公室", "县政协办公室"),
    printed_by="清河县人大常委会办公室",
    printed_on=date(2023, 5, 9),
)


class Page:
    """What stands on one page of a PDF: each character with its box, in millimetres from the left and from the top."""

    def __init__(self, page):
        text, high = page.get_textpage(), page.get_height()
        self.size = (page.get_width() / MM, high / MM)
        self.text = text.get_text_range()
        self.boxes = []
        for n in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(n)
            self.boxes.append(
                (text.get_text_range(n, 1), left / MM, (high - top) / MM, right / MM, (high - bottom) / MM)
            )

    def lines(self, top=36.0, bottom=263.0):
        """The lines of text between these heights, each the characters in it from left to right."""
        found = {}
        for box in self.boxes:
            if box[0].strip() and top <= box[2] and box[4] <= bottom and box[4] - box[2] < 8:
                middle = (box[2] + box[4]) / 2
                near = next((key for key in found if abs(key - middle) < 4), middle)
                found.setdefault(near, []).append(box)
        return [sorted(line, key=lambda box: box[1]) for _key, line in sorted(found.items())]

    def of(self, words):
        """The boxes of the characters of these words, where they first stand together."""
        seen = "".join(box[0] for box in self.boxes)
        start = seen.index(words)
        return self.boxes[start : start + len(words)]


def pages_of(pdf):
    file = pdfium.PdfDocument(pdf)
    try:
        return [Page(page) for page in file]
    finally:
        file.close()


def drawn(**changed):
    return pages_of(as_pdf(replace(USUAL, **changed)))


def opened(**changed):
    d = replace(USUAL, **changed)
    return Document(io.BytesIO(as_word(d, stands(d))))


def test_a_full_page_has_22_lines_of_28_characters_between_the_margins():
    _first, second, *_rest = drawn(body=SAID * 40)
    lines = second.lines()
    assert second.size == pytest.approx((210, 297), abs=0.1)
    assert [len(line) for line in lines] == [28] * 22
    assert min(line[0][1] for line in lines) == pytest.approx(28, abs=1)
    assert max(line[-1][3] for line in lines) == pytest.approx(28 + 156, abs=1)
    assert lines[0][0][2] == pytest.approx(37, abs=1)
    assert max(box[4] for box in lines[-1]) == pytest.approx(37 + 225, abs=1)


def test_a_paragraph_begins_two_characters_in():
    lines = drawn(title="通知", addressees=(), body="甲" * 60)[0].lines()
    (first, *_), (second, *_) = [line for line in lines if line[0][0] == "甲"][:2]
    assert first[1] - second[1] == pytest.approx(2 * 156 / 28, abs=0.5)


@pytest.mark.parametrize(("form", "head", "down"), [("file", USUAL.head, 37 + 35), ("minutes", "清河县人大常委会主任会议纪要", 37 + 35), ("order", "清河县人民代表大会常务委员会\n公告", 37 + 20), ("letter", USUAL.head[:-2], 30)])  # fmt: skip
def test_the_name_in_red_stands_where_its_form_asks(form, head, down):
    first = drawn(form=form, head=head)[0]
    assert min(box[2] for box in first.of(head.splitlines()[0])) == pytest.approx(down, abs=1)


def red_of(pdf, page=0):
    """The rows of a page, in millimetres from the top, that are red from one end of the text to the other."""
    file = pdfium.PdfDocument(pdf)
    picture = file[page].render(scale=4).to_pil().convert("RGB")
    file.close()
    scale = 4 * MM
    across = [round(x * scale) for x in (40, 70, 106, 150, 180)]
    is_red = lambda pixel: pixel[0] > 180 and pixel[1] < 90  # noqa: E731
    return [y / scale for y in range(picture.height) if all(is_red(picture.getpixel((x, y))) for x in across)]


def test_the_red_line_is_4_mm_under_the_number():
    pdf = as_pdf(USUAL)
    number = max(box[4] for box in pages_of(pdf)[0].of("清人常发"))
    assert min(red_of(pdf)) - number == pytest.approx(4, abs=1)


def test_a_letter_has_two_double_lines_and_no_number_on_its_first_page():
    pdf = as_pdf(replace(USUAL, form="letter", head="清河县人民代表大会常务委员会"))
    first, second, *_rest = pages_of(pdf)
    rows = red_of(pdf)
    upper, lower = [y for y in rows if y < 150], [y for y in rows if y > 150]
    assert min(upper) - max(box[4] for box in first.of("清河县人民代表大会常务委员会")) == pytest.approx(4, abs=1)
    assert 297 - max(lower) == pytest.approx(20, abs=1)
    assert "— 1 —" not in first.text and "— 2 —" in second.text
    assert "印发" not in pages_of(pdf)[-1].text.replace("印发安全", "")


def test_odd_pages_are_numbered_on_the_right_and_even_ones_on_the_left_7_mm_under_the_text():
    pages = drawn(body=SAID * 60)
    for n, page in enumerate(pages[:-1], 1):
        dash, *_middle, last = page.of(f"— {n} —")
        assert dash[2] - (37 + 225) == pytest.approx(7, abs=1)
        if n % 2:
            assert 28 + 156 - last[3] == pytest.approx(14 / MM, abs=1)
        else:
            assert dash[1] - 28 == pytest.approx(14 / MM, abs=1)


def test_the_date_is_four_characters_in_and_the_organ_centred_over_it():
    page = next(page for page in drawn(signed_by="县人大常委会") if "2023年5月8日" in page.text)
    organ, day = page.of("县人大常委会"), page.of("2023年5月8日")
    assert 28 + 156 - day[-1][3] == pytest.approx(4 * 16 / MM, abs=1)
    assert (organ[0][1] + organ[-1][3]) / 2 == pytest.approx((day[0][1] + day[-1][3]) / 2, abs=1)


def test_the_imprint_stands_at_the_foot_of_an_even_page_and_a_signature_never_alone():
    for n in range(0, 48):
        body = "\n".join(["甲" * 26] * n + ["乙" * (26 + 28 * 5)])
        pages = drawn(title="关于安全生产的通知", body=body)
        assert len(pages) % 2 == 0 and "5月9日印发" in pages[-1].text
        assert "抄送：县委办公室，县政协办公室。" in pages[-1].text.replace("\r\n", "")
        assert 262 - max(box[4] for box in pages[-1].of("印发")) < 5
        signed = next(page for page in pages if "2023年5月8日" in page.text)
        assert n == 0 or "乙" in signed.text, n


def test_what_stands_alone_with_the_imprint_is_not_numbered():
    """7.5: where an empty page comes before it."""
    for n in range(14, 22):
        pages = drawn(title="关于安全生产的通知", body="\n".join(["甲" * 26] * (n + 4) + ["乙" * 60]))
        if not pages[-2].text.strip():
            break
    else:
        pytest.fail("no document came out so")
    assert "—" not in pages[-1].text + pages[-2].text and "— 2 —" in pages[1].text


def test_a_draft_says_so_on_each_page_and_so_does_what_is_withdrawn():
    for word in ("草稿", "作废"):
        pages = drawn(stamp=word, body=SAID * 30)
        assert len(pages) > 2 and all(word in re.sub(r"\s", "", page.text) for page in pages)
        word_file = opened(stamp=word, form="letter", head="清河县人大常委会")
        section = word_file.sections[0]
        for header in (section.header, section.even_page_header, section.first_page_header):
            assert f'string="{word}"' in header._element.xml
    assert not any("草" in page.text for page in drawn())


def test_it_is_a_pdf_to_be_kept():
    pdf = as_pdf(USUAL)
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf and b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf


def test_a_picture_of_each_page_can_be_looked_at():
    pictures = as_pictures(USUAL)
    assert len(pictures) == len(drawn()) and all(picture.startswith(b"\x89PNG") for picture in pictures)


# ---- Whatever is typed


def test_a_hundred_pages():
    pages = drawn(body="\n".join([SAID * 10] * 105))
    assert len(pages) >= 100 and "— 99 —" in pages[98].text


def test_sixty_addressees_leave_room_for_the_text_on_the_first_page():
    many = tuple(f"清河第{n}街道办事处" for n in range(60))
    pages = drawn(addressees=many)
    assert "区人大常委会" in pages[0].text and "主送：" in pages[-1].text and "街道办事处" not in pages[0].text
    rows = [row.cells[0].text for row in opened(addressees=many).tables[-1].rows]
    assert rows[0].startswith("主送：清河第0街道办事处，") and rows[1].startswith("抄送：")


def test_more_addressees_than_a_page_bears_are_refused_in_a_sentence():
    with pytest.raises(Refused, match="版记一页排不下"):
        drawn(addressees=tuple(f"清河县第{n}人民代表大会代表联络站管理委员会" for n in range(90)))


def test_a_title_that_leaves_no_room_for_the_text_is_refused_in_a_sentence():
    assert drawn(title="关于" + "安全生产" * 25 + "的通知")
    with pytest.raises(Refused, match="首页排不下正文"):
        drawn(title="关于" + "安全生产" * 49 + "通知")


@pytest.mark.parametrize("character", ["😀", "𠮷"])
def test_a_character_that_no_face_has_is_named(character):
    with pytest.raises(Refused, match=f"“{character}”在公文的字体里没有"):
        drawn(body=f"他叫{character}。")


def test_a_rare_name_is_printed():
    assert "䶮" in drawn(body="任命刘䶮为局长。")[0].text


SPECIAL = r"#emph[甲] $x^2$ @乙 \ *丙* _丁_ `戊` <己> // 庚 /* 辛 */ = 壬 - 癸 ~ #import \"x\" &amp; <w:p/> {{ 子 }} {% 丑 %} ]]>"


def test_nothing_typed_is_read_as_markup():
    page = drawn(title=SPECIAL[:30], body=SPECIAL, signed_by=SPECIAL[:12], copies=(SPECIAL,), addressees=(SPECIAL,))
    said = re.sub(r"\s", "", "".join(one.text for one in page))
    assert re.sub(r"\s", "", SPECIAL) in said
    document = opened(title=SPECIAL[:30], body=SPECIAL, copies=(SPECIAL,), addressees=(SPECIAL,))
    assert SPECIAL in [line.text for line in document.paragraphs]


def test_an_empty_body_is_drawn_for_who_is_still_writing():
    assert "清人常发" in drawn(body=" \n　\n")[0].text and opened(body="")


def test_what_was_pasted_from_a_sheet_is_a_table():
    body = "一、项目\n项目\t金额\t完成\n甲工程\t100\t是\n乙工程\t20"
    assert blocks(body)[1] == [["项目", "金额", "完成"], ["甲工程", "100", "是"], ["乙工程", "20", ""]]
    assert "甲工程" in drawn(body=body)[0].text
    table = opened(body=body).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == blocks(body)[1]


def test_a_long_address_does_not_run_off_the_page():
    page = drawn(body="见https://www.example.gov.cn/" + "a" * 200 + "。")[0]
    assert max(box[3] for box in page.boxes) < 28 + 156 + 2


@pytest.mark.parametrize(
    "title", ["关于印发安全生产工作审议意见的通知", "关于" + "清河县第十六届人民代表大会" * 5 + "的决定"]
)
def test_a_title_is_broken_between_words_into_lines_of_nearly_one_length(title):
    lines = title_lines(title)
    assert "".join(lines) == title and max(map(width, lines)) <= 20
    assert not any(line.endswith("人民代") or line.endswith("关") for line in lines)


# ---- Word


def test_word_names_the_faces_and_keeps_the_grid():
    document = opened(body="一、总体情况\n（一）做法\n做了。")
    face = {
        line.text: line.runs[-1]._r.rPr.rFonts.get(qn("w:eastAsia"))
        for line in document.paragraphs
        if line.text.strip()
    }
    assert [face[text] for text in (USUAL.head, USUAL.title, "一、总体情况", "（一）做法", "做了。")] == [
        "方正小标宋简体", "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312",
    ]  # fmt: skip
    section = document.sections[0]
    assert [round(side.mm) for side in (section.top_margin, section.left_margin, section.right_margin)] == [37, 28, 26]
    assert int(section._sectPr.find(qn("w:docGrid")).get(qn("w:linePitch"))) * 22 <= 225 / 25.4 * 1440


ORDER = {  # the order that Word insists on, of what is written here (ECMA-376, CT_PPrBase and CT_RPr)
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs autoSpaceDE autoSpaceDN snapToGrid spacing ind jc".split(),
    "rPr": "rFonts b i color spacing w kern position sz szCs".split(),
    "tblPr": "tblStyle tblpPr tblW jc tblBorders tblLayout tblLook".split(),
}


@pytest.mark.parametrize("form", ["file", "letter", "order", "minutes"])
def test_the_parts_of_a_word_file_are_in_the_order_that_word_insists_on(form):
    d = replace(
        USUAL, form=form, stamp="草稿", attachments=("甲", "乙"), present=("丙",), body="一、项\n甲\t乙\n丙\t丁"
    )
    made = as_word(d, stands(d))
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        assert file.testzip() is None
        xml = "".join(file.read(name).decode() for name in file.namelist() if name.startswith("word/"))
    for kind, order in ORDER.items():
        for inside in re.findall(rf"<w:{kind}>(.*?)</w:{kind}>", xml, re.DOTALL):
            inside = re.sub(r"<w:(pBdr|tabs|tblBorders|rPr)>.*?</w:\1>", r"<w:\1/>", inside, flags=re.DOTALL)
            places = [order.index(name) for name in re.findall(r"<w:(\w+)", inside) if name in order]
            assert all(a < b for a, b in pairwise(places)), (kind, inside)


@pytest.mark.parametrize("form", ["order", "minutes"])
def test_who_signs_and_who_was_there(form):
    said = dict(signer_title="主任", signer="高平", present=("高平", "王敏"), on_leave=("孙立",), form=form)
    text = "".join(page.text for page in drawn(**said)).replace("\r\n", "")
    assert "出席：高平、王敏" in text and "请假：孙立" in text and "列席" not in text and "主任" in text
    lines = [line.text for line in opened(**said).paragraphs]
    assert "出席：高平、王敏" in lines and "主任　　高平" in lines
