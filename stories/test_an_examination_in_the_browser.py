"""A candidate sits his examination in real browsers: begun on a telephone, the line breaks, finished at the office's machine."""

import pytest
from django.utils.timezone import localdate

from qingting.examination import codes
from qingting.examination.models import Paper, Sitting
from qingting.examination.tests.doings import anew, candidate, fill, rule
from qingting.web.tests.test_browser import enter, faults, town  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}


@pytest.fixture
def browser(chromium, live_server, town):  # noqa: F811
    """Browsers of their own; what goes wrong on a page by itself fails the test."""
    contexts, wrongs = [], []

    def open_one(size):
        context = chromium.new_context(base_url=live_server.url, viewport=size)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrongs.append(str(error)))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert wrongs == []


def choose(page, n, place=0):
    page.locator(f"#q{n} label.choice").nth(place).click()


def chosen(m):
    return Paper.objects.get(sitting=m).open("chosen")


def test_a_candidate_goes_on_where_the_line_broke(browser, town):  # noqa: F811
    fill(town), fill(town, n=1, practice=True), rule(town)
    office = browser(DESK)
    enter(office, "王敏")
    pages = (
        "/registers/examinations/",
        "/examination/bank/",
        "/examination/rules/",
        "/examination/rules/all/",
        "/examination/practice/",
    )
    for address in pages:
        office.goto(address)
        assert faults(office) == [], address
    office.goto("/examination/new/")
    assert faults(office) == []
    office.fill("[name=name]", candidate(town).name)
    office.fill("[name=held_on]", f"{localdate():%Y-%m-%d}")
    office.get_by_role("button", name="安排考试").click()
    office.wait_for_url("**/slip/")
    assert faults(office) == []
    m = Sitting.objects.get()
    code = codes.code_shown(m)
    assert codes.spaced(code) in office.inner_text("main")

    phone = browser(PHONE)
    phone.goto("/exam/")
    assert faults(phone) == []
    phone.fill("#code", code.lower())
    phone.get_by_role("button", name="进入考试").click()
    phone.wait_for_url("**/exam/r/**")
    assert faults(phone) == []
    phone.goto(f"/exam/r/{code}/practice/")
    assert faults(phone) == []
    phone.go_back()
    phone.get_by_role("button", name="开始考试").click()
    phone.get_by_text("还剩 60 分钟").wait_for()
    assert faults(phone) == []
    choose(phone, 1)
    phone.locator("#saved", has_text="已保存").wait_for()
    assert chosen(m)[0] == [0] and not any(chosen(m)[1:])

    phone.context.set_offline(True)
    choose(phone, 2, 1)
    phone.locator("#offline").wait_for(state="visible")  # it says that this was not saved
    assert chosen(m)[1] == []
    phone.context.set_offline(False)
    choose(phone, 3)
    phone.wait_for_function("document.querySelector('#offline').hidden")
    phone.wait_for_timeout(500)
    assert [bool(its) for its in chosen(m)[:4]] == [True, True, True, False]  # what was lost on the way is there, too

    desk = browser(DESK)
    desk.goto(f"/exam/r/{code}/")
    assert desk.locator("input:checked").count() == 3
    desk.get_by_role("button", name="交卷").click()
    desk.get_by_text("还有 9 道题没有答").wait_for()
    assert faults(desk) == []
    desk.get_by_role("button", name="确定交卷").first.click()
    desk.get_by_role("heading", name="不合格").or_(desk.get_by_role("heading", name="合格")).first.wait_for()
    assert faults(desk) == [] and anew(m).state in ("passed", "failed")

    choose(phone, 5)  # the telephone is still open: what it sends comes too late, and it is told so
    phone.get_by_text("考试已经结束").wait_for()
    office.goto(f"/matters/{m.pk}/")
    assert faults(office) == []
