"""Files of deputies and reports to voters in a real browser: sound for axe, never wider than the screen, and rated on a phone."""

from datetime import date, time

import pytest

from qingting.duties import ratings
from qingting.duties.honours import Honour
from qingting.duties.voter_reports import VoterReport
from qingting.organs.models import Constituency, Organ, Post, Role
from qingting.web.tests.test_browser import enter, faults, page, town  # noqa: F401 - both are fixtures

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def report(town, on):  # noqa: F811
    """A ward of six deputies; one of them reports today, and an honour of hers waits for a second person."""
    on("2026-03-02")
    street = Organ.objects.create(name="河西街道人大工委", kind=Organ.Kind.SUBDISTRICT_COMMITTEE, parent=town.committee)
    shi = town.seat("石楚红", street, Role.CLERK)
    ward = Constituency.objects.create(congress=town.congress, name="河西选区", organ=street)
    posts = [town.lin, *(town.seat(f"河西代表{n}", town.congress, Role.DEPUTY) for n in range(5))]
    Post.objects.filter(pk__in=[post.pk for post in posts]).update(constituency=ward)
    town.walk(town.suggestion())
    Honour.objects.create(
        post=town.lin, recorder=shi, name="优秀人大代表", given_by="常委会", given_on=date(2026, 2, 1), proof="3号"
    )
    lin = Post.objects.get(pk=town.lin.pk)
    given = dict(opens_at=time(15), place="河西社区会议室", since=date(2025, 1, 1), until=date(2026, 2, 28))
    r = VoterReport(mandate=lin, held_on=date(2026, 3, 20), **given)
    r.settle_whose()
    r.take("plan", shi)
    r.take("tell", shi)
    on("2026-03-20")
    return r


def test_every_page_is_sound(page, town, report):  # noqa: F811
    file, its = f"/files/{town.lin.person_id}/", f"/voter-reports/{report.pk}/"
    walk = {
        "林秀英": [file, f"{its}write/", "/voter-reports/new/", report.get_absolute_url()],
        "王敏": ["/files/", "/files/?q=没有", file, f"{file}honours/new/", "/registers/voter_reports/"],
    }
    visit(page, walk)
    report.take("write", town.lin, text="各位选民：去年我提了一件建议。")
    visit(page, {"石楚红": [f"{its}code/", f"{its}slips/", report.get_absolute_url()]})
    page.context.clear_cookies()
    public = ["/public/voter-reports/", f"/public/voter-reports/{report.pk}/", f"/deputies/{town.lin.pk}/"]
    for address in (*public, f"/rate/{ratings.token(report)}/"):
        page.goto(address)
        assert faults(page) == [], address


def visit(page, walk):  # noqa: F811
    for who, its in walk.items():
        page.context.clear_cookies(name="sessionid")
        enter(page, who)
        for address in its:
            page.goto(address)
            assert faults(page) == [], address


def test_a_voter_rates_on_the_phone_and_not_twice(page, town, report):  # noqa: F811
    report.take("write", town.lin, text="各位选民：去年我提了一件建议。")
    page.goto(f"/rate/{ratings.token(report)}/")
    page.get_by_text("基本满意").click()
    page.get_by_role("button", name="评价").click()
    page.get_by_text("收到了，谢谢您").wait_for()
    assert faults(page) == []
    page.goto(f"/rate/{ratings.token(report)}/")
    page.get_by_text("收到了，谢谢您").wait_for()
    assert ratings.counted(report) == ratings.Ratings(0, 1, 0)
