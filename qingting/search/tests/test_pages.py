"""The page of what was found."""

from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def lin(client, town):
    client.force_login(town.lin.person.user)
    return client


def filed(town, **kwargs):
    s = town.suggestion(**kwargs)
    s.take("file", town.lin)
    return s


def test_a_clerk_reads_what_was_found(lin, town):
    s = filed(town)
    page = lin.get("/search/", {"q": "疏浚"})
    assert page.status_code == 200
    said = page.content.decode()
    assert "<mark>疏浚</mark>清河河道" in said and f'href="/matters/{s.pk}/"' in said and "1 件，新的在前" in said


@pytest.mark.parametrize(
    "said",
    [
        "\x00",
        "疏\x00浚",
        '"',
        '" OR "',
        "a" * 101,
        "疏" * 5000,
        "%",
        "_",
        "'; --",
        "NEAR(疏 浚)",
        "grams:疏",
        "疏*",
        "(疏",
        "疏 AND",
        "{疏}",
        "\ud83d",
        "😀",
        "^疏",
    ],
)
def test_no_query_is_an_error(lin, town, said):
    filed(town)
    page = lin.get("/search/?q=" + quote(said, errors="replace"))
    assert page.status_code in (200, 422)
    assert "查找" in page.content.decode()


def test_too_long_a_query_is_told_and_kept(lin, town):
    page = lin.get("/search/", {"q": "长" * 101})
    assert page.status_code == 422
    said = page.content.decode()
    assert "最多查 100 个字" in said and f'value="{"长" * 101}"' in said


def test_a_pasted_word_is_found_whatever_hides_in_it(lin, town):
    s = filed(town)
    assert f'href="/matters/{s.pk}/"' in lin.get("/search/", {"q": "疏\u200b浚\u202c"}).content.decode()


def test_nothing_found_says_what_to_do(lin, town):
    assert "换一个说法" in lin.get("/search/", {"q": "幼儿园"}).content.decode()
    assert "例如" in lin.get("/search/").content.decode()


@pytest.mark.parametrize("after", ["x", "-1", "9" * 40, "１２", "0", ""])
def test_a_forged_page_is_the_first_page_or_empty(lin, town, after):
    filed(town)
    assert lin.get("/search/", {"q": "疏浚", "after": after}).status_code == 200


def test_pages_follow_one_another(lin, town):
    for i in range(25):
        filed(town, title=f"第{i}件")
    first = lin.get("/search/", {"q": "疏浚"})
    second = lin.get("/search/" + first.context["next_url"])
    assert [row.title for row in second.context["rows"]] == [f"第{i}件" for i in range(4, -1, -1)]
    assert second.context["next_url"] is None and "从头看" in second.content.decode()


def test_it_is_for_those_who_signed_in(client, town):
    assert client.get("/search/", {"q": "疏浚"}).status_code == 302


def test_as_many_questions_for_one_row_as_for_many(lin, town):
    filed(town)
    lin.get("/search/", {"q": "疏浚"})
    with CaptureQueriesContext(connection) as one:
        lin.get("/search/", {"q": "疏浚"})
    for _ in range(24):
        filed(town)
    with CaptureQueriesContext(connection) as many:
        lin.get("/search/", {"q": "疏浚"})
    assert len(one) == len(many) <= 8
