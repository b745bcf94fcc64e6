"""What a walk through the browser found, so that it stays found: back, again, and whose turn the page says it is."""

import re
from datetime import date

from qingting.desk.story import segments, thread
from qingting.desk.visitor import find
from qingting.docket.models import Part
from qingting.suggestions.models import Suggestion
from qingting.suggestions.tests.doings import BAD, GOOD, anew, joint, promise, share


def test_beginning_twice_under_one_title_is_one_draft(town, client):
    client.force_login(town.lin.person.user)
    first = client.post("/suggestions/new/", {"title": "疏浚清河河道"})
    again = client.post("/suggestions/new/", {"title": "疏浚清河河道"})
    assert first.url == again.url and Suggestion.objects.count() == 1
    client.force_login(town.he.person.user)
    client.post("/suggestions/new/", {"title": "疏浚清河河道"})
    assert Suggestion.objects.count() == 2  # another deputy's is another


def test_a_grey_button_leads_to_what_must_come_first(town, client):
    s = town.walk(town.suggestion(), upto="sign")
    client.force_login(town.zhao.person.user)
    page = client.post(f"/matters/{s.pk}/draft_answer/").content.decode()
    assert "没有办成：答复前须与代表沟通并登记" in page and f'href="/matters/{s.pk}/contact/"' in page


def test_only_a_draft_is_called_a_draft(town, client):
    s, (signed,) = joint(town, town.he)
    client.force_login(town.he.person.user)
    assert "<span>联名</span></nav>" in client.get(f"/matters/{signed.pk}/").content.decode()
    client.force_login(town.lin.person.user)
    page = client.get(f"/matters/{s.pk}/").content.decode()
    assert "<span>草稿</span></nav>" in page and "<p>代表建议 · 领衔" in page


def test_the_last_joint_rating_tells_the_office_what_to_do(town, client):
    s, (signed,) = joint(town, town.he)
    town.walk(s, upto="rate", process_rating="satisfied", result_rating="satisfied")
    anew(signed).take("rate", town.he, **GOOD)
    client.force_login(town.wang.person.user)
    assert '办结<span class="hide">：疏浚清河河道' in client.get("/inbox/").content.decode()


def test_one_joint_deputy_alone_can_bring_it_back(town, client):
    s, (signed,) = joint(town, town.he)
    town.walk(s, upto="rate", process_rating="satisfied", result_rating="satisfied")
    anew(signed).take("rate", town.he, **BAD)
    client.force_login(town.wang.person.user)
    assert '重新办理<span class="hide">：疏浚清河河道' in client.get("/inbox/").content.decode()


def days(matter):
    return {part["label"]: part["when"] for part in segments(matter, [], matter.debts) if part["is_due"]}


def test_the_day_of_a_step_is_that_of_its_own_clock(town, on):
    """Signing also ends the right to return it, which lapses later; the last report also ends the report of the year."""
    on("2026-03-02")
    s = town.walk(town.suggestion(), upto="assign")
    assert days(s)["签收"] == s.deadlines.get(clock="signing").due_on < s.deadlines.get(clock="returning").due_on
    s = town.walk(s, upto="draft_answer", result="planned")
    made = promise(s, town)
    town.walk(anew(s), upto="answer")
    assert days(anew(made))["报告完成"] == made.promised_for == date(2027, 6, 30)
    assert Part.objects.inbox(town.zhou).get().due_on == made.promised_for  # and so it stands in the inbox
    assert anew(made).deadlines.get(clock="reporting").due_on == date(2026, 12, 31)


def test_the_page_says_to_whoever_owes_a_step_that_it_is_his_turn(town, client):
    s = town.walk(town.suggestion(), upto="assign")
    for post, said in ((town.zhao, "轮到您“签收”"), (town.lin, "等水利局“签收”")):
        client.force_login(post.person.user)
        assert said in client.get(f"/matters/{s.pk}/").content.decode()


def nowhere(client, address):
    """Where a link of this page leads and nothing is to be had."""
    links = re.findall(r'<a [^>]*href="(/[^"#]*)', client.get(address).content.decode())
    return [link for link in dict.fromkeys(links) if client.get(link).status_code >= 400]


def test_no_link_of_its_page_leads_nowhere(town, on, client):
    """Whom one may only hear of, a co-handler or a promise that is not made yet, is named and not linked."""
    on("2026-03-02")
    s, (he,) = joint(town, town.he)
    town.walk(s, upto="accept")
    co = share(s, town.funds)
    other = town.suggestion(title="清理清河河道", lead=town.fang.person)
    other.take("file", town.fang)
    town.walk(anew(other), upto="accept")
    for upto in ("assign", "sign", "contact"):
        town.walk(anew(s), upto=upto)
    anew(other).take("join", town.wang, joined_to=anew(s))
    anew(co).take("sign", town.cai)
    anew(co).take("give", town.cai, opinion="同意")
    town.walk(anew(s), upto="draft_answer", result="planned")
    made = promise(anew(s), town)
    for signed in (False, True):
        if signed:
            anew(s).take("answer", town.zhou)
        for post in town.posts:
            client.force_login(post.person.user)
            pages = [f"/matters/{one.pk}/" for one in (s, he, co, other, made)]
            seen = [page for page in pages if client.get(page).status_code == 200]
            assert {page: nowhere(client, page) for page in seen} == {page: [] for page in seen}, (post, signed)


def test_what_it_was_joined_to_is_linked_for_whoever_may_read_it(town, on, client):
    on("2026-03-02")
    s = town.walk(town.suggestion(), upto="assign")
    other = town.suggestion(title="清理清河河道", lead=town.fang.person)
    other.take("file", town.fang)
    town.walk(anew(other), upto="accept").take("join", town.wang, joined_to=s)
    link = f'<a href="/matters/{s.pk}/">'
    for post, may in ((town.wang, True), (town.gao, True), (town.zhou, True), (town.fang, False)):
        client.force_login(post.person.user)
        page = client.get(f"/matters/{other.pk}/").content.decode()
        assert (link in page) == may and str(s) in page, post


def test_the_history_says_days_and_choices_in_words(town, on, client):
    """Also what was said before it was put right: no code of the ledger, no day as a machine writes it."""
    on("2026-03-02")
    s = town.walk(town.suggestion(), upto="contact")
    s.take("amend", town.wang, "选错了", category="economy")
    client.force_login(town.wang.person.user)
    page = client.get(f"/matters/{s.pk}/").content.decode()
    assert "<p>3月5日 · 走访</p>" in page and "</span>3月5日</p>" in page and "2026-03-05" not in page
    assert "<del>城乡建设</del> → 经济发展" in page


def test_what_is_done_is_drawn_as_done_on_the_thread(town, on):
    """A joint deputy's signature and the co-handler's opinion, but not what still waits."""
    on("2026-03-02")
    s, (he,) = joint(town, town.he)
    town.walk(s, upto="accept")
    co = share(s, town.funds)
    s = town.walk(anew(s), upto="sign")
    assert [knot["cls"] for knot in thread(find([town.wang], s.pk))] == ["here", "", "to"]
    anew(co).take("sign", town.cai)
    anew(co).take("give", town.cai, opinion="同意")
    assert [knot["cls"] for knot in thread(find([town.wang], s.pk))] == ["here", "", ""]
    town.walk(town.walk(anew(s), upto="contact"), upto="answer")
    assert [knot["cls"] for knot in thread(find([town.wang], s.pk))] == ["here", "to", ""]


def test_the_inbox_shows_the_lights_under_which_something_waits(town, on, client):
    """What is to be done stands at the top of a telephone, not under two boxes that say that nothing else is."""
    on("2026-03-02")
    client.force_login(town.wang.person.user)
    page = client.get("/inbox/").content.decode()
    assert page.count('<p class="nothing">') == 1 and "现在没有要您办的" in page and 'class="group"' not in page
    town.walk(town.suggestion(), upto="file")
    page = client.get("/inbox/").content.decode()
    assert (
        re.findall('<h2 class="group" id="([a-z]+)"', page)
        == re.findall('href="#(red|yellow|green)"', page)
        == ["green"]
    )
    assert '<p class="nothing">' not in page
    assert "没有逾期的事。" in client.get("/inbox/?lamp=red").content.decode()


def test_the_clerk_who_drafted_it_reads_what_the_head_waits_for(town, on, client):
    """The grey button of the head is not on his page; that a promise is missing is said where he sets it down."""
    on("2026-03-02")
    s = town.walk(town.suggestion(), upto="draft_answer", result="planned")
    client.force_login(town.zhao.person.user)
    missing = "结果为“已列入计划，逐步解决”的答复，须先列明承诺事项"
    assert missing in client.get(f"/matters/{s.pk}/").content.decode()
    promise(s, town)
    assert missing not in client.get(f"/matters/{s.pk}/").content.decode()


def test_the_rail_marks_where_one_is(town, client):
    client.force_login(town.lin.person.user)
    for address in ("/suggestions/new/", "/suggestions/catalogue/", "/registers/suggestions/"):
        assert re.search(
            r'/registers/suggestions/" aria-current="(true|page)"', client.get(address).content.decode()
        ), address


def test_a_register_offers_first_what_one_begins_there(town, client):
    """Printing a catalogue is not what a clerk owes; an empty register does not send him there."""
    for post, first in ((town.lin, ["写一件建议"]), (town.wang, []), (town.zhao, [])):
        client.force_login(post.person.user)
        page = client.get("/registers/suggestions/").content.decode()
        assert re.findall('<a class="btn btn-primary"[^>]*>([^<]+)', page) == first
        assert ("这里还没有事项。<a" in page) == bool(first)
