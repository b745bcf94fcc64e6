"""How those who were there rate a report: on their own phones or on paper, in three grades, and nobody learns who rated how.

What is kept is a box of three numbers for each report; each rating raises one of them by one. That a device has rated is
kept apart, as a digest with no time and no grade: so it rates once, and the two cannot be joined afterwards. Whoever
clears his browser is another device: without asking who he is, no more can be had, so the sum is held against the number
of those present. A rating cannot be looked up, changed or asked for again.
"""

import hashlib
from base64 import b32encode
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.timezone import localdate
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.docket.process import Refused
from qingting.organs.models import Post

SIGNED = 10  # bytes: 80 bits, that is 16 characters
OPEN = ("written", "held")  # the states of a report in which it is being rated, on its day


class Grade(models.TextChoices):
    SATISFIED = "satisfied", _("满意")
    FAIR = "fair", _("基本满意")
    DISSATISFIED = "dissatisfied", _("不满意")


@dataclass(frozen=True)
class Ratings:
    """How many rated so, in the order of the grades."""

    satisfied: int = 0
    fair: int = 0
    dissatisfied: int = 0

    @property
    def total(self) -> int:
        return self.satisfied + self.fair + self.dissatisfied

    def __add__(self, other):
        return Ratings(*(getattr(self, grade) + getattr(other, grade) for grade in Grade.values))

    def __str__(self):
        said_so = {"total": self.total} | {grade: getattr(self, grade) for grade in Grade.values}
        return said("收到评价 %(total)s 份：满意 %(satisfied)s，基本满意 %(fair)s，不满意 %(dissatisfied)s") % said_so


class Box(models.Model):
    """The ratings that came by phone: three sums."""

    report = models.OneToOneField("duties.VoterReport", models.PROTECT, primary_key=True, related_name="box")
    satisfied = models.PositiveIntegerField(default=0)
    fair = models.PositiveIntegerField(default=0)
    dissatisfied = models.PositiveIntegerField(default=0)


class Rated(models.Model):
    """That a device has rated a report. Its key says nothing of when, for it is drawn from the device's own secret."""

    digest = models.CharField(primary_key=True, max_length=64)
    report = models.ForeignKey("duties.VoterReport", models.PROTECT, related_name="+")


class Slips(models.Model):
    """What one person has counted of the paper slips: sums, never a slip."""

    report = models.ForeignKey("duties.VoterReport", models.PROTECT, related_name="slips")
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    satisfied = models.PositiveIntegerField(_("满意（份）"))
    fair = models.PositiveIntegerField(_("基本满意（份）"))
    dissatisfied = models.PositiveIntegerField(_("不满意（份）"))

    class Meta:
        verbose_name = _("纸质评价")
        constraints = [models.UniqueConstraint(fields=["report", "by"], name="one_entry_of_slips_each")]

    @property
    def sums(self) -> Ratings:
        return Ratings(self.satisfied, self.fair, self.dissatisfied)


# ---- The code that is shown at the meeting: /rate/<number>-<signature>/, good on the day of the meeting alone.


def token(report) -> str:
    return f"{report.pk}-{signature(report, settings.SECRET_KEY)}"


def signature(report, key) -> str:
    """It covers the day: what was printed for another day opens nothing."""
    mac = salted_hmac(
        "qingting.duties.ratings", f"{report.pk}:{report.held_on}", secret=key, algorithm="sha256"
    ).digest()
    return b32encode(mac[:SIGNED]).decode().lower()


def address(report) -> str:
    return settings.SITE_URL.rstrip("/") + reverse("rate", args=[token(report)])


def is_genuine(report, signed: str) -> bool:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(constant_time_compare(signature(report, key), signed) for key in keys)


def why_closed(report, on: date | None = None) -> str | None:
    """Why it cannot be rated now; None if it can."""
    day = on or localdate()
    if report.state == "cancelled":
        return said("这次述职已经取消")
    if report.held_on > day:
        return said("述职在 %(day)s 举行，当天才能评价") % {"day": report.held_on}
    if report.held_on < day or report.state not in OPEN:
        return said("这次述职的评价已经结束，谢谢您")
    return None


def has_rated(report, device: str) -> bool:
    return Rated.objects.filter(pk=digest(report, device)).exists()


def digest(report, device: str) -> str:
    return hashlib.sha256(f"{report.pk}:{device}".encode()).hexdigest()


@transaction.atomic
def rate(report, device: str, grade: str):
    """Put one rating into the box. Raises Refused where it is not open, or where this device has rated before."""
    held = (
        type(report).objects.select_for_update(of=("matter_ptr",)).get(pk=report.pk)
    )  # so that nobody counts meanwhile
    if reason := why_closed(held):
        raise Refused(reason)
    if grade not in Grade.values:
        raise Refused(said("请选一个评价"))
    if held.present is not None and total_so_far(held) >= held.present:
        raise Refused(said("收到的评价已经和到会人数一样多，不能再收"))
    try:
        with transaction.atomic():
            Rated.objects.create(digest=digest(held, device), report=held)
    except IntegrityError:
        raise Refused(said("这部手机已经评过了。评价不能改，也没有人能查到是怎样评的")) from None
    Box.objects.get_or_create(report=held)
    Box.objects.filter(report=held).update(**{grade: F(grade) + 1})


# ---- Counting


def enter(report, by: Post, sums: Ratings):
    """Write down what one person has counted of the paper slips. Raises Refused once the rating is over."""
    if report.state not in OPEN:
        raise Refused(said("当前为“%(state)s”，不能再录入纸质评价") % {"state": report.state_label})
    if report.held_on > localdate():
        raise Refused(said("述职在 %(day)s 举行，当天才能录入") % {"day": report.held_on})
    counts = {grade: getattr(sums, grade) for grade in Grade.values}
    if min(counts.values()) < 0:
        raise Refused(said("份数不能是负数"))
    others = report.slips.exclude(by__person=by.person_id)
    if not report.slips.filter(by__person=by.person_id).exists() and others.count() >= 2:
        raise Refused(said("已经有两个人各录了一遍，不用再录"))
    report.slips.filter(by__person=by.person_id).delete()
    Slips.objects.create(report=report, by=by, **counts)


def entries_agree(report) -> str | None:
    """Nothing was on paper, or two persons have entered the same sums; else what is missing."""
    entered = list(report.slips.select_related("by"))
    if not entered:
        return None
    if len(entered) == 1:
        return said("纸质评价只录了一遍，请另一个人再录一遍")
    return None if entered[0].sums == entered[1].sums else said("两个人录入的纸质评价不一致，请核对后重新录入")


def counted(report) -> Ratings:
    """The box and the paper together."""
    box = Box.objects.filter(report=report.pk).first()
    paper = report.slips.order_by("pk").first()
    by_phone = Ratings(*(getattr(box, grade) for grade in Grade.values)) if box else Ratings()
    return by_phone + (paper.sums if paper else Ratings())


def total_so_far(report) -> int:
    """How many ratings there are, without saying which."""
    return counted(report).total
