"""What everyone may see: the directory of stations and deputies, their pages, reception days, and what a code is worth.

Where the installation serves one district its directory stands at /stations/; where it serves several, that page lets
one choose, and each has /public/<code>/stations/.
"""

from datetime import date

from django import forms
from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_safe

from qingting.desk.congresses import by_code, congresses, only_or_chosen
from qingting.files.sections import deeds, numbers
from qingting.organs.fields import Typed
from qingting.organs.models import Constituency, Organ, Post, Role
from qingting.stations import codes, feeds
from qingting.stations.maps import draw
from qingting.stations.models import Duty, DutyDay, Outline, Profile, Station, Stationed

A_PAGE = 20  # stations
MANY = 12  # deputies named at once
ON_THE_MAP = 500
DEEDS = 10  # of what he did
NEXT = 6  # reception days of one station or deputy


class Asked(forms.Form):
    """What the directory is narrowed by: words, a sub-district, a constituency."""

    q = Typed(
        label=gettext_lazy("地方、站名、代表姓名或选区"),
        required=False,
        max_length=50,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    committee = forms.ModelChoiceField(
        Organ.objects.none(), label=gettext_lazy("街道"), required=False, empty_label=gettext_lazy("全部")
    )
    constituency = forms.ModelChoiceField(
        Constituency.objects.none(), label=gettext_lazy("选区"), required=False, empty_label=gettext_lazy("全部")
    )
    after = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=100_000)

    def __init__(self, data, *, congress):
        super().__init__(data)
        keeping = Station.objects.open().filter(congress=congress).values("organ__parent")
        self.fields["committee"].queryset = Organ.objects.filter(pk__in=keeping).order_by("pk")
        self.fields["constituency"].queryset = Constituency.objects.filter(congress=congress).order_by("pk")

    def said(self) -> dict:
        """A filter that makes no sense narrows nothing; its message stands beside it."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


@require_GET
def everywhere(request):
    """The directory of the only congress; a choice where there are several."""
    heading, nothing = _("找代表，找联络站"), _("这里还没有人大公开联络站。")
    return only_or_chosen(request, page_of, "stations_of", heading, nothing)


@require_GET
def of_congress(request, code):
    return page_of(request, by_code(code))


def page_of(request, congress):
    """A page of the directory: stations, on the map and in words, and the deputies who were asked for."""
    asked = Asked(request.GET, congress=congress)
    said = asked.said()
    passed = said.pop("after", 0)
    every = list(
        stations_like(congress, said).select_related("organ__parent").order_by("organ__parent", "pk")[:ON_THE_MAP]
    )
    shown = list(enumerate(every[passed : passed + A_PAGE], passed + 1))
    others = every[:passed] + every[passed + A_PAGE :]
    outline = Outline.objects.filter(congress=congress).first()
    deputies = deputies_like(congress, said) if said else []
    kept = {name: request.GET[name] for name in said}
    page = {
        "congress": congress,
        "asked": asked,
        "narrowed": bool(said),
        "shown": [line_of(n, station) for n, station in shown],
        "total": len(every),
        "map": draw(outline, shown, others) if outline and every else None,
        "deputies": [face_of(post) for post in deputies[:MANY]],
        "more_deputies": len(deputies) > MANY,
        "further": "?" + urlencode(kept | {"after": passed + A_PAGE}) if len(every) > passed + A_PAGE else None,
        "first_page": not passed,
    }
    return render(request, "stations/directory.html", page)


def stations_like(congress, said):
    """The open stations of a congress that answer to what was asked."""
    found = Station.objects.open().filter(congress=congress)
    here = Stationed.objects.on().filter(station=OuterRef("pk"))
    if q := said.get("q"):
        by_name = Q(organ__name__icontains=q) | Q(address__icontains=q) | Q(organ__parent__name__icontains=q)
        if settings.NAME_DEPUTIES:
            by_name |= Exists(
                here.filter(Q(post__person__name__icontains=q) | Q(post__constituency__name__icontains=q))
            )
        found = found.filter(by_name)
    if said.get("committee"):
        found = found.filter(organ__parent=said["committee"])
    if place := said.get("constituency"):
        found = found.filter(Exists(here.filter(post__constituency=place)) | Q(organ__parent=place.organ_id))
    return found


def deputies_like(congress, said):
    """The deputies who answer to what was asked, one more than are shown."""
    if not settings.NAME_DEPUTIES:
        return []
    found = seated().filter(organ__congress=congress)
    if q := said.get("q"):
        found = found.filter(Q(person__name__icontains=q) | Q(constituency__name__icontains=q))
    if said.get("committee"):
        found = found.filter(constituency__organ=said["committee"])
    if said.get("constituency"):
        found = found.filter(constituency=said["constituency"])
    return list(found.order_by("constituency", "pk")[: MANY + 1])


def seated():
    """The deputies who hold their mandate today, suspended ones among them."""
    mandates = Post.objects.current().filter(role=Role.DEPUTY)
    return mandates.select_related("person", "organ__congress", "constituency__organ", "profile")


def line_of(n, station) -> dict:
    return {
        "n": n,
        "pk": station.pk,
        "name": str(station),
        "kind": station.get_kind_display(),
        "address": station.address,
        "hours": station.hours,
        "keeper": str(station.keeper),
    }


def face_of(post) -> dict:
    """A deputy as a public page names him."""
    profile = getattr(post, "profile", None) or Profile()
    return {
        "pk": post.pk,
        "name": post.person.name,
        "initial": post.person.name[:1],
        "invented": post.person.invented,
        "congress": str(post.organ.congress),
        "office": str(post.role_label),
        "constituency": str(post.constituency or ""),
        "place": str(post.constituency.organ or "") if post.constituency else "",
        "work": profile.work,
        "concerns": profile.concerns,
        "photograph": profile.digest,
    }


def day_of(day, besides="") -> dict:
    """A reception day as a public page tells it; `besides` is the deputy whose own page it is."""
    return {
        "day": day.day,
        "opens": day.opens,
        "closes": day.closes,
        "station": str(day.station),
        "pk": day.station_id,
        "is_cancelled": day.is_cancelled,
        "moved_from": day.moved_from,
        "rest_day": day.rest_day,
        "names": [name for name in feeds.names_on(day) if name != besides],
    }


@require_GET
def station(request, pk):
    found = get_object_or_404(Station.objects.open().select_related("organ__parent", "congress"), pk=pk)
    return render(request, "stations/station.html", told_of_station(found))


def told_of_station(found) -> dict:
    outline = Outline.objects.filter(congress=found.congress_id).first()
    return {
        "congress": found.congress,
        "station": line_of(1, found) | {"telephone": found.telephone},
        "deputies": [face_of(post) for post in received_at(found)],
        "days": [day_of(day) for day in feeds.shown(found.duty_days.all())[:NEXT]],
        "map": draw(outline, [(1, found)]) if outline and found.longitude is not None else None,
    }


def received_at(station):
    """Who receives there, as far as deputies are named."""
    here = Stationed.objects.on().filter(station=station).values("post")
    return seated().filter(pk__in=here).order_by("pk") if settings.NAME_DEPUTIES else []


@require_GET
def deputy(request, pk):
    post = named(pk)
    return render(request, "stations/deputy.html", told_of_deputy(post, year_of(request, post)))


def year_of(request, post) -> int:
    """The year of whose numbers one asks: since his mandate began, and this year where nothing sensible was asked."""
    asked, this_year = request.GET.get("year", ""), localdate().year
    is_year = asked.isascii() and asked.isdigit() and len(asked) == 4
    return int(asked) if is_year and post.since.year <= int(asked) <= this_year else this_year


def named(pk) -> Post:
    """A deputy who has a public page: one in office, where deputies are named."""
    if not settings.NAME_DEPUTIES:
        raise Http404
    return get_object_or_404(seated(), pk=pk)


def told_of_deputy(post, year: int) -> dict:
    """What everyone may know of him; what is not public is told in numbers (Deputies Law 2025, art. 58 para. 2)."""
    today = localdate()
    theirs = Duty.objects.filter(post=post, standing__in=(Duty.Standing.ON, Duty.Standing.LEAVING))
    days = DutyDay.objects.filter(Exists(theirs.filter(day=OuterRef("pk"))))
    return {
        "congress": post.organ.congress,
        "deputy": face_of(post),
        "is_suspended": not post.is_current(),
        "stations": [line_of(1, station) for station in stations_of(post)],
        "days": [day_of(day, post.person.name) for day in feeds.shown(days)[:NEXT]],
        "deeds": deeds(post.person, post.since, DEEDS),
        "numbers": numbers(post.person, max(date(year, 1, 1), post.since), min(date(year, 12, 31), today)),
        "year": year,
        "years": range(today.year, post.since.year - 1, -1),
    }


def stations_of(post):
    """The open stations at which a deputy receives."""
    his = Stationed.objects.on().filter(post=post).values("station")
    return Station.objects.open().filter(pk__in=his).select_related("organ__parent").order_by("pk")


@require_GET
def card(request, pk):
    """For the address book: the station's telephone and address, none of the deputy's own."""
    post = named(pk)
    return HttpResponse(
        feeds.card_of(post, stations_of(post)),
        content_type="text/vcard; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="deputy-{post.pk}.vcf"'},
    )


@require_safe
@cache_control(public=True, max_age=30 * 24 * 60 * 60)
def photograph(request, pk, digest):
    """The photograph on a deputy's page; another one has another address."""
    profile = get_object_or_404(Profile, post=named(pk), digest=digest, photograph__isnull=False)
    return HttpResponse(bytes(profile.photograph), content_type="image/jpeg")


@require_safe
def station_receptions(request, pk):
    found = get_object_or_404(Station.objects.open().select_related("organ", "congress"), pk=pk)
    name = _("%(station)s接待日") % {"station": found}
    return feeds.as_calendar(feeds.calendar_of(found.congress, name, found.duty_days.all()), f"station-{found.pk}")


@require_safe
def receptions(request, code=None):
    """All reception days of a district; without a code, of the only one that is served here."""
    found = [by_code(code)] if code else congresses()
    if len(found) != 1:
        raise Http404
    name = _("%(congress)s代表接待日") % {"congress": found[0]}
    days = DutyDay.objects.filter(congress=found[0])
    return feeds.as_calendar(feeds.calendar_of(found[0], name, days), "receptions")


@require_GET
def code(request, token):
    """What a code is worth today: whom it vouches for and what may be said to him, or why it vouches for nobody."""
    reading = codes.read(token)
    said = {"reading": reading, "token": token, "read_at": now(), "site": request.get_host()}
    if not reading.is_valid:
        said["congress"] = reading.code and reading.code.congress
        status = 404 if reading.state == codes.State.FORGED else 200
        return render(request, "stations/code.html", said, status=status)
    if isinstance(reading.holder, Station):
        return render(request, "stations/station.html", told_of_station(reading.holder) | said)
    return render(request, "stations/deputy.html", told_of_deputy(reading.holder, localdate().year) | said)
