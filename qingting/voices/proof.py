"""Proof of work: that a browser has spent about a second on a voice, so that a machine cannot send thousands for nothing.

Nobody is refused for want of it: what comes without JavaScript, from an old telephone, late or twice over the same proof
is taken in like any other, and a person looks at it first.
"""

import secrets
from datetime import UTC, datetime, timedelta

import altcha
from django.utils.crypto import salted_hmac
from django.utils.timezone import now

from qingting.floods.models import once_more
from qingting.vault import blind
from qingting.voices.models import Hold

COST = 2000  # rounds of PBKDF2 for one try: half a millisecond here, some two on a cheap telephone
TRIES = 400  # that a browser makes on the average until it has found what was asked
LASTS = timedelta(minutes=20)
LONGEST = 2000  # characters of a proof; a true one has about 750


def challenge() -> dict:
    """A riddle for one browser: which number, below twice TRIES, was begun with. Nothing of it is kept."""
    made = altcha.create_challenge(
        "PBKDF2/SHA-256",
        COST,
        counter=secrets.randbelow(2 * TRIES),
        expires_at=now() + LASTS,
        hmac_secret=key("challenge"),
        hmac_key_secret=key("answer"),
    )
    return made.to_dict()


def why_held(given: str) -> str:
    """Why a person looks first at what came with this proof; empty where it is good, and from now on it is spent."""
    if len(given) > LONGEST:
        return Hold.UNPROVEN
    found = altcha.verify_solution(given, key("challenge"), hmac_key_secret=key("answer"))
    return "" if found.verified and is_first(altcha.Payload.from_base64(given).challenge) else Hold.UNPROVEN


def is_first(solved) -> bool:
    """Whether this riddle has not been answered before, on a table that all servers share. It expires sooner than its line."""
    until = datetime.fromtimestamp(solved.parameters.expires_at, UTC).replace(minute=0, second=0, microsecond=0)
    mark = blind(solved.signature, "proof of work")
    return once_more(mark, until) == 1


def key(purpose) -> bytes:
    return salted_hmac("qingting.voices.proof", purpose, algorithm="sha256").digest()
