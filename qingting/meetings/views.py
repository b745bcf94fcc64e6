"""What the office and the members do beside the steps: call a meeting, list its items, sign in, ask for leave."""

from secrets import token_hex

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qingting.desk.views import mark_of, show, who_takes
from qingting.desk.visitor import actors_of, find
from qingting.docket.process import Refused
from qingting.meetings import agenda, hall
from qingting.meetings.forms import Called, ItemForm, LeaveForm
from qingting.meetings.models import Item, Leave, Meeting, Presence
from qingting.meetings.sendings import act_once
from qingting.organs.models import Organ, Post, Role

ABOUT = Meeting._meta.label_lower  # the place in the rail to which these pages belong


def is_office(actor) -> bool:
    """Whether it is a clerk of an office of the standing committee, which prepares its meetings."""
    return actor.role == Role.CLERK and actor.organ.kind == Organ.Kind.OFFICE


def edits_gazette(actor) -> bool:
    """Whether it is a clerk of an office right under a standing committee: its gazette is made there."""
    parent = is_office(actor) and actor.organ.parent
    return bool(parent) and parent.kind == Organ.Kind.STANDING_COMMITTEE


def meeting_of(request, pk, step="move") -> tuple[Meeting, Post]:
    """The meeting, and the post in which this visitor runs it; else 404."""
    actors = actors_of(request)
    m = find(actors, pk)
    post = isinstance(m, Meeting) and who_takes(m.process.steps[step], m, actors)
    if not post:
        raise Http404
    return m, post


def asked(request, form, heading, back, act, words):
    """A form, and what is done when it is sent, once; what a refusal leaves is the form as it was, to be sent anew."""
    said = {"about": ABOUT, "form": form, "heading": heading, "back": back, "words": words, "once": mark_of(request)}
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(act_once(request, act))
        except Refused as refusal:
            said |= {"refusal": str(refusal), "once": token_hex(16)}
    return render(request, "meetings/form.html", said, status=422 if request.method == "POST" else 200)


@login_required
def new(request):
    by = next((actor for actor in actors_of(request) if is_office(actor)), None)
    if not by:
        raise Http404
    known = {name: request.GET[name] for name in ("session", "body") if request.GET.get(name, "").isdecimal()}
    form = Called(request.POST or None, by=by, initial=known)
    return asked(request, form, _("召集会议"), None, form.save, _("下一步：定会期"))


@login_required
def new_item(request, pk):
    m, _by = meeting_of(request, pk)
    form = ItemForm(request.POST or None, instance=Item(meeting=m))

    def act():
        agenda.add(form.save(commit=False))
        return m

    return asked(request, form, _("列入议题"), m, act, _("列入议程"))


@require_POST
@login_required
def change_item(request, pk, item):
    """Up, down, to a place or off the agenda: by a key, a press, or by dragging."""
    m, _by = meeting_of(request, pk)
    found, act = get_object_or_404(Item, pk=item, meeting=m), request.POST.get("act")
    acts = {
        "up": lambda: agenda.move(found, -1),
        "down": lambda: agenda.move(found, 1),
        "to": lambda: agenda.put(found, _key(request.POST.get("place", ""))),
        "off": lambda: agenda.take_off(found),
    }
    if act not in acts:
        raise Http404
    return done(request, m, acts[act])


def done(request, matter, act):
    """Do it and show the page; a refusal stands on it."""
    try:
        act()
    except Refused as refusal:
        actors = actors_of(request)
        return show(request, find(actors, matter.pk), actors, refusal=str(refusal), status=409)
    return redirect(matter)


@require_POST
@login_required
def presence(request, pk):
    """A member comes or leaves: noted by the office, or by himself for himself."""
    actors = actors_of(request)
    m = find(actors, pk)
    if not isinstance(m, Meeting):
        raise Http404
    post = get_object_or_404(Post.objects.select_related("person", "organ"), pk=_key(request.POST.get("post", "")))
    office, mine = who_takes(m.process.move, m, actors), next((a for a in actors if a.pk == post.pk), None)
    by = office or mine
    if not by or request.POST.get("act") not in ("come", "leave"):
        raise Http404
    way = Presence.Way.SELF if by == mine else Presence.Way.CLERK
    if request.POST["act"] == "come":
        came = done(request, m, lambda: hall.come(m, post, by, way))
        return redirect("tablet", m.pk) if came.status_code == 302 and "to" in request.POST else came
    return done(request, m, lambda: hall.leave(m, post))


def _key(said) -> int:
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 18 else 0


@login_required
def leave(request, pk):
    """A member asks to be absent."""
    actors = actors_of(request)
    m = find(actors, pk)
    by = isinstance(m, Meeting) and m.member_among(actors)
    if not by:
        raise Http404
    form = LeaveForm(request.POST or None, instance=Leave(on=m, asker=by.person))

    def act():
        if Leave.objects.filter(on=m, asker=by.person).exists():
            raise Refused(_("您已经为这次会议请过假"))
        asked_for = form.save(commit=False)
        asked_for.save()
        asked_for.take("ask", by, reason=asked_for.reason)
        return asked_for

    return asked(request, form, _("请假"), m, act, _("请假"))
