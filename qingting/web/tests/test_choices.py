"""Language and size of type are chosen by the reader, and by nobody else."""

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
