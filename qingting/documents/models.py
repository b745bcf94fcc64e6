"""The numbers under which organs send their documents out: 清水函〔2023〕12号, no gap and no double."""

from django.core.validators import RegexValidator
from django.db import models, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from qingting.docket.models import Event, Matter, Series
from qingting.organs.models import Organ, Post


class Number(models.Model):
    """The number of the document that goes with one event. It is given once, and never given back."""

    event = models.OneToOneField(Event, models.PROTECT, related_name="number", verbose_name=_("哪一步的文件"))
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name=_("发文机关"))
    mark = models.CharField(
        _("机关代字"),
        max_length=12,
        validators=[RegexValidator(r"\A[\u4e00-\u9fffA-Za-z]+\Z", _("机关代字只写汉字或字母，不写年份和序号"))],
        help_text=_("如“清水函”。年份和序号由平台接着编"),
    )
    year = models.PositiveSmallIntegerField(_("年份"))
    n = models.PositiveIntegerField(_("序号"))
    given_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("编号人"))
    given_at = models.DateTimeField(_("编号时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("文号")
        constraints = [models.UniqueConstraint(fields=["organ", "mark", "year", "n"], name="one_document_of_a_number")]

    def __str__(self):
        return f"{self.mark}〔{self.year}〕{self.n}号"

    @classmethod
    @transaction.atomic
    def give(cls, event, mark: str, post) -> "Number":
        """The next number of this organ under this mark, in the year of the event; the one it has, if it has one."""
        Matter.objects.select_for_update().get(
            pk=event.matter_id
        )  # the second of two clerks finds what the first was given
        if known := cls.objects.filter(event=event).first():
            return known
        year = localdate(event.at).year
        n = Series.following(post.congress_id, f"document-{post.organ_id}-{mark}-{year}")
        return cls.objects.create(event=event, organ=post.organ, mark=mark, year=year, n=n, given_by=post)
