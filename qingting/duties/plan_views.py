"""The deputies' yearly plan: drafted line by line at the desk; what everyone may read of it, and as a calendar."""

from datetime import date, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe
from icalendar import Event

from qingting.desk.visitor import actors_of, find
from qingting.docket.models import hats
from qingting.duties.street_forms import PlanItemForm, PlanYearForm
from qingting.duties.street_views import asked, clerk_among
from qingting.duties.yearly import DeputiesPlan, PlanItem, held, kind_labels, office
from qingting.meetings.diary import calendar
from qingting.meetings.public_views import as_calendar, by_code, congresses
from qingting.organs.models import Organ
from qingting.organs.offices import office_for_deputies

OPEN = ("draft", "lost")


def who_plans(actors):
    """The clerk of the office that does the deputies' work; None where no actor is."""
    by = clerk_among(actors, Organ.Kind.OFFICE)
    return by if by and by.organ == office_for_deputies(by.congress_id) else None


@login_required
def new_plan(request):
    by = who_plans(actors_of(request))
    if not by:
        raise Http404
    form = PlanYearForm(request.POST or None)

    def act():
        """One draft a year: begun again, it is the one that is there. It begins with the lines of the one that stands."""
        year = form.cleaned_data["year"]
        ours = DeputiesPlan.objects.filter(congress=by.congress_id, year=year)
        if again := ours.filter(state__in=OPEN).first():
            return reverse("plan_items", args=[again.pk])
        p = DeputiesPlan.objects.create(keeper=by.organ, year=year, title=f"{year}年代表工作计划")
        standing = PlanItem.objects.filter(plan__in=ours.filter(state="published"))
        copies = [
            PlanItem(plan=p, month=one.month, activity_kind=one.activity_kind, what=one.what, organiser=one.organiser)
            for one in standing.select_related("organiser")
        ]
        PlanItem.objects.bulk_create(copies)
        return reverse("plan_items", args=[p.pk])

    back = (_("代表工作计划"), reverse("register", args=["deputies_plans"]))
    return asked(
        request, form, _("起草代表工作计划"), back, act, _("下一步：写计划事项"), DeputiesPlan._meta.label_lower
    )


@login_required
def items(request, pk):
    """The lines of a draft: added and taken out."""
    actors = actors_of(request)
    p = find(actors, pk)
    if not isinstance(p, DeputiesPlan) or p.state not in OPEN or office.hat(p) not in hats(actors):
        raise Http404
    form = PlanItemForm(request.POST if "add" in request.POST else None, instance=PlanItem(plan=p))
    if "drop" in request.POST and request.POST["drop"].isdecimal():
        get_object_or_404(PlanItem, pk=request.POST["drop"][:18], plan=p).delete()
        return redirect("plan_items", p.pk)
    if "add" in request.POST and form.is_valid():
        form.save()
        return redirect("plan_items", p.pk)
    page = {"about": p.kind, "p": p, "form": form, "lines": lines_of(p)}
    return render(request, "duties/plan_items.html", page, status=422 if form.errors else 200)


def lines_of(p, today: date | None = None) -> list[dict]:
    """Each line with what its kind is called, what was held of it, and whether its month is over with nothing held."""
    labels, today = kind_labels(p), today or localdate()
    return [
        {
            "item": item,
            "kind": labels.get(item.activity_kind, item.activity_kind),
            "held": done,
            "is_missing": not done and (p.year, item.month) < (today.year, today.month),
        }
        for item, done in held(p)
    ]


def standing(congress):
    """The plans of a congress that anyone may read, the newest first."""
    return DeputiesPlan.objects.filter(congress=congress, state="published", public=True).order_by("-year", "-pk")


@require_GET
def public_plan(request, code=None):
    """The plan of this year, or of one that is asked for; where several congresses are served, a choice."""
    found = [by_code(code)] if code else congresses()
    if len(found) != 1:
        return render(request, "duties/public_plan_congresses.html", {"congresses": [one for one in found if one.code]})
    plans = list(standing(found[0])[:10])
    asked_for = request.GET.get("year", "")
    p = next((one for one in plans if str(one.year) == asked_for), plans[0] if plans else None)
    page = {"congress": found[0], "p": p, "plans": plans, "lines": lines_of(p) if p else []}
    return render(request, "duties/public_plan.html", page)


@require_safe
def public_plan_feed(request, code=None):
    """The plans of this year and the next as a calendar, a month to each line: no day is promised before it is fixed."""
    found = [by_code(code)] if code else congresses()
    if len(found) != 1:
        raise Http404
    plans = [p for p in standing(found[0])[:10] if p.year >= localdate().year]
    fed = [entry(p, item) for p in plans for item in p.items.select_related("organiser")]
    return as_calendar(calendar(found[0], _("%(congress)s代表工作计划") % {"congress": found[0]}, fed), "deputies-plan")


def entry(p: DeputiesPlan, item: PlanItem) -> Event:
    begins = date(p.year, item.month, 1)
    event = Event()
    event.add("uid", f"plan-item-{item.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", p.moved_at)
    event.add("dtstart", begins)
    event.add("dtend", (begins + timedelta(days=31)).replace(day=1))
    event.add("summary", f"{item.what} · {item.organiser}")
    event.add("transp", "TRANSPARENT")  # a month is not taken up by it
    return event
