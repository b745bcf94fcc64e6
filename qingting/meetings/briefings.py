"""Briefings (政情通报会): organs tell deputies how things stand. No meeting with a quorum: an activity of the committee's.

The law read names no steps for it, so they are ours, and few: it is announced, it is held with what was told, or it is
cancelled. Who came is noted person by person, and counted in person-times.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.docket.models import Matter, MatterQuerySet
from qingting.docket.process import Amend, Process, Refused, Step, Who
from qingting.meetings.process import office, office_head
from qingting.meetings.telling import tell
from qingting.organs.fields import Line, Text
from qingting.organs.models import Organ, Post, Role


class Briefing(Matter):
    """One briefing: when, where, which organs report, and what was told."""

    held_on = models.DateField(_("日期"))
    opens_at = models.TimeField(_("时间"))
    place = Line(_("地点"), max_length=100)
    reporting = models.ManyToManyField(Organ, related_name="+", verbose_name=_("通报单位"))
    told = Text(_("通报内容和材料目录"), max_length=20_000, blank=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("政情通报会")


class Attendee(models.Model):
    """A deputy who was invited to a briefing, and whether he came."""

    briefing = models.ForeignKey(Briefing, models.PROTECT, related_name="attendees")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    came = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["briefing", "post"], name="invited_to_a_briefing_once")]


deputies = Who("congress", Role.DEPUTY, _("代表"))


def someone_invited(b):
    return None if b.attendees.exists() else said("还没有邀请代表，请先选请谁来")


def its_day(b):
    return said("通报会在 %(day)s 举行，当天以后才能登记举行") % {"day": f"{b.held_on:%Y-%m-%d}"} if b.held_on > b.today else None


def someone_came(b):
    return None if b.attendees.filter(came=True).exists() else said("还没有登记谁到会。没有开成的，请点“取消”")


def tell_the_invited(b, event):
    tell(event, [one.post for one in b.attendees.select_related("post")])


class BriefingProcess(Process, of=Briefing):
    is_heard = False
    watched_by = (office_head, deputies)
    reads = ("keeper",)
    route = ("announce", "hold")

    states = dict(draft=_("草稿"), announced=_("已通知"), held=_("已举行"), cancelled=_("已取消"))

    announce = Step(_("通知代表"), "draft", "announced", by=office, needs=(someone_invited,), then=tell_the_invited)
    move     = Step(_("改期"), "announced", "", by=office, fields=("held_on", "opens_at", "place"), why=True, at_will=True, then=tell_the_invited)
    hold     = Step(_("登记举行"), "announced", "held", by=office, fields=("told",), needs=(its_day, someone_came))
    cancel   = Step(_("取消"), ("draft", "announced"), "cancelled", by=office, why=True, at_will=True, then=tell_the_invited)
    amend    = Amend(by=office, fields=("title", "place", "opens_at", "told"))


def in_office(congress, on):
    """The deputies of a congress who may act on a day: whom a briefing is for."""
    held = Post.objects.current(on).filter(organ__congress=congress, role=Role.DEPUTY)
    suspended = Post.objects.suspended(on).values("pk")
    return held.exclude(pk__in=suspended).select_related("person", "organ", "constituency").order_by("pk")


def why_not_note(b: Briefing) -> str | None:
    """Why nobody's coming may be noted now; None if it may."""
    if b.state != "announced":
        return said("通报会“%(state)s”，不能再登记到会") % {"state": b.state_label}
    return its_day(b)


def note(b: Briefing, keys: set[int]):
    """Of those invited, exactly these came. Raises Refused."""
    if reason := why_not_note(b):
        raise Refused(reason)
    b.attendees.filter(pk__in=keys).update(came=True)
    b.attendees.filter(~Q(pk__in=keys)).update(came=False)
