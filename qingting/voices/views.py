"""What is done with a voice at the desk beside its steps: entering it for a resident, parting it, seeing who he is."""

import secrets
from contextlib import suppress

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from qingting.clocks.rules import Rule
from qingting.desk.qr import picture
from qingting.desk.views import mark_of
from qingting.desk.visitor import actors_of, find
from qingting.docket.process import Refused
from qingting.organs.fields import Typed
from qingting.organs.models import Organ, Person, Post, Role
from qingting.organs.offices import office_for_deputies
from qingting.triage import adviser
from qingting.vault import Unreadable
from qingting.voices.confidence import Identity
from qingting.voices.forms import Enter
from qingting.voices.intake import already, file, put_down, secret_of
from qingting.voices.models import Channel, Grade, Voice
from qingting.voices.page import OPEN_FOR, looked, may_ask_above
from qingting.voices.process import keeper
from qingting.voices.public_views import keep_contact, keep_photos
from qingting.voices.register import a_keeper, an_office
from qingting.voices.slip import address

ABOUT = Voice._meta.label_lower


@login_required
def enter(request):
    """What somebody says at a station, by telephone or on paper, written down for him; he is given a printed receipt."""
    clerk = next((actor for actor in actors_of(request) if a_keeper([actor])), None)
    if not clerk:
        raise Http404
    congress = clerk.organ.congress
    deputies = Person.objects.filter(
        pk__in=Post.objects.current().filter(role=Role.DEPUTY, organ__congress=congress).values("person")
    )
    stations = Organ.objects.filter(congress=congress, kind=Organ.Kind.STATION, until=None).order_by("name")
    sent = request.POST if request.method == "POST" else None
    first = {"station": request.GET.get("station"), "channel": Channel.VISIT}
    form = Enter(sent, request.FILES or None, initial=first, deputies=deputies, stations=stations)
    once = mark_of(request)
    said = {"about": ABOUT, "form": form, "once": once}
    if sent is None or not form.is_valid():
        return render(request, "voices/enter.html", said, status=422 if sent is not None else 200)
    found = already(once)
    if not found or found.state == "draft":
        try:
            found = written_down(congress, clerk, once, form.cleaned_data)
        except Refused as refusal:
            return render(request, "voices/enter.html", said | {"refusal": str(refusal)}, status=422)
    where_to = address(secret_of(once))
    page = {"about": ABOUT, "v": found, "address": where_to, "picture": picture(where_to)}
    return render(request, "voices/slip.html", page)


def written_down(congress, clerk, once, given) -> Voice:
    """The voice, in the keeping of whoever writes it down. Raises Refused."""
    draft = put_down(
        congress, once, what=given["what"], place=given["place"], channel=given["channel"],
        deputy=given["deputy"], station=given["station"], keeper=clerk.organ,
    )  # fmt: skip
    for earlier in draft.attachments.all() if given["photos"] else ():  # what a line that broke has left behind
        earlier.erase()
        earlier.delete()
    keep_photos(draft, given["photos"])
    keep_contact(draft.receipt, given)
    file(draft, clerk, once)
    return Voice.objects.get(pk=draft.pk)  # with the day on which it was filed


class Parted(forms.Form):
    """One of the several matters that a voice holds."""

    title = Typed(label=gettext_lazy("这一件是什么"), max_length=200)
    text = Typed(
        label=gettext_lazy("反映人关于这一件的话"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("从原话里摘出来；不要写姓名、电话和门牌。"),
    )
    grade = forms.ChoiceField(label=gettext_lazy("分级"), choices=Grade, widget=forms.RadioSelect)


@login_required
def part(request, pk):
    """Part off one of several matters: it is handled by itself, and the resident reads of it on the same receipt."""
    actors = actors_of(request)
    v = find(actors, pk)
    clerk = isinstance(v, Voice) and next((actor for actor in actors if keeper.hat(v) in actor.hats), None)
    if not clerk or v.state not in ("accepted", "split"):
        raise Http404
    form = Parted(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        page = {"matter": v, "form": form, "once": mark_of(request)}
        return render(request, "voices/part.html", page, status=422 if request.method == "POST" else 200)
    said = form.cleaned_data
    try:
        with transaction.atomic():
            Voice.objects.select_for_update(of=("matter_ptr",)).get(pk=v.pk)  # two at once: one number each
            one = Voice.objects.create(
                receipt=v.receipt, told=v.told, keeper=v.keeper, coordinator=v.coordinator, source=v.matter_ptr,
                deputy=v.deputy, station=v.station, channel=v.channel, place=v.place, longitude=v.longitude,
                latitude=v.latitude, hold=v.hold, counts=False, title=said["title"], text=said["text"],
            )  # fmt: skip
            one.number = f"{v.number}-{v.offspring.count()}"
            one.save(update_fields=["number"])
            one.take("part_off", clerk, once=mark_of(request), title=said["title"], grade=said["grade"])
    except Refused as refusal:
        page = {"matter": v, "form": form, "once": mark_of(request), "refusal": str(refusal)}
        return render(request, "voices/part.html", page, status=409)
    return redirect("matter", v.pk)


@login_required
@require_POST
def advice(request, pk):
    """Ask the higher level's model too: what it says stands on the page beside our own proposal, and decides nothing."""
    actors = actors_of(request)
    v = find(actors, pk)
    if not isinstance(v, Voice) or not may_ask_above(v, actors):
        raise Http404
    if not adviser.ask(v.congress, v.title, v.text):
        messages.warning(request, _("上级模型没有给出可用的提示，请照常办理"))
    return redirect("matter", pk)


@never_cache
@login_required
def identity(request, pk):
    """Who the resident is, for a few minutes, to whoever has just said why; over it the name of whoever is looking."""
    actors = actors_of(request)
    v = find(actors, pk)
    if not isinstance(v, Voice):
        raise Http404
    event = looked(v, actors)
    if not event:
        return redirect("matter", pk)
    kept = Identity.objects.filter(receipt=v.receipt_id).first()
    try:
        told = kept.open() if kept else {}
    except Unreadable as why:
        messages.error(request, str(why))
        return redirect("matter", pk)
    viewer = next(actor for actor in actors if actor.pk == event.post_id)
    page = {
        "matter": v,
        "told": told,
        "wish": kept.get_wish_display() if kept else "",
        "viewer": viewer,
        "at": localtime(now()),
        "until": localtime(event.at + OPEN_FOR),
    }
    return render(request, "voices/identity.html", page)


class Draw(forms.Form):
    n = forms.IntegerField(label=gettext_lazy("抽几件"), min_value=1, max_value=50, initial=10)


@login_required
def draw(request):
    """Draw at random from what was concluded half a year ago and never asked about since."""
    clerk = next((actor for actor in actors_of(request) if an_office([actor])), None)
    if not clerk or office_for_deputies(clerk.organ.congress_id) != clerk.organ:
        raise Http404
    waiting = to_draw_from(clerk)
    form = Draw(request.POST or None)
    if request.method == "POST" and form.is_valid():
        keys = list(waiting.values_list("pk", flat=True))
        drawn = secrets.SystemRandom().sample(keys, min(form.cleaned_data["n"], len(keys)))
        n = 0
        for v in Voice.objects.filter(pk__in=drawn).order_by("pk"):
            with suppress(Refused):  # somebody else has drawn it at the same moment
                v.take("draw", clerk)
                n += 1
        messages.success(
            request,
            ngettext("抽中 %(n)s 件，已告诉反映人", "抽中 %(n)s 件，已告诉反映人", n) % {"n": n},
        )
        return redirect("voice_draw")
    asked = Voice.objects.filter(coordinator=clerk.organ, drawn_on__isnull=False).order_by("-drawn_on", "-pk")
    page = {"about": ABOUT, "form": form, "waiting": waiting.count(), "asked": asked[:50]}
    return render(request, "voices/draw.html", page)


def to_draw_from(clerk):
    """What was concluded so long ago that its solution can be judged, and was not drawn yet."""
    congress, today = clerk.organ.congress, localdate()
    concluded = Voice.objects.filter(coordinator=clerk.organ, state="concluded", drawn_on=None, counts=True)
    days = concluded.order_by("concluded_on").values_list("concluded_on", flat=True).distinct()
    return concluded.filter(
        concluded_on__in=[
            day for day in days if day and Rule("voice_recheck").on(day, congress, "").span.due(day) <= today
        ]
    )
