"""Stations at the desk: the list, a station with who receives there, setting one up, and what a deputy's page says."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from qingting.desk.visitor import actors_of
from qingting.directory.views import exported, here, sent
from qingting.docket.process import Refused
from qingting.organs.fields import Typed
from qingting.organs.models import Organ, Post, Role
from qingting.organs.workbooks import MOST_ROWS
from qingting.stations import codes, photographs
from qingting.stations.forms import ProfileForm, StationForm, StayForm
from qingting.stations.keeping import issuer, keeper_of, looks_after, opener, posts_of
from qingting.stations.models import Code, DutyDay, Profile, Station, Stationed
from qingting.stations.rosters import STATIONS, station_cells

PAGE = 20  # rows
NEXT = 12  # reception days on the page of a station


class Narrowed(forms.Form):
    q = Typed(label=gettext_lazy("站名、地址"), max_length=50, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("类型"), choices=[("", gettext_lazy("全部")), *Station.Kind.choices], required=False
    )
    committee = forms.ModelChoiceField(
        Organ.objects.none(), label=gettext_lazy("管理机构"), required=False, empty_label=gettext_lazy("全部")
    )
    closed = forms.ChoiceField(
        label=gettext_lazy("开放"),
        choices=[("", gettext_lazy("开放的")), ("closed", gettext_lazy("已撤销")), ("all", gettext_lazy("全部"))],
        required=False,
    )
    after = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**62)

    def __init__(self, data, *, congress):
        super().__init__(data)
        keeping = Station.objects.filter(congress=congress).values("organ__parent")
        self.fields["committee"].queryset = Organ.objects.filter(pk__in=keeping).order_by("pk")

    def narrow(self, stations):
        self.is_valid()
        said = self.cleaned_data
        if said.get("q"):
            stations = stations.filter(Q(organ__name__icontains=said["q"]) | Q(address__icontains=said["q"]))
        if said.get("kind"):
            stations = stations.filter(kind=said["kind"])
        if said.get("committee"):
            stations = stations.filter(organ__parent=said["committee"])
        if said.get("closed") == "closed":
            return stations.filter(organ__until__lt=localdate())
        return (
            stations
            if said.get("closed") == "all"
            else stations.filter(Q(organ__until=None) | Q(organ__until__gte=localdate()))
        )


@login_required
@require_GET
def stations(request):
    congress = here(request)
    filters = Narrowed(request.GET, congress=congress)
    every = filters.narrow(Station.objects.filter(congress=congress)).select_related("organ__parent")
    if (kind := request.GET.get("export")) in ("xlsx", "csv"):
        return exported(STATIONS, (station_cells(station) for station in every.order_by("pk")[:MOST_ROWS]), kind)
    held = Code.objects.filter(station=OuterRef("pk"), revoked_on=None)
    every = every.annotate(
        has_code=Exists(held), deputies_here=Count("stationed", filter=Q(stationed__until=None), distinct=True)
    )
    after = filters.cleaned_data.get("after") or 0
    rows = list(every.filter(pk__gt=after).order_by("pk")[: PAGE + 1])
    kept = {name: value for name, value in request.GET.items() if value and name != "after"}
    page = {
        "rows": rows[:PAGE],
        "filters": filters,
        "is_narrowed": bool(kept),
        "next_url": "?" + urlencode(kept | {"after": rows[PAGE - 1].pk}) if len(rows) > PAGE else None,
        "export": "?" + urlencode(kept | {"export": "xlsx"}),
        "may_open": may(opener, request),
        "may_issue": may(issuer, request),
    }
    return render(request, "stations/desk_stations.html", page)


def may(asks, *about) -> bool:
    """Whether one of these doors opens for a visitor, so that it is shown to him."""
    try:
        return bool(asks(*about))
    except Http404:
        return False


def station_here(request, pk) -> Station:
    """A station of the congress in which this visitor looks around."""
    every = Station.objects.select_related("organ__parent", "congress")
    return get_object_or_404(every, pk=pk, congress=here(request))


@login_required
@require_GET
def station(request, pk):
    """A station: where it is, who receives there, its code, when one is received."""
    found = station_here(request, pk)
    may_change = any(looks_after(post, found) for post in posts_of(request))
    page = {
        "station": found,
        "is_open": found.is_open(),
        "stays": Stationed.objects.on()
        .filter(station=found)
        .select_related("post__person", "post__constituency", "post__organ"),
        "code": codes.in_force(found.congress_id).filter(station=found).first(),
        "days": days_seen_by(actors_of(request), found.congress_id).filter(station=found, day__gte=localdate())[:NEXT],
        "rules": found.recurrences.filter(Q(until=None) | Q(until__gte=localdate())).order_by("pk"),
        "may_change": may_change,
        "may_plan": any(plans(post, found) for post in posts_of(request)),
        "may_issue": may(issuer, request),
    }
    return render(request, "stations/desk_station.html", page)


def days_seen_by(actors, congress):
    """The reception days of a congress that one sees, in their order: one's own, and those that were announced to everyone.

    Each says whether these actors may open its page.
    """
    mine = DutyDay.objects.seen_by(*actors).filter(pk=OuterRef("pk"))
    found = DutyDay.objects.annotate(may_open=Exists(mine)).filter(Q(may_open=True) | Q(public=True), congress=congress)
    return found.exclude(state="draft").select_related("station__organ", "keeper").order_by("day", "opens", "pk")


def plans(post, station) -> bool:
    """Whether one plans reception days here: as a clerk of the committee that keeps it."""
    return post.is_current() and (post.organ_id, post.role) == (station.organ.parent_id, Role.CLERK)


@login_required
def new(request):
    by = opener(request)
    form = StationForm(sent(request), by=by)
    return kept(request, form, _("新设站点"), reverse("desk_stations"), _("代表联络站"))


@login_required
def edit(request, pk):
    found = station_here(request, pk)
    form = StationForm(sent(request), instance=found, by=keeper_of(request, found))
    return kept(request, form, _("改站点资料"), reverse("desk_station", args=[pk]), str(found))


def kept(request, form, heading, back_url, back):
    if form.is_valid():
        with transaction.atomic():
            saved = form.save()
        messages.success(request, _("已登记"))
        return redirect("desk_station", saved.pk)
    return form_page(request, form, heading, back_url, back)


def form_page(request, form, heading, back_url, back, **said):
    page = {"form": form, "heading": heading, "back_url": back_url, "back": back} | said
    return render(request, "stations/form.html", page, status=422 if form.errors or said.get("refusal") else 200)


@login_required
def stay(request, pk):
    """Deputies begin to receive at a station."""
    found = station_here(request, pk)
    keeper_of(request, found)
    form = StayForm(sent(request), station=found)
    back_url = reverse("desk_station", args=[pk])
    if form.is_valid():
        with transaction.atomic():
            form.save()
        messages.success(request, _("已登记"))
        return redirect(back_url)
    return form_page(request, form, _("安排进站代表"), back_url, str(found))


@require_POST
@login_required
def leave(request, pk):
    """A deputy receives here no more, from tomorrow on."""
    found = get_object_or_404(
        Stationed.objects.select_related("station__organ", "post__person"), pk=pk, station__congress=here(request)
    )
    keeper_of(request, found.station)
    Stationed.objects.filter(pk=pk, until=None).update(until=max(found.since, localdate()))
    messages.success(request, _("%(name)s代表到今天为止在这里接待") % {"name": found.post.person.name})
    return redirect("desk_station", found.station_id)


@login_required
def profile(request, pk):
    """What a deputy's public page says of him, written by an office."""
    by = issuer(request)
    post = get_object_or_404(
        Post.objects.select_related("person", "organ"), pk=pk, role=Role.DEPUTY, organ__congress=by.congress_id
    )
    its = Profile.objects.filter(post=post).first() or Profile(post=post)
    form = ProfileForm(sent(request), request.FILES or None, instance=its)
    page = {"multipart": True, "digest": its.digest, "post": post, "subheading": post}
    if form.is_valid():
        try:
            hang(request, form, its)
        except Refused as refusal:
            form.add_error("picture", str(refusal))
        else:
            messages.success(request, _("已登记"))
            return redirect("desk_codes")
    return form_page(request, form, _("代表公开资料"), reverse("desk_codes"), _("代表和站点的码"), **page)


def hang(request, form, profile):
    if getattr(request, "too_large", False):
        raise Refused(_("照片太大，请缩小后再传"))
    if form.cleaned_data["without"]:
        profile.photograph, profile.digest = None, ""
    elif upload := form.cleaned_data["picture"]:
        photographs.hang(profile, upload)
    form.save()
