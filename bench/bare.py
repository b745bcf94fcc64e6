"""Bare Django views for comparison: the same queries and the same rows on the same server, and nothing else."""

from django.shortcuts import get_object_or_404, render
from django.urls import include, path

from qingting.desk.lists import listed
from qingting.organs.models import Post
from qingting.suggestions.models import Suggestion

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


urlpatterns = [
    path("bare/list/", the_list),
    path("bare/detail/<int:pk>/", detail),
    path("", include("qingting.urls")),
]
