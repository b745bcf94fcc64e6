"""A deputy's visit in a browser: with how few taps it is written down on a telephone, and that every page is sound."""

import pytest

from qingting.duties.models import Activity, Campaign
from qingting.duties.tests.doings import known, month, settled_in
from qingting.web.tests.test_browser import enter, faults, page, town  # noqa: F401  fixtures by their names

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

FEW = 6  # taps from the register to the record: to begin, the kind, the place, two names, and the press


class Finger:
    """One that counts what it does."""

    def __init__(self):
        self.taps, self.keys = 0, 0

    def tap(self, what):
        what.click()
        self.taps += 1

    def types(self, what, words):
        what.press_sequentially(words)
        self.keys += len(words)


def recorded(page):  # noqa: F811
    page.goto("/registers/activities/")
    hand = Finger()
    hand.tap(page.get_by_role("link", name="登记活动").first)
    hand.tap(page.get_by_role("link", name="代表“三进”"))
    hand.tap(page.get_by_label("临江社区", exact=True))
    hand.tap(page.get_by_label("林秀英"))
    hand.tap(page.get_by_label("何建国"))
    hand.tap(page.get_by_role("button", name="登记", exact=True))
    page.wait_for_url("**/matters/*/")
    return hand


def test_a_visit_is_written_down_with_six_taps_and_no_typing(page, town):  # noqa: F811
    settled_in(town)
    enter(page, "徐兰")
    hand = recorded(page)
    assert (hand.taps, hand.keys) == (FEW, 0)
    a = Activity.objects.get()
    assert (a.state, a.present.count(), a.visits.count()) == ("recorded", 2, 1) and faults(page) == []
    page.context.clear_cookies()
    enter(page, "邓和")
    page.goto(f"/matters/{a.pk}/")
    page.get_by_role("button", name="确认", exact=True).click()
    page.wait_for_function("document.body.innerText.includes('已确认')")
    a.refresh_from_db()
    assert a.state == "confirmed"


def test_what_is_typed_is_answered_while_one_types(page, town):  # noqa: F811
    settled_in(town)
    enter(page, "徐兰")
    page.goto("/duties/activities/new/three_entries/")
    page.locator("#id_places").press_sequentially("临江社区居委会")
    page.get_by_text("您说的是不是…").wait_for()
    page.locator("#where").get_by_text("临江社区（社区）").click()
    page.locator("#id_names").press_sequentially("林秀英、国")
    page.get_by_text("“国”是哪一位？").wait_for()
    page.locator("#who").get_by_text("何建国").click()
    assert faults(page) == []
    page.get_by_role("button", name="登记", exact=True).click()
    page.wait_for_url("**/matters/*/")
    a = Activity.objects.get()
    assert {str(one) for one in a.present} == {"林秀英", "何建国"} and a.visits.get().place == town.bank


def test_every_page_of_the_room_is_sound(page, town):  # noqa: F811
    settled_in(town)
    known(town, "临江社区居委会")
    Campaign.objects.create(congress=town.congress, brand="qingting", name="青听青声", since="2026-01-01")
    enter(page, "徐兰")
    recorded(page)
    a, c = Activity.objects.get(), Campaign.objects.get()
    for address in (
        "activities/new/", "activities/new/media/", "activities/new/public_talk/", "activities/import/", f"activities/{a.pk}/people/",
        "places/", "places/new/", f"places/{town.bank.pk}/", f"places/{town.bank.pk}/merge/",
        "campaigns/", "campaigns/new/", f"campaigns/{c.pk}/",
    ):  # fmt: skip
        page.goto(f"/duties/{address}")
        assert page.locator("h1").count() == 1 and faults(page) == [], address
    page.goto("/registers/activities/")
    assert faults(page) == []
    page.goto("/duties/activities/import/")
    file = month({"reached": -3}, {"title": "对的"})
    page.set_input_files(
        "#id_file", {"name": "三月.xlsx", "mimeType": "application/octet-stream", "buffer": file.read()}
    )
    page.get_by_role("button", name="上传并预览").click()
    page.wait_for_url("**/activities/import/*/")
    assert page.get_by_text("“-3”是负数").count() == 1 and faults(page) == []
    page.context.clear_cookies()
    enter(page, "邓和")
    page.goto("/duties/activities/confirm/")
    assert faults(page) == []
    a.refresh_from_db()
    a.take("confirm", town.deng)
    page.context.clear_cookies()
    enter(page, "何建国")
    for address in (f"/matters/{a.pk}/", f"/duties/activities/{a.pk}/object/"):
        page.goto(address)
        assert faults(page) == [], address
