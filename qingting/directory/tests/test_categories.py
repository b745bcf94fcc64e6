"""The page of categories, and the sheets by which they and the organs' duties come in."""

import io

import pytest
from openpyxl import Workbook, load_workbook

from qingting.organs.models import Organ
from qingting.organs.sheets import Sheet, bring_in, cleaned
from qingting.triage.models import Category, Duty
from qingting.triage.proposing import folder
from qingting.triage.tree import plant


@pytest.fixture(autouse=True)
def models_apart(settings, tmp_path):
    settings.VAR = tmp_path


def taken_in(slug, by, *rows):
    sheet = Sheet.all[slug]
    names = [column.name for column in sheet.columns]
    read = cleaned(sheet, [(n, dict(zip(names, row, strict=False))) for n, row in enumerate(rows, 2)])
    bring_in(sheet, read, by, rehearsal=False)
    return read


def test_the_page_shows_the_tree_and_each_organ(visit, town):
    Organ.objects.create(name="城市管理局", kind=Organ.Kind.DEPARTMENT, parent=town.government)
    plant(town.congress)
    page = visit(town.wang).get("/organs/categories/").content.decode()
    assert "路灯照明" in page and "城市管理局" in page and "按上级分类" in page and "还没有学过" in page


def test_the_page_says_how_well_the_machine_does(visit, town):
    from qingting.triage.classifier import first_day

    category = Category.objects.create(congress=town.congress, name="路灯")
    model = first_day({str(category.pk): ["路灯"]})
    each = {str(category.pk): {"examples": 77, "precision": 0.9, "recall": 0.9, "f1": 0.91}}
    model.figures = {
        "examples": 77,
        "macro_f1": 0.912,
        "threshold": 0.93,
        "certain_share": 0.8,
        "certain_right": 0.985,
        "calibration_error": 0.0123,
        "each": each,
    }
    model.save(folder(town.congress))
    page = visit(town.wang).get("/organs/categories/").content.decode()
    assert all(said in page for said in ("77", "0.91", "0.93", "80%", "98%", "0.012"))


@pytest.mark.parametrize(
    "address", ["/organs/categories/", "/organs/categories/duties/", "/organs/categories/?export=xlsx"]
)
def test_only_the_keepers_have_the_page(visit, client, town, address):
    assert client.get(address).status_code == 302
    for who, status in ((town.wang, 200), (town.zhao, 404), (town.lin, 404)):
        assert visit(who).get(address).status_code == status


def test_the_tab_is_for_the_keepers(visit, town):
    assert "/organs/categories/" in visit(town.wang).get("/organs/").content.decode()
    assert "/organs/categories/" not in visit(town.zhao).get("/organs/").content.decode()


def test_the_page_asks_the_database_no_more_for_more_categories(visit, town, django_assert_max_num_queries):
    client = visit(town.wang)
    client.get("/organs/categories/")
    with django_assert_max_num_queries(12):
        client.get("/organs/categories/")
    plant(town.congress)
    with django_assert_max_num_queries(12):
        client.get("/organs/categories/")


def test_nothing_of_another_congress_is_seen(visit, town, next_town):
    Category.objects.create(congress=next_town.congress, name="别处的分类")
    Duty.objects.create(organ=next_town.water, text="别处的职责")
    client = visit(town.wang)
    assert "别处的分类" not in client.get("/organs/categories/").content.decode()
    sheet = load_workbook(io.BytesIO(client.get("/organs/categories/duties/").content)).active
    assert sheet.max_row == 1


def test_categories_come_in_by_their_paths_and_once(town):
    rows = [["城市管理", "市政", "路灯", "水利局"], ["城市管理", "", "", "交通局"], ["教育", "招生"]]
    assert [row.outcome for row in taken_in("categories", town.wang, *rows)] == ["new", "changed", "new"]
    lamp = Category.objects.get(name="路灯")
    assert (lamp.level, lamp.organ, lamp.parent.parent.organ) == (3, town.water, town.roads)
    assert [row.outcome for row in taken_in("categories", town.wang, *rows)] == ["same"] * 3
    (row,) = taken_in("categories", town.wang, ["教育", "招生", "", "", "否"])
    assert row.outcome == "changed" and not Category.objects.get(name="招生").active


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        (["教育", "", "招生"], "请写它的二级分类"),
        (["教育", "招生", "", "没有的局"], "没有“没有的局”这个机构"),
        (["教" * 41], "最多 40 个"),
        (["教\x00育"], "控制字符"),
        (["教育", "", "", "", "也许"], "看不懂"),
        ([""], "必须填写"),
    ],
)
def test_a_fault_of_a_row_is_told_and_nothing_comes_in(town, cells, fault):
    (_good, row) = taken_in("categories", town.wang, ["好的"], cells)
    assert fault in "".join(row.sentences) and not Category.objects.exists()


def test_duties_come_in_once(town):
    rows = [["水利局", "负责河道管理。"], ["水利局", "负责防汛。"], ["水利局", "负责防汛。"]]
    assert [row.outcome for row in taken_in("duties-of-organs", town.wang, *rows)] == ["new", "new", "same"]
    assert [row.outcome for row in taken_in("duties-of-organs", town.wang, *rows)] == ["same"] * 3
    (row,) = taken_in("duties-of-organs", town.wang, ["没有的局", "负责"])
    assert "没有“没有的局”这个机构" in "".join(row.sentences)


def test_what_goes_out_can_come_in_again(visit, town):
    taken_in("categories", town.wang, ["城市管理", "市政", "路灯", "水利局"])
    client = visit(town.wang)
    content = client.get("/organs/categories/?export=xlsx").content
    book = io.BytesIO(content)
    book.name = "categories.xlsx"
    answer = client.post("/organs/imports/categories/", {"file": book}, follow=True)
    assert answer.status_code == 200 and not answer.context["faults"] and answer.context["counts"]["same"] == 3


def test_a_sheet_that_is_none_is_refused_in_a_sentence(visit, town):
    book, file = Workbook(), io.BytesIO()
    book.active.append(["甲", "乙"])
    book.save(file)
    file.seek(0)
    file.name = "x.xlsx"
    answer = visit(town.wang).post("/organs/imports/categories/", {"file": file})
    assert answer.status_code == 422 and "没有找到" in answer.content.decode()
