"""The yearly plan of deputies' work (代表工作计划): drafted by the office, adopted by the chairpersons, told and published.

Law: Deputies Law (2025) art. 43: the standing committee draws up a yearly plan for deputies' work, which the chairpersons'
meeting adopts; it is told to deputies and made public. By when after its adoption stands in the rulebook; no text sets it.
"""

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.clocks.rules import Rule
from qingting.docket.models import Matter, MatterQuerySet
from qingting.docket.process import Amend, Clock, Process, Refused, Step, Who
from qingting.duties.kinds import kinds_of
from qingting.duties.models import Activity
from qingting.meetings.agenda import add, take_off
from qingting.meetings.briefings import in_office
from qingting.meetings.following import a_vote_that_carried, a_vote_that_lost, an_annulled_vote
from qingting.meetings.models import Item, Meeting
from qingting.meetings.telling import tell
from qingting.organs.fields import Line
from qingting.organs.models import Organ, Person, Role

ART_43 = "《中华人民共和国全国人民代表大会和地方各级人民代表大会代表法》（2025）第四十三条"
AHEAD = ("draft", "planned", "notified")


class DeputiesPlan(Matter):
    """The plan of one year. Another one for the same year takes its place once it is published."""

    year = models.PositiveSmallIntegerField(_("年份"))
    at_meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("提请哪次主任会议"),
        limit_choices_to={"body__kind": Organ.Kind.CHAIRPERSONS, "state__in": AHEAD, "agenda_adopted": False},
    )  # fmt: skip
    presiding = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", editable=False)
    published_on = models.DateField(_("公布日期"), null=True, editable=False)
    # the congress, once every deputy is told of it
    readers = models.ForeignKey(Organ, models.PROTECT, null=True, related_name="+", editable=False)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("代表工作计划")


class PlanItem(models.Model):
    """One line of a plan: in which month, what, and who sees to it."""

    plan = models.ForeignKey(DeputiesPlan, models.CASCADE, related_name="items")
    month = models.PositiveSmallIntegerField(_("月份"), choices=[(n, _("%(n)s月") % {"n": n}) for n in range(1, 13)])
    activity_kind = models.SlugField(_("活动种类"), max_length=30)
    what = Line(_("内容"), max_length=200)
    organiser = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name=_("由谁组织"))

    class Meta:
        verbose_name = _("计划事项")
        ordering = ("month", "pk")
        constraints = [
            models.UniqueConstraint(fields=["plan", "month", "what"], name="one_line_of_a_plan"),
            models.CheckConstraint(condition=models.Q(month__range=(1, 12)), name="a_month_of_the_year"),
        ]

    def __str__(self):
        return self.what


office = Who("keeper", Role.CLERK, _("代表工作机构"))
office_head = Who("keeper", Role.HEAD, _("代表工作机构负责人"))
presiding = Who("presiding", "", _("主持人"))
deputies = Who("readers", Role.DEPUTY, _("代表"))


def something_planned(p):
    return None if p.items.exists() else said("计划里还没有事项，请先加上再提请")


def an_agenda_that_is_open(p):
    """Where one may only tell it whether there is any: which meeting, the step itself asks."""
    ahead = Meeting.objects.filter(congress=p.congress_id, body__kind=Organ.Kind.CHAIRPERSONS, state__in=AHEAD, agenda_adopted=False)
    return None if ahead.exists() else said("没有待开的主任会议。计划由主任会议通过（%(law)s），请先召集主任会议") % {"law": ART_43}


def put_it_on_the_agenda(p, event):
    """The chairpersons adopt it by their vote, and whoever presides there announces it."""
    m = p.at_meeting
    if m.body.kind != Organ.Kind.CHAIRPERSONS or m.state not in AHEAD or m.agenda_adopted:
        raise Refused(said("计划由主任会议通过（%(law)s），请选一次议程还没有通过的主任会议") % {"law": ART_43})
    for item in Item.objects.filter(matter=p.pk, meeting__state__in=AHEAD).exclude(meeting=m).order_by("pk"):
        take_off(item)
    if not m.items.filter(matter=p.pk).exists():
        add(Item(meeting=m, title=p.title, matter=p.matter_ptr, access=Item.Access.INTERNAL))
    p.presiding = m.presiding
    p.save(update_fields=["presiding"])


def tell_and_publish(p, event):
    """Every deputy in office is told, anyone may read it, and the plan that stood before stands no more."""
    p.public, p.published_on, p.readers_id = True, localdate(event.at), p.congress_id
    p.save(update_fields=["public", "published_on", "readers"])
    earlier = DeputiesPlan.objects.filter(congress=p.congress_id, year=p.year, state="published").exclude(pk=p.pk)
    for one in earlier.order_by("pk"):
        one.take("give_way", event.post, at=event.at)
    tell(event, in_office(p.congress_id, localdate(event.at)))


def a_later_plan(p):
    later = DeputiesPlan.objects.filter(congress=p.congress_id, year=p.year, state="published", pk__gt=p.pk)
    return None if later.exists() else said("同一年的新计划公布时自动替换；要调整，请再“起草代表工作计划”")


def hide_it(p, event):
    p.public = False
    p.save(update_fields=["public"])


class DeputiesPlanProcess(Process, of=DeputiesPlan):
    watched_by = (office_head, deputies)
    reads = ("keeper", "at_meeting")
    route = ("submit", "carry", "publish")

    states = dict(draft=_("起草"), submitted=_("已提请主任会议"), adopted=_("已通过，待公布"), lost=_("未通过"), published=_("已公布"), replaced=_("已被新计划替换"), dropped=_("不再提请"))

    submit   = Step(_("提请主任会议"), ("draft", "lost"), "submitted", by=office, fields=("at_meeting",), needs=(something_planned, an_agenda_that_is_open), then=put_it_on_the_agenda)
    move     = Step(_("改提另一次主任会议"), "submitted", "", by=office, fields=("at_meeting",), then=put_it_on_the_agenda, at_will=True)
    carry    = Step(_("主任会议通过"), "submitted", "adopted", by=presiding, needs=(a_vote_that_carried,))
    lose     = Step(_("主任会议未通过"), "submitted", "lost", by=presiding, needs=(a_vote_that_lost,), at_will=True)
    revote   = Step(_("表决无效，重新表决"), ("adopted", "lost"), "submitted", by=presiding, needs=(an_annulled_vote,), at_will=True)
    publish  = Step(_("通知代表并公布"), "adopted", "published", by=office, then=tell_and_publish)
    give_way = Step(_("由新计划替换"), "published", "replaced", by=office, needs=(a_later_plan,), then=hide_it, at_will=True)
    drop     = Step(_("不再提请"), ("submitted", "lost"), "dropped", by=office, why=True, at_will=True)
    amend    = Amend(by=office, fields=("title",))

    publishing = Clock(_("公布代表工作计划"), carry, (publish, revote), Rule("deputies_plan_publication"))


def held(plan: DeputiesPlan) -> list[tuple[PlanItem, list[Activity]]]:
    """Each line of a plan with what was held: confirmed activities of its kind and organiser in its month; two queries."""
    items = list(plan.items.select_related("organiser"))
    done: dict[tuple, list[Activity]] = {}
    found = Activity.objects.filter(
        congress=plan.congress_id, state="confirmed", held_on__year=plan.year,
        activity_kind__in={item.activity_kind for item in items}, keeper__in={item.organiser_id for item in items},
    )  # fmt: skip
    for one in found.order_by("held_on", "pk"):
        done.setdefault((one.activity_kind, one.keeper_id, one.held_on.month), []).append(one)
    return [(item, done.get((item.activity_kind, item.organiser_id, item.month), [])) for item in items]


def kind_labels(plan: DeputiesPlan) -> dict[str, str]:
    """What the kinds of a plan's lines are called, in the language of the page."""
    return {key: str(kind) for key, kind in kinds_of(plan.congress, localdate()).items()}
