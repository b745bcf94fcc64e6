"""Cards and posters: what is printed can be read back, by a scanner and by a person."""

import pypdfium2
import pytest
import zxingcpp
from django.utils.translation import override
from PIL import ImageFont

from qingting.organs.models import Person
from qingting.stations import codes, printing
from qingting.stations.codes import read

SHARP = 2  # times 72 dots an inch: as a cheap printer and an old telephone leave it
RARE = "欧阳䶮㛃龘犇"


@pytest.fixture(autouse=True)
def fonts(settings):
    if not list(settings.FONTS.glob("*.ttf")):
        pytest.skip("the fonts are not set up (make setup): nothing was printed")


def pages(pdf):
    return list(pypdfium2.PdfDocument(pdf))  # each keeps its document open


def scanned(page, sharp=SHARP):
    return [found.text for found in zxingcpp.read_barcodes(page.render(scale=sharp).to_pil())]


def words(page):
    return page.get_textpage().get_text_range()


def issued(street):
    codes.issue_to_all(street.town.congress, street.town.wang)
    found = codes.in_force(street.town.congress).order_by("pk")
    return found.filter(station=None), found.exclude(station=None)


def test_what_is_printed_on_a_card_is_read_back(street, settings):
    settings.SITE_URL = "https://qingting.example.gov.cn"
    deputies, _stations = issued(street)
    (page,) = pages(printing.cards(deputies))
    addresses = {codes.address(code) for code in deputies}
    assert set(scanned(page)) == addresses and len(addresses) == 3
    tokens = [address.removeprefix("https://qingting.example.gov.cn/c/").rstrip("/") for address in addresses]
    assert {read(token).holder.person.name for token in tokens} == {"林秀英", "何建国", "方若谷"}


def test_a_poster_is_read_back_and_says_where_one_is(street):
    _deputies, stations = issued(street)
    (page,) = pages(printing.posters(stations))
    assert scanned(page) == [codes.address(stations[0])]
    said = words(page)
    for told in (
        "河西街道代表联络站",
        "河西路 12 号",
        "工作日 9:00–17:00",
        "027-0000 0101",
        "林秀英、何建国",
        "有事，说给代表听。",
    ):
        assert told in said, told


def test_a_third_of_the_light_gone_it_still_reads(street):
    """A worn card, photographed small: half as sharp."""
    deputies, _stations = issued(street)
    (page,) = pages(printing.cards(deputies[:1]))
    assert scanned(page, sharp=1.2) == [codes.address(deputies[0])]


def test_ten_to_a_sheet(street):
    deputies, _stations = issued(street)
    eleven = (list(deputies) * 4)[:11]
    sheets = [len(scanned(page, 3)) for page in pages(printing.cards(eleven))]
    assert sheets == [10, 1]


def test_no_glyph_is_missing(street):
    """Words come out of the page as they went in, rare characters of names among them."""
    Person.objects.filter(pk=street.town.lin.person_id).update(name=RARE)
    long = "买买提·阿布都热合曼·吐尔逊江·艾合买提"
    Person.objects.filter(pk=street.town.he.person_id).update(name=long)
    deputies, _stations = issued(street)
    said = "".join(words(page) for page in pages(printing.cards(deputies))).replace("\r\n", "")
    for told in (RARE, long, "清河县人民代表大会", "第16届代表", "扫一扫，说给代表听"):
        assert told in said, told


def test_the_fonts_that_it_is_set_in_have_these_characters(settings):
    """A glyph that is missing is drawn as a box, and its words can still be copied out of the page: so ask the font."""
    for path in settings.FONTS.glob("*.ttf"):
        font = ImageFont.truetype(str(path), 40)
        box = bytes(font.getmask("\U0010fffd"))
        for sign in RARE + "·，。：第届选区":
            assert bytes(font.getmask(sign)) != box, (path.name, sign)


def test_without_fonts_nothing_is_printed(street, settings, tmp_path):
    deputies, _stations = issued(street)
    settings.FONTS = tmp_path
    with pytest.raises(printing.NoFonts, match="run ops/setup.py"):
        printing.cards(deputies)


def test_what_is_written_in_a_name_is_set_and_not_run(street):
    Person.objects.filter(pk=street.town.lin.person_id).update(name='#read("/etc/passwd")')
    deputies, _stations = issued(street)
    (page,) = pages(printing.cards(deputies[:1]))
    assert '#read("/etc/passwd")' in words(page).replace("\r\n", "")


def test_in_english_too(street):
    deputies, _stations = issued(street)
    with override("en"):
        (page,) = pages(printing.cards(deputies[:1]))
    assert "deputy" in words(page).lower()
