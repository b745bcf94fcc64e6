"""What may be attached, and what is said to whoever brings something else."""

import random
import re
from io import BytesIO

import pytest
from PIL import Image

from qingting.attachments import kinds
from qingting.attachments.kinds import OLD_OFFICE, PIXELS, cleaned, examine
from qingting.attachments.tests import papers
from qingting.docket.process import Refused


def refused(name, content) -> str:
    with pytest.raises(Refused) as refusal:
        examine(name, BytesIO(content))
    return str(refusal.value)


GOOD = {
    "答复.pdf": papers.PDF,
    "答复.docx": papers.word(),
    "台账.XLSX": papers.excel(),
    "汇报.pptx": papers.powerpoint(),
    "公文.ofd": papers.ofd(),
    "现场.jpg": papers.photo(),
    "现场.jpeg": papers.photo(),
    "图.png": papers.photo("PNG"),
    "图.webp": papers.photo("WEBP"),
    "说明.txt": "水位 3.2 米\r\n".encode(),
    "旧说明.txt": "水位 3.2 米\r\n".encode("gb18030"),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_an_office_has_is_taken(name):
    sound = examine(name, BytesIO(GOOD[name]))
    assert sound.name == name
    assert sound.kind.ending in (name.rpartition(".")[2].lower(), "jpg")


@pytest.mark.parametrize("name", GOOD)
def test_a_name_does_not_make_a_kind(name):
    """Every file under every other kind's name is refused, in a sentence that names it."""
    own = examine(name, BytesIO(GOOD[name])).kind.ending
    for ending in kinds.KINDS.keys() - {own}:
        assert f"“别名.{ending}”" in refused(f"别名.{ending}", GOOD[name])


@pytest.mark.parametrize(
    "name", ["程序.exe", "网页.html", "图.svg", "宏.docm", "旧.doc", "没有结尾", ".pdf.exe", "a.pdf\u202excod.exe"]
)
def test_other_kinds_are_refused_with_those_that_may_be(name):
    assert "可以附的文件有 pdf、ofd、docx" in refused(name, b"MZ")


def test_the_page_names_what_may_be_attached_as_people_call_it():
    assert kinds.in_words() == "PDF、OFD、Word、Excel、PowerPoint、图片、文本"


def test_a_word_file_with_macros_is_refused_however_it_hides_them():

    macro = "application/vnd.ms-office.vbaProject"
    with_a_part = papers.with_part(papers.word(), "word/vbaProject.bin", b"\0")
    assert "宏" in refused("答复.docx", with_a_part)
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    document = f'<Override PartName="/word/document.xml" ContentType="{main}"/>'
    for hidden in (macro, re.sub("v", "&#118;", macro), "application/vnd.ms-word.vbaData&#x4d;acro+xml"):
        declared = papers.types(
            '<Default Extension="bin" ContentType="text/plain"/>',
            f'<Default Extension="x" ContentType="{hidden}"/>',
            document,
        )
        assert "宏" in refused(
            "答复.docx", papers.packed({"[Content_Types].xml": declared, "word/document.xml": "<w/>"})
        )


def test_a_table_of_contents_that_plays_tricks_is_refused():
    entity = '<!DOCTYPE t [<!ENTITY a "aaaaaaaaaa">]>' + papers.types()
    for contents in (entity, entity.encode("utf-16"), "<Types", "", "<Types>" + "a" * 2_000_000):
        said = refused("答复.docx", papers.packed({"[Content_Types].xml": contents, "word/document.xml": "<w/>"}))
        assert "打不开，或者并不是 docx" in said


def test_two_parts_of_one_name_are_refused():
    assert "打不开" in refused("答复.docx", papers.with_part(papers.word(), "word/Document.XML", b"<other/>"))


def test_a_bomb_is_not_unpacked():
    bomb = papers.with_part(papers.word(), "word/media/zeros.bin", b"\0" * (30 * kinds.MEGABYTE))
    assert len(bomb) < kinds.MEGABYTE
    assert "展开后太大" in refused("答复.docx", bomb)
    crowd = papers.packed({f"word/{n}.xml": "" for n in range(kinds.PARTS + 1)})
    assert "展开后太大" in refused("答复.docx", crowd)


def test_a_password_and_the_old_formats_are_told_apart_from_damage():
    assert "去掉密码，另存为 .docx" in refused("答复.docx", OLD_OFFICE + b"\0" * 512)
    locked = bytearray(papers.word())
    for at in (6, locked.rindex(b"PK\x01\x02") + 8):
        locked[at] |= 1  # the mark of an encrypted part, in its own head and in the list of all parts
    assert "加了密码" in refused("答复.docx", bytes(locked))
    assert "打不开" in refused("答复.docx", papers.word()[:-200])


def test_an_empty_file_is_called_empty():
    assert "是空的" in refused("答复.pdf", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_forgets_where_it_was_taken(kind):
    taken = Image.open(BytesIO(papers.photo_with_its_place()))
    brought = BytesIO()
    taken.save(brought, kind, exif=taken.getexif())
    assert b"SomeMaker" in brought.getvalue()
    brought.seek(0)

    kept = examine(f"现场.{kind.lower()}", brought).content
    anew = Image.open(kept)
    assert anew.format == kind
    assert not anew.getexif()
    assert anew.size == (60, 80)  # upright, as the camera meant it
    for told in (b"SomeMaker", "张三".encode()):
        assert told not in kept.getvalue()


def test_what_is_hidden_behind_a_picture_is_left_behind():
    kept = examine("现场.jpg", BytesIO(papers.photo() + b"<script>alert(1)</script>")).content
    assert b"script" not in kept.getvalue()


def test_a_picture_that_grows_is_not_drawn():
    """A hundred million pixels of one colour are packed into less than a megabyte."""
    side = int(PIXELS**0.5) + 1
    assert "图片太大" in refused("图.png", papers.photo("PNG", (side, side)))


def test_moving_pictures_are_refused():
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "teal")]
    moving = BytesIO()
    frames[0].save(moving, "WEBP", save_all=True, append_images=frames[1:])
    assert "动图" in refused("图.webp", moving.getvalue())


def test_text_with_what_cannot_be_seen_is_refused():
    assert "打不开，或者并不是 txt" in refused("说明.txt", b"\0\1\2\3")


@pytest.mark.parametrize("name", GOOD)
def test_whatever_is_broken_is_refused_and_nothing_else_happens(name):
    """A few hundred damaged copies of each: taken or refused, never an error."""
    chance, good = random.Random(2026), GOOD[name]
    for _n in range(150):
        broken = bytearray(good)
        for _m in range(chance.randint(1, 12)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        broken = broken[: chance.randint(1, len(broken))] if chance.random() < 0.3 else broken
        try:
            examine(name, BytesIO(bytes(broken)))
        except Refused as refusal:
            assert str(refusal)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/答复.pdf", "答复.pdf"),
        ("C:\\公文\\答复.pdf", "答复.pdf"),
        ("答复\u202efdp.exe", "答复fdp.exe"),
        ("答\u200b复\x00\r\n.pdf", "答复.pdf"),
        ("答复　第一稿.pdf", "答复 第一稿.pdf"),
        (" ..答复. .pdf", "答复.pdf"),
        (".pdf", "附件.pdf"),
        ('答<复>:"|?*.pdf', "答复.pdf"),
        ("无", "无"),
    ],
)
def test_a_name_is_cleaned_of_paths_and_of_what_hides(typed, kept):
    assert cleaned(typed) == kept


def test_a_long_name_keeps_its_ending():
    assert cleaned("长" * 300 + ".pdf") == "长" * 100 + ".pdf"
