"""The front page; its language and size of type are chosen by the reader, and by nobody else."""

import pytest


def test_an_english_browser_does_not_turn_the_page_english(client, town):
    page = client.get("/", headers={"Accept-Language": "en-US,en;q=0.9"})
    assert '<html lang="zh-hans"' in page.content.decode()
    assert page.headers["Content-Language"] == "zh-hans"


def test_the_language_is_switched_by_choice_and_stays(client, town):
    answer = client.post("/language/", {"language": "en", "next": "/accounts/login/"})
    assert answer.headers["Location"] == "/accounts/login/"
    assert '<html lang="en"' in client.get("/").content.decode()
    client.post("/language/", {"language": "zh-hans"})
    assert '<html lang="zh-hans"' in client.get("/").content.decode()


def test_a_language_that_is_not_offered_changes_nothing(client, town):
    client.cookies["django_language"] = "fr"
    assert '<html lang="zh-hans"' in client.get("/").content.decode()


def test_large_type_is_a_link_and_a_cookie(client, town):
    assert 'class="large"' not in client.get("/").content.decode()
    assert client.get("/type/on/?next=/accounts/login/").headers["Location"] == "/accounts/login/"
    assert 'class="large"' in client.get("/accounts/login/").content.decode()
    client.get("/type/off/")
    assert 'class="large"' not in client.get("/").content.decode()


@pytest.mark.parametrize("onward", ["https://example.org/", "//example.org", "javascript:alert(1)", "/\\example.org"])
def test_no_choice_leads_away_from_here(client, town, onward):
    assert client.get("/type/on/", {"next": onward}).headers["Location"] == "/"
    assert "example" not in client.post("/language/", {"language": "en", "next": onward}).headers["Location"]


def test_the_front_page_tells_what_came_of_what_was_said(client, town):
    closed = town.walk(town.suggestion(), upto="close")
    assert "最近的回音" not in client.get("/").content.decode()
    closed.take("redact", town.wang, public_title="疏浚河道", public_text="河道淤积。", public_answer="清了三公里。")
    closed.take("publish", town.wang)
    page = client.get("/").content.decode()
    assert "最近的回音" in page and "清了三公里。" in page
    assert "疏浚清河河道" not in page


def test_where_several_districts_are_served_the_front_page_favours_none(client, town, next_town):
    assert client.get("/").status_code == 200
