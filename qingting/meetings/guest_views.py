"""The office's pages of who else is there: who is invited to sit in, which citizens observe, and the code at the door."""

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from qingting.desk.visitor import actors_of
from qingting.docket.process import Refused
from qingting.meetings import door, guests, hall, observers
from qingting.meetings.guest_forms import Invite, Look, Seats
from qingting.meetings.models import Meeting, Presence
from qingting.meetings.observers import Gallery, Observer, Opening
from qingting.meetings.publishing import is_announced
from qingting.meetings.views import ABOUT, asked, meeting_of


@login_required
@require_GET
def sitting_in(request, pk):
    """Who is invited to sit in, what each has answered, and who was there: person-times, apart from the members."""
    m, _by = meeting_of(request, pk)
    rows = list(m.invitations.select_related("deputy", "organ").prefetch_related("items").order_by("pk"))
    can = {one.pk: one.state in one.process.come.source and not guests.its_day(one) for one in rows}
    page = {
        "about": ABOUT,
        "m": m,
        "rows": [(one, can[one.pk]) for one in rows],
        "came": sum(one.state == "came" for one in rows),
        "may_invite": m.state in ("planned", "notified"),
    }
    return render(request, "meetings/guests.html", page)


@login_required
def invite(request, pk):
    m, by = meeting_of(request, pk)
    form = Invite(request.POST or None, meeting=m)

    def act():
        invited = guests.invite(m, by, **form.cleaned_data)
        messages.success(request, _("已邀请 %(n)s 位（家）") % {"n": len(invited)})
        return reverse("meeting_guests", args=[m.pk])

    return asked(request, form, _("邀请列席"), m, act, _("发出邀请"))


@require_POST
@login_required
def guest_came(request, pk, invitation):
    """A guest is at the door."""
    m, by = meeting_of(request, pk)
    found = get_object_or_404(m.invitations, pk=invitation)
    with_word(request, lambda: found.take("come", by))
    return redirect("meeting_guests", m.pk)


def with_word(request, act):
    """Do it; a refusal is said on the page that comes next."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))


# ---- Citizens observing


@never_cache
@login_required
def observing(request, pk):
    """The applications to observe, in their order: numbers alone, until one says why he must know the names."""
    m, by = meeting_of(request, pk)
    look, own = Look(), Gallery.objects.filter(meeting=m).first()
    form = Seats(initial={"seats": observers.seats(m)})
    if request.method == "POST" and "seats" in request.POST:
        form = Seats(request.POST)
        if form.is_valid():
            Gallery.objects.update_or_create(meeting=m, defaults={"seats": form.cleaned_data["seats"], "set_by": by})
            return redirect("meeting_observers", m.pk)
    elif request.method == "POST":
        look = Look(request.POST)
        if look.is_valid():
            Opening.objects.create(meeting=m, by=by, reason=look.cleaned_data["reason"])
            return redirect("meeting_observers", m.pk)
    opening, rows = observers.opened(m, [by]), list(m.observers.all())
    page = {
        "about": ABOUT,
        "m": m,
        "rows": rows,
        "opening": opening,
        "until": opening and localtime(opening.at + observers.OPEN_FOR),
        "looked_at": localtime(now()),
        "looks": Opening.objects.filter(meeting=m).select_related("by__person").order_by("-pk")[:50],
        "places": observers.places(m.congress, m.held_on or localdate()),
        "seats": observers.seats(m),
        "own": own,
        "admitted": sum(o.state == Observer.State.ADMITTED for o in rows),
        "came": sum(bool(o.came_at) for o in rows),
        "is_announced": is_announced(m),
        "form": form,
        "look": look,
        "is_day": m.held_on == localdate() and m.state in ("notified", "sitting"),
    }
    wrong = form.errors or look.errors
    return render(request, "meetings/observers.html", page, status=422 if wrong else 200)


@require_POST
@login_required
def answer(request, pk, place):
    """Admit, decline with a reason, note that one came, or erase who he is as he has asked."""
    m, by = meeting_of(request, pk)
    o = get_object_or_404(Observer, meeting=m, place=place)
    acts = {
        "admit": lambda: observers.admit(o, by),
        "decline": lambda: observers.decline(o, by, _typed(request.POST.get("reason", ""))),
        "come": lambda: observers.come(o, by),
        "erase": lambda: observers.take_back(o),
    }
    if request.POST.get("act") not in acts:
        raise Http404
    with_word(request, acts[request.POST["act"]])
    return redirect("meeting_observers", m.pk)


def _typed(reason) -> str:
    """A reason as it may be kept. Raises Refused."""
    form = Look({"reason": reason})
    if not form.is_valid():
        raise Refused(_("；").join(form.errors["reason"]))
    return form.cleaned_data["reason"]


# ---- The code at the door


@login_required
@require_GET
def show_door(request, pk):
    """The code, large, for the hall's screen or for printing."""
    m, _by = meeting_of(request, pk)
    if not m.held_on:
        raise Http404
    drawn = segno.make(door.address(m), error="m", micro=False)
    svg = drawn.svg_inline(
        scale=1, border=2, dark="#06292c", light="#fff", svgclass="qr", lineclass=None, omitsize=True
    )
    page = {"m": m, "picture": mark_safe(svg), "address": door.address(m)}
    return render(request, "meetings/door.html", page)


@never_cache
@login_required
def enter(request, token):
    """Who has scanned the code and sits in this meeting is present by one press; else he is told why not."""
    m, actors = door.read(token), actors_of(request)
    me = m and m.member_among(actors)
    there = me and Presence.objects.filter(meeting=m, post=me, left_at=None).first()
    reason = why_not_enter(m, me, there)
    if request.method == "POST" and not reason and not there:
        try:
            there = hall.come(m, me, me, Presence.Way.CODE)
        except Refused as refusal:
            reason = str(refusal)
    page = {"m": m if me else None, "me": me, "there": there, "reason": reason}
    return render(request, "meetings/enter.html", page, status=404 if not m else 409 if reason else 200)


def why_not_enter(m: Meeting | None, me, there) -> str | None:
    if not m:
        return _("这个码不是本平台的会议签到码，或者已经改期作废。请扫会场今天的码")
    if not me:
        return _("您不是这次会议的组成人员，不用扫码签到。列席、旁听请找门口的工作人员登记")
    return None if there else hall.why_not_come(m, me)
