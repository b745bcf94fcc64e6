"""A place is one thing however it is written; two that are one become one, and nothing is counted twice."""

import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from qingting.duties.models import Campaign, Linked, Place, Spelling
from qingting.duties.place_rosters import PLACES
from qingting.duties.places import Atlas, bare_name, how_alike
from qingting.duties.tests.doings import at_desk, entered, known, settled_in
from qingting.figures.figure import Figure
from qingting.organs.models import Organ
from qingting.organs.workbooks import workbook

YEAR = date(2026, 1, 1), date(2026, 12, 31)
HERE = Organ(name="武汉市青山区人民代表大会")


@pytest.fixture(autouse=True)
def a_day_in_march(on):
    on("2026-03-20")


@pytest.fixture
def street(town):
    return settled_in(town)


def text(response):
    return response.content.decode().replace("&quot;", '"')


@pytest.mark.parametrize(
    "kind, one, other",
    [
        ("enterprise", "武汉青山示例化工有限公司", "示例化工（武汉）有限责任公司"),
        ("enterprise", "示例化工股份有限公司", "武汉市示例化工集团"),
        ("enterprise", "ＡＢＣ 示例公司", "abc示例有限公司"),
        ("community", "青山区示例社区", "示例社区居民委员会"),
        ("village", "示例村", "示例村村民委员会"),
    ],
)
def test_spellings_of_one_name_have_one_bare_name(kind, one, other):
    assert bare_name(one, kind, HERE) == bare_name(other, kind, HERE)


def test_a_name_is_never_bared_of_everything():
    assert bare_name("有限公司", "enterprise", HERE) and bare_name("青山社区", "community", HERE) == "青山"


@given(st.text("武汉青山示例化工有限公司集团（） abc", max_size=20), st.text("示例化工有限公司", max_size=20))
def test_likeness_is_the_same_from_both_sides_at_its_ends(one, other):
    assert how_alike(one, one) == 1.0 and 0 <= how_alike(one, other) <= 1


def test_what_is_only_a_little_alike_is_not_proposed(street):
    atlas = Atlas(street.congress, ["community"])
    assert atlas.meant("红旗社区").perhaps == [] and atlas.meant("临江社区居委会").perhaps == [street.bank]


def visited(client, street, *places, **more):
    _response, a = entered(client, street, spots=[place.pk for place in places], **more)
    a.take("confirm", street.deng)
    return a


def count(street):
    return Figure.all["communities_visited"].value(street.congress, *YEAR)


def test_two_that_are_one_become_one_with_who_and_when_and_count_once(client, street):
    at_desk(client, street.xu)
    walk = Campaign.objects.create(congress=street.congress, brand="qingting", name="青听青声", since=date(2026, 1, 1))
    twin = known(street, "临江社区居委会")
    visited(client, street, street.bank, twin, campaign=walk.pk)
    visited(client, street, twin, title="再去", campaign=walk.pk)
    Linked.objects.create(place=twin, post=street.gao, since=date(2026, 1, 1))
    assert count(street) == 2
    page = client.get(f"/duties/places/{twin.pk}/merge/")
    assert page.context["form"].fields["into"].choices == [(street.bank.pk, "临江社区")]
    client.post(f"/duties/places/{twin.pk}/merge/", {"into": street.bank.pk})
    assert count(street) == 1 and street.bank.visits.count() == 2 and street.bank.links.count() == 1
    twin.refresh_from_db()
    assert (twin.merged_into, twin.merged_by, str(twin.merged_at.date())) == (street.bank, street.xu, "2026-03-20")
    assert "“临江社区居委会”登记重了" in text(client.get(f"/duties/places/{street.bank.pk}/"))
    assert "合并到" in text(client.get(f"/duties/places/{twin.pk}/"))
    assert Atlas(street.congress).meant("临江社区居委会").place == street.bank
    again = client.post(f"/duties/places/{twin.pk}/merge/", {"into": street.bridge.pk})
    assert again.status_code == 422 and count(street) == 1


def test_unlike_things_are_not_merged(client, street):
    at_desk(client, street.wang)
    response = client.post(f"/duties/places/{street.plant.pk}/merge/", {"into": street.bank.pk})
    assert response.status_code == 422 and "类别不同，不能合并" in text(response)


def test_a_committee_looks_after_its_own_places_and_the_office_after_all(client, street):
    elsewhere = Place.objects.create(congress=street.congress, kind="community", name="远处社区")
    at_desk(client, street.xu)
    assert client.get(f"/duties/places/{street.bank.pk}/edit/").status_code == 200
    assert client.get(f"/duties/places/{elsewhere.pk}/edit/").status_code == 404
    at_desk(client, street.wang)
    assert client.get(f"/duties/places/{elsewhere.pk}/edit/").status_code == 200
    at_desk(client, street.lin)
    assert client.get(f"/duties/places/{street.bank.pk}/edit/").status_code == 404
    assert client.get(f"/duties/places/{street.bank.pk}/").status_code == 200


def test_a_place_is_written_down_once(client, street):
    at_desk(client, street.xu)
    said = {"kind": "community", "name": "新桥社区", "subdistrict": street.street.pk}
    assert client.post("/duties/places/new/", said).status_code == 302
    assert "“临江社区”已经登记过了，不用再登记" in text(
        client.post("/duties/places/new/", said | {"name": "临江 社区"})
    )


def test_the_list_says_how_often_and_which_are_still_to_come(client, street):
    at_desk(client, street.xu)
    visited(client, street, street.bank)
    visited(client, street, street.bank, title="再去")
    rows = {place.name: (place.times, place.last) for place in client.get("/duties/places/").context["rows"]}
    assert rows["临江社区"] == (2, date(2026, 3, 18)) and rows["石桥社区"] == (0, None)
    waiting = client.get("/duties/places/?visited=no&kind=community").context["rows"]
    assert [place.name for place in waiting] == ["石桥社区"]
    assert client.get("/duties/places/?export=xlsx").status_code == 200


def test_places_come_by_a_table_and_only_once(client, street):
    at_desk(client, street.wang)
    rows = [["社区", "临江社区", ""], ["社区", "新桥社区", "清河街道人大工委"], ["企业", "振华机械股份有限公司", ""]]
    file = SimpleUploadedFile("点位.xlsx", workbook(PLACES.head, rows))
    page = client.post(reverse("upload", args=["places"]), {"file": file}, follow=True)
    assert "和已经登记的“清河县振华机械有限公司”只是写法不同" in text(page)
    file = io.BytesIO(workbook(PLACES.head, rows[:2]))
    file.name = "点位.xlsx"
    page = client.post(reverse("upload", args=["places"]), {"file": file}, follow=True)
    client.post(page.request["PATH_INFO"], {"seen": page.context["seen"]})
    assert Place.objects.get(name="新桥社区").subdistrict == street.street and Place.objects.count() == 4


def test_a_campaign_says_how_many_of_all_places_it_has_covered(client, street):
    at_desk(client, street.wang)
    response = client.post("/duties/campaigns/new/", {"name": "青听青声", "brand": "qingting", "since": "2026-01-01"})
    walk = Campaign.objects.get()
    assert response.url == f"/duties/campaigns/{walk.pk}/"
    at_desk(client, street.xu)
    visited(client, street, street.bank, campaign=walk.pk)
    page = client.get(f"/duties/campaigns/{walk.pk}/")
    assert page.context["covered"][0] == {"kind": "community", "all": 2, "done": 1, "label": "社区"}
    assert "走访了 1 个，登记的共 2 个" in text(page) and (page.context["n"], page.context["person_times"]) == (1, 1)
    assert count(street) == 1
    assert "已经有叫“青听青声”的专项行动" in text(
        at_desk(client, street.wang).post(
            "/duties/campaigns/new/", {"name": "青听青声", "brand": "other", "since": "2026-01-01"}
        )
    )
    ends = {"name": "别的", "brand": "other", "since": "2026-02-01", "until": "2026-01-01"}
    assert "结束日期早于开始日期" in text(client.post("/duties/campaigns/new/", ends))


def test_the_figures_of_a_campaign_are_shown_to_whoever_may_open_them(client, street):
    walk = Campaign.objects.create(congress=street.congress, brand="qingting", name="青听青声", since=date(2026, 1, 1))
    page = at_desk(client, street.xu).get(f"/duties/campaigns/{walk.pk}/").content.decode()
    [address] = re.findall(r'href="(/figures/[^"]*)"', page.split("<main")[1])
    assert "走访社区" in text(client.get(address))
    assert "/figures/" not in at_desk(client, street.zhao).get(f"/duties/campaigns/{walk.pk}/").content.decode()


def test_a_committee_keeps_its_own_campaigns_alone(client, street):
    at_desk(client, street.xu)
    said = {"name": "一街一品", "brand": "one_each", "since": "2026-01-01", "organ": street.street.pk}
    client.post("/duties/campaigns/new/", said)
    mine = Campaign.objects.get()
    theirs = Campaign.objects.create(congress=street.congress, brand="other", name="全区的", since=date(2026, 1, 1))
    assert [client.get(f"/duties/campaigns/{c.pk}/edit/").status_code for c in (mine, theirs)] == [200, 404]


def test_the_register_is_narrowed_by_kind_month_organ_and_campaign_and_goes_out_as_a_sheet(client, street):
    at_desk(client, street.xu)
    visited(client, street, street.bank)
    visited(client, street, street.bank, title="二月的", held_on="2026-02-18")
    address = "/registers/activities/"
    names = lambda query: [row.title for row in client.get(address + query).context["rows"]]  # noqa: E731
    assert len(names("")) == 2 and names("?month=2026-02") == ["二月的"]
    assert names("?kind=training") == [] and len(names(f"?organ={street.street.pk}&kind=three_entries")) == 2
    assert "不认识的条件" in text(client.get(address + "?month=abc")) and len(names("?month=abc")) == 2
    sheet = client.get(address + "?export=csv&month=2026-02").content.decode()
    assert "二月的" in sheet and "林秀英" in sheet and "临江社区" in sheet and sheet.count("三进") == 1


def test_a_spelling_goes_with_its_place(street):
    Spelling.objects.create(place=street.plant, written="振华厂", key="振华")
    assert Atlas(street.congress, ["enterprise"]).meant("振华 厂").place == street.plant
