"""A speaker is asked to check the record of what he said (核对发言记录): it waits in his inbox until he has.

Chongqing's rules, art. 43 (confidence B): speeches are recorded by the staff, checked and signed by the speaker, and filed.
The words stand in the record alone (`Speech`), where they can be erased; here is only that he was asked, and that he has.
"""

from django.db import models
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.docket.models import Matter, MatterQuerySet
from qingting.docket.process import Process, Step, Who
from qingting.meetings.models import Meeting
from qingting.meetings.process import office, office_head
from qingting.meetings.words import Speech
from qingting.organs.models import Person, Post


class Checking(Matter):
    """That the speaker is to check one record. It is called by the meeting: what was dealt with may be closed."""

    on = models.ForeignKey(Meeting, models.PROTECT, related_name="checkings", verbose_name=_("会议"))
    speech = models.OneToOneField(Speech, models.PROTECT, related_name="checking")
    speaker = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("发言人"))

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("发言记录核对")

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.keeper_id, self.title = self.on.keeper_id, self.on.title
        super().save(*args, **kwargs)


speaker = Who("speaker", "", _("发言人"))


def a_record_that_he_has_read(c):
    """He checks it before his eyes; that presses this."""
    confirmed = Speech.objects.filter(pk=c.speech_id, confirmed_at__isnull=False).exists()
    return None if confirmed else said("请打开发言记录，看过再确认或者更正")


class CheckingProcess(Process, of=Checking):
    is_heard = False
    watched_by = (office_head,)
    reads = ("on__body", "speaker", "speech")
    route = ("ask", "check")

    states = dict(draft=_("草稿"), asked=_("待发言人核对"), checked=_("已核对"), dropped=_("不再等候核对"))

    ask = Step(_("请发言人核对"), "draft", "asked", by=office)
    check = Step(_("核对发言记录"), "asked", "checked", by=speaker, needs=(a_record_that_he_has_read,))
    drop = Step(_("不再等候核对"), "asked", "dropped", by=office, why=True, at_will=True)


def ask(speech: Speech, by: Post):
    """The speaker is asked, once for each record."""
    if not Checking.objects.filter(speech=speech).exists():
        Checking.objects.create(on=speech.item.meeting, speech=speech, speaker=speech.post.person).take("ask", by)


def waiting(speech: Speech) -> Checking | None:
    """What waits for the speaker of this record; None where nothing does."""
    return Checking.objects.filter(speech=speech, state="asked").first()
