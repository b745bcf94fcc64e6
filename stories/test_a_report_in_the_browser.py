"""From an activity on a telephone to the published report, in real browsers: the office at 1280, all others at 390.

An activity is recorded on a telephone and confirmed on another; the chapter is written with a figure put in by a press; a typed number is marked as
quoted; the report is frozen and published; the resident opens a number. Pictures are left in `var/tests/pictures`.
"""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from qingting.duties.models import Activity, Presence
from qingting.duties.tests.doings import settled_in
from qingting.report.models import AnnualReport
from qingting.report.tests.office import anew, desk_of
from qingting.web.tests.test_browser import enter, faults, town  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture
def sit_down(chromium, live_server, town):  # noqa: F811
    """A browser of one's own; what goes wrong on any page by itself fails the test."""
    contexts, wrongs = [], []

    def sit(name, size):
        context = chromium.new_context(base_url=live_server.url, viewport=size)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrongs.append(str(error)))
        if name:
            enter(page, name)
        return page

    yield sit
    for context in contexts:
        context.close()
    assert wrongs == []


def picture(page, name):
    folder = Path(django_settings.VAR) / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"report-{name}.png", full_page=True)
    assert faults(page) == [], name


def recorded(town, days):  # noqa: F811
    """Talks of last year, recorded by the street's committee and confirmed by a second person."""
    for day in days:
        a = Activity.objects.create(
            title=f"进社区听意见{day:%d}",
            keeper=town.street,
            activity_kind="public_talk",
            held_on=day,
            venue="红旗社区",
            recorder=town.xu.person,
        )
        Presence.objects.create(activity=a, post=town.lin)
        a.take("record", town.xu, confirmer=town.deng.person)
        anew(a).take("confirm", town.deng)


def recorded_on_a_telephone(sit_down, town, day):  # noqa: F811
    """The same by hand: written down by the clerk who stands there, confirmed by the second person on his own."""
    settled_in(town)
    clerk = sit_down("徐兰", PHONE)
    clerk.goto("/registers/activities/")
    clerk.get_by_role("link", name="登记活动").first.click()
    clerk.get_by_role("link", name="主题宣讲").click()
    clerk.get_by_label("日期").first.fill(f"{day:%Y-%m-%d}")
    clerk.get_by_label("林秀英").click()
    picture(clerk, "entry")
    clerk.get_by_role("button", name="登记", exact=True).click()
    clerk.wait_for_url("**/matters/*/")
    second = sit_down("邓和", PHONE)
    second.goto(f"/matters/{Activity.objects.get().pk}/")
    second.get_by_role("button", name="确认", exact=True).click()
    second.wait_for_function("document.body.innerText.includes('已确认')")
    picture(second, "confirmed")


def test_from_an_activity_to_the_published_report(sit_down, town, on):  # noqa: F811
    on("2026-01-10")
    recorded_on_a_telephone(sit_down, town, date(2025, 5, 6))
    recorded(town, [date(2025, 5, 7), date(2025, 5, 8)])
    desk = desk_of(town)
    r = desk.report("", year=2025)
    chapter = r.standing.get()
    office = sit_down("白帆", DESK)
    office.goto(f"/reports/chapters/{chapter.pk}/write/")
    text = office.locator("#id_text")
    text.fill("一年来代表在基层宣讲，走访了12个社区。\n开展主题宣讲")
    text.press("Control+End")
    office.locator("#narrow").fill("public_talks")
    office.locator("details", has_text="全部指标").first.evaluate("group => group.open = true")
    office.locator("[data-insert='{public_talks}']").click()
    assert text.input_value().endswith("开展主题宣讲{public_talks}")
    office.get_by_text("开展主题宣讲3场").wait_for()  # the reading beside it comes by itself
    picture(office, "writing")
    office.get_by_role("button", name="把“12”标为引用").click()
    office.get_by_role("heading", name="数字都有出处").wait_for()
    office.get_by_role("button", name="存为新的一稿").click()
    office.get_by_text("第1稿").first.wait_for()
    for step in ("交稿", "定下这一章"):
        office.goto(f"/matters/{chapter.pk}/")
        office.locator(".can").get_by_role("button", name=step).click()
        office.get_by_text("已交稿" if step == "交稿" else "已定").first.wait_for()
    head = sit_down("洪亮", DESK)
    for step, state in (("定稿并封存数字", "已定稿封存"), ("公开", "已公开")):
        head.goto(f"/matters/{r.pk}/")
        head.locator(".can").get_by_role("button", name=step, exact=True).click()
        head.locator(".tag.qing", has_text=state).wait_for()
    head.goto(f"/reports/{r.pk}/")
    head.locator("a.fig").first.click()
    head.get_by_text("读得 3场").wait_for()
    picture(head, "sheet")
    assert anew(AnnualReport.objects.get(pk=r.pk)).public
    resident = sit_down(None, PHONE)
    resident.goto("/public/reports/")
    resident.get_by_role("link", name="2025年工作报告").click()
    picture(resident, "public")
    resident.get_by_role("link", name="3场").click()
    resident.get_by_text("3 条记录，在这里只计数").wait_for()
    picture(resident, "figure")
