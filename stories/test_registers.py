"""A register: whose rows it shows, how it narrows, turns its pages and leaves as a sheet."""

import csv
import io

import pytest
from openpyxl import load_workbook

from qingting.suggestions.models import Suggestion
from qingting.suggestions.tests.doings import anew, divided, joint, promise


@pytest.fixture(autouse=True)
def monday(on):
    on("2026-03-02")


@pytest.fixture
def register(client):
    def look(post, asked=""):
        client.force_login(post.person.user)
        return client.get(f"/registers/suggestions/{asked}")

    return look


def titles(response):
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    at = rows[0].index("标题")
    return [row[at] for row in rows[1:]]


def test_each_finds_what_is_his(town, register):
    town.walk(town.suggestion(title="修桥"), upto="sign", handler=town.water)
    town.walk(town.suggestion(title="修路"), upto="assign", handler=town.roads)
    seen = {
        who: set(titles(register(getattr(town, who), "?export=csv")))
        for who in ("wang", "zhao", "qian", "lin", "he", "gao")
    }
    assert seen == {
        "wang": {"修桥", "修路"},
        "zhao": {"修桥"},
        "qian": {"修路"},
        "lin": {"修桥", "修路"},
        "he": set(),
        "gao": {"修桥", "修路"},
    }


def test_it_narrows_by_state_light_and_bureau(town, on, register):
    town.walk(town.suggestion(title="修桥"), upto="sign")
    town.walk(town.suggestion(title="修路"), upto="assign", handler=town.roads)
    on("2026-03-12")  # the roads bureau is a day late in signing for it
    asked = {
        "?state=signed&export=csv": ["修桥"],
        f"?handler={town.roads.pk}&export=csv": ["修路"],
        "?lamp=red&export=csv": ["修路"],
        "?lamp=green&export=csv": ["修桥"],
        f"?handler={town.roads.pk}&state=signed&export=csv": [],
        "?order=due&export=csv": ["修路", "修桥"],
        "?export=csv": ["修路", "修桥"],
    }
    assert {one: titles(register(town.wang, one)) for one in asked} == asked


def test_a_title_is_no_formula_in_either_sheet(town, register):
    town.walk(town.suggestion(title='=HYPERLINK("http://x")'), upto="file")
    assert titles(register(town.wang, "?export=csv"))[0].startswith("'=")
    sheet = load_workbook(io.BytesIO(register(town.wang, "?export=xlsx").content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value and "HYPERLINK" in str(cell.value)]
    assert cells and all(cell.data_type == "s" for cell in cells)


def test_a_sheet_has_all_rows_and_a_page_twenty(town, register):
    for i in range(23):
        town.walk(town.suggestion(title=f"建议{i}"), upto="file")
    page = register(town.wang).content.decode()
    assert page.count('<th scope="row">') == 20 and 'rel="next"' in page
    assert len(titles(register(town.wang, "?export=csv"))) == 23 == Suggestion.objects.count()


def test_what_has_no_number_goes_by_that_of_its_suggestion(town, client):
    """A joint deputy's line, a promise: in the inbox, in the register and in a search one sees what they belong to."""
    s, _signed = joint(town, town.he)
    s = town.walk(s, upto="contact")
    s.take("draft_answer", town.zhao, result="planned", answer="已列入明年计划。")
    promise(s, town)
    anew(s).take("answer", town.zhou)
    for post, addresses in (
        (town.he, ["/inbox/", "/notices/", "/search/?q=河道"]),
        (town.zhao, ["/registers/promises/", "/registers/promises/?export=csv"]),
    ):
        client.force_login(post.person.user)
        for address in addresses:
            assert s.number in client.get(address).content.decode(), address


def test_where_several_answer_for_themselves_the_register_says_so(town, register):
    divided(town)
    assert "分别办理" in register(town.wang).content.decode()
    assert "分别办理" in register(town.wang, "?export=csv").content.decode("utf-8-sig")
