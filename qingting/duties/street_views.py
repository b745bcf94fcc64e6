"""The sub-district committees and the deputies' groups, as pages."""

from collections import defaultdict

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from qingting.desk.visitor import actors_of
from qingting.docket.process import Refused
from qingting.duties import groups, streets
from qingting.duties.models import Activity
from qingting.duties.street_forms import HOME, YearForm
from qingting.duties.streets import StreetYear
from qingting.organs.models import Organ, Post, Role

A_PAGE = 20
K = Organ.Kind
OWN = (*HOME, K.CONGRESS, K.STANDING_COMMITTEE, K.CHAIRPERSONS, K.STATION, K.GROUP)


def inside(actors) -> Post | None:
    """The first of these actors who belongs to the congress's own side: to whom its committees and groups are shown."""
    return next((one for one in actors if one.organ.kind in OWN), None)


def here(request) -> Post:
    """The post in which this visitor looks; else 404."""
    post = inside(actors_of(request))
    if post is None:
        raise Http404
    return post


def clerk_among(actors, *kinds) -> Post | None:
    """The clerk, among these actors, of an organ of the congress's own side."""
    return next((one for one in actors if one.role == Role.CLERK and one.organ.kind in (kinds or HOME)), None)


def clerk_here(request, *kinds) -> Post:
    found = clerk_among(actors_of(request), *kinds)
    if not found:
        raise Http404
    return found


def asked(request, form, heading, back, act, words, about="", more=None):
    """A form, and what is done when it is sent; what a refusal leaves is the form as it was. `back`: words and address."""
    said = {"about": about, "form": form, "heading": heading, "back": back, "words": words, **(more or {})}
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                return redirect(act())
        except Refused as refusal:
            said["refusal"] = str(refusal)
    return render(request, "duties/street_form.html", said, status=422 if request.method == "POST" else 200)


def year_asked(request) -> int:
    """The year in the address, or this one where it names none that can be."""
    said = request.GET.get("year", "")
    return (
        int(said)
        if said.isascii() and said.isdecimal() and 1949 < int(said[:4]) < 2200 and len(said) == 4
        else localdate().year
    )


@login_required
@require_GET
def overview(request):
    """All committees of a year: who staffs them, their quarters, their plan and report, in a handful of queries."""
    by, today, year = here(request), localdate(), year_asked(request)
    day = min(today, today.replace(year=year, month=12, day=31)) if year <= today.year else today
    found = list(streets.streets(by.congress_id, day))
    met, over = streets.sittings(found, year), streets.quarters_over(year, today)
    full = set(streets.staffed(by.congress_id, day).values_list("pk", flat=True))
    posts = defaultdict(list)
    for post in Post.objects.current(day).filter(organ__in=found).select_related("person").order_by("pk"):
        posts[post.organ_id].append(post)
    years = {y.street_id: y for y in StreetYear.objects.filter(street__in=found, year=year).filed()}
    rows = [
        {
            "street": one,
            "director": next((p for p in posts[one.pk] if p.role == Role.CHAIR), None),
            "liaison": next((p for p in posts[one.pk] if streets.LIAISON in p.title), None),
            "members": sum(p.role in streets.MEMBERS for p in posts[one.pk]),
            "is_staffed": one.pk in full,
            "quarters": [(n, len(met.get(one.pk, {}).get(n, ())), n in over) for n in streets.QUARTERS],
            "year": years.get(one.pk),
        }
        for one in found
    ]
    page = {"rows": rows, "year": year, "rule": streets.rule("committee_meetings", by.organ.congress, day)}
    return render(request, "duties/streets.html", page | {"staffed": len(full), "years": (year - 1, year + 1)})


@login_required
@require_GET
def street(request, pk):
    """One committee: its people, its year by quarters, what it lays down and reports, and what it did."""
    by, today, year = here(request), localdate(), year_asked(request)
    kind = K.SUBDISTRICT_COMMITTEE
    found = get_object_or_404(Organ, pk=pk, congress=by.congress_id, kind=kind)
    met, over = streets.sittings([found], year).get(found.pk, {}), streets.quarters_over(year, today)
    posts = list(found.posts.current(today).select_related("person").order_by("pk"))
    mine = clerk_among(actors_of(request), kind)
    page = {
        "street": found,
        "posts": posts,
        "is_staffed": streets.staffed(by.congress_id, today).filter(pk=found.pk).exists(),
        "quarters": [(n, met.get(n, []), n in over) for n in streets.QUARTERS],
        "lacking": [n for n in over if n not in met],
        "rule": streets.rule("committee_meetings", by.organ.congress, today),
        "seen": set(StreetYear.objects.seen_by(*actors_of(request)).filter(street=found).values_list("pk", flat=True)),
        "its_years": list(StreetYear.objects.filter(street=found).filed().order_by("-year")[:A_PAGE]),
        "may_plan": mine is not None and mine.organ_id == found.pk,
        "year": year,
        "years": (year - 1, year + 1),
    }
    return render(request, "duties/street.html", page)


@login_required
def new_year(request):
    """The committee's own clerk begins its year; what it plans, the first step asks."""
    by = clerk_here(request, K.SUBDISTRICT_COMMITTEE)
    form = YearForm(request.POST or None, by=by)

    def act():
        year = form.cleaned_data["year"]
        title = f"{by.organ}{year}年工作"
        return StreetYear.objects.get_or_create(
            street=by.organ, year=year, defaults={"keeper": by.organ, "title": title}
        )[0]

    back = (by.organ, reverse("street", args=[by.organ_id]))
    return asked(request, form, _("写年度计划和报告"), back, act, _("下一步：写计划"))


@login_required
@require_GET
def group_list(request):
    """The specialist groups: how many are in them and what they did this year; no order but that of their making."""
    by, today, year = here(request), localdate(), year_asked(request)
    found = list(groups.groups(by.congress_id, today))
    done, sit = defaultdict(int), defaultdict(list)
    for one in groups.activities(found, year).values_list("group", flat=True):
        done[one] += 1
    for post in Post.objects.current(today).filter(organ__in=found, role__in=groups.SITS).select_related("person"):
        sit[post.organ_id].append(post)
    rows = [
        {"group": one, "leader": next((p for p in sit[one.pk] if p.role == Role.CHAIR), None), "members": len(sit[one.pk]), "done": done[one.pk]}
        for one in found
    ]  # fmt: skip
    rule = streets.rule("group_activities", by.organ.congress, today)
    return render(
        request, "duties/groups.html", {"rows": rows, "year": year, "years": (year - 1, year + 1), "rule": rule}
    )


@login_required
@require_GET
def group(request, pk):
    """One group: its leader, its members, and what it did in a year."""
    by, today, year = here(request), localdate(), year_asked(request)
    found = get_object_or_404(groups.groups(by.congress_id, today), pk=pk)
    done = list(groups.activities([found], year)[:200])
    seen = set(
        Activity.objects.seen_by(*actors_of(request)).filter(pk__in=[a.pk for a in done]).values_list("pk", flat=True)
    )
    page = {
        "group": found,
        "members": groups.members(found, today),
        "done": [(a, a.get_absolute_url() if a.pk in seen else "") for a in done],
        "rule": streets.rule("group_activities", by.organ.congress, today),
        "is_over": year < today.year,
        "year": year,
        "years": (year - 1, year + 1),
    }
    return render(request, "duties/group.html", page)
