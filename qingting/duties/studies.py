"""How a study (调研报告) is written, handed in, sent to the organs it advises, and what they make of it.

Law: Deputies Law (2025) art. 31: what deputies report of an inspection visit or of topical research is forwarded to the
organs concerned, which study it, deal with it and feed back in time; the number of days stands in the rulebook. No law
read speaks of the studies of leading members and of the staff: their steps are the same, but nothing need be forwarded.
Each organ's feedback is a matter of its own, for they are owed apart.
"""

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.clocks.rules import Rule
from qingting.docket.models import Matter, MatterQuerySet
from qingting.docket.models import Series as Numbers
from qingting.docket.process import Amend, Clock, Process, Step, Who
from qingting.duties.models import Activity
from qingting.meetings.telling import tell
from qingting.organs.fields import Line, Text
from qingting.organs.models import Organ, Person, Post, Role
from qingting.organs.offices import office_for_deputies, standing_committee

ART_31 = "《中华人民共和国全国人民代表大会和地方各级人民代表大会代表法》（2025）第三十一条"


class Study(Matter):
    """One report: of which series, by whom, from which activities, and what it advises whom."""

    class Series(models.TextChoices):
        LEADING = "leading", _("主任会议成员领题调研")
        DEPUTIES = "deputies", _("代表视察、专题调研")
        CENTRES = "centres", _("街道综合执法中心调研")
        STAFF = "staff", _("机关干部下基层调研")

    series = models.CharField(_("哪一类调研"), max_length=10, choices=Series)
    writer = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False, verbose_name=_("执笔人"))
    authors = models.ManyToManyField(Post, related_name="studies", verbose_name=_("调研人"))
    activities = models.ManyToManyField(Activity, blank=True, related_name="studies", verbose_name=_("根据哪些活动"))
    text = Text(_("报告正文"), max_length=20_000, blank=True, help_text=_("印送单位看的是这里的正文；有格式的文件，存好以后另外附上"))
    submitted_on = models.DateField(_("提交日期"), null=True, editable=False)
    coordinator = models.ForeignKey(Organ, models.PROTECT, null=True, related_name="+", editable=False)
    committee = models.ForeignKey(Organ, models.PROTECT, null=True, related_name="+", editable=False)
    # the congress, where every deputy may read it: what deputies found themselves
    readers = models.ForeignKey(Organ, models.PROTECT, null=True, related_name="+", editable=False)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("调研报告")
        indexes = [models.Index(fields=["series", "submitted_on"], name="studies_by_day")]

    def save(self, *args, **kwargs):
        if self._state.adding:
            congress = self.keeper.congress_id
            self.coordinator, self.committee = office_for_deputies(congress), standing_committee(congress)
            open_to_all = self.series in (Study.Series.DEPUTIES, Study.Series.CENTRES)
            self.readers_id = congress if open_to_all else None
        super().save(*args, **kwargs)

    @property
    def advised(self):
        """The organs that an advice names, once each, in the order of their names."""
        return Organ.objects.filter(pk__in=self.advice.exclude(organ=None).values("organ")).order_by("name")


class Advice(models.Model):
    """One opinion of a study (意见建议): to one organ, or to all to whom the report goes."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="advice")
    text = Line(_("意见建议"), max_length=500)
    organ = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("向谁提")
    )

    class Meta:
        verbose_name = _("意见建议")
        constraints = [models.UniqueConstraint(fields=["study", "text"], name="an_advice_once_in_a_study")]

    def __str__(self):
        return self.text


class Feedback(Matter):
    """What one organ says that it made of a study."""

    report = models.ForeignKey(Study, models.PROTECT, related_name="replies", verbose_name=_("哪篇报告"))
    handler = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name=_("研究处理单位"))
    readers = models.ForeignKey(Organ, models.PROTECT, null=True, related_name="+", editable=False)
    answer = Text(_("研究处理情况"), max_length=5000, blank=True, help_text=_("逐条写：采纳了什么，做了什么，不采纳的写明原因"))

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("调研报告的反馈")
        constraints = [models.UniqueConstraint(fields=["report", "handler"], name="one_feedback_of_an_organ")]


# The cast.
writer = Who("writer", label=_("执笔人"))
keeper = Who("keeper", Role.CLERK, _("执笔单位经办人"))
office = Who("coordinator", Role.CLERK, _("代表工作机构"))
office_head = Who("coordinator", Role.HEAD, _("代表工作机构负责人"))
chair = Who("committee", Role.CHAIR, _("常委会主任"))
vice_chairs = Who("committee", Role.VICE_CHAIR, _("常委会副主任"))
deputies = Who("readers", Role.DEPUTY, _("代表"))
handler = Who("handler", Role.CLERK, _("研究处理单位"))
handler_head = Who("handler", Role.HEAD, _("研究处理单位负责人"))
sender = Who("keeper", Role.CLERK, _("代表工作机构"))

# What a step needs. Each says what is missing, or None.

def a_report(s):
    """In words of its own: whoever is advised reads these, and not the files of others."""
    return None if s.text.strip() else said("报告还是空的，请写正文；有格式的文件可以另外附上")


def those_who_made_it(s):
    """A series is what its authors are: a leading member leads his own topic, the staff go by themselves."""
    authors = list(s.authors.select_related("organ", "person"))
    if not authors:
        return said("还没有写明是谁调研的，请先选调研人")
    leads = any(a.organ.kind == Organ.Kind.CHAIRPERSONS for a in authors)
    if s.series == Study.Series.LEADING and not leads:
        return said("领题调研要由主任会议成员领题，请在调研人里选领题的主任会议成员")
    if s.series == Study.Series.DEPUTIES and not any(a.role == Role.DEPUTY for a in authors):
        return said("代表视察、专题调研的报告要有代表，请在调研人里选代表")
    return None


def what_it_stands_on(s):
    """What deputies report of was held and is confirmed; a survey of the centres went to one."""
    kinds = {
        Study.Series.DEPUTIES: ("research", "inspection", "centre_survey"), Study.Series.CENTRES: ("centre_survey",),
    }.get(s.series)  # fmt: skip
    if not kinds or s.activities.filter(activity_kind__in=kinds, state="confirmed").exists():
        return None
    return said("“%(series)s”要有据：请先登记并确认这次活动，再选进“根据哪些活动”") % {"series": s.get_series_display()}


def an_organ_to_forward_it_to(s):
    return None if s.advised.exists() else said("没有一条意见建议写明向哪个单位提，不知道印送给谁。请退回执笔人补上")


def nothing_the_law_wants_forwarded(s):
    """What deputies found goes to the organs concerned; what nobody outside is advised of may be kept."""
    if s.series == Study.Series.DEPUTIES:
        return said("代表视察、专题调研的报告要转交有关机关、组织（%(law)s），请点“印送有关单位”") % {"law": ART_31}
    return said("报告向有关单位提了意见建议，请点“印送有关单位”") if s.advised.exists() else None


def every_feedback(s):
    waits = s.replies.exclude(state="answered").select_related("handler").order_by("pk").first()
    return said("%(organ)s还没有反馈，收齐了再告知代表") % {"organ": waits.handler} if waits else None


def a_study_still_open(f):
    return None if f.report.state == "forwarded" else said("报告“%(state)s”，不能再退回") % {"state": f.report.state_label}


# What follows from a step.

def number_it(s, event):
    if not s.number:
        year = s.today.year
        s.number = f"调研〔{year}〕{Numbers.following(s.congress_id, f'studies:{year}')}号"
    s.submitted_on = s.submitted_on or localdate(event.at)
    s.save(update_fields=["number", "submitted_on"])


def ask_each_for_feedback(s, event):
    """One matter to each organ that is advised: each owes its own answer by its own day."""
    for organ in s.advised:
        its = Feedback(title=s.title, report=s, handler=organ, keeper=s.coordinator, readers=s.readers, source=s)
        its.take("send", event.post, at=event.at)


def tell_the_deputies(s, event):
    """Who went and who wrote hears what came of it."""
    went = Post.objects.filter(activities__activity__in=s.activities.all(), activities__struck=False)
    tell(event, [*s.authors.all(), *went.distinct()])


class StudyProcess(Process, of=Study):
    watched_by = (keeper, office_head, chair, vice_chairs, deputies)
    reads = ("keeper", "writer", "coordinator")
    kin = ("feedback",)
    route = ("submit", "forward", "report_back")

    states = dict(draft=_("草稿"), submitted=_("已提交"), returned=_("退回修改"), forwarded=_("已印送，待反馈"), told=_("已告知代表"), kept=_("存档备用"), withdrawn=_("已撤回"))

    submit      = Step(_("提交"), ("draft", "returned"), "submitted", by=writer, needs=(those_who_made_it, a_report, what_it_stands_on), then=number_it)
    forward     = Step(_("印送有关单位"), "submitted", "forwarded", by=office, needs=(an_organ_to_forward_it_to,), then=ask_each_for_feedback)
    keep        = Step(_("存档备用"), "submitted", "kept", by=office, needs=(nothing_the_law_wants_forwarded,))
    send_back   = Step(_("退回修改"), "submitted", "returned", by=office, why=True, at_will=True)
    report_back = Step(_("收齐反馈，告知代表"), "forwarded", "told", by=office, needs=(every_feedback,), then=tell_the_deputies)
    withdraw    = Step(_("撤回"), ("submitted", "returned"), "withdrawn", by=writer, why=True, at_will=True)
    amend       = Amend(by=writer, fields=("title", "text"))

    forwarding = Clock(_("印送调研报告"), submit, (forward, keep, send_back, withdraw), Rule("survey_report_forwarding"))


class FeedbackProcess(Process, of=Feedback):
    is_heard = False
    watched_by = (handler_head, deputies)
    reads = ("handler", "report", "keeper")
    route = ("send", "answer")

    states = dict(draft=_("草稿"), sent=_("待反馈"), answered=_("已反馈"))

    send      = Step(_("印送"), "draft", "sent", by=sender)
    answer    = Step(_("反馈研究处理情况"), "sent", "answered", by=handler, fields=("answer",))
    send_back = Step(_("请补充反馈"), "answered", "sent", by=sender, why=True, needs=(a_study_still_open,), at_will=True)
    amend     = Amend(by=handler, fields=("answer",))

    feeding_back = Clock(_("反馈研究处理情况"), (send, send_back), answer, Rule("survey_report_feedback"))
