"""Proof of work: a voice that comes with it goes its way; one without it is taken too, and a person looks at it first."""

import base64
import json
import time
from datetime import timedelta
from secrets import token_hex

import altcha
import pytest
from django.utils.timezone import now

from qingting.floods.models import DAY, HOUR
from qingting.voices import proof
from qingting.voices.models import Hold, Voice

COST, TRIES = proof.COST, proof.TRIES  # as they are shipped


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Riddles that are solved at once: what is tested is not how long they take."""
    monkeypatch.setattr(proof, "COST", 2)
    monkeypatch.setattr(proof, "TRIES", 5)


def solved(challenge) -> dict:
    made = altcha.Challenge.from_dict(challenge)
    return altcha.Payload(made, altcha.solve_challenge(made)).to_dict()


def packed(payload) -> str:
    return base64.b64encode(json.dumps(payload).encode()).decode()


def held(client, given) -> str:
    """Why a person looks first at a voice that comes with this proof; it is received in any case."""
    once = token_hex(16)
    answer = client.post("/say/", {"what": f"第{once}盏路灯坏了。", "once": once, "altcha": given})
    assert answer.status_code == 302 and "/r/" in answer["Location"]
    return Voice.objects.order_by("-pk").first().hold


def asked(client):
    return client.get("/say/challenge/").json()


def test_a_voice_with_its_proof_is_not_held(client, town):
    assert held(client, packed(solved(asked(client)))) == ""


def test_without_one_it_is_received_and_looked_at_first(client, town):
    assert held(client, "") == Hold.UNPROVEN


def test_a_proof_serves_once(client, town):
    given = packed(solved(asked(client)))
    assert [held(client, given), held(client, given)] == ["", Hold.UNPROVEN]
    again = json.loads(base64.b64decode(given))
    again["solution"]["time"] = 12.5  # the same answer, packed otherwise
    assert held(client, packed(again)) == Hold.UNPROVEN


def test_it_serves_once_also_when_the_hour_has_turned(client, town, on):
    on("2026-03-02", "09:55")
    given = packed(solved(asked(client)))
    assert held(client, given) == ""
    on("2026-03-02", "10:05")
    assert held(client, given) == Hold.UNPROVEN


def test_it_lasts_twenty_minutes(client, town, on):
    on("2026-03-02", "09:00")
    early, late = packed(solved(asked(client))), packed(solved(asked(client)))
    on("2026-03-02", "09:19")
    assert held(client, early) == ""
    on("2026-03-02", "09:21")
    assert held(client, late) == Hold.UNPROVEN


def test_no_line_of_a_used_proof_goes_before_the_proof_itself(db):
    assert proof.LASTS < DAY - HOUR


def forged(client):
    """Answers that somebody made up: what each of them changes of a true one, or puts in its place."""
    true = solved(asked(client))

    def but(*path, value):
        false = json.loads(json.dumps(true))
        part = false
        for name in path[:-1]:
            part = part[name]
        part[path[-1]] = value
        return packed(false)

    yield but("challenge", "parameters", "cost", value=1)
    yield but("challenge", "parameters", "expiresAt", value=int(time.time()) + 10**9)
    yield but("challenge", "parameters", "expiresAt", value=None)
    yield but("challenge", "parameters", "nonce", value="00" * 16)
    yield but("challenge", "signature", value="")
    yield but("challenge", "signature", value="ab" * 32)
    yield but("solution", "derivedKey", value="00" * 32)
    yield but("solution", "derivedKey", value=10**400)
    own = altcha.create_challenge("PBKDF2/SHA-256", 1, counter=0, expires_at=now() + timedelta(days=1), hmac_secret="x")
    yield packed(solved(own.to_dict()))
    yield from (
        "x",
        "=",
        "{}",
        "\x00",
        "😡",
        "A" * 100_000,
        packed([]),
        packed(None),
        packed({"challenge": {}, "solution": 1}),
    )
    yield base64.b64encode(b"[" * 1400).decode()


def test_what_is_forged_is_received_and_looked_at_first(client, town, settings):
    settings.VOICES_HELD = 100
    reasons = [held(client, given) for given in forged(client)]
    assert len(reasons) == 19 and set(reasons) == {Hold.UNPROVEN}


def test_each_browser_gets_its_own_riddle_and_no_cache_keeps_it(client, town):
    answer = client.get("/say/challenge/")
    assert "no-store" in answer["Cache-Control"] and answer.json() != asked(client)
    assert client.post("/say/challenge/").status_code == 405


def test_another_installation_does_not_take_it(client, town, settings):
    given = packed(solved(asked(client)))
    settings.SECRET_KEY = "another key, of another congress's own server"
    assert held(client, given) == Hold.UNPROVEN


def test_a_resident_waits_about_a_second_and_the_server_next_to_nothing(settings):
    """What altcha does for one try is COST rounds; the numbers stand in docs/decisions/altcha.md."""
    page = (settings.BASE_DIR / "docs/decisions/altcha.md").read_text()
    assert f"{TRIES} tries of {COST:,} rounds" in page


def test_it_goes_along_from_the_page_that_shows_what_others_said(client, town):
    v = town.handle(town.voice("清河街道老街口的路灯坏了，老人看不见路。"))
    v.take(
        "redact",
        town.xu,
        public_title="老街口路灯",
        public_text="老街口路灯坏了，老人看不见。",
        public_answer="换好了。",
    )
    v.take("publish", town.xu)
    once, given = token_hex(16), packed(solved(asked(client)))
    words = "清河街道老街口的路灯又坏了，老人看不见。"
    page = client.post("/say/", {"what": words, "once": once, "altcha": given})
    assert f'name="altcha" value="{given}"' in page.content.decode()
    client.post("/say/", {"once": once, "altcha": given})
    assert Voice.objects.get(state="raised").hold == ""
