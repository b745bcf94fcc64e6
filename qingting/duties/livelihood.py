"""How a livelihood matter (民生实事) is found, handled, solved with proof, and confirmed by a second person.

No law read sets its steps or its days; deputies reflect what they hear and do not handle it themselves (Deputies Law
(2025) art. 28), so somebody else solves it. What is said to be solved and what is solved are two facts: proof is asked
for, whoever solved it does not confirm it, and where a resident raised it, his own word stands above both.
"""

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.clocks.rules import Rule
from qingting.docket.models import Matter, MatterQuerySet, Series
from qingting.docket.process import Amend, Clock, Process, Refused, Step, Who
from qingting.organs.fields import Line, Text
from qingting.organs.models import Organ, Person, Post, Role
from qingting.organs.offices import office_for_deputies

NOT_SOLVED = ("no", "partly")  # a resident's words on whether it is solved, where he does not say that it is


class Livelihood(Matter):
    """One matter of people's daily life: what was found where, who handles it, what was done, who confirmed it."""

    where = Line(_("在哪里"), max_length=100)
    what = Text(_("什么问题"), max_length=2000, help_text=_("写事，不写居民的姓名和电话"))
    found_on = models.DateField(_("发现日期"))
    handler = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("承办单位")
    )
    confirmer = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("请谁确认")
    )
    done = Text(_("怎么解决的"), max_length=2000, blank=True, help_text=_("做了什么、什么时候做完的；照片等凭证先附在附件栏里"))
    confirmed_on = models.DateField(_("确认日期"), null=True, editable=False)
    coordinator = models.ForeignKey(Organ, models.PROTECT, null=True, related_name="+", editable=False)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("民生实事")
        indexes = [models.Index(fields=["confirmed_on"], name="livelihood_by_day")]

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.coordinator = office_for_deputies(self.keeper.congress_id)
        super().save(*args, **kwargs)

    @property
    def solver(self) -> Post | None:
        """Who said last that it is solved."""
        event = self.events.filter(step="solve").select_related("post__person").order_by("pk").last()
        return event and event.post


# The cast.
keeper = Who("keeper", Role.CLERK, _("登记单位经办人"))
chair = Who("keeper", Role.CHAIR, _("街道人大工委主任"))
office = Who("coordinator", Role.CLERK, _("代表工作机构"))
handler = Who("handler", Role.CLERK, _("承办单位"))
handler_head = Who("handler", Role.HEAD, _("承办单位负责人"))
confirmer = Who("confirmer", label=_("确认人"))
deputies = Who("congress", Role.DEPUTY, _("代表"))

# What a step needs. Each says what is missing, or None.

def a_day_that_has_come(one):
    return said("发现日期 %(day)s 还没有到，请核对") % {"day": one.found_on} if one.found_on > one.today else None


def proof(one):
    there = one.attachments.filter(withdrawn_at=None).exists()
    return None if there else said("还没有凭证：请先在附件栏里附上照片、回执或者验收单，再登记已解决")


def a_second_person(one):
    """Whoever solved it does not confirm it; nor does anyone of an organ that is judged by what it solves."""
    solver = one.solver
    if solver and solver.person_id == one.confirmer_id:
        return said("%(person)s登记了“已解决”，不能自己确认，请换一位确认人") % {"person": solver.person}
    held = Post.objects.current(one.today).filter(person=one.confirmer_id)
    if one.confirmer_id and one.handler_id != one.keeper_id and held.filter(organ=one.handler_id).exists():
        return said("确认人是承办单位的人，请换一位不在%(organ)s任职的确认人") % {"organ": one.handler}
    if one.confirmer_id and not held.filter(organ__congress=one.congress_id).exists():
        return said("%(person)s已不在任，请换一位确认人") % {"person": one.confirmer}
    return None


def the_word_of_the_resident(one):
    """Where a resident raised it, nobody says that it is solved against him, or before he had his say."""
    raised = one.source and one.source.specific
    if not raised or not getattr(raised, "receipt_id", None):
        return None
    words = [
        event.data.get("solved_later") or event.data.get("solved")
        for event in raised.events.filter(receipt=raised.receipt_id).order_by("pk")
    ]
    word = next((one for one in reversed(words) if one), None)
    if word in NOT_SOLVED:
        return said("反映人说还没有完全解决（%(number)s），不能确认。请退回再办") % {"number": raised.called}
    if word is None and raised.parts.filter(due_on__isnull=False).exists():
        return said("反映人还没有评价（%(number)s），请等他评价，或者评价期满、那一件办结以后再确认") % {"number": raised.called}
    return None


def ask_for_a_second_person(one, event):
    """Whom the step itself names is known only now."""
    if reason := a_second_person(one):
        raise Refused(reason)


def number_it(one, event):
    if not one.number:
        year = one.today.year
        one.number = f"民生〔{year}〕{Series.following(one.congress_id, f'livelihood:{year}')}号"
        one.save(update_fields=["number"])


def note_the_day(one, event):
    one.confirmed_on = localdate(event.at)
    one.save(update_fields=["confirmed_on"])


def take_the_day_back(one, event):
    """What is open again was not solved: it counts in no year until it is confirmed anew."""
    one.confirmed_on = None
    one.save(update_fields=["confirmed_on"])


class LivelihoodProcess(Process, of=Livelihood):
    is_heard = False
    watched_by = (chair, office, handler_head, deputies)
    reads = ("keeper", "handler", "confirmer")
    route = ("find", "assign", "solve", "confirm")

    states = dict(draft=_("草稿"), found=_("已登记，待交办"), handling=_("办理中"), solved=_("已解决，待确认"), confirmed=_("已确认解决"), dropped=_("不再办理"))

    find      = Step(_("登记"), "draft", "found", by=keeper, needs=(a_day_that_has_come,), then=number_it)
    assign    = Step(_("交办"), "found", "handling", by=keeper, fields=("handler", "confirmer"), then=ask_for_a_second_person)
    solve     = Step(_("登记已解决"), "handling", "solved", by=handler, fields=("done",), needs=(proof,))
    confirm   = Step(_("确认解决"), "solved", "confirmed", by=confirmer, needs=(a_second_person, proof, the_word_of_the_resident), then=note_the_day)
    send_back = Step(_("没有解决，退回再办"), "solved", "handling", by=confirmer, why=True, at_will=True)
    reopen    = Step(_("重新办理"), "confirmed", "handling", by=keeper, why=True, then=take_the_day_back, at_will=True)
    reassign  = Step(_("换承办单位或确认人"), ("handling", "solved"), "handling", by=keeper, fields=("handler", "confirmer"), why=True, then=ask_for_a_second_person, at_will=True)
    drop      = Step(_("不再办理"), ("found", "handling"), "dropped", by=keeper, why=True, at_will=True)
    amend     = Amend(by=keeper, fields=("title", "where", "what", "found_on"))

    assigning  = Clock(_("交办民生实事"), find, (assign, drop), Rule("livelihood_assignment"))
    solving    = Clock(_("解决民生实事"), (assign, send_back, reopen, reassign), (solve, drop, reassign), Rule("livelihood_handling"))
    confirming = Clock(_("确认民生实事"), solve, (confirm, send_back, reassign), Rule("livelihood_confirmation"))
