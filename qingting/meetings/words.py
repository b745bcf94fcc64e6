"""What is said in a meeting and what is kept of it: who speaks when, what he said, what the members hold of a report.

What a person said names him and may name others, so it stands in tables that can be erased, and in no event.
"""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from qingting.docket.models import Matter, MatterQuerySet
from qingting.meetings.models import Item, Meeting
from qingting.organs.fields import Line, Text
from qingting.organs.models import Organ, Post


class Turn(models.Model):
    """A line of the speaking list of an item (发言登记): who asked for the floor, and from when to when he had it."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="turns")
    item = models.ForeignKey(Item, models.PROTECT, related_name="turns", verbose_name=_("议题"))
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("发言人"))
    again = models.BooleanField(default=False)  # whether he has spoken to the item before
    place = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField(default=now)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    minutes = models.PositiveSmallIntegerField()  # by the rule that was in force when he asked
    more = models.PositiveSmallIntegerField(default=0)  # minutes that whoever presides has granted
    written_by = models.ForeignKey(Post, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("again", "place", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(began_at__isnull=False, ended_at=None),
                name="one_speaks_at_a_time",
            ),
            models.UniqueConstraint(fields=["item", "post"], condition=Q(began_at=None), name="one_waits_once"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")), name="one_ends_after_he_began"
            ),
        ]

    @property
    def is_speaking(self) -> bool:
        return self.began_at is not None and self.ended_at is None

    @property
    def allowed(self) -> timedelta:
        return timedelta(minutes=self.minutes + self.more)

    def used(self, at: datetime | None = None) -> timedelta:
        """How long he has spoken, or spoke."""
        return (self.ended_at or at or now()) - self.began_at if self.began_at else timedelta()

    def left(self, at: datetime | None = None) -> timedelta:
        """What is left of his time; below zero, by how much he is over it."""
        return self.allowed - self.used(at)


class Speech(models.Model):
    """The record of a speech (发言记录): as the office wrote it down, and as the speaker has confirmed or corrected it."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="speeches", verbose_name=_("议题"))
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("发言人"))
    text = Text(_("发言记录"), max_length=20_000)
    written_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=now)
    corrected = Text(_("发言人更正"), max_length=20_000, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    erased_at = models.DateTimeField(null=True)
    erased_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    why_erased = Text(_("删去理由"), max_length=500, blank=True)

    class Meta:
        ordering = ("item__place", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(erased_at=None) | Q(text="", corrected=""), name="erased_is_gone"),
            models.CheckConstraint(
                condition=Q(corrected="") | Q(confirmed_at__isnull=False), name="he_corrects_himself"
            ),
        ]

    @property
    def words(self) -> str:
        """What holds: the speaker's own, where he has corrected it."""
        return self.corrected or self.text


class Passage(models.Model):
    """A passage from which the deliberation opinions of an item are put together: out of a speech, or typed by the office."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="passages")
    speech = models.ForeignKey(Speech, models.PROTECT, null=True, related_name="passages")
    group = Line(_("归入哪一组"), max_length=40, help_text=_("如“关于整改落实”。同一组的放在一起"))
    text = Text(_("意见"), max_length=2000)
    written_by = models.ForeignKey(Post, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)


class Opinions(Matter):
    """What the members said of a report, put together and sent to the organ that reported (审议意见)."""

    on = models.ForeignKey(Meeting, models.PROTECT, related_name="opinions", verbose_name=_("会议"))
    item = models.OneToOneField(Item, models.PROTECT, related_name="opinions", verbose_name=_("议题"))
    body = models.ForeignKey(Organ, models.PROTECT, related_name="+", editable=False)
    reporter = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name=_("报告机关"))
    handler = models.ForeignKey(  # the same, once it is sent: before, the organ sees nothing of it
        Organ, models.PROTECT, null=True, related_name="+", verbose_name=_("研究处理机关"), editable=False
    )
    text = Text(_("审议意见"), max_length=20_000, blank=True)
    result = Text(_("研究处理情况"), max_length=20_000, blank=True)
    comment = Text(_("工作机构的意见"), max_length=5000, blank=True)
    report_by = models.DateField(_("另定的报告期限"), null=True, blank=True)
    heard_at = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("在哪次会议审议")
    )

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("审议意见")

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.source_id, self.keeper_id, self.body_id = self.on_id, self.on.keeper_id, self.on.body_id
        super().save(*args, **kwargs)
