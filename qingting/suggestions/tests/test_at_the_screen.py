"""What a walk through the browser found, so that it stays found: back, again, and whose turn the page says it is."""

from qingting.suggestions.models import Suggestion
from qingting.suggestions.tests.doings import BAD, GOOD, anew, joint


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
