"""The code by which a candidate sits the examination: twelve letters and digits that one can type, or follow as a link.

It is drawn from the event by which it was given, with the key of the installation: so the office can print the slip again,
and nothing in the database leads to it. 60 bits, good for one sitting.
"""

import hmac
import re
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate

from qingting.examination.models import Sitting
from qingting.organs.cells import HALF_WIDTH
from qingting.organs.models import Receipt

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0, O, 1 and I, which look alike
LENGTH = 12


def code_of(event) -> str:
    """The code that this event has given."""
    drawn = hmac.digest(settings.SECRET_KEY.encode(), f"examination code {event.pk}".encode(), "sha256")
    return "".join(LETTERS[byte % len(LETTERS)] for byte in drawn[:LENGTH])  # 256 is a multiple of 32: each as likely


def give_code(m, event):
    """A code for this sitting; the one before it opens nothing any more."""
    if m.receipt:
        m.receipt.until = localdate(event.at) - timedelta(days=1)
        m.receipt.save(update_fields=["until"])
    m.receipt, _code = Receipt.issue(m.congress, code_of(event))
    m.save(update_fields=["receipt"])


def code_shown(m) -> str:
    """The code of a sitting for its slip; empty once it has begun, unless it was given anew since, on the record.

    Else whoever prints slips could look over a candidate's shoulder. Empty too where the key has changed since.
    """
    last = m.events.order_by("pk").last() if m.state == "sitting" else None
    if m.state != "appointed" and not (last and last.step == "give"):
        return ""
    code = code_of(m.events.filter(step__in=("appoint", "give")).order_by("pk").last())
    return code if Receipt.shown(code) == m.receipt else ""


def typed(said: str) -> str:
    """A code as somebody types it: small letters, spaces, dashes and full-width signs do not matter; nor does the address before it."""
    said = said.rpartition("/r/")[2].strip("/ ") if "/r/" in said else said
    return re.sub(r"[\s\-–—]", "", said.translate(HALF_WIDTH)).upper()[:60]


def spaced(code: str) -> str:
    """As it is printed: ABCD-EFGH-JKLM."""
    return "-".join(code[at : at + 4] for at in range(0, LENGTH, 4))


def entrance() -> str:
    """Where a code is typed."""
    return f"{settings.SITE_URL}{reverse('exam_enter')}"


def address(code: str) -> str:
    """Where a code leads by itself."""
    return f"{settings.SITE_URL}{reverse('exam', args=[code])}"


def found(code: str) -> Sitting | None:
    """The sitting that this code opens; None where it opens none, or was replaced."""
    receipt = Receipt.shown(typed(code))
    if not receipt or not receipt.is_current():
        return None
    return Sitting.objects.select_related("examinee", "congress", "keeper", "receipt").filter(receipt=receipt).first()
