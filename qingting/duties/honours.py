"""Honours of a deputy: who gave which, on what day, with its proof; one person records it, another confirms it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.docket.process import Refused
from qingting.organs.fields import Line
from qingting.organs.models import Organ, Post, Role


class Honour(models.Model):
    """One honour. What was confirmed wrongly is struck with a reason, and stays."""

    congress = models.ForeignKey(Organ, models.PROTECT, related_name="+", editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="honours", verbose_name=_("代表"))
    name = Line(_("荣誉名称"), max_length=80)
    given_by = Line(_("授予单位"), max_length=80)
    given_on = models.DateField(_("授予日期"))
    proof = Line(_("依据"), max_length=120, help_text=_("表彰文件的文号、证书编号，或者公布的网址"))
    recorder = models.ForeignKey(Post, models.PROTECT, related_name="+", editable=False)
    confirmer = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    struck_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", editable=False)
    struck_at = models.DateTimeField(null=True, editable=False)
    why = Line(max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("荣誉")
        constraints = [
            models.UniqueConstraint(
                fields=["post", "name", "given_on"], condition=Q(struck_at=None), name="an_honour_is_recorded_once"
            )
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.congress_id = self.post.congress_id
        super().save(*args, **kwargs)

    def clean(self):
        if self.given_on and self.given_on > localdate():
            raise ValidationError({"given_on": said("%(day)s 还没有到，授予以后才能登记") % {"day": self.given_on}})
        if self.given_on and self.post_id and not self.post.is_held(self.given_on):
            raise ValidationError(
                {
                    "given_on": said("%(person)s在 %(day)s 不在任，不能记入履职档案")
                    % {"person": self.post.person, "day": self.given_on}
                }
            )

    def confirm(self, by: Post):
        """By another person than the one who recorded it, of the office or of the sub-district. Raises Refused."""
        if by.person_id == self.recorder.person_id:
            raise Refused(said("登记人不能自己确认，请另一位经办人来确认"))
        if by.role not in (Role.CLERK, Role.HEAD, Role.CHAIR) or by.congress_id != self.congress_id:
            raise Refused(said("%(actor)s不能确认荣誉") % {"actor": by})
        done = Honour.objects.filter(pk=self.pk, confirmed_at=None, struck_at=None)
        if not done.update(confirmer=by, confirmed_at=now()):
            raise Refused(said("这项荣誉已经确认或者作废了"))
        self.refresh_from_db()

    def strike(self, by: Post, why: str):
        """It was recorded wrongly. Raises Refused without a reason, or where somebody was faster."""
        if not why.strip():
            raise Refused(said("作废须说明理由"))
        struck = Honour.objects.filter(pk=self.pk, struck_at=None)
        if not struck.update(struck_by=by, struck_at=now(), why=why.strip()):
            raise Refused(said("这项荣誉已经作废了"))
        self.refresh_from_db()


def confirmed(congress, since, until):
    """The honours given in the period, confirmed and not struck."""
    stand = Honour.objects.filter(congress=congress, confirmed_at__isnull=False, struck_at=None)
    return stand.filter(given_on__range=(since, until))
