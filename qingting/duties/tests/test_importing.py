"""A month of paper comes in by Excel: each line says what is wrong with it, and nothing comes in by halves."""

import io
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from qingting.duties.imports import taken_before
from qingting.duties.models import Activity, Campaign
from qingting.duties.tests.doings import at_desk, month, sent_in, settled_in
from qingting.figures.figure import Figure
from qingting.organs.models import Level


@pytest.fixture(autouse=True)
def april(on):
    on("2026-04-03")


@pytest.fixture
def street(town):
    return settled_in(town)


@pytest.fixture
def xu(client, street):
    return at_desk(client, street.xu)


def text(response):
    return response.content.decode().replace("&quot;", '"')


def take(client, preview, street, **more):
    said = {"take": "1", "confirmer": street.deng.person_id} | more
    return client.post(preview.request["PATH_INFO"], said, follow=True)


GOOD = (
    {},
    {"kind": "代表培训", "title": "", "places": "", "held_on": "2026年3月9日", "copies": "20册", "people": "何 建国"},
)


def test_a_month_comes_in_at_its_own_dates_and_waits_for_one_person(xu, street):
    preview = sent_in(xu, *GOOD)
    assert preview.status_code == 200 and len(preview.context["right"]) == 2 and not Activity.objects.exists()
    page = take(xu, preview, street)
    assert "已登记 2 项，等邓和确认。" in text(page)
    first, second = Activity.objects.order_by("held_on")
    assert (first.held_on, second.held_on) == (date(2026, 3, 2), date(2026, 3, 9))
    assert {(a.state, a.keeper, a.confirmer, a.recorder) for a in (first, second)} == {
        ("recorded", street.street, street.deng.person, street.xu.person)
    }
    assert (second.title, second.copies) == ("代表培训 · 2026-03-09", 20)
    assert [str(one) for one in first.present] == ["林秀英", "何建国"] and first.visits.get().place == street.bank


@pytest.mark.parametrize(
    "line, sentence",
    [
        ({"held_on": "2026-04-04"}, "第 2 行“日期”：2026-04-04 还没有到，活动举行以后才能登记"),
        ({"people": "林秀英、王二麻"}, "第 2 行“参加人员”：没有找到 2026-03-02 在任的代表“王二麻”，请核对姓名或日期"),
        ({"held_on": "2019-12-31"}, "没有找到 2019-12-31 在任的代表“林秀英”"),
        ({"reached": -3}, "第 2 行“人次”：“-3”是负数。人次、册数不能小于 0，请核对"),
        ({"reached": "−3"}, "第 2 行“人次”：“−3”是负数"),
        ({"copies": "99999999999"}, "第 2 行“册数”：“99999999999”太大，请核对"),
        ({"copies": "很多"}, "第 2 行“册数”：“很多”不是整数"),
        ({"kind": "跳舞"}, "第 2 行“种类”：没有“跳舞”这个种类，可以填：理论学习、"),
        ({"places": "临江社区居委会"}, "没有“临江社区居委会”。您说的是不是“临江社区”？"),
        ({"places": "某某不存在的地方"}, "没有登记过“某某不存在的地方”。请先在“走访点位”里登记"),
        ({"places": ""}, "第 2 行“走访点位”：“代表“三进””要写明去了哪里"),
        ({"people": ""}, "第 2 行“参加人员”：“代表“三进””要写谁参加了"),
        ({"kind": "媒体发表", "places": "", "outlet": "示例日报"}, "第 2 行“媒体层级”：“媒体发表”要填这一项"),
        ({"campaign": "没有的行动"}, "没有叫“没有的行动”的专项行动。请先在“专项行动”里新建"),
        ({"kind": ""}, "第 2 行“种类”：空着，必须填写"),
    ],
)
def test_a_line_says_what_is_wrong_with_it_and_nothing_comes_in(xu, street, line, sentence):
    preview = sent_in(xu, line, {"title": "对的一行"})
    assert sentence in text(preview)
    page = take(xu, preview, street)
    assert page.status_code == 409 and "还有不对的行" in text(page) and not Activity.objects.exists()


def test_lines_are_left_out_by_choice(xu, street):
    preview = sent_in(xu, {"reached": -3}, {"title": "对的一行"})
    again = xu.post(preview.request["PATH_INFO"], {"leave": "2"})
    assert "第 2 行不导入" in text(again) and 'value="2" checked' in text(again) and not again.context["wrong"]
    take(xu, preview, street, leave="2")
    assert Activity.objects.get().title == "对的一行"


def test_the_same_sheet_is_not_taken_twice_whatever_it_is_called(xu, street):
    content = month(*GOOD).read()
    for name in ("三月.xlsx", "三月（最终版）.xlsx"):
        file = io.BytesIO(content)
        file.name = name
        preview = xu.post("/duties/activities/import/", {"file": file}, follow=True)
        if name == "三月.xlsx":
            take(xu, preview, street)
    assert preview.status_code == 422 and "这份表 2026-04-03 已由徐兰导入过（2 项），不能再导入一次" in text(preview)
    assert Activity.objects.count() == 2


def previewed_twice(client, *lines):
    """The same sheet, uploaded under two names."""
    content, pages = month(*lines).read(), []
    for name in ("甲.xlsx", "乙.xlsx"):
        file = io.BytesIO(content)
        file.name = name
        pages.append(client.post("/duties/activities/import/", {"file": file}, follow=True))
    return pages


def test_two_previews_of_one_sheet_are_taken_once(xu, street):
    previews = previewed_twice(xu, *GOOD)
    take(xu, previews[0], street)
    page = take(xu, previews[1], street)
    assert page.status_code == 409 and "还有不对的行" in text(page) and "已经登记过" in text(page)
    assert Activity.objects.count() == 2


def test_the_same_line_is_not_taken_twice(xu, street):
    take(xu, sent_in(xu, {}), street)
    assert "已经登记过同名的代表“三进”（活动〔2026〕1号），不用再登记" in text(sent_in(xu, {}, {"title": "别的"}))
    assert "已经登记过同名的代表“三进”（本表第 2 行）" in text(sent_in(xu, {"title": "两遍"}, {"title": "两遍"}))


def test_a_sheet_whose_lines_were_corrected_since_is_still_the_same_sheet(xu, street):
    previews = previewed_twice(xu, {})
    take(xu, previews[0], street)
    Activity.objects.get().take("amend", street.xu, "写错了", title="进临江社区")
    page = take(xu, previews[1], street)
    assert page.status_code == 409 and "这份表 2026-04-03 已由徐兰导入过（1 项），不能再导入一次" in text(page)
    assert Activity.objects.count() == 1


def test_a_sheet_that_another_congress_has_taken_is_none_of_ours(xu, street, next_town):
    take(xu, sent_in(xu, {}), street)
    sheet = Activity.objects.get().sheet
    assert taken_before(sheet, street.xu) and taken_before(sheet, next_town.xu) is None


def test_what_was_struck_may_be_taken_in_again(xu, street):
    take(xu, sent_in(xu, {}), street)
    Activity.objects.get().take("strike", street.xu, "录错了人")
    take(xu, sent_in(xu, {"people": "林秀英"}), street)
    assert [str(one) for one in Activity.objects.get(state="recorded").present] == ["林秀英"]


def test_what_another_organiser_did_of_the_same_name_stands_in_nobodys_way(client, xu, street):
    at_desk(client, street.wang)
    take(client, sent_in(client, {}), street, confirmer=street.sun.person_id)
    at_desk(client, street.xu)
    preview = sent_in(client, {}, {"title": "别的"})
    assert "已经登记过" not in text(preview)
    take(client, preview, street)
    assert set(Activity.objects.filter(title="进社区").values_list("keeper", flat=True)) == {
        street.office.pk,
        street.street.pk,
    }


def test_every_cell_of_a_line_arrives(xu, street):
    walk = Campaign.objects.create(congress=street.congress, brand="qingting", name="青听青声", since=date(2026, 1, 1))
    cells = {
        "venue": "党群服务中心", "copies": "1,200册", "reached": "35人次", "lecturer": "某教授", "outlet": "示例日报",
        "outlet_level": "市", "campaign": "青听 青声", "told": "听到三条意见",
    }  # fmt: skip
    take(xu, sent_in(xu, cells), street)
    a = Activity.objects.get()
    assert (a.venue, a.copies, a.reached, a.lecturer) == ("党群服务中心", 1200, 35, "某教授")
    assert (a.outlet, a.outlet_level, a.campaign, a.told) == ("示例日报", Level.MUNICIPAL, walk, "听到三条意见")


def test_what_was_done_today_is_taken_in_today(xu, street):
    take(xu, sent_in(xu, {"held_on": "2026-04-03"}), street)
    assert Activity.objects.get().held_on == date(2026, 4, 3)


def test_a_campaign_of_the_next_town_cannot_be_named(xu, street, next_town):
    Campaign.objects.create(congress=next_town.congress, brand="other", name="邻县行动", since=date(2026, 1, 1))
    assert "没有叫“邻县行动”的专项行动" in text(sent_in(xu, {"campaign": "邻县行动"}))


def test_the_confirmer_confirms_the_whole_sheet_on_one_page(client, xu, street):
    take(xu, sent_in(xu, *GOOD), street)
    assert client.get("/duties/activities/confirm/").context["rows"] == []  # nobody confirms what he recorded
    at_desk(client, street.deng)
    page = client.get("/duties/activities/confirm/")
    first, second = page.context["rows"]
    assert "林秀英、何建国" in text(page) and "临江社区" in text(page)
    client.post("/duties/activities/confirm/", {"activity": [first.pk]})
    assert set(Activity.objects.values_list("pk", "state")) == {(first.pk, "confirmed"), (second.pk, "recorded")}
    assert first.events.filter(step="confirm", post=street.deng).count() == 1
    assert Figure.all["three_entries_attendance"].value(street.congress, date(2026, 1, 1), date(2026, 12, 31)) == 2


def test_what_moved_since_the_page_was_drawn_is_told_and_the_rest_is_confirmed(client, xu, street):
    take(xu, sent_in(xu, *GOOD), street)
    first, second = Activity.objects.order_by("held_on")
    first.present.update(struck=True)  # nobody was there after all
    at_desk(client, street.deng)
    page = client.post("/duties/activities/confirm/", {"activity": [first.pk, second.pk]})
    assert page.status_code == 409 and "还没有登记谁参加了" in text(page)
    assert set(Activity.objects.values_list("state", flat=True)) == {"confirmed", "recorded"}


def test_the_template_offers_kinds_and_campaigns_of_the_place(xu, street):
    Campaign.objects.create(congress=street.congress, brand="qingting", name="青听青声", since=date(2026, 1, 1))
    book = load_workbook(io.BytesIO(xu.get("/duties/activities/import/template/").content))
    said = {str(cell.value) for row in book["选项"].iter_rows() for cell in row}
    assert {"代表“三进”", "媒体发表", "青听青声", "市"} <= said
    heads = [cell.value for cell in book.worksheets[0][1]]
    assert heads[:2] == ["种类*", "日期*"]


def test_it_has_a_page_of_its_own_and_stands_not_among_the_rosters(client, xu, street):
    at_desk(client, street.wang)
    sheets = [sheet.slug for sheet in client.get(reverse("imports")).context["sheets"]]
    assert "places" in sheets and "activities" not in sheets
    assert client.get(reverse("template", args=["activities"])).status_code == 404
    at_desk(client, street.lin)
    assert client.get("/duties/activities/import/").status_code == 404
    at_desk(client, street.zhao)
    assert client.get("/duties/activities/import/").status_code == 404


def test_the_preview_of_another_is_not_there(client, xu, street):
    address = sent_in(xu, *GOOD).request["PATH_INFO"]
    at_desk(client, street.wang)
    assert client.get(address).status_code == 404
