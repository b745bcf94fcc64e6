"""A reception day's sheet: who is on duty, what residents have brought so far, and lines for whoever writes by hand."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from qingting.desk.begins import Beginning
from qingting.desk.visitor import actors_of, find
from qingting.organs.models import Role
from qingting.stations.models import Duty, DutyDay
from qingting.voices.figures import AT_A_STATION
from qingting.voices.models import Voice

LINES = 12  # for writing by hand, beneath what was entered

Beginning(
    words=_("接待登记表"),
    address=lambda matter: reverse("voice_sheet", args=[matter.pk]),
    may=lambda matter, actors: isinstance(matter, DutyDay) and keeps(matter, actors),
)


def keeps(day, actors) -> bool:
    """Whether one of these actors is a clerk of the committee that keeps the station."""
    return any(f"organ:{day.keeper_id}:{Role.CLERK}" in actor.hats for actor in actors)


@login_required
@require_GET
def sheet(request, pk):
    """The sheet of one day, for the screen and for paper. It names no resident: who wants an answer has his receipt."""
    actors = actors_of(request)
    day = find(actors, pk)
    if not isinstance(day, DutyDay) or not keeps(day, actors):
        raise Http404
    said = Voice.objects.seen_by(*actors)  # what was given to another committee since then is no longer theirs to read
    said = said.filter(station=day.station.organ_id, filed_on=day.day, channel__in=AT_A_STATION)
    on_duty = Duty.objects.filter(day=day, standing=Duty.Standing.ON).select_related("post__person").order_by("pk")
    page = {"matter": day, "said": said.order_by("pk"), "duties": on_duty, "lines": range(LINES)}
    return render(request, "voices/sheet.html", page)
