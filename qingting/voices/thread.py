"""What befell a voice, told to the resident: what was done, by which organ, when, and what was said to him.

Not the words by which those who handle it speak among themselves, and not the names of clerks.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from qingting.organs.models import Role
from qingting.voices.models import Voice
from qingting.voices.page import LOOKS

TOLD = {"explain", "settle", "reply", "check", "share", "report", "gather"}  # steps that bring an answer
QUIET = {*LOOKS, "redact", "publish", "unpublish", "amend", "inform", "draw", "answer", "reopen", "reopen_here"}


@dataclass(frozen=True)
class Knot:
    """One thing that was done: when, what, by whom, and what was said."""

    at: datetime
    label: Any
    by: str = ""
    words: str = ""
    said: bool = False  # whether these are the resident's own words
    url: str = ""


@dataclass(frozen=True)
class Look:
    at: datetime
    by: str
    reason: str


def thread_of(v: Voice) -> dict[str, Any]:
    """Its knots, in order; who looked at the identity; what it owes and by when."""
    events = list(v.events.select_related("post__organ", "post__person", "words").order_by("pk"))
    said = {said.pk: said for said in v.receipt.said.all()}
    knots = [knot(event, v, said) for event in events if event.step not in QUIET]
    last = max((n for n, event in enumerate(events) if event.step in TOLD), default=None)
    return {
        "knots": knots,
        "looks": [Look(e.at, who(e), note_of(e)) for e in events if e.step in LOOKS],
        "answer": v.given_answer,
        "answered_at": events[last].at if last is not None and v.given_answer else None,
        "owed": [debt for debt in v.debts if debt.met_id is None and not v.process.clocks[debt.clock].lapses],
        "photos": list(v.attachments.filter(withdrawn_at=None, post=None).order_by("pk")),
        "kin": [kin for kin in v.kin if kin.source_id == v.pk and kin.state != "draft"],
    }


def knot(event, v, said) -> Knot:
    label, words, own = v.process.label_of(event.step), "", False
    if event.step in ("speak_up", "enter", "add"):
        key = str(event.data.get("told") or event.data.get("added") or "").rpartition(":")[2]
        own, words = True, said[int(key)].what if key.isdecimal() and int(key) in said else ""
        label = {"speak_up": _("您说了这件事"), "enter": _("您说的事登记了"), "add": _("您又补充")}[event.step]
    elif event.step in TOLD:
        words = v.given_answer if event.pk == last_told(v) else ""
    elif event.step == "hand_on":
        words = v.deputy_word
    elif event.step == "accept":
        words = _("题目：%(title)s。分级：%(grade)s") % {"title": v.title, "grade": v.get_grade_display()}
    elif event.step in ("assign", "dispatch", "transfer"):
        words = _("交给%(organ)s办理") % {"organ": event.data.get("handler")}
    return Knot(event.at, label, "" if event.receipt_id else who(event), words, own)


def last_told(v):
    return max((event.pk for event in v.events.filter(step__in=TOLD)), default=None)


def who(event) -> str:
    """The organ and the role; a deputy by his name, for he is a public officer."""
    post = event.post
    if post.role == Role.DEPUTY:
        return _("%(name)s代表") % {"name": post.person.name}
    return f"{post.organ} {post.get_role_display()}"


def note_of(event) -> str:
    return event.words.said.get("note", "") if hasattr(event, "words") else ""
