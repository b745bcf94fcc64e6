"""The record of what was said (发言记录): written down by the office, confirmed or corrected by the speaker, erasable.

Chongqing's rules, art. 43 (confidence B): speeches are recorded by the staff, checked and signed by the speaker, and filed.
"""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from qingting.docket.models import legible
from qingting.docket.process import Refused
from qingting.docket.seals import fingerprint
from qingting.meetings import checking
from qingting.meetings.models import Item
from qingting.meetings.words import Speech
from qingting.organs.models import Post

AFTER = ("sitting", "closed", "written", "signed")  # the states of a meeting in which something was said


def why_not_write(item: Item) -> str | None:
    m = item.meeting
    if m.state not in AFTER or not m.agenda_adopted:
        return _("会议“%(state)s”，通过议程以后才有发言可以记录") % {"state": m.state_label}
    return None


def seen(speech: Speech) -> str:
    """A mark of the words as they stand: who confirms or quotes them says by it what he has read."""
    return fingerprint(f"{speech.text}\n{speech.corrected}")[:16]


def _locked(speech: Speech) -> Speech:
    speech = Speech.objects.select_for_update(of=("self",)).get(pk=speech.pk)
    if speech.erased_at:
        raise Refused(_("这份发言记录已经依法删去"))
    return speech


def _open(speech: Speech) -> Speech:
    """As it stands now, while the speaker has not confirmed it. Raises Refused."""
    speech = _locked(speech)
    if speech.confirmed_at:
        raise Refused(_("发言人已经核对，记录不能再改"))
    return speech


@transaction.atomic
def write(item: Item, post: Post, text: str, by: Post) -> Speech:
    """The office writes down what somebody said to an item, and he is asked to check it. Raises Refused."""
    if reason := why_not_write(item):
        raise Refused(reason)
    speech = Speech.objects.create(item=item, post=post, text=text, written_by=by)
    checking.ask(speech, by)
    return speech


@transaction.atomic
def rewrite(speech: Speech, text: str, by: Post) -> Speech:
    """The office puts its record right, until the speaker has confirmed it. Raises Refused."""
    speech = _open(speech)
    speech.text, speech.written_by, speech.written_at = text, by, now()
    speech.save(update_fields=["text", "written_by", "written_at"])
    checking.ask(speech, by)  # who was never asked, as for what was written down before one was
    return speech


@transaction.atomic
def confirm(speech: Speech, by: Post, mark: str, corrected: str = "") -> Speech:
    """The speaker says that it is what he said, or how it should read; the office's version stays. Raises Refused."""
    speech = _open(speech)
    if by.person_id != speech.post.person_id:
        raise Refused(_("发言记录由发言人本人核对"))
    if mark != seen(speech):
        raise Refused(_("记录刚才改过，请看过下面最新的再核对"))
    corrected = corrected.strip()
    speech.corrected = "" if corrected == speech.text.strip() else corrected
    speech.confirmed_at, speech.confirmed_by = now(), by
    speech.save(update_fields=["corrected", "confirmed_at", "confirmed_by"])
    if waits := checking.waiting(speech):
        waits.take("check", by)
    return speech


@transaction.atomic
def erase(speech: Speech, by: Post, why: str) -> Speech:
    """Both versions go, and what was taken out of them; that he spoke stays, and who erased it and why. Raises Refused."""
    speech, why = _locked(speech), legible(why)[:500]
    if not why:
        raise Refused(_("请说明删去的理由"))
    speech.passages.all().delete()
    speech.text, speech.corrected = "", ""
    speech.erased_at, speech.erased_by, speech.why_erased = now(), by, why
    speech.save(update_fields=["text", "corrected", "erased_at", "erased_by", "why_erased"])
    if waits := checking.waiting(speech):
        waits.take("drop", by, _("发言记录已经依法删去"))
    return speech
