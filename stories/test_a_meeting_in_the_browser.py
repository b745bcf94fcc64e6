"""A whole meeting in real browsers: the office at its desk, three members at 390 and 1280 px, and the screen of the hall.

The members' pages are never loaded again by hand: what they show comes to them, and a line that breaks comes back to the
right place. Pictures of it are left in `var/tests/pictures`.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from qingting.meetings.models import Meeting
from qingting.meetings.tests.doings import DAY, House, a_box, anew  # noqa: F401 - a fixture
from qingting.meetings.votes import Vote
from qingting.web.tests.test_browser import enter, faults, town  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
SOON = 10_000  # milliseconds that a page may take to show what has happened; it asks every three seconds


@pytest.fixture
def people(chromium, live_server, town):  # noqa: F811
    """Browsers of their own, by who sits before them; what went wrong on any page fails the test."""
    contexts, wrongs = [], []

    def sit_down(name, size):
        context = chromium.new_context(base_url=live_server.url, viewport=size)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrongs.append(str(error)))
        enter(page, name)
        return page

    yield sit_down
    for context in contexts:
        context.close()
    assert wrongs == []


def picture(page, name):
    folder = Path(django_settings.VAR) / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(folder / f"meeting-{name}.png"), full_page=True)
    assert faults(page) == [], name


def press(page, words):
    page.get_by_role("button", name=words, exact=True).first.click()
    page.wait_for_load_state()


def put_to_the_vote(office, m, words, way, item=None):
    office.goto(f"/meetings/{m.pk}/votes/new/")
    office.select_option("select[name=item]", str(item.pk) if item else "")
    office.fill("textarea[name=asks]", words)
    office.select_option("select[name=way]", way)
    press(office, "存好，等候表决")
    press(office, "开始表决")
    return Vote.objects.order_by("pk").last()


def announce(office, chair, v, words):
    office.goto(f"/matters/{v.pk}/")
    press(office, "结束表决并计票")
    chair.goto(f"/matters/{v.pk}/")
    press(chair, words)


def test_a_whole_meeting(people, town, on, a_box):  # noqa: F811
    on(DAY)
    house = House(town)
    m = house.meeting()
    office, chair = people("王敏", DESK), people("高平", PHONE)
    vice, member = people("副主任甲", DESK), people("委员00", PHONE)
    hall = people("孙立", DESK)

    # they come in: by themselves, and those without a device by the office
    for page in (chair, vice, member):
        page.goto(f"/meetings/{m.pk}/tablet/")
        press(page, "签到")
    chair.goto(f"/matters/{m.pk}/")
    assert "还差 1 人" in chair.inner_text("#main")
    picture(chair, "no-quorum-390")
    office.goto(f"/matters/{m.pk}/")
    office.locator(".roll li", has_text="委员01").get_by_role("button").click()
    office.wait_for_load_state()
    picture(office, "roll-1280")
    chair.reload()
    press(chair, "宣布开会")
    assert anew(m).state == "sitting"

    # the agenda, by name
    hall.goto(f"/meetings/{m.pk}/screen/")
    for page in (chair, vice, member):
        page.goto(f"/meetings/{m.pk}/tablet/")
    v = put_to_the_vote(office, m, "通过会议议程", "named")
    for page in (chair, vice, member):
        page.wait_for_selector("text=提交表决", timeout=SOON)
        page.check("input[value=yes]", force=True)
        press(page, "提交表决")
    announce(office, chair, v, "宣布未通过")  # three of seven are not more than half
    v = put_to_the_vote(office, m, "通过会议议程（再次表决）", "hands")
    for teller in (office, hall):
        teller.goto(f"/votes/{v.pk}/tally/")
        teller.fill("input[name=yes]", "4")
        press(teller, "录入")
    announce(office, chair, v, "宣布通过")
    assert anew(m).agenda_adopted
    hall.goto(f"/meetings/{m.pk}/screen/")
    picture(hall, "screen-carried-1280")

    # a secret vote: it comes to the members by itself, and a choice that was made stays until it is sent
    chair.goto(f"/meetings/{m.pk}/tablet/")
    v = put_to_the_vote(office, m, "关于批准河道治理方案的决议", "secret", m.items.get())
    for page in (vice, member):
        page.wait_for_selector("h2:has-text('关于批准河道治理方案的决议')", timeout=SOON)
    picture(vice, "tablet-1280")
    picture(member, "tablet-390")
    member.check("input[value=no]", force=True)
    member.wait_for_timeout(3500)
    assert member.is_checked("input[value=no]")
    vice.context.set_offline(True)
    vice.wait_for_timeout(3500)
    codes = {}
    press(member, "提交表决")
    picture(member, "code-390")
    vice.context.set_offline(False)
    for page, choice in ((vice, "yes"), (chair, "yes")):
        page.wait_for_selector("text=提交表决", timeout=SOON)
        page.check(f"input[value={choice}]", force=True)
        press(page, "提交表决")
    for page in (member, vice, chair):
        codes[page] = re.fullmatch("[2-9A-Z]{12}", page.inner_text(".code code"))[0]
    hall.wait_for_selector("dd:has-text('3')", timeout=SOON)
    picture(hall, "screen-voting-1280")
    announce(office, chair, v, "宣布未通过")
    hall.wait_for_selector(".verdict", timeout=SOON)
    assert "未通过" in hall.inner_text(".verdict")
    picture(hall, "screen-lost-1280")
    press_link(member, "记好了")
    member.wait_for_selector("text=赞成 2 票、反对 1 票、弃权 0 票", timeout=SOON)
    picture(member, "result-390")
    member.goto(f"/matters/{v.pk}/")
    assert f"{codes[member]}\n反对" in member.inner_text(".codes").replace("\n\n", "\n")
    picture(member, "box-390")

    # over
    chair.goto(f"/matters/{m.pk}/")
    press(chair, "宣布闭会")
    assert Meeting.objects.get(pk=m.pk).state == "closed"
    picture(chair, "closed-390")


def press_link(page, words):
    page.get_by_role("link", name=words, exact=True).click()
    page.wait_for_load_state()
