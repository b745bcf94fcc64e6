"""Every page is whole by itself, a part for htmx, and asks the browser for nothing that its policy refuses."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.template.loader import render_to_string

from qingting.desk.register import Register

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted(path for path in (ROOT / "qingting").rglob("templates/**/*.html"))


def test_a_page_is_whole_and_a_part_is_for_htmx(client, town):
    client.force_login(town.wang.person.user)
    whole = client.get("/inbox/").content.decode()
    part = client.get("/inbox/", headers={"HX-Request": "true"}).content.decode()
    assert "<!doctype html>" in whole and 'id="main"' in whole
    assert "<!doctype html>" not in part and "<h1>" in part and "<title>" in part


def test_a_part_never_passes_for_the_page_in_a_cache(client, town):
    client.force_login(town.wang.person.user)
    assert "HX-Request" in client.get("/inbox/").headers["Vary"]


def test_what_one_saw_at_the_desk_is_not_kept_by_the_browser(client, town):
    assert "no-store" not in client.get("/").headers.get("Cache-Control", "")
    client.force_login(town.wang.person.user)
    assert "no-store" in client.get("/inbox/").headers["Cache-Control"]


@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/inbox/", "/nowhere/"])
def test_the_policy_allows_nothing_inline(client, town, address):
    client.force_login(town.wang.person.user)
    policy = client.get(address).headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy and "unsafe-eval" not in policy
    assert "script-src 'self'" in policy and "style-src 'self'" in policy


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_carries_a_style_or_a_script_of_its_own(path):
    words = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on", words)
    scripts = re.findall(r"<script\b[^>]*>", words)
    assert all("src=" in tag or "application/json" in tag for tag in scripts)


ONLY_WITH_OIDC = "providers.html"  # its tags come with the app that a setting brings


@pytest.mark.parametrize(
    "path", [path for path in TEMPLATES if path.name != ONLY_WITH_OIDC], ids=lambda path: path.name
)
def test_every_template_can_be_read(path):
    engines["django"].from_string(path.read_text())


def test_every_icon_that_a_page_names_is_in_the_sprite():
    named = {icon for path in TEMPLATES for icon in re.findall(r'{% icon "([\w-]+)"', path.read_text())}
    named |= {its.icon for its in Register.all.values()}
    assert named <= set(json.loads((ROOT / "frontend/src/icons.json").read_text()))


def test_the_first_load_of_a_public_page_stays_small():
    """The limit of the design: 60 kB compressed."""
    import gzip

    dist = ROOT / "qingting/web/static/dist"
    if not dist.exists():
        pytest.skip("the front end has not been built: make setup")
    loaded = [(dist / name).read_bytes() for name in ("public.css", "public.js", "forms.js", "icons.svg")]
    loaded.append(render_to_string("web/home.html").encode())
    assert sum(len(gzip.compress(part)) for part in loaded) < 60_000


def test_the_rail_shows_where_one_is_and_how_much_waits(client, town):
    town.walk(town.suggestion(), upto="file")
    client.force_login(town.wang.person.user)
    page = client.get("/inbox/").content.decode()
    assert re.search(r'href="/inbox/" aria-current="page"', page)
    assert re.search(r'id="turns">1<', page)


def test_with_several_posts_one_sees_in_which_one_acts_and_may_change(client, town):
    second = town.seat("王敏", town.water, "clerk")
    client.force_login(town.wang.person.user)
    assert "<b>代表工作委员会 · 经办人</b>" in client.get("/inbox/").content.decode()
    client.post("/act-as/", {"post": second.pk})
    assert "<b>水利局 · 经办人</b>" in client.get("/inbox/").content.decode()


def test_whoever_has_no_post_is_told_what_to_do(client, django_user_model):
    client.force_login(django_user_model.objects.create(username="新来的"))
    assert "还没有职务" in client.get("/inbox/").content.decode()


def test_what_does_not_exist_says_so_in_a_sentence(client, town):
    page = client.get("/nowhere/")
    assert page.status_code == 404
    told = page.content.decode()
    assert "没有这一页，或者您看不到" in told and "凭回执看办到哪" in told
    assert "待办" not in told and "本单位管理员" not in told  # a resident has neither
    client.force_login(town.wang.person.user)
    assert "回到待办" in client.get("/nowhere/").content.decode()


def test_a_stale_form_is_refused_in_a_sentence(town):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    page = strict.post("/language/", {"language": "en"})
    assert page.status_code == 403
    assert "这一页放得太久了" in page.content.decode()


def test_a_breakdown_shows_no_trace(client, town, monkeypatch):
    def broken(request):
        raise RuntimeError("一个秘密")

    monkeypatch.setattr("qingting.desk.views.due_lines", broken)
    client.raise_request_exception = False
    client.force_login(town.wang.person.user)
    page = client.get("/inbox/")
    assert page.status_code == 500
    assert "平台出了毛病" in page.content.decode() and "秘密" not in page.content.decode()
