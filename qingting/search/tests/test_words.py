"""How texts and queries are cut."""

import unicodedata

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from qingting.search.words import LONGEST, Query, Unfindable, grams, marked, places, snippet, spaced, tokens


@pytest.mark.parametrize(
    "text, its",
    [
        ("建议2023-0086", "建 议 2023 0086"),
        ("５Ｇ基站，12路", "5 g 基 站 12 路"),
        ("Wi-Fi", "wi fi"),
        ("人々〇㎡", "人 々 〇 m 2"),
        ("，。！“”…\x00\n\t", ""),
    ],
)
def test_a_text_is_cut_into_characters_numbers_and_latin_words(text, its):
    assert " ".join(tokens(text)) == its


def test_two_texts_do_not_touch():
    assert spaced("清河", None, "", "。", "河道") == " 清 河  河 道 "
    assert grams(" 清 河  河 道 ").split() == ["清", "河", "道", "清河", "河道"]


@pytest.mark.parametrize("said", ["", "  ", "，。！", "\x00\x07", '"', "***", "%_", "-- ;"])
def test_only_punctuation_is_refused_with_a_sentence(said):
    with pytest.raises(Unfindable, match="请写上要找的字词"):
        Query.of(said)


def test_too_long_a_query_is_refused_with_a_sentence():
    assert Query.of("长" * LONGEST)
    with pytest.raises(Unfindable, match="最多查 100 个字"):
        Query.of("长" * (LONGEST + 1))


def test_words_that_are_in_every_text_narrow_nothing():
    assert [str(phrase) for phrase in Query.of("路灯的维修").phrases if "灯" not in str(phrase)] == [" 维 修 "]
    assert [str(phrase) for phrase in Query.of("的").phrases] == [" 的 "]


def test_overlapping_finds_are_marked_once():
    assert places("河道道路", Query.of("河道 道道").phrases)
    assert marked("清淤清淤", Query.of("清淤").phrases) == "<mark>清淤清淤</mark>"


def test_a_mark_covers_what_was_written_not_what_was_folded():
    assert marked("装①㎡ＷＩＦＩ！", Query.of("wifi").phrases) == "装①㎡<mark>ＷＩＦＩ</mark>！"


def test_a_snippet_stands_around_the_find():
    said = snippet("前" * 500 + "路灯" + "后" * 500, Query.of("路灯").phrases)
    assert said == "…" + "前" * 20 + "<mark>路灯</mark>" + "后" * 98 + "…"
    assert snippet("没有的", Query.of("路灯").phrases) == "没有的"


def known(character):
    """Whether both engines can hold this character: it is assigned, no half of a pair, and not NUL."""
    return unicodedata.category(character) not in ("Cn", "Cs") and character != "\x00"


@pytest.mark.django_db
@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(max_codepoint=0xFFFF).filter(known), max_size=60))
def test_the_database_cuts_a_text_as_a_query_is_cut(text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_words(%s, NULL, %s)", [text, "清河"])
        assert cursor.fetchone()[0] == spaced(text, None, "清河")
