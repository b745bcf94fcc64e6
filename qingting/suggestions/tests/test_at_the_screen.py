"""What a walk through the browser found, so that it stays found: back, again, and whose turn the page says it is."""

from datetime import date

from qingting.desk.story import segments
from qingting.suggestions.models import Suggestion
from qingting.suggestions.tests.doings import BAD, GOOD, anew, joint, promise


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
    assert "<span>草稿</span></nav>" in client.get(f"/matters/{s.pk}/").content.decode()


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
    assert anew(made).deadlines.get(clock="reporting").due_on == date(2026, 12, 31)


def test_the_page_says_to_whoever_owes_a_step_that_it_is_his_turn(town, client):
    s = town.walk(town.suggestion(), upto="assign")
    for post, said in ((town.zhao, "轮到您“签收”"), (town.lin, "等水利局“签收”")):
        client.force_login(post.person.user)
        assert said in client.get(f"/matters/{s.pk}/").content.decode()
