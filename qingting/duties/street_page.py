"""What the pages of studies, feedback, livelihood matters, sub-district years and plans show besides their steps."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qingting.desk.begins import Beginning, told_elsewhere
from qingting.desk.story import body_of
from qingting.docket.models import hats
from qingting.duties.livelihood import Livelihood
from qingting.duties.models import Activity
from qingting.duties.plan_views import lines_of
from qingting.duties.plan_views import office as planning_office
from qingting.duties.street_views import clerk_among
from qingting.duties.streets import QUARTERS, StreetYear, quarters_over, sittings
from qingting.duties.studies import Feedback, Study, writer
from qingting.duties.study_views import OPEN
from qingting.duties.yearly import DeputiesPlan
from qingting.organs.models import Organ


def may_register(matter, actors) -> bool:
    """What is found in an activity or told by a resident is written down by the sub-district that keeps it."""
    is_raised = isinstance(matter, Activity) or hasattr(matter, "receipt_id")
    by = clerk_among(actors, Organ.Kind.SUBDISTRICT_COMMITTEE)
    return bool(is_raised and by and by.organ_id == matter.keeper_id and matter.state != "draft")


Beginning(
    words=_("登记为民生实事"),
    address=lambda matter: f"{reverse('livelihood_new')}?source={matter.pk}",
    may=may_register,
)


@body_of(Study)
def body_of_study(s, actors):
    worn, posts = set(hats(actors)), s.authors.select_related("person", "organ").order_by("pk")
    activities = list(s.activities.order_by("held_on", "pk"))
    seen = set(Activity.objects.seen_by(*actors).filter(pk__in=[a.pk for a in activities]).values_list("pk", flat=True))
    replies = list(s.replies.select_related("handler").order_by("pk"))
    mine = set(Feedback.objects.seen_by(*actors).filter(report=s.pk).values_list("pk", flat=True))
    return {
        "authors": posts,
        "activities": [(a, a.get_absolute_url() if a.pk in seen else "") for a in activities],
        "advice": list(s.advice.select_related("organ").order_by("pk")),
        "replies": [(one, one.get_absolute_url() if one.pk in mine else "") for one in replies],
        "may_edit": s.state in OPEN and writer.hat(s) in worn,
    }


@body_of(Feedback)
def body_of_feedback(f, actors):
    """The organ that is advised reads the report and what it is advised, though the study itself is not its own."""
    advice = [one for one in f.report.advice.order_by("pk") if one.organ_id in (None, f.handler_id)]
    return {"report": f.report, "advice": advice}


@body_of(Livelihood)
def body_of_livelihood(one, actors):
    return {"solver": one.solver}


@body_of(StreetYear)
def body_of_year(y, actors):
    met, over = sittings([y.keeper], y.year).get(y.keeper_id, {}), quarters_over(y.year)
    return {
        "quarters": [(n, met.get(n, []), n in over) for n in QUARTERS],
        "lacking": [n for n in over if n not in met],
    }


@body_of(DeputiesPlan)
def body_of_plan(p, actors):
    return {
        "lines": lines_of(p),
        "may_edit": p.state in ("draft", "lost") and planning_office.hat(p) in hats(actors),
        "is_public": p.public,
    }


@told_elsewhere(_("据此写的调研报告"))
def studies_of(matter, actors):
    """Which studies stand on an activity: those that one may see."""
    if not isinstance(matter, Activity):
        return []
    found = Study.objects.seen_by(*actors).filter(activities=matter).filed().order_by("pk")
    return [(s.title, s.get_absolute_url()) for s in found]
