"""An organ asks leave to arrest a deputy or to try him; or reports that one was detained in the act.

No name stands in its title, and nothing of the case anywhere: what the organ has to say of it, it says on paper and in the hall.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qingting.docket.models import MatterQuerySet
from qingting.mandates import titles
from qingting.mandates.models import OfAMandate
from qingting.meetings.models import Meeting
from qingting.organs.fields import Line
from qingting.organs.models import Organ, Role, Session


class Permission(OfAMandate):
    """What the presidium, and in recess the standing committee, permits or not (Deputies Law, art. 39)."""

    class Measure(models.TextChoices):
        ARREST = "arrest", _("逮捕")
        TRIAL = "trial", _("刑事审判")
        OTHER = "other", _("法律规定的其他限制人身自由的措施")

    class Finding(models.TextChoices):
        """Art. 39: what those who receive an application have to examine."""

        NONE = "none", _("没有发现因发言、表决追究法律责任，或者对执行代表职务打击报复的情形")
        FOUND = "found", _("有因发言、表决追究法律责任，或者对执行代表职务打击报复的情形")

    applicant = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name=_("提请机关"))
    measure = models.CharField(_("拟采取的措施"), max_length=10, choices=Measure, blank=True)
    reference = Line(_("文号"), max_length=60, blank=True, help_text=_("申请或者报告的文号，不写案情"))
    detained_on = models.DateField(_("现行犯被拘留的日期"), null=True, blank=True)
    finding = models.CharField(_("审查情况"), max_length=10, choices=Finding, blank=True)
    chairs_meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("哪次主任会议许可")
    )
    told_on = models.DateField(_("书面告知提请机关的日期"), null=True, blank=True)

    objects = MatterQuerySet.as_manager()
    prepared_by = Role.HEAD
    is_closed = True

    class Meta:
        verbose_name = _("代表人身保障")

    def save(self, *args, **kwargs):
        """Whoever is concerned does not preside over it, and so does not see it: then a vice-chair does."""
        if self._state.adding and self.presiding_id == self.mandate.person_id:
            vice = self.committee.posts.current().filter(role=Role.VICE_CHAIR).exclude(person=self.presiding_id)
            self.presiding_id = vice.order_by("pk").values_list("person", flat=True).first()
        super().save(*args, **kwargs)

    @property
    def called(self) -> str:
        return titles.PERMISSION

    @property
    def motion(self) -> str:
        return titles.of_permission(self.number)

    @property
    def decides(self) -> Organ:
        """Whose permission it takes today: the presidium's while a session of the congress sits, else the committee's."""
        running = Session.objects.filter(
            term__congress=self.congress_id, opens_on__lte=self.today, closes_on__gte=self.today
        )
        presidium = Organ.objects.filter(kind=Organ.Kind.PRESIDIUM, slate__session__in=running, slate__state="carried")
        return presidium.first() or self.committee

    def clean(self):
        if self.detained_on and self.detained_on > self.today:
            raise ValidationError({"detained_on": gettext("拘留的日期还没有到，请核对")})
        if self.told_on and self.told_on > self.today:
            raise ValidationError({"told_on": gettext("日期不能晚于今天")})
