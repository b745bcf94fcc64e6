"""How word leaves the house: each notice is claimed by one worker, sent once, and tried again only if it surely was not sent.

To send twice is worse than to leave one unsent, because it stands in the platform all the same. So a notice is claimed in
one conditional update, which also says "on its way", and is never claimed again unless the server said no. A worker that
dies on the way, or is cut off before the server's answer, leaves a notice of which nobody knows whether it was sent:
that is written beside it for a person to look at.
"""

from collections import Counter
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import get_connection
from django.db import models
from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingting.docket.models import Notice
from qingting.mail.letters import REACHABLE, letter
from qingting.organs.fields import CONTROL

PAUSES = [timedelta(minutes=n) for n in (1, 10, 60, 240)]  # after each try but the last
ANSWERS_WITHIN = 30  # seconds that the mail server may take
LOST_AFTER = timedelta(minutes=10)  # on its way longer than this: its worker is no more
AT_ONCE = 100  # notices sent over one connection


class Outcome(models.TextChoices):
    """What came of a notice, and how the worker says so."""

    SENT = "sent", gettext_lazy("寄出 %(n)s 封")
    AGAIN = "again", gettext_lazy("对方暂不收，稍后再寄 %(n)s 封")
    FAILED = "failed", gettext_lazy("寄不出 %(n)s 封，原因已记下")
    UNSURE = "unsure", gettext_lazy("不知是否寄到 %(n)s 封，请人工核对")
    IN_PLATFORM = "in_platform", gettext_lazy("没有邮箱，只在平台内通知 %(n)s 条")
    UNREACHABLE = "unreachable", gettext_lazy("邮件服务器连不上，稍后再试")
    TAKEN = "taken", gettext_lazy("另一个进程已在寄 %(n)s 封")


def deliver() -> Counter:
    """Send all that is due, and count what came of it. Several workers may do it at once."""
    due = Notice.objects.filter(try_again_at__lte=now())
    done = Counter({Outcome.IN_PLATFORM: due.filter(~REACHABLE).update(try_again_at=None)})
    letters = (
        due.filter(REACHABLE).select_related("person__user", "event__matter", "deadline").order_by("try_again_at", "pk")
    )
    while waiting := list(letters[:AT_ONCE]):
        connection = get_connection(timeout=ANSWERS_WITHIN)
        for notice in waiting:
            try:
                connection.open()  # again, where it was closed after a fault
            except (OSError, SMTPException):
                return done + Counter([Outcome.UNREACHABLE])
            done[send(notice, connection)] += 1
        connection.close()
    return +done


def send(notice, connection) -> Outcome:
    """Send one notice, and write down what came of it."""
    try:
        mail = letter(notice)
        mail.message()  # what cannot be put in a mail fails here, and not on its way
    except Exception as fault:  # whatever is wrong with one notice, the next is sent
        return settle(notice, Outcome.FAILED, said(fault)) if claim(notice) else Outcome.TAKEN
    if not claim(notice):
        return Outcome.TAKEN
    try:
        connection.send_messages([mail])
    except Exception as fault:
        connection.close()
        return turned_back(notice, fault)
    return settle(notice, Outcome.SENT, sent_at=now())


def claim(notice) -> bool:
    """Take a notice out of the queue, unless another worker has just done so: from here on it is on its way."""
    unclaimed = Notice.objects.filter(pk=notice.pk, try_again_at=notice.try_again_at)
    return bool(unclaimed.update(try_again_at=None, claimed_at=now(), tries=F("tries") + 1, failure=""))


def settle(notice, outcome, failure="", **changed) -> Outcome:
    """Write down what came of a notice that was claimed. A server may say anything; what no database keeps is left out."""
    Notice.objects.filter(pk=notice.pk).update(failure=CONTROL.sub(" ", failure)[:200], **changed)
    return outcome


def turned_back(notice, fault) -> Outcome:
    """What a fault on the way means: only where the server itself said no is it sure that nothing was sent.

    A code below 500 asks to be tried again later, one from 500 on is final (RFC 5321, section 4.2.1).
    """
    code, tries = code_of(fault), notice.tries + 1
    if code < 400:
        return settle(
            notice, Outcome.UNSURE, _("中途断开，不知是否寄到，请人工核对（%(fault)s）") % {"fault": said(fault)}
        )
    if code >= 500 or tries > len(PAUSES):
        return settle(notice, Outcome.FAILED, said(fault))
    return settle(notice, Outcome.AGAIN, said(fault), claimed_at=None, try_again_at=now() + PAUSES[tries - 1])


def code_of(fault) -> int:
    """The code with which the server said no; 0 where it said nothing."""
    if isinstance(fault, SMTPRecipientsRefused):
        return next(iter(fault.recipients.values()))[0]
    return fault.smtp_code if isinstance(fault, SMTPResponseException) else 0


def said(fault) -> str:
    """A fault in words, the server's own where it said something."""
    if isinstance(fault, SMTPRecipientsRefused):
        code, words = next(iter(fault.recipients.values()))
    elif isinstance(fault, SMTPResponseException):
        code, words = fault.smtp_code, fault.smtp_error
    else:
        code, words = type(fault).__name__, str(fault)
    return f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"


def mark_lost(at: datetime) -> int:
    """Notices that were on their way when their worker died: nobody sends them again, and it is written down why."""
    lost = Notice.objects.filter(claimed_at__lt=at - LOST_AFTER, try_again_at=None, sent_at=None, failure="")
    return lost.update(failure=_("发送途中中断，不知是否寄到，请人工核对"))
