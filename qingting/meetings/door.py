"""The code at the door: shown on the hall's screen or printed, signed, and good for that meeting on that day alone.

Who scans it and is signed in as a member is present with one press, `way=CODE`. A picture of the code that is sent to
somebody at home lets him sign in from there all the same; so does pressing the button for oneself. That is for the clerk
at the door to see, who has the roll before him.
"""

from base64 import b32encode

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from qingting.meetings.models import Meeting

SIGNED = 10  # bytes: 80 bits, that is 16 characters


def token(m: Meeting) -> str:
    """What stands in the address of its code: the meeting and a signature over it and its day."""
    return f"{m.pk}-{_signature(m, settings.SECRET_KEY)}"


def _signature(m, key) -> str:
    mac = salted_hmac("qingting.meetings.door", f"{m.pk}:{m.held_on}", secret=key, algorithm="sha256").digest()
    return b32encode(mac[:SIGNED]).decode().lower()


def address(m: Meeting) -> str:
    return settings.SITE_URL.rstrip("/") + reverse("meeting_door", args=[token(m)])


def read(token: str) -> Meeting | None:
    """The meeting whose code this is, on the day for which it was made; None where it is none of ours, or of another day."""
    number, _dash, signed = token.lower().partition("-")
    if not (number.isascii() and number.isdigit()) or len(number) > 18:
        return None
    m = Meeting.objects.select_related("body", "congress").filter(pk=int(number)).first()
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return m if m and any(constant_time_compare(_signature(m, key), signed) for key in keys) else None
