"""A change of term (换届): when the next term begins, and what the old one leaves without anyone to see to it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qingting.docket.models import Matter, MatterQuerySet
from qingting.mandates.titles import of_changeover
from qingting.organs.models import Person, Term


class Changeover(Matter):
    """The old term ends and the next one begins, on one day for deputies and on one for their committees."""

    ordinal = models.PositiveSmallIntegerField(_("新一届是第几届"), null=True, blank=True)
    begins_on = models.DateField(_("新一届第一次会议开幕的日期"), null=True, blank=True)
    committee_on = models.DateField(
        _("新一届常委会选出的日期"), null=True, blank=True, help_text=_("上一届常委会、专门委员会的职务到前一天为止")
    )
    counter = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", editable=False
    )  # who carried it out
    term = models.ForeignKey(Term, models.PROTECT, null=True, related_name="+", editable=False)
    codes = models.PositiveIntegerField(_("新印的码"), null=True, editable=False)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("换届")

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.title = of_changeover(self.ordinal)
        super().save(*args, **kwargs)

    def clean(self):
        if self.begins_on and self.committee_on and self.committee_on < self.begins_on:
            raise ValidationError({"committee_on": gettext("新一届常委会在新一届第一次会议上选出，不能早于开幕")})


class Handover(Matter):
    """What is open waits for one who is no deputy any more: the office sees to it that somebody takes it on."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("原来由谁办"))

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("换届接续")
