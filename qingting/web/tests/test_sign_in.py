"""Who comes in: by password, or in a demonstration as one of the invented cast; and who is stopped."""

import pytest
from django.core.cache import cache

from qingting.organs.models import Person


@pytest.fixture(autouse=True)
def nobody_has_guessed_yet(db):
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def wang(town):
    user = town.wang.person.user
    user.set_password("一把很长的钥匙2026")
    user.save()
    return user


def sign_in(client, password, name="王敏"):
    return client.post("/accounts/login/", {"login": name, "password": password})


def test_a_password_leads_to_the_inbox(client, wang):
    answer = sign_in(client, "一把很长的钥匙2026")
    assert answer.status_code == 302 and answer.headers["Location"] == "/inbox/"
    assert "代表工作委员会 · 经办人" in client.get("/inbox/").content.decode()


def test_without_signing_in_the_inbox_leads_to_the_door(client, town):
    assert client.get("/inbox/").headers["Location"] == "/accounts/login/?next=/inbox/"


def test_a_wrong_password_says_what_to_do_and_keeps_the_name(client, wang):
    page = sign_in(client, "猜的").content.decode()
    assert "账号或密码不对" in page and "当面重设" in page
    assert 'value="王敏"' in page and 'role="alert"' in page


def test_whoever_guesses_is_stopped_even_with_the_right_password(client, wang):
    for n in range(5):
        assert "账号或密码不对" in sign_in(client, f"猜{n}").content.decode()
    page = sign_in(client, "一把很长的钥匙2026")
    assert page.status_code == 200
    assert "暂停登录 15 分钟" in page.content.decode()
    assert client.get("/inbox/").status_code == 302


def test_another_person_is_not_stopped_by_it(client, wang, town):
    other = town.sun.person.user
    other.set_password("另一把很长的钥匙2026")
    other.save()
    for n in range(6):
        sign_in(client, f"猜{n}")
    assert sign_in(client, "另一把很长的钥匙2026", "孙立").headers["Location"] == "/inbox/"


def test_nobody_can_sign_himself_up_or_have_a_password_mailed(client, town):
    for address in ("signup/", "password/reset/", "email/", "confirm-email/", "login/code/confirm/"):
        assert client.get(f"/accounts/{address}").status_code == 404
        assert client.post(f"/accounts/{address}", {"email": "a@example.org"}).status_code == 404


def test_the_demonstration_is_off_unless_it_is_turned_on(client, town):
    assert "演示" not in client.get("/accounts/login/").content.decode()
    assert client.post("/accounts/demo/", {"post": town.wang.pk}).status_code == 404
    assert client.get("/inbox/").status_code == 302


def test_in_a_demonstration_one_comes_in_as_any_of_the_cast(client, town, settings):
    settings.DEMO = True
    page = client.get("/accounts/login/").content.decode()
    assert all(post.person.name in page for post in town.posts)
    client.post("/accounts/demo/", {"post": town.zhao.pk})
    assert "水利局 · 经办人" in client.get("/inbox/").content.decode()


def test_a_demonstration_lets_nobody_in_who_really_lives(client, town, settings):
    settings.DEMO = True
    Person.objects.filter(pk=town.zhao.person_id).update(invented=False)
    assert client.post("/accounts/demo/", {"post": town.zhao.pk}).status_code == 404


@pytest.mark.parametrize("post", ["", "0", "-1", "１２", "abc", "9" * 30])
def test_a_forged_post_lets_nobody_in(client, town, settings, post):
    settings.DEMO = True
    assert client.post("/accounts/demo/", {"post": post}).status_code == 404


def test_signing_in_by_a_link_is_not_possible(client, town, settings):
    settings.DEMO = True
    assert client.get("/accounts/demo/").status_code == 405


ACCOUNT = ["password/change/", "2fa/", "2fa/webauthn/", "sessions/", "reauthenticate/", "logout/"]


@pytest.mark.parametrize("address", ACCOUNT)
def test_every_page_of_an_account_looks_like_ours(client, wang, address):
    sign_in(client, "一把很长的钥匙2026")
    page = client.get(f"/accounts/{address}")
    assert page.status_code == 200
    assert "dist/desk.css" in page.content.decode() and "<h1>" in page.content.decode()


@pytest.mark.parametrize("address", ["2fa/totp/activate/", "2fa/webauthn/add/"])
def test_a_second_key_asks_for_the_password_once_more(client, wang, address):
    sign_in(client, "一把很长的钥匙2026")
    asked = client.get(f"/accounts/{address}")
    assert asked.headers["Location"].startswith("/accounts/reauthenticate/")
    client.post(asked.headers["Location"], {"password": "一把很长的钥匙2026"})
    page = client.get(f"/accounts/{address}")
    assert page.status_code == 200 and "dist/desk.css" in page.content.decode()


def test_the_list_of_sessions_shows_this_one(client, wang):
    sign_in(client, "一把很长的钥匙2026")
    assert "现在用的" in client.get("/accounts/sessions/").content.decode()


def test_signing_out_ends_it(client, wang):
    sign_in(client, "一把很长的钥匙2026")
    client.post("/accounts/logout/")
    assert client.get("/inbox/").status_code == 302


def test_too_many_tries_from_one_place_get_a_sentence(client, town, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    sign_in(client, "猜的")
    page = sign_in(client, "再猜")
    assert page.status_code == 429
    assert "太快了，先歇一会儿" in page.content.decode()
