"""The page of a session of the congress: its presidium, its meetings one by one, who was there; and what the office begins there."""

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from qingting.desk.visitor import actors_of, find
from qingting.meetings.models import Meeting, Presence
from qingting.meetings.slate import Slate, SlateForm
from qingting.meetings.views import ABOUT, asked, is_office
from qingting.organs.models import Organ, Session

K = Organ.Kind


def session_of(request, pk) -> tuple[Session, list]:
    actors = actors_of(request)
    congresses = {actor.congress_id for actor in actors}
    return get_object_or_404(Session.objects.select_related("term"), pk=pk, term__congress__in=congresses), actors


@login_required
@require_GET
def sessions(request):
    """All sessions, the last first."""
    congresses = {actor.congress_id for actor in actors_of(request)}
    if not congresses:
        raise Http404
    found = Session.objects.filter(term__congress__in=congresses).select_related("term").order_by("-opens_on")
    return render(request, "meetings/sessions.html", {"about": ABOUT, "sessions": found})


@login_required
@require_GET
def session(request, pk):
    """One session: the preparatory meeting, the plenary ones, those of the presidium and of the delegations."""
    s, actors = session_of(request, pk)
    there = Prefetch("presences", Presence.objects.only("meeting", "post"))
    mine = Meeting.objects.seen_by(*actors).filter(session=s)
    meetings = mine.select_related("body").prefetch_related(there).order_by("held_on", "opens_at", "pk")
    parts = [
        (_("预备会议"), lambda m: m.is_preparatory),
        (_("全体会议"), lambda m: m.body.kind == K.CONGRESS and not m.is_preparatory),
        (_("主席团会议"), lambda m: m.body.kind == K.PRESIDIUM),
        (_("代表团会议"), lambda m: m.body.kind == K.GROUP),
    ]
    said = {
        "about": ABOUT,
        "session": s,
        "is_office": any(map(is_office, actors)),
        "slates": list(s.slates.order_by("pk")),
        "parts": [(heading, [row(m) for m in meetings if belongs(m)]) for heading, belongs in parts],
    }
    return render(request, "meetings/session.html", said)


def row(m) -> dict:
    """A meeting, and how many of those who sit in it came."""
    came = len({presence.post_id for presence in m.presences.all()})
    return {"meeting": m, "came": came, "whole": len(m.members) if m.opened_at else None}


@login_required
def slate(request, pk, slate=None):
    """The list of the presidium is written, and put right while it is a draft."""
    s, actors = session_of(request, pk)
    post = next((actor for actor in actors if is_office(actor)), None)
    its = find(actors, slate) if slate else None
    if not post or its and not (isinstance(its, Slate) and its.state == "draft"):
        raise Http404
    form = SlateForm(request.POST or None, instance=its or Slate(session=s, keeper=post.organ))
    return asked(request, form, _("主席团和秘书长名单"), its, form.save, _("存好，下一步列入预备会议"))
