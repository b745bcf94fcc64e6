"""How a deputy reports to those who elected him (述职): planned, told to the voters, written, held, rated, closed.

Law: Deputies Law (2025) art. 58: the standing committee regularly organises county deputies to report to their
constituencies, records what deputies do and publishes it. How often, and how it is rated, no national text says: at least
once a term is a local example (confidence D), and the days stand in the rulebook. A deputy of a higher level reports to the
standing committee of the district (Hongshan 2018, confidence D): the same way, with another audience.
"""

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.clocks.rules import Rule
from qingting.docket.models import Matter, MatterQuerySet
from qingting.docket.process import Amend, Clock, Process, Refused, Step, Who
from qingting.duties.ratings import Ratings, counted, entries_agree, total_so_far
from qingting.files.spread import FEWEST
from qingting.organs.fields import Line, Text
from qingting.organs.models import Constituency, Level, Organ, Person, Post, Role
from qingting.organs.offices import office_for_deputies

TO_FILL_IN = "（请您写"  # how the draft of a report begins what only the deputy himself can say


class VoterReport(Matter):
    """One report of one deputy: to whom, when and where, what he says, who came, what they said and how they rated it."""

    class Audience(models.TextChoices):
        VOTERS = "voters", _("原选区选民")
        COMMITTEE = "committee", _("区人大常委会")

    mandate = models.ForeignKey(Post, models.PROTECT, related_name="voter_reports", verbose_name=_("述职代表"))
    deputy = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    audience = models.CharField(_("向谁述职"), max_length=10, choices=Audience, editable=False)
    constituency = models.ForeignKey(
        Constituency, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("选区")
    )
    held_on = models.DateField(_("述职日期"))
    opens_at = models.TimeField(_("时间"))
    place = Line(_("地点"), max_length=100)
    since = models.DateField(_("报告的履职从哪天起"))
    until = models.DateField(_("到哪天止"))
    text = Text(_("述职报告"), max_length=10_000, blank=True)
    present = models.PositiveIntegerField(_("到会人数"), null=True, blank=True, help_text=_("不含代表本人和工作人员"))
    heard = Text(
        _("到会的人提了哪些意见"), max_length=5000, blank=True, help_text=_("不写姓名和电话；没有人提意见的，写“没有提出意见”")
    )
    coordinator = models.ForeignKey(Organ, models.PROTECT, null=True, related_name="+", editable=False)
    # what came of the rating, once it is over; before that it lies in the box (ratings.py) and nobody reads it
    satisfied = models.PositiveIntegerField(null=True, editable=False)
    fair = models.PositiveIntegerField(null=True, editable=False)
    dissatisfied = models.PositiveIntegerField(null=True, editable=False)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("代表述职")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=models.F("since")), name="what_is_reported_ends_after_it_begins"
            )
        ]
        indexes = [models.Index(fields=["held_on"], name="reports_by_day")]

    def settle_whose(self):
        """Whose it is follows from the seat: to whom he reports, and which organ holds the meeting."""
        ours = self.mandate.level == Level.DISTRICT
        self.deputy, self.constituency = self.mandate.person, self.mandate.constituency if ours else None
        self.audience = self.Audience.VOTERS if ours else self.Audience.COMMITTEE
        self.coordinator = office_for_deputies(self.mandate.congress_id)
        self.keeper = (self.constituency and self.constituency.organ) or self.coordinator or self.mandate.organ
        self.title = self.title or f"{self.deputy}代表述职"

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.settle_whose()
        super().save(*args, **kwargs)

    @property
    def to_whom(self) -> str:
        return str(self.constituency or self.get_audience_display())

    @cached_property
    def ratings(self) -> Ratings | None:
        """What they came to once the rating is over; None before, and None for ever where too few rated."""
        if self.satisfied is None or self.satisfied + self.fair + self.dissatisfied < FEWEST:
            return None
        return Ratings(self.satisfied, self.fair, self.dissatisfied)


# The cast.
keeper = Who("keeper", Role.CLERK, _("主办机构经办人"))         # the sub-district's committee; for other levels the office
keeper_chair = Who("keeper", Role.CHAIR, _("街道人大工委主任"))
deputy = Who("deputy", Role.DEPUTY, _("述职代表"))
office = Who("coordinator", Role.CLERK, _("代表工作机构"))
office_head = Who("coordinator", Role.HEAD, _("代表工作机构负责人"))
chair = Who("coordinator__parent", Role.CHAIR, _("常委会主任"))  # who only watch
vice_chair = Who("coordinator__parent", Role.VICE_CHAIR, _("常委会副主任"))

# What a step needs. Each says what is missing, or None.

def a_deputy_in_office(r):
    return None if r.mandate.is_current(r.held_on) else said("%(person)s在 %(day)s 不在任或者暂停执行职务，请核对日期") % {"person": r.deputy, "day": r.held_on}


def a_day_to_come(r):
    return None if r.held_on >= r.today else said("%(day)s 已经过去。已经述职的请“补登”，没有述职的请“取消”") % {"day": r.held_on}


def a_period_that_has_been(r):
    return None if r.until <= r.held_on else said("报告的履职到 %(until)s，晚于述职日期 %(day)s，请改前") % {"until": r.until, "day": r.held_on}


def no_other_that_day(r):
    others = VoterReport.objects.filter(mandate=r.mandate_id, held_on=r.held_on).exclude(pk=r.pk)
    return said("%(person)s在 %(day)s 已经安排过述职，不用再安排") % {"person": r.deputy, "day": r.held_on} if others.exclude(state__in=("draft", "cancelled")).exists() else None


def its_day(r):
    return None if r.held_on <= r.today else said("述职在 %(day)s 举行，当天才能登记") % {"day": r.held_on}


def entries_that_agree(r):
    """Paper slips are entered as totals, by two persons each for himself."""
    return entries_agree(r)


def no_more_ratings_than_people(r):
    total = total_so_far(r)
    return said("收到评价 %(total)s 份，比到会 %(present)s 人还多，请核对到会人数和纸质评价") % {"total": total, "present": r.present} if total > (r.present or 0) else None


# What follows from a step, in the same transaction.

def nothing_left_to_fill_in(r, event):
    """What the draft leaves to the deputy himself, he has written."""
    if TO_FILL_IN in r.text:
        raise Refused(said("报告里还有要您自己写的地方（“%(mark)s…”），写好再交") % {"mark": TO_FILL_IN})


def show_it(r, event):
    r.public = True
    r.save(update_fields=["public"])


def go_to_the_new_day(r, event):
    if reason := a_day_to_come(r) or a_deputy_in_office(r) or a_period_that_has_been(r) or no_other_that_day(r):
        raise Refused(reason)


def draw_the_sum(r, event):
    """From here on nothing more is taken in; the sums stand, and the box is not asked again."""
    came = counted(r)
    r.satisfied, r.fair, r.dissatisfied = came.satisfied, came.fair, came.dissatisfied
    r.save(update_fields=["satisfied", "fair", "dissatisfied"])


def hold_the_sum(r, event):
    """Whoever corrects how many came does not make them fewer than those who rated."""
    if r.satisfied is not None and r.satisfied + r.fair + r.dissatisfied > (r.present or 0):
        raise Refused(said("到会人数不能少于收到的评价份数"))


class VoterReportProcess(Process, of=VoterReport):
    is_heard = False
    watched_by = (keeper_chair, office, office_head, chair, vice_chair)
    reads = ("keeper", "deputy", "constituency", "coordinator")
    route = ("plan", "tell", "write", "hold", "count", "close")

    states = dict(draft=_("草稿"), planned=_("已安排，待公告"), told=_("已公告，待写报告"), written=_("报告已写好"), held=_("已述职，待结束评价"), rated=_("评价已结束"), closed=_("已办结"), cancelled=_("已取消"))

    plan     = Step(_("安排述职"), "draft", "planned", by=keeper, needs=(a_deputy_in_office, a_day_to_come, a_period_that_has_been, no_other_that_day))
    offer    = Step(_("提出述职"), "draft", "planned", by=deputy, needs=(a_deputy_in_office, a_day_to_come, a_period_that_has_been, no_other_that_day), at_will=True)
    tell     = Step(_("公告"), "planned", "told", by=keeper, needs=(a_deputy_in_office, a_day_to_come), then=show_it)
    write    = Step(_("写述职报告"), "told", "written", by=deputy, fields=("text",), then=nothing_left_to_fill_in)
    rewrite  = Step(_("修改述职报告"), "written", "", by=deputy, fields=("text",), then=nothing_left_to_fill_in, at_will=True)
    move     = Step(_("改期"), ("planned", "told", "written"), "", by=keeper, fields=("held_on", "opens_at", "place"), why=True, then=go_to_the_new_day, at_will=True)
    cancel   = Step(_("取消"), ("draft", "planned", "told", "written"), "cancelled", by=keeper, why=True, at_will=True)
    hold     = Step(_("登记述职情况"), "written", "held", by=keeper, fields=("present", "heard"), needs=(its_day, a_deputy_in_office))
    make_up  = Step(_("补登述职情况"), ("planned", "told"), "held", by=keeper, fields=("text", "present", "heard"), why=True, needs=(its_day, a_deputy_in_office), then=show_it, at_will=True)
    count    = Step(_("结束评价"), "held", "rated", by=keeper, needs=(entries_that_agree, no_more_ratings_than_people), then=draw_the_sum)
    close    = Step(_("核对并办结"), "rated", "closed", by=office)
    amend    = Amend(by=keeper, fields=("title", "place", "opens_at", "present", "heard"), then=hold_the_sum)

    telling  = Clock(_("公告述职"), (plan, offer), (tell, cancel, make_up), Rule("voter_report_notice"), anew=move)
    counting = Clock(_("结束评价"), (hold, make_up), count, Rule("voter_report_counting"))
    closing  = Clock(_("办结述职"), count, close, Rule("voter_report_closing"))
