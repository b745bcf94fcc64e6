"""The second opinion on the page of a voice: asked for by its keeper alone, never of what is held, and it decides nothing."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qingting.docket.models import Event
from qingting.triage import adviser
from qingting.triage.outbound import Unanswered
from qingting.triage.tree import plant
from qingting.voices.models import Hold, Voice
from qingting.voices.tests.doings import anew

BUTTON = "再问问上级模型"
LAMP = "市政和城市管理/市政设施/路灯照明"
LAMPS = "老街口一排路灯都灭了，晚上看不见路。我的电话13812345678。"


@pytest.fixture(autouse=True)
def monday(on):
    on("2026-03-02")


@pytest.fixture
def above(town, settings, monkeypatch):
    """A model of a higher level that names the lamps; each text that left for it is noted."""
    settings.TRIAGE_ENDPOINT = "https://model.example/v1/chat/completions"
    plant(town.congress)
    left = []

    def post(url, body, *_more):
        left.append(body.decode())
        return json.dumps({"choices": [{"message": {"content": json.dumps({"category": LAMP})}}]}).encode()

    monkeypatch.setattr(adviser, "post", post)
    return left


def page(client, post, v) -> str:
    client.force_login(post.person.user)
    return client.get(f"/matters/{v.pk}/").content.decode()


def press(client, post, v):
    client.force_login(post.person.user)
    return client.post(f"/voices/{v.pk}/advice/", follow=True)


def test_without_an_endpoint_there_is_no_button_and_no_address(town, client):
    v = town.voice(LAMPS)
    assert BUTTON not in page(client, town.xu, v) and press(client, town.xu, v).status_code == 404


def test_it_stands_beside_our_own_proposal_and_decides_nothing(town, client, above):
    v = town.voice(LAMPS)
    before = Event.objects.count()
    shown = page(client, town.xu, v)
    assert BUTTON in shown and "上级模型的提示" not in shown and above == []  # to look at a page sends nothing out
    shown = press(client, town.xu, v).content.decode()
    assert "上级模型的提示" in shown and LAMP in shown and BUTTON not in shown and "机器的提示，由您决定" in shown
    v = anew(v)
    assert (v.state, v.category, v.proposed, Event.objects.count()) == ("raised", None, None, before)
    assert len(above) == 1 and "路灯都灭了" in above[0] and "13812345678" not in above[0]
    press(client, town.xu, v)
    assert len(above) == 1 and LAMP in page(client, town.xu, v)


def test_its_keeper_alone_asks_and_reads_it(town, client, above):
    v = town.voice(LAMPS)
    press(client, town.xu, v)
    for other in (town.lin, town.wang, town.qian, town.he):
        assert press(client, other, v).status_code == 404
        assert LAMP not in page(client, other, v)
    assert len(above) == 1
    assert client.get(f"/voices/{v.pk}/advice/").status_code == 405
    assert client.post("/voices/99999999999999999999999/advice/").status_code == 404
    client.logout()
    assert client.post(f"/voices/{v.pk}/advice/")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("hold", [hold.value for hold in Hold])
def test_what_is_held_is_not_asked_about(town, client, above, hold):
    v = town.voice(LAMPS)
    Voice.objects.filter(pk=v.pk).update(hold=hold)
    assert BUTTON not in page(client, town.xu, v) and press(client, town.xu, v).status_code == 404 and above == []


def test_nor_is_what_has_become_dangerous_by_its_new_title(town, client, above):
    v = town.voice(LAMPS)
    Voice.objects.filter(pk=v.pk).update(title="有人触电")
    assert BUTTON not in page(client, town.xu, v) and press(client, town.xu, v).status_code == 404 and above == []


def test_once_it_is_assigned_nobody_asks(town, client, above):
    v = town.handle(town.voice(LAMPS), upto="assign")
    assert BUTTON not in page(client, town.xu, v) and press(client, town.xu, v).status_code == 404 and above == []


def test_where_nothing_comes_back_the_clerk_is_told_and_goes_on(town, client, above, monkeypatch):
    def broken(*_given):
        raise Unanswered("no connection")

    monkeypatch.setattr(adviser, "post", broken)
    shown = press(client, town.xu, town.voice(LAMPS)).content.decode()
    assert "上级模型没有给出可用的提示，请照常办理" in shown and BUTTON in shown and "机器的提示，由您决定" in shown


def test_it_is_not_asked_while_the_database_waits(town, client, above, monkeypatch):
    """The model may take seconds: no query, and so no lock, stands around the asking."""
    depths = []
    asked = adviser.post
    monkeypatch.setattr(
        adviser, "post", lambda *given: (depths.append(len(connection.savepoint_ids)), asked(*given))[1]
    )
    here = len(connection.savepoint_ids)
    press(client, town.xu, town.voice(LAMPS))
    assert depths == [here]


def test_the_page_asks_one_line_more_of_the_database(town, client, above, settings):
    v = town.voice(LAMPS)
    client.force_login(town.xu.person.user)
    counts = []
    for endpoint in ("", settings.TRIAGE_ENDPOINT):
        settings.TRIAGE_ENDPOINT = endpoint
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/matters/{v.pk}/")
        counts.append(len(asked))
    assert counts[1] == counts[0] + 1
