"""The rulebook as a clerk reads it: every rule in force for his congress, where it comes from, and which clocks run by it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from qingting.clocks.models import CalendarYear
from qingting.clocks.rules import CONFIDENCE, LAYERS, common, in_force, of_place, rules
from qingting.clocks.schemes import results
from qingting.desk.visitor import actors_of
from qingting.handbook.law import clocks_by_rule, length
from qingting.organs.models import Organ


@login_required
@require_GET
def rulebook(request):
    actors = actors_of(request)
    if not actors:
        raise Http404
    congress = get_object_or_404(Organ, pk=actors[0].congress_id)
    lines = told(congress, localdate())
    layers = [
        (layer, label, its)
        for layer, label in LAYERS.items()
        if (its := [line for line in lines if line["layer"] == layer])
    ]
    said = {
        "congress": congress,
        "layers": layers,
        "results": results(congress),
        "years": CalendarYear.objects.order_by("-year"),
    }
    return render(request, "clocks/rulebook.html", said)


def told(congress, today) -> list[dict]:
    """Each rule of a congress: the version in force today, what it was and will be, and the clocks that run by it."""
    own, used = of_place(congress), clocks_by_rule()
    return [
        {
            "name": name,
            "label": common()[name][-1]["label"],
            "now": version_told(now := in_force(versions, today)),
            "others": [version_told(version) for version in versions if version is not now],
            "layer": now["layer"],
            "is_own": name in own,
            "clocks": [(process.model._meta.verbose_name, clock.label) for process, clock in used[name]],
        }
        for name, versions in rules(congress).items()
    ]


def version_told(version) -> dict:
    """A version in plain words: how long, by what article, how it is known."""
    known = CONFIDENCE[version["confidence"]]
    return {
        "length": length(version),
        "basis": version["basis"],
        "known": known,
        "inferred": version["confidence"] == "E",
        "since": version["since"],
    }
