"""Bare Django views for comparison: the same queries and the same rows on the same server, and nothing else."""

from django import forms
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import include, path

from qingting.desk.lists import listed
from qingting.docket.models import Part
from qingting.organs.models import Post
from qingting.suggestions.models import Suggestion
from qingting.voices.confidence import Said
from qingting.voices.models import Voice

OFFICE = {"organ__name": "代表工委3", "role": "clerk"}


def the_list(request):
    """The newest 20 that an office may see, as a plain table."""
    office = Post.objects.select_related("organ", "person").get(**OFFICE)
    rows = listed(Suggestion.objects.select_related("lead", "handler"), [office])[:20]
    return render(request, "bare/list.html", {"rows": rows})


def detail(request, pk):
    """One suggestion with its events, as a plain page."""
    s = get_object_or_404(Suggestion.objects.select_related("lead", "handler"), pk=pk)
    return render(
        request,
        "bare/detail.html",
        {"s": s, "events": s.events.select_related("post__person", "post__organ").order_by("pk")},
    )


class Saying(forms.Form):
    """A bare form of the same fields."""

    what = forms.CharField(max_length=10_000, widget=forms.Textarea)
    place = forms.CharField(max_length=200, required=False)


def say(request):
    """A bare form with its token, and the insert of one row."""
    form = Saying(request.POST or None)
    if request.method == "POST" and form.is_valid():
        Said.objects.create(congress_id=1, receipt_id=1, sealed=form.cleaned_data["what"])
        return redirect("/bare/say/")
    return render(request, "bare/say.html", {"form": form})


def board(request):
    """The newest 20 that are public, as a plain table."""
    keys = (
        Part.objects.filter(hat="public:1:", kind="voices.voice").order_by("-matter").values_list("matter", flat=True)
    )
    rows = Voice.objects.filter(pk__in=list(keys[:20])).select_related("keeper", "handler").order_by("-pk")
    return render(request, "bare/board.html", {"rows": rows})


urlpatterns = [
    path("bare/say/", say),
    path("bare/board/", board),
    path("bare/list/", the_list),
    path("bare/detail/<int:pk>/", detail),
    path("", include("qingting.urls")),
]
