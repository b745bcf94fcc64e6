"""The annual report: chapters whose figures are bound to records, and the readings that freeze them."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qingting.docket.models import Matter, MatterQuerySet
from qingting.organs.fields import Line, Text
from qingting.organs.models import Organ, Post


class Edition(models.TextChoices):
    """For whom a report is made. One source, and what is for one of them alone says so."""

    CONGRESS = "congress", _("报人代会")
    PARTY = "party", _("报党委")
    PUBLIC = "public", _("向社会公开")


class AnnualReport(Matter):
    """The standing committee's report of a period, mostly a year."""

    since = models.DateField(_("从哪天"))
    until = models.DateField(_("到哪天"))
    committee = models.ForeignKey(Organ, models.PROTECT, related_name="+", editable=False)
    frozen_at = models.DateTimeField(null=True, editable=False)  # when its figures were read for the last time
    published_on = models.DateField(null=True, editable=False)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("年度报告")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")), name="a_period_ends_after_it_begins"
            )
        ]

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.committee_id = self.keeper.parent_id
        super().save(*args, **kwargs)

    @property
    def period(self):
        return self.since, self.until

    @property
    def is_frozen(self) -> bool:
        """Whether its numbers are those that were read when it was frozen."""
        return self.state in ("frozen", "published")

    @property
    def standing(self):
        """Its chapters in their order, without those that were dropped."""
        return self.chapters.exclude(state="dropped").order_by("position", "pk")

    def texts(self) -> dict[int, str]:
        """The last draft of each standing chapter, in the order of the chapters."""
        standing = list(self.standing.values_list("pk", flat=True))
        drafts = dict(Draft.objects.filter(chapter__in=standing).order_by("number").values_list("chapter", "text"))
        return {pk: drafts.get(pk, "") for pk in standing}

    @property
    def year(self) -> str:
        """The period as a sentence says it: 2023年, or the months where it is not a year."""
        since, until = self.period
        if (since.month, since.day, until.month, until.day, until.year) == (1, 1, 12, 31, since.year):
            return f"{since.year}年"
        return f"{since.year}年{since.month}月至{until.year}年{until.month}月"

    @property
    def readings(self):
        """The figures as they were read when it was frozen last; an earlier round stays on record."""
        return self.all_readings.filter(at=self.frozen_at).order_by("pk")


class Chapter(Matter):
    """One chapter, written by the clerks of one organ. Its text stands in drafts, of which the last one holds."""

    annual = models.ForeignKey(AnnualReport, models.PROTECT, related_name="chapters", editable=False)
    position = models.PositiveSmallIntegerField(_("第几章"), help_text=_("开头写 0，印出来不带标题"))
    writer = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name=_("由谁写"))
    section = models.CharField(_("按提纲的哪一章起草"), max_length=20, blank=True)  # of the outline; "": of none
    committee = models.ForeignKey(Organ, models.PROTECT, related_name="+", editable=False)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("报告章节")

    @property
    def last(self) -> "Draft | None":
        return self.drafts.order_by("-number").first()

    @property
    def text(self) -> str:
        last = self.last
        return last.text if last else ""


class Draft(models.Model):
    """A chapter's text as somebody left it. It is never changed: the next one follows."""

    chapter = models.ForeignKey(Chapter, models.PROTECT, related_name="drafts")
    number = models.PositiveSmallIntegerField()
    text = Text(_("正文"), max_length=30_000, blank=True)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chapter", "number"], name="one_draft_of_a_number")]

    def __str__(self):
        return gettext("第%(number)s稿") % {"number": self.number}


class Comment(models.Model):
    """What one who reads a draft says about a chapter; settled when somebody has seen to it."""

    chapter = models.ForeignKey(Chapter, models.PROTECT, related_name="comments")
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="comments")
    about = Line(_("关于哪一句"), max_length=200, blank=True)
    text = Text(_("意见"), max_length=2000)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    settled_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)


class Reading(models.Model):
    """A figure as it was read when the report was frozen; of the year before, where a chapter compares with it.

    The digest is over the figure, its period, its value and the keys of the records that were counted.
    """

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="all_readings")
    figure = models.CharField(max_length=60)
    label = models.CharField(max_length=60)
    unit = models.CharField(max_length=20)
    scope = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField()
    value = models.DecimalField(max_digits=15, decimal_places=1, null=True)  # None: nothing to share
    n = models.PositiveBigIntegerField(
        default=0
    )  # how many were counted, or their sum; of a share, what is above the line
    whole = models.PositiveBigIntegerField(null=True)  # of a share: of how many it is one
    rendered = models.CharField(max_length=100)
    parts = models.JSONField(default=dict)  # by what a chart shows it: a list of pairs, label and count
    records = models.JSONField(default=list)  # the keys of what was counted, in order
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "figure", "since", "at"], name="one_reading_of_a_figure")
        ]

    def __str__(self):
        return f"{self.label} {self.rendered}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("a reading is never changed")
        super().save(*args, **kwargs)
