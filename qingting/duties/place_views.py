"""The places that are visited: the list, one place with what was done there, its spellings, and two that become one."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Count, Max, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from qingting.desk.visitor import actors_of
from qingting.directory.views import exported, here, sent
from qingting.docket.process import Refused
from qingting.duties.entry_views import ABOUT
from qingting.duties.keeping import is_clerk, keeper_of_place, looks_after, posts_of
from qingting.duties.models import Activity, Place
from qingting.duties.place_rosters import PLACES, place_cells
from qingting.duties.places import Atlas, merge
from qingting.organs.fields import Typed
from qingting.organs.models import Organ
from qingting.organs.workbooks import MOST_ROWS

PAGE, SHOWN = 20, 50  # rows of the list; visits on the page of a place
CONFIRMED = Q(visits__activity__state="confirmed")


class Narrowed(forms.Form):
    q = Typed(label=gettext_lazy("名称"), max_length=50, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("类别"), choices=[("", gettext_lazy("全部")), *Place.Kind.choices], required=False
    )
    organ = forms.ModelChoiceField(
        Organ.objects.none(), label=gettext_lazy("所在街道工委"), required=False, empty_label=gettext_lazy("全部")
    )
    visited = forms.ChoiceField(
        label=gettext_lazy("今年走访"),
        choices=[("", gettext_lazy("全部")), ("yes", gettext_lazy("走访过")), ("no", gettext_lazy("还没有走访"))],
        required=False,
    )
    after = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**62)

    def __init__(self, data, *, congress):
        super().__init__(data)
        self.fields["organ"].queryset = committees(congress)

    def narrow(self, places):
        self.is_valid()
        said = self.cleaned_data
        if said.get("q"):
            places = places.filter(Q(name__icontains=said["q"]) | Q(spellings__written__icontains=said["q"])).distinct()
        if said.get("kind"):
            places = places.filter(kind=said["kind"])
        if said.get("organ"):
            places = places.filter(subdistrict=said["organ"])
        if said.get("visited"):
            this_year = Activity.objects.filter(state="confirmed", held_on__year=localdate().year).values(
                "visits__place"
            )
            this_year = this_year.exclude(visits=None)
            places = places.filter(pk__in=this_year) if said["visited"] == "yes" else places.exclude(pk__in=this_year)
        return places


def committees(congress):
    return Organ.objects.filter(congress=congress, kind=Organ.Kind.SUBDISTRICT_COMMITTEE, until=None).order_by("pk")


@login_required
@require_GET
def places(request):
    """The list: what kind, where, how often and when it was last visited."""
    congress = here(request)
    filters = Narrowed(request.GET, congress=congress)
    every = filters.narrow(Place.objects.filter(congress=congress, merged_into=None)).select_related("subdistrict")
    if (kind := request.GET.get("export")) in ("xlsx", "csv"):
        return exported(PLACES, (place_cells(place) for place in every.order_by("pk")[:MOST_ROWS]), kind)
    every = every.annotate(
        times=Count("visits", filter=CONFIRMED, distinct=True), last=Max("visits__activity__held_on", filter=CONFIRMED)
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
        "may_add": any(map(is_clerk, posts_of(request))),
        "about": ABOUT,
    }
    return render(request, "duties/places.html", page)


def place_here(request, pk) -> Place:
    if pk >= 2**63:
        pk = 0
    every = Place.objects.select_related(
        "subdistrict", "congress", "merged_into", "merged_by__person", "merged_by__organ"
    )
    return get_object_or_404(every, pk=pk, congress=here(request))


@login_required
@require_GET
def place(request, pk):
    """A place: who went there and what was said, who keeps in touch with it, how it is also written."""
    found = place_here(request, pk)
    seen = Activity.objects.seen_by(*actors_of(request)).filter(visits__place=found).filed().exclude(state="struck")
    page = {
        "place": found,
        "visits": list(seen.select_related("keeper").order_by("-held_on", "-pk")[:SHOWN]),
        "links": found.links.select_related("post__person", "post__organ").order_by("-since", "pk"),
        "spellings": found.spellings.order_by("pk"),
        "merged": found.merged.select_related("merged_by__person", "merged_by__organ").order_by("merged_at"),
        "may_change": found.merged_into_id is None and any(looks_after(post, found) for post in posts_of(request)),
        "about": ABOUT,
    }
    return render(request, "duties/place.html", page)


class PlaceForm(forms.ModelForm):
    class Meta:
        model = Place
        fields = ["kind", "name", "subdistrict"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["subdistrict"].queryset = committees(self.instance.congress_id)
        for field in self.fields.values():
            field.error_messages["required"] = _("请填写“%(field)s”") % {"field": field.label}

    def clean(self):
        """One that is written otherwise is the same one: the page says which."""
        said = super().clean()
        if said.get("kind") and said.get("name") and not self.errors:
            found = Atlas(self.instance.congress, [said["kind"]]).exact_place(said["name"])
            if found and found.pk != self.instance.pk:
                raise ValidationError(_("“%(place)s”已经登记过了，不用再登记") % {"place": found})
        return said


@login_required
def new(request):
    by = next((post for post in posts_of(request) if is_clerk(post)), None)
    found = Place(congress_id=here(request))
    if by and by.organ.kind == Organ.Kind.SUBDISTRICT_COMMITTEE:
        found.subdistrict = by.organ
    keeper_of_place(request, found)
    return kept(request, PlaceForm(sent(request), instance=found), _("登记点位"))


@login_required
def edit(request, pk):
    found = place_here(request, pk)
    keeper_of_place(request, found)
    return kept(request, PlaceForm(sent(request), instance=found), _("改点位"))


def kept(request, form, heading):
    if form.is_valid():
        keeper_of_place(request, form.instance)  # nobody gives a place away that he would then not look after
        form.save()
        messages.success(request, _("已登记"))
        return redirect("duty_place", form.instance.pk)
    return render(
        request,
        "duties/form.html",
        {"form": form, "heading": heading, "about": ABOUT, "back": "duty_places"},
        status=422 if form.errors else 200,
    )


class Merging(forms.Form):
    into = forms.ModelChoiceField(
        Place.objects.none(), label=gettext_lazy("其实就是"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args, place, **kwargs):
        super().__init__(*args, **kwargs)
        alike = Atlas(place.congress, [place.kind]).alike(place.name, but=place, close=0.3)
        self.fields["into"].queryset = Place.objects.filter(congress=place.congress_id, merged_into=None)
        self.fields["into"].choices = [(other.pk, other.name) for other in alike]
        self.fields["into"].error_messages["required"] = _("请选它其实是哪一个")


@login_required
def merging(request, pk):
    """Two that are one: this one is given up, and what was done there was done at the other."""
    found = place_here(request, pk)
    by = keeper_of_place(request, found)
    form = Merging(sent(request), place=found)
    page = {"form": form, "place": found, "about": ABOUT}
    if form.is_valid():
        try:
            merge(found, form.cleaned_data["into"], by)
        except Refused as refusal:
            form.add_error("into", str(refusal))
        else:
            messages.success(request, _("已合并，走访记录都算在这里，不会重复计数。"))
            return redirect("duty_place", form.cleaned_data["into"].pk)
    return render(request, "duties/merge.html", page, status=422 if form.errors else 200)
