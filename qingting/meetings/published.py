"""What of a meeting everyone may read: its minutes in part or whole, and the gazette that gathers what was issued.

What was published is kept as it was: a later change of the meeting or of a document moves no word of it.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qingting.documents.models import OfficialDocument
from qingting.meetings.models import Item, Meeting
from qingting.organs.fields import Text
from qingting.organs.models import Organ, Post


class Publication(models.Model):
    """The signed minutes of a meeting as they are made public (纪要公开): the opening, and the items that were chosen."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="publications")
    items = models.ManyToManyField(Item, related_name="+")
    text = models.TextField()
    is_whole = models.BooleanField(default=False)
    published_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(default=now)
    withdrawn_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    why = Text(_("撤下理由"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting"], condition=Q(withdrawn_at=None), name="minutes_are_public_once")
        ]


class Gazette(models.Model):
    """One issue of a committee's gazette (公报): what was issued in a period, with its contents and its number in the year."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="gazettes", verbose_name=_("编印机关"))
    year = models.PositiveSmallIntegerField(_("年份"))
    n = models.PositiveSmallIntegerField(_("期号"))
    since = models.DateField(_("收录起"))
    until = models.DateField(_("收录止"))
    issued_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    why = Text(_("撤下理由"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("公报")
        ordering = ("-year", "-n")
        constraints = [
            models.UniqueConstraint(fields=["organ", "year", "n"], name="one_gazette_of_a_number"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="a_gazette_ends_after_it_begins"),
        ]

    def __str__(self):
        return gettext("%(organ)s公报 %(year)s年第%(n)s号") % {"organ": self.organ, "year": self.year, "n": self.n}


class Entry(models.Model):
    """What stands in a gazette, word for word as it stood when the issue was made."""

    gazette = models.ForeignKey(Gazette, models.CASCADE, related_name="entries")
    place = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=250)
    number = models.CharField(max_length=60, blank=True)
    day = models.DateField()
    text = models.TextField()
    signed = models.CharField(max_length=200, blank=True)
    document = models.ForeignKey(OfficialDocument, models.PROTECT, null=True, related_name="+")
    publication = models.ForeignKey(Publication, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("place",)
        constraints = [
            models.UniqueConstraint(fields=["gazette", "place"], name="one_entry_at_a_place"),
            models.CheckConstraint(
                condition=Q(document=None) ^ Q(publication=None), name="an_entry_is_a_document_or_minutes"
            ),
        ]
