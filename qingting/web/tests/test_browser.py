"""In a real browser, at a desk and on a telephone: nothing serious for axe, nothing refused by the policy, nothing typed is lost."""

import pytest

from conftest import AXE
from qingting.procuratorate.tests.doings import flagged, offered, walk

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WIDTHS = {"desk": 1280, "telephone": 390}
AXE_ITSELF = AXE.read_text() if AXE.exists() else ""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def town(busy_town, settings):
    settings.DEMO = True
    return busy_town


@pytest.fixture(params=WIDTHS)
def page(request, chromium, live_server, town):
    """A fresh browser that notes whatever goes wrong on a page by itself."""
    context = chromium.new_context(base_url=live_server.url, viewport={"width": WIDTHS[request.param], "height": 844})
    page = context.new_page()
    page.wrongs = []
    page.on("console", lambda said: page.wrongs.append(said.text) if is_wrong(said) else None)
    page.on("pageerror", lambda error: page.wrongs.append(str(error)))
    yield page
    context.close()
    assert page.wrongs == []


def is_wrong(said):
    """What the browser complains of, but not that a page was a refusal: that is what some tests are about."""
    return said.type == "error" and "the server responded with" not in said.text


def enter(page, name):
    page.goto("/accounts/login/")
    page.locator("details", has_text=name).first.evaluate("group => group.open = true")
    page.locator(".cast button", has_text=name).first.click()
    page.wait_for_url("**/inbox/")


# It need not fetch the style sheets again (preload): no rule that is asked for reads them.
LOOK = """async rules => {
    const found = await axe.run({runOnly: rules, preload: false, resultTypes: ["violations"]});
    const faults = found.violations.map(fault => [fault.id, ...fault.nodes.map(node => node.target.join(" "))]);
    const wide = document.documentElement.scrollWidth - window.innerWidth;
    return wide > 0 ? [...faults, ["sideways", wide]] : faults;
}"""


def faults(page):
    """What axe finds; and whether one would have to scroll sideways."""
    if not page.evaluate("'axe' in window"):  # half a megabyte: a page that was only swapped in has it already
        page.evaluate(AXE_ITSELF)
    return page.evaluate(LOOK, RULES)


def test_the_pages_before_the_door_are_sound(page, town):
    for address in ("/", "/accounts/login/", "/nowhere/", "/type/on/?next=/accounts/login/"):
        page.goto(address)
        assert faults(page) == [], address


def test_every_page_of_the_desk_is_sound(page, town):
    signed = town.walk(town.suggestion(), upto="sign")
    town.walk(town.suggestion(title="加装电梯"), upto="close")
    own = signed.deadlines.get(clock="answering")
    enter(page, "赵强")
    matter = f"/matters/{signed.pk}/"
    parts = ["", "contact/", "decline/", f"deadlines/{own.pk}/", "seals/"]
    pages = ["/inbox/", "/registers/suggestions/", "/notices/", *(matter + part for part in parts)]
    pages += [f"/accounts/{part}/" for part in ("password/change", "2fa", "2fa/webauthn", "sessions")]
    for address in pages:
        page.goto(address)
        assert faults(page) == [], address


def test_the_pages_of_both_ways_with_the_procuratorate_are_sound(page, town):
    p = walk(town, flagged(town), upto="receive")
    referral = offered(town, p)
    enter(page, "王敏")
    other = town.walk(town.suggestion(text="有人非法倾倒建筑垃圾，污水直排，河水发黑，请求整治。"), upto="file")
    pages = [
        f"/matters/{p.pk}/",
        f"/matters/{referral.pk}/",
        f"/procuratorate/flag/{other.pk}/",
        "/registers/procuratorial/",
    ]
    for address in pages:
        page.goto(address)
        assert faults(page) == [], address


def test_figures_and_the_leaders_page_are_sound_and_drawn(page, town):
    """With the script that draws on a canvas; the policy of the page allows what it does, or the page would complain."""
    town.walk(town.suggestion())
    town.handle(town.voice(), upto="assign")
    enter(page, "高平")
    for address in ("/figures/suggestions_filed/", "/overview/"):
        page.goto(address)
        page.locator(".drawn.live canvas").first.wait_for()
        assert faults(page) == [], address
    for address in ("/figures/?domain=suggestions", "/figures/doubts/", "/figures/laws_inspected/"):
        page.goto(address)
        assert faults(page) == [], address


def test_what_is_wrong_comes_first_and_what_was_chosen_stays(page, town):
    signed = town.walk(town.suggestion(), upto="sign")
    enter(page, "赵强")
    page.goto(f"/matters/{signed.pk}/")
    page.get_by_role("link", name="登记沟通").click()
    page.locator("#id_contact_kind").select_option("telephone")
    page.get_by_role("button", name="登记沟通").click()
    summary = page.get_by_role("alert").filter(has_text="还有要改的地方")
    summary.wait_for()
    assert summary.evaluate("alert => alert === document.activeElement")
    assert page.locator("#id_contact_kind").input_value() == "telephone"
    assert faults(page) == []


def test_a_grey_button_can_be_reached_and_says_why(page, town):
    signed = town.walk(town.suggestion(), upto="sign")
    enter(page, "赵强")
    page.goto(f"/matters/{signed.pk}/")
    grey = page.get_by_role("button", name="拟写答复")
    why = page.locator(f"#{grey.get_attribute('aria-describedby')}").inner_text()
    assert why.startswith("答复前须与代表沟通并登记")
    grey.press("Enter")
    page.get_by_role("alert").filter(has_text="答复前须与代表沟通并登记").wait_for()


def test_a_draft_stays_on_this_device_until_it_was_sent_or_one_signs_out(page, town):
    handed = town.walk(town.suggestion(), upto="assign")
    enter(page, "赵强")
    form = f"/matters/{handed.pk}/decline/"
    page.goto(form)
    page.locator("#id_note").fill("不属于我局职责")
    page.goto("/inbox/")
    page.goto(form)
    assert page.locator("#id_note").input_value() == "不属于我局职责"
    assert page.locator("[data-kept]").is_visible()
    page.get_by_role("button", name="申请退办").click()
    page.wait_for_url(lambda url: "/decline/" not in url)
    assert page.evaluate("Object.keys(localStorage).length") == 0

    page.evaluate("localStorage.setItem('draft:1:1:x', '{}')")
    page.goto("/inbox/")
    page.locator("details.post summary").click()
    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/accounts/login/")
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_back_after_signing_out_shows_nothing(page, town):
    enter(page, "王敏")
    page.locator("details.post summary").click()
    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/accounts/login/")
    page.go_back()
    page.wait_for_url("**/accounts/login/**")


def test_a_list_is_narrowed_in_place_and_back_brings_the_whole_page(page, town):
    town.walk(town.suggestion(), upto="file")
    enter(page, "王敏")
    page.goto("/registers/suggestions/")
    page.locator("#id_lamp").select_option("red")
    page.get_by_role("button", name="筛选").click()
    page.get_by_text("没有符合这些条件的事项").wait_for()
    assert "lamp=red" in page.url
    page.go_back()
    page.get_by_role("link", name="疏浚清河河道").wait_for()
    assert page.locator("header.rail").count() == 1


def test_large_type_and_english_fit_a_telephone(page, town):
    signed = town.walk(town.suggestion(), upto="sign")
    enter(page, "赵强")
    page.goto("/type/on/?next=/inbox/")
    page.locator("button[lang=en]").click()
    page.wait_for_url("**/inbox/")
    for address in ("/inbox/", f"/matters/{signed.pk}/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.lang") == "en"
        assert faults(page) == [], address


def test_the_page_of_categories_is_sound(page, town):
    from qingting.triage.tree import plant

    plant(town.congress)
    enter(page, "王敏")
    page.goto("/organs/categories/")
    assert faults(page) == []
