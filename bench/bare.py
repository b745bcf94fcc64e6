"""Bare Django views for comparison: the same queries and the same rows on the same server, and nothing else."""

import secrets

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import include, path
from django.utils.timezone import now

from qingting.desk.lists import listed
from qingting.docket.models import Deadline, Event, Notice, Part, Series
from qingting.floods.models import Tally
from qingting.meetings.votes import Ballot
from qingting.organs.models import Organ, Post, Receipt
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


def say_in_all_rows(request):
    """The same form, and the insert of every row that a voice is: what those cost before anything is asked or judged."""
    form = Saying(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            insert(request.POST["once"], form.cleaned_data["what"], form.cleaned_data["place"])
        return redirect("/bare/say-in-all-rows/")
    return render(request, "bare/say.html", {"form": form})


def insert(once, what, place):
    """Each with save or bulk_create, as the tutorial has it."""
    at, kind = now(), "voices.voice"
    for n in range(3):
        Tally.objects.create(mark=f"{n}{once[1:]}", hour=at, n=1)
    receipt = Receipt.objects.create(congress_id=1, digest=once)
    told = Said.objects.create(congress_id=1, receipt=receipt, sealed=what)
    Series.objects.create(congress_id=1, name=once, last=1)
    office = Organ.objects.get(name="代表工作委员会")
    v = Voice(receipt=receipt, told=told, title=what[:30], text=what, place=place, coordinator=office, keeper=office)
    v.congress_id, v.kind, v.number, v.state, v.taken_on = 1, kind, once[:30], "raised", at.date()
    v.save()
    event = Event(matter=v, step="speak_up", before="draft", after="raised", receipt=receipt, at=at)
    event.save()
    due = Deadline.objects.create(matter=v, clock="accepting", started=event, due_on=at.date(), ruling={})
    v.filed_on = v.owed_on = due.due_on
    v.save(update_fields=["state", "head", "moved_at", "filed_on", "owed_on"])
    hats = [
        f"receipt:{receipt.pk}:",
        *(f"organ:{office.pk}:{role}" for role in ("clerk", "head")),
        "organ:2:vice_chair",
    ]
    Part.objects.bulk_create([Part(matter=v, hat=hat, kind=kind, state="raised") for hat in hats])
    Notice.objects.create(event=event, person_id=1)


class Choosing(forms.Form):
    """A bare ballot."""

    q1 = forms.ChoiceField(choices=[(said, said) for said in ("yes", "no", "abstain")], widget=forms.RadioSelect)


def choose(request, pk):
    """A bare form with its token, and the insert of one ballot, of whomever."""
    form = Choosing(request.POST or None)
    if request.method == "POST" and form.is_valid():
        Ballot.objects.create(vote_id=pk, code=secrets.token_hex(6), choices=[form.cleaned_data["q1"]])
        return redirect("/bare/list/")
    return render(request, "bare/say.html", {"form": form})


@login_required
def choose_signed_in(request, pk):
    """The same for who is signed in."""
    return choose(request, pk)


def board(request):
    """The newest 20 that are public, as a plain table."""
    keys = (
        Part.objects.filter(hat="public:1:", kind="voices.voice").order_by("-matter").values_list("matter", flat=True)
    )
    rows = Voice.objects.filter(pk__in=list(keys[:20])).select_related("keeper", "handler").order_by("-pk")
    return render(request, "bare/board.html", {"rows": rows})


urlpatterns = [
    path("bare/say/", say),
    path("bare/say-in-all-rows/", say_in_all_rows),
    path("bare/board/", board),
    path("bare/choose/<int:pk>/", choose),
    path("bare/choose-signed-in/<int:pk>/", choose_signed_in),
    path("bare/list/", the_list),
    path("bare/detail/<int:pk>/", detail),
    path("", include("qingting.urls")),
]
