"""What befell a voice, told to the resident: what was done, by which organ, when, and what was said to him.

Not the words by which those who handle it speak among themselves, and not the names of clerks.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingting.desk.reckoning import lay_open
from qingting.desk.story import segments
from qingting.organs.models import Role
from qingting.voices.models import Voice
from qingting.voices.page import LOOKS

TOLD = {"explain", "settle", "reply", "check", "share", "report", "gather"}  # steps that bring an answer
MINE = {  # what the resident did himself, or had done for him
    "speak_up": gettext_lazy("您说了这件事"),
    "enter": gettext_lazy("您说的事登记了"),
    "add": gettext_lazy("您又补充"),
    "withdraw": gettext_lazy("您撤回了"),
    "rate": gettext_lazy("您评价了"),
    "say_again": gettext_lazy("您说了后来怎样"),
    "consent": gettext_lazy("您定了身份可以给谁"),
    "give_contact": gettext_lazy("您留了联系方式"),
    "take_back": gettext_lazy("您收回了联系方式"),
    "forget": gettext_lazy("您要求删去说过的话"),
}
OWN = ("speak_up", "enter", "add")  # steps with the resident's own words
QUIET = {*LOOKS, "redact", "publish", "unpublish", "amend", "inform", "draw", "answer", "reopen", "reopen_here"}


@dataclass(frozen=True)
class Knot:
    """One thing that was done: when, what, by whom, and what was said."""

    at: datetime
    label: Any
    by: str = ""
    words: str = ""
    said: bool = False  # whether these are the resident's own words
    above: bool = False  # whether its words stand at the head of the page


@dataclass(frozen=True)
class Look:
    at: datetime
    by: str
    reason: str


def thread_of(v: Voice) -> dict[str, Any]:
    """How far it has come; its knots, in order; who looked at the identity; what it owes and by when."""
    events = list(v.events.select_related("post__organ", "post__person", "words").order_by("pk"))
    said = {said.pk: said for said in v.receipt.said.all()}
    answers = answers_of(events)
    last = next((event for event in reversed(events) if event.pk in answers), None) if v.given_answer else None
    return {
        "segments": way(v, events),
        "knots": [
            knot(event, v, said, answers, event == last)
            for event in events
            if event.step not in {*QUIET, *v.process.asides}
        ],
        "looks": [Look(e.at, who(e), note_of(e)) for e in events if e.step in LOOKS],
        "answer": v.given_answer,
        "answered": last,
        "answered_by": who(last) if last else "",
        "owed": [owed(debt, v) for debt in v.debts if debt.met_id is None and not v.process.clocks[debt.clock].lapses],
        "photos": list(v.attachments.filter(withdrawn_at=None, post=None).order_by("pk")),
        "kin": [kin for kin in v.kin if kin.source_id == v.pk and kin.state != "draft"],
    }


def way(v, events):
    """The plain journey, in a resident's words; of what is over, only what was done."""
    found = segments(v, events, v.debts)
    names = {v.process.speak_up.label: _("您说"), v.process.check.label: _("告知")}
    for segment in found:
        segment["label"] = names.get(segment["label"], segment["label"])
    return [segment for segment in found if segment["cls"] == "done" or not v.is_over]


def owed(debt, v):
    """A running clock, with how its day was reckoned."""
    debt.label = v.process.clocks[debt.clock].label
    lay_open(debt, {})
    debt.days = (debt.due_on - localdate()).days
    return debt


def answers_of(events) -> dict[int, str]:
    """What the resident was told, by the event that told him; also what was told before it was handled anew."""
    told, words = {}, ""
    for event in events:
        words = spoken(event).get("answer", words)
        if event.step in TOLD:
            told[event.pk] = words
    return told


def knot(event, v, said, answers, above) -> Knot:
    label = MINE.get(event.step) or v.process.label_of(event.step)
    words, own = answers.get(event.pk, ""), False
    if event.step in OWN:
        key = str(event.data.get("told") or event.data.get("added") or "").rpartition(":")[2]
        own, words = True, said[int(key)].what if key.isdecimal() and int(key) in said else ""
    elif event.step == "hand_on":
        words = v.deputy_word
    elif event.step == "accept":
        words = _("题目：%(title)s。分级：%(grade)s") % {"title": v.title, "grade": v.get_grade_display()}
    elif event.step in ("assign", "dispatch", "transfer"):
        words = _("交给%(organ)s办理") % {"organ": event.data.get("handler")}
    return Knot(event.at, label, "" if event.receipt_id else who(event), words, own, above)


def who(event) -> str:
    """The organ and the role; a deputy by his name, for he is a public officer."""
    post = event.post
    if post.role == Role.DEPUTY:
        return _("%(name)s代表") % {"name": post.person.name}
    return f"{post.organ} {post.get_role_display()}"


def note_of(event) -> str:
    return spoken(event).get("note", "")


def spoken(event) -> dict[str, str]:
    """What was written in words when this step was taken; nothing, once it was erased."""
    return event.words.said if hasattr(event, "words") else {}
