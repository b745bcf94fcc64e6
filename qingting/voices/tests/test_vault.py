"""What is told in confidence is unreadable without its key, and no text passes for another."""

import base64

import pytest

from qingting import vault
from qingting.vault import Unreadable, blind, seal, unseal

OLD, NEW = "the key of last year, thirty-two characters", "the key of this year, thirty-two characters"
WORDS = "周大妈，13812345678，和平里3号楼2单元501室"


@pytest.fixture(params=["aes", "sm4"], autouse=True)
def keys(request, settings):
    settings.VAULT_KEYS = {"2025": OLD}
    settings.VAULT_CIPHER = request.param
    return settings


@pytest.mark.parametrize("text", ["", "a", WORDS, "😀" * 1000, "长" * 20_000, "\0\n"])
def test_what_was_sealed_is_opened_again(text):
    assert unseal(seal(text, "identity"), "identity") == text


def test_each_sealing_differs_and_tells_nothing(keys):
    one, two = seal(WORDS, "identity"), seal(WORDS, "identity")
    assert one != two
    for sealed in (one, two):
        assert sealed.startswith(f"{keys.VAULT_CIPHER}.2025.")
        raw = base64.b64decode(sealed.split(".", 2)[2])
        assert not any(word.encode() in raw for word in ("周大妈", "13812345678", "501"))


def test_a_sealed_text_of_one_kind_is_none_of_another():
    with pytest.raises(Unreadable, match="与封存时不一致，读不出来"):
        unseal(seal(WORDS, "voices.identity"), "voices.said")


def test_every_change_of_every_byte_is_noticed():
    sealed = seal("周大妈", "identity")
    head, raw = sealed.rpartition(".")[0], base64.b64decode(sealed.rpartition(".")[2])
    for place in range(len(raw)):
        changed = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        with pytest.raises(Unreadable):
            unseal(f"{head}.{base64.b64encode(changed).decode()}", "identity")


@pytest.mark.parametrize("spoil", [
    lambda s: s[:-4], lambda s: s[:20], lambda s: s.replace("aes.", "des.").replace("sm4.", "des."), lambda s: "nothing", lambda s: "a.2025.", lambda s: s + "!",
])  # fmt: skip
def test_what_is_cut_or_made_up_is_no_breakdown(spoil):
    with pytest.raises(Unreadable, match="与封存时不一致|密钥"):
        unseal(spoil(seal(WORDS, "identity")), "identity")


def test_without_its_key_the_sentence_names_the_key_and_not_the_words(keys):
    sealed = seal(WORDS, "identity")
    keys.VAULT_KEYS = {"2026": NEW}
    with pytest.raises(Unreadable) as told:
        unseal(sealed, "identity")
    assert str(told.value) == "保密信息的密钥“2025”不在，读不出来。请把它放回 VAULT_KEYS"


def test_another_key_under_the_same_name_opens_nothing(keys):
    sealed = seal(WORDS, "identity")
    keys.VAULT_KEYS = {"2025": NEW}
    with pytest.raises(Unreadable, match="与封存时不一致"):
        unseal(sealed, "identity")


def test_a_new_key_seals_and_the_old_one_still_opens(keys):
    old = seal(WORDS, "identity")
    keys.VAULT_KEYS = {"2026": NEW, "2025": OLD}
    assert unseal(old, "identity") == WORDS
    assert ".2026." in seal(WORDS, "identity") and unseal(seal(WORDS, "identity"), "identity") == WORDS


def test_the_cipher_can_change_without_touching_what_is_kept(keys):
    old = seal(WORDS, "identity")
    keys.VAULT_CIPHER = {"aes": "sm4", "sm4": "aes"}[keys.VAULT_CIPHER]
    assert unseal(old, "identity") == WORDS and seal(WORDS, "identity").partition(".")[0] != old.partition(".")[0]


def test_each_cipher_and_purpose_has_a_key_of_its_own():
    drawn = {vault._key(OLD.encode(), purpose, size) for purpose, size in (("aes", 32), ("sm4", 16), ("blind x", 32))}
    assert len(drawn) == 3 and not any(one.startswith(two) for one in drawn for two in drawn - {one})


def test_the_same_text_is_known_again_by_a_mark_that_tells_nothing(keys):
    mark = blind("13812345678", "telephone 1")
    assert mark == blind("13812345678", "telephone 1") and "138" not in mark[:3] and len(mark) == 32
    assert mark != blind("13812345679", "telephone 1") and mark != blind("13812345678", "telephone 2")
    keys.VAULT_KEYS = {"2026": NEW}
    assert mark == blind("13812345678", "telephone 1")  # the keys of sealing change; the key of marks stays
    keys.VAULT_INDEX_KEY = "another key, whose owner cannot know the marks of the first"
    assert mark != blind("13812345678", "telephone 1")
