"""What the file of a deputy tells of activities, training, reports to voters, honours, and what he objected to himself."""

from django.urls import reverse
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.duties.honours import confirmed
from qingting.duties.models import Objection, Presence
from qingting.duties.studies import Study
from qingting.duties.voter_reports import VoterReport
from qingting.files.sections import Chapter, Section

TRAINING = "training"


def there(congress, since, until):
    """The person-times of deputies at confirmed activities that were held in the period."""
    return Presence.objects.filter(
        activity__congress=congress, activity__state="confirmed", activity__held_on__range=(since, until), struck=False
    )


def at_activities(congress, since, until):
    return there(congress, since, until).exclude(activity__activity_kind=TRAINING)


def at_training(congress, since, until):
    return there(congress, since, until).filter(activity__activity_kind=TRAINING)


def says_activity(p) -> str:
    told = {"kind": p.activity.its_kind, "title": p.activity.title}
    return (said("%(kind)s：%(title)s（主讲或带队）") if p.leads else said("%(kind)s：%(title)s")) % told


def says_training(p) -> str:
    """How long it was in days, the first and the last among them, and what was handed out."""
    a = p.activity
    told = {"title": a.title, "days": ((a.ends_on or a.held_on) - a.held_on).days + 1, "copies": a.copies}
    return (
        said("%(title)s（%(days)s 天，共发放资料 %(copies)s 册）") if a.copies else said("%(title)s（%(days)s 天）")
    ) % told


def studied(congress, since, until):
    """Each author of a report that was handed in in the period."""
    return Study.authors.through.objects.filter(
        study__congress=congress, study__submitted_on__range=(since, until)
    ).exclude(study__state__in=("draft", "returned", "withdrawn"))


def reported(congress, since, until):
    held = VoterReport.objects.filter(congress=congress, state__in=("held", "rated", "closed"))
    return held.filter(held_on__range=(since, until))


def says_report(r) -> str:
    told = said("向%(whom)s述职，到会 %(present)s 人") % {"whom": r.to_whom, "present": r.present}
    return said("%(told)s；%(ratings)s") % {"told": told, "ratings": r.ratings} if r.ratings else told


def says_honour(h) -> str:
    return said("%(name)s（%(given_by)s授予；依据：%(proof)s）") % {
        "name": h.name,
        "given_by": h.given_by,
        "proof": h.proof,
    }


def objected(congress, since, until):
    raised = Objection.objects.filter(congress=congress, filed_on__range=(since, until))
    return raised.exclude(state="draft")


def says_objection(o) -> str:
    return said("对“%(title)s”：%(claim)s（%(state)s）") % {
        "title": o.about.title, "claim": o.get_claim_display(), "state": o.state_label
    }  # fmt: skip


IN_ACTIVITY = dict(person="post__person", on="activity__held_on", matter="activity")

Section(
    "activities",
    _("参加活动"),
    _("次"),
    _("经确认的“三进”、视察、调研、学习、宣讲等，不含培训"),
    Chapter.ACTIVITIES,
    1,
    at_activities,
    says=says_activity,
    reads=("activity__congress",),
    sort=lambda p: p.activity.its_kind,
    **IN_ACTIVITY,
)
Section(
    "training",
    _("参加培训"),
    _("次"),
    _("经确认的专题培训、分类培训和履职轮训"),
    Chapter.ACTIVITIES,
    3,
    at_training,
    says=says_training,
    reads=("activity",),
    **IN_ACTIVITY,
)
Section(
    "studies",
    _("调研报告"),
    _("篇"),
    _("期内提交、本人是调研人的"),
    Chapter.ACTIVITIES,
    4,
    studied,
    "post__person",
    "study__submitted_on",
    lambda one: one.study.title,
    matter="study",
    reads=("study",),
    sort=lambda one: one.study.get_series_display(),
    is_notable=True,
)
Section(
    "voter_reports",
    _("述职"),
    _("次"),
    _("已经举行的向选区选民或者区人大常委会的述职"),
    Chapter.REPORTS,
    1,
    reported,
    "deputy",
    "held_on",
    says_report,
    reads=("constituency",),
    tells=lambda r: (r.title, reverse("public_voter_report", args=[r.pk])),
)
Section(
    "honours",
    _("荣誉"),
    _("项"),
    _("任职期间授予、经第二人确认"),
    Chapter.HONOURS,
    1,
    confirmed,
    "post__person",
    "given_on",
    says_honour,
    matter=None,
    is_notable=True,
)
Section(
    "objections",
    _("本人提出的异议"),
    _("件"),
    _("对履职记录提出的，不论采纳与否，都留在这里"),
    Chapter.OBJECTIONS,
    1,
    objected,
    "deputy",
    "filed_on",
    says_objection,
    reads=("about",),
    public=False,
)
