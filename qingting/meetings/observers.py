"""Citizens observing (旁听): who applies for a place, in what order, who is let in; and how little is kept of it.

What was read is a notice of Wuhan's standing committee (2019, confidence D): 15 places, grown up, by written application,
announced nine days before. The numbers stand in the rulebook (`meetings.toml`), for a place to set. That it is first come,
first served is ours: the notice read says only that one applies within the places. Whoever comes after the last place
waits, and moves up when one is given back.

A name and a way to be reached are kept encrypted, apart from everything, opened for a reason that is written down, and
erased: when the citizen takes the application back, when he asks, and in any case some time after the meeting.
"""

import json
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Max
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.clocks.rules import in_force, in_turn, of_place, read
from qingting.docket.process import Refused
from qingting.meetings.models import Meeting
from qingting.meetings.publishing import is_announced
from qingting.organs.fields import Line
from qingting.organs.models import Post, Receipt
from qingting.vault import Unreadable, seal, unseal

ABOUT = "meetings.observer"
OPEN_FOR = timedelta(minutes=10)  # so long the names stay open to whoever has just said why
MOST = 300  # applications for one meeting: far beyond what a hall holds; of one sender see `OBSERVERS_REFUSED`


@dataclass(frozen=True)
class Places:
    """How many may observe by the rulebook, from what age, announced how long before, kept how long after."""

    seats: int
    age: int
    announced: int  # days before
    kept: int  # days after
    basis: str
    confidence: str


def places(congress, day: date) -> Places:
    """The rule in force for a congress on that day."""
    common = read(settings.RULEBOOK / "meetings.toml")["observing"]
    rule = in_force(in_turn(common, of_place(congress, ".meetings").get("observing", [])), day)
    return Places(**{name: rule[name] for name in Places.__dataclass_fields__})


class Gallery(models.Model):
    """That the office offers another number of places at a meeting than the rulebook says; none at all is a number too."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="gallery")
    seats = models.PositiveSmallIntegerField(_("旁听席位"))
    set_by = models.ForeignKey(Post, models.PROTECT, related_name="+")


class Observer(models.Model):
    """A citizen's application to observe a meeting. Who he is stands in one sealed text and nowhere else."""

    class State(models.TextChoices):
        APPLIED = "applied", _("已申请，待答复")
        ADMITTED = "admitted", _("同意旁听")
        DECLINED = "declined", _("不同意旁听")
        CANCELLED = "cancelled", _("本人已取消")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="observers")
    place = models.PositiveSmallIntegerField()  # the how many-th to apply
    receipt = models.OneToOneField(Receipt, models.PROTECT, related_name="+")
    sealed = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.APPLIED)
    reason = Line(_("理由"), max_length=200, blank=True)
    answered_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=now)
    came_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("place",)
        constraints = [models.UniqueConstraint(fields=["meeting", "place"], name="one_application_at_a_place")]

    def open(self) -> dict[str, str]:
        """Name and contact; nothing, once they were erased. Raises Unreadable."""
        return json.loads(unseal(self.sealed, ABOUT)) if self.sealed else {}

    @property
    def who(self) -> str:
        """As the door reads it out; where it cannot be read, why."""
        try:
            told = self.open()
        except Unreadable as why:
            return str(why)
        return said("%(name)s（%(contact)s）") % told if told else said("（已删去）")


class Opening(models.Model):
    """That somebody looked at who the observers of a meeting are, and why."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+")
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    reason = Line(_("理由"), max_length=200)


def seats(m: Meeting) -> int:
    """How many places there are: as the office has set, else by the rulebook."""
    own = Gallery.objects.filter(meeting=m).first()
    return own.seats if own else places(m.congress, m.held_on or localdate()).seats


def why_not_apply(m: Meeting) -> str | None:
    """Why nobody may apply to observe this meeting now; None if one may."""
    if not is_announced(m) or m.state != "notified":
        return said("这次会议现在不接受旁听申请")
    if m.held_on <= localdate():
        return said("旁听申请应当在会议举行以前提出")
    if not seats(m):
        return said("这次会议不设旁听席")
    return None


@transaction.atomic
def apply(m: Meeting, secret: str, *, name: str, contact: str) -> Observer:
    """Keep an application under this secret; the same form that comes twice is one. Raises Refused."""
    m = _locked(m)
    if known := Receipt.shown(secret):
        return Observer.objects.get(receipt=known)
    if reason := why_not_apply(m):
        raise Refused(reason)
    last = m.observers.aggregate(last=Max("place"))["last"] or 0
    if last >= MOST:
        raise Refused(said("申请的人太多，不能再排。请联系会务工作机构"))
    receipt, _secret = Receipt.issue(m.congress, secret)
    kept = seal(json.dumps({"name": name, "contact": contact}, ensure_ascii=False), ABOUT)
    return Observer.objects.create(meeting=m, place=last + 1, receipt=receipt, sealed=kept)


@transaction.atomic
def admit(o: Observer, by: Post):
    """Give him a place: within the places, and whoever applied first, first. Raises Refused."""
    m, o = _locked(o.meeting), _applied(o)
    if m.observers.filter(state=Observer.State.ADMITTED).count() >= (most := seats(m)):
        raise Refused(said("%(n)s 个旁听席都已经有人。有人取消以后，按先后递补") % {"n": most})
    if earlier := m.observers.filter(state=Observer.State.APPLIED, place__lt=o.place).first():
        raise Refused(said("旁听席按申请先后安排：请先答复第 %(n)s 位") % {"n": earlier.place})
    _answer(o, by, Observer.State.ADMITTED)


@transaction.atomic
def decline(o: Observer, by: Post, reason: str):
    """Say no, and why: he reads it on his receipt. Raises Refused."""
    m, o = _locked(o.meeting), Observer.objects.get(pk=o.pk)
    if o.state not in (Observer.State.APPLIED, Observer.State.ADMITTED) or o.came_at:
        raise Refused(said("这份申请“%(state)s”，不能再答复") % {"state": o.get_state_display()})
    if not reason.strip():
        raise Refused(said("不同意须说明理由，申请人看得到"))
    if m.state not in ("notified", "sitting"):
        raise Refused(said("会议“%(state)s”，不用再答复旁听申请") % {"state": m.state_label})
    _answer(o, by, Observer.State.DECLINED, reason.strip())


@transaction.atomic
def come(o: Observer, by: Post):
    """He is at the door and is let in. Twice is once. Raises Refused."""
    m, o = _locked(o.meeting), Observer.objects.get(pk=o.pk)
    if o.state != Observer.State.ADMITTED:
        raise Refused(said("这份申请“%(state)s”，不能登记到会") % {"state": o.get_state_display()})
    if m.state not in ("notified", "sitting") or m.held_on != localdate():
        raise Refused(said("会议当天、闭会以前才能登记旁听到会"))
    if not o.came_at:
        o.came_at = now()
        o.save(update_fields=["came_at"])


@transaction.atomic
def take_back(o: Observer):
    """He gives his place back, or has been there: what identifies him is erased. That one came stays counted."""
    _locked(o.meeting)
    o = Observer.objects.get(pk=o.pk)
    if not o.came_at and o.state in (Observer.State.APPLIED, Observer.State.ADMITTED):
        o.state = Observer.State.CANCELLED
    o.sealed, o.erased_at = "", o.erased_at or now()
    o.save(update_fields=["state", "sealed", "erased_at"])


def opened(m: Meeting, actors) -> Opening | None:
    """That one of these looked, so short ago that he need not say why again."""
    looked = Opening.objects.filter(meeting=m, by__in=[actor.pk for actor in actors], at__gte=now() - OPEN_FOR)
    return looked.select_related("by__person").order_by("pk").last()


def forget(today: date):
    """Erase who observed what is long over, or was cancelled: nothing needs the names any more."""
    for m in Meeting.objects.filter(observers__erased_at=None, observers__isnull=False).distinct().order_by("pk"):
        last = m.held_on + timedelta(days=places(m.congress, m.held_on).kept)
        if m.state == "cancelled" or last < today:
            m.observers.filter(erased_at=None).update(sealed="", erased_at=now())


def _locked(m) -> Meeting:
    return Meeting.objects.select_for_update(of=("matter_ptr",)).select_related("body", "congress").get(pk=m.pk)


def _applied(o) -> Observer:
    o = Observer.objects.get(pk=o.pk)
    if o.state != Observer.State.APPLIED:
        raise Refused(said("这份申请“%(state)s”，不能再答复") % {"state": o.get_state_display()})
    return o


def _answer(o, by, state, reason=""):
    o.state, o.reason, o.answered_by = state, reason, by
    o.save(update_fields=["state", "reason", "answered_by"])
