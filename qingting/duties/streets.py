"""Sub-district working committees (街道人大工委): who staffs them, whether they met each quarter, their year.

Law: Organic Law of Local Congresses and Governments (2022) art. 59 para. 3: they keep in touch with deputies, organise
what these do, pass on opinions, do what the standing committee entrusts to them, and report to it. How often they meet and
when they report is other places' rule (Chongqing and Zhejiang, confidence B), and stands in the rulebook.
"""

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.clocks.rules import Rule, local
from qingting.docket.models import Matter, MatterQuerySet
from qingting.docket.process import Amend, Clock, Process, Step, Who
from qingting.duties.models import Activity
from qingting.meetings.models import Item
from qingting.organs.fields import Text
from qingting.organs.models import Organ, Post, Role
from qingting.organs.offices import office_for_deputies, standing_committee

# How a post says what it is, in its title: nothing else tells a full-time director from one who has another office too.
FULL_TIME, LIAISON = "专职", "联络员"
MEMBERS = (Role.CHAIR, Role.VICE_CHAIR, Role.MEMBER)
QUARTERS = (1, 2, 3, 4)


class StreetYear(Matter):
    """The year of one committee: what it plans, what it reports to the standing committee, at which meeting it was heard."""

    # the keeper again: a constraint sees one table alone
    street = models.ForeignKey(Organ, models.PROTECT, related_name="street_years", editable=False)
    year = models.PositiveSmallIntegerField(_("年份"))
    plan = Text(_("年度工作计划"), max_length=10_000, blank=True)
    report = Text(_("年度工作报告"), max_length=20_000, blank=True)
    committee = models.ForeignKey(Organ, models.PROTECT, related_name="+", editable=False, verbose_name=_("常务委员会"))
    coordinator = models.ForeignKey(Organ, models.PROTECT, null=True, related_name="+", editable=False)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("街道工委年度工作")
        constraints = [models.UniqueConstraint(fields=["street", "year"], name="one_year_of_a_street")]

    def save(self, *args, **kwargs):
        if self._state.adding:
            congress = self.keeper.congress_id
            self.street = self.keeper
            self.coordinator, self.committee = office_for_deputies(congress), standing_committee(congress)
        super().save(*args, **kwargs)

    @property
    def year_ends(self) -> date:
        return date(self.year, 12, 31)


clerk = Who("keeper", Role.CLERK, _("街道人大工委经办人"))
chair = Who("keeper", Role.CHAIR, _("街道人大工委主任"))
office = Who("coordinator", Role.CLERK, _("代表工作机构"))
office_head = Who("coordinator", Role.HEAD, _("代表工作机构负责人"))
head = Who("committee", Role.CHAIR, _("常委会主任"))
vice_chairs = Who("committee", Role.VICE_CHAIR, _("常委会副主任"))
members = Who("committee", Role.MEMBER, _("常委会委员"))


def a_year_that_can_be_planned(y):
    return None if y.year <= y.today.year + 1 else said("%(year)s年还早，只能写今年和明年的计划") % {"year": y.year}


def its_last_quarter(y):
    """A report on a year is not written before the year can be seen; the day is ours, no text sets one."""
    first = date(y.year, 10, 1)
    return None if y.today >= first else said("%(year)s年还没有过完，第四季度（%(day)s 起）才能报告全年工作") % {"year": y.year, "day": first}


def a_meeting_that_heard_it(y):
    """It was on the agenda of a meeting of the standing committee that is over."""
    heard = Item.objects.filter(matter=y.pk, meeting__body=y.committee_id, meeting__closed_at__isnull=False)
    return None if heard.exists() else said("常委会会议还没有听取：请先“提请列入议程”，会议闭会以后再登记")


class StreetYearProcess(Process, of=StreetYear):
    watched_by = (chair, office_head, head, vice_chairs, members)
    reads = ("keeper", "committee")
    route = ("lay_down", "report_it", "hear")

    states = dict(draft=_("草稿"), planned=_("已报计划"), reported=_("已报告，待听取"), heard=_("常委会已听取"))

    lay_down  = Step(_("报年度计划"), "draft", "planned", by=clerk, fields=("plan",), needs=(a_year_that_can_be_planned,))
    report_it = Step(_("报告全年工作"), "planned", "reported", by=clerk, fields=("report",), needs=(its_last_quarter,))
    send_back = Step(_("退回补充"), "reported", "planned", by=office, why=True, at_will=True)
    hear      = Step(_("登记常委会听取"), "reported", "heard", by=office, needs=(a_meeting_that_heard_it,))
    amend     = Amend(by=clerk, fields=("plan", "report"))

    reporting = Clock(_("报告全年工作"), (lay_down, send_back), report_it, Rule("street_year_report"))
    hearing   = Clock(_("听取街道工委年度报告"), report_it, (hear, send_back), Rule("street_year_hearing"))


def staffed(congress, day: date):
    """The committees that have a full-time director and a liaison officer on that day."""
    posts = Post.objects.current(day).filter(organ=OuterRef("pk"))
    director = posts.filter(role=Role.CHAIR, title__contains=FULL_TIME)
    liaison = posts.filter(title__contains=LIAISON)
    return streets(congress, day).filter(Exists(director), Exists(liaison))


def streets(congress, day: date):
    """The working committees of a congress that are there on that day."""
    found = Organ.objects.filter(congress=congress, kind=Organ.Kind.SUBDISTRICT_COMMITTEE)
    return found.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day)).order_by("pk")


def sittings(committees, year: int) -> dict[int, dict[int, list[Activity]]]:
    """Of each committee, its meetings of a year by quarter, from one query: those that a second person has confirmed."""
    held = Activity.objects.filter(
        keeper__in=committees, activity_kind="committee_meeting", state="confirmed", held_on__year=year
    )
    found: dict[int, dict[int, list[Activity]]] = {}
    for one in held.order_by("held_on", "pk"):
        found.setdefault(one.keeper_id, {}).setdefault((one.held_on.month + 2) // 3, []).append(one)
    return found


def rule(name: str, congress, day: date) -> dict:
    """How often (`committee_meetings`: once in so many months; `group_activities`: so many times a year), and its basis."""
    return local("streets", name, congress, day)


def quarters_over(year: int, today: date | None = None) -> list[int]:
    """The quarters of a year that have ended: only of these can one say that no meeting was held."""
    today = today or localdate()
    return [n for n in QUARTERS if (year, n) < (today.year, (today.month + 2) // 3)]
