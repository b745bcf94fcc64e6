"""The pages of the records of speeches: written down by the office, checked by the speaker, erased where the law asks."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from qingting.desk.visitor import actors_of
from qingting.docket.models import Part, hats
from qingting.docket.process import Refused
from qingting.meetings import floor, speeches
from qingting.meetings.checking import Checking
from qingting.meetings.floor_views import meeting_seen
from qingting.meetings.models import Item
from qingting.meetings.process import office_head
from qingting.meetings.views import ABOUT, _key, asked
from qingting.meetings.words import Speech
from qingting.organs.fields import Typed


class Written(forms.Form):
    """What somebody said, as the office types or pastes it."""

    post = forms.ChoiceField(label=gettext_lazy("发言人"))
    text = Typed(label=gettext_lazy("发言记录"), widget=forms.Textarea(attrs={"rows": 14}), max_length=20_000)

    def __init__(self, *args, posts, **kwargs):
        super().__init__(*args, **kwargs)
        self.posts = {str(post.pk): post for post in posts}
        self.fields["post"].choices = [("", _("请选发言人")), *((key, str(post)) for key, post in self.posts.items())]
        self.fields["text"].error_messages["required"] = _("请写发言记录")


class Rewritten(forms.Form):
    text = Typed(label=gettext_lazy("发言记录"), widget=forms.Textarea(attrs={"rows": 14}), max_length=20_000)


class Confirmed(forms.Form):
    text = Typed(
        label=gettext_lazy("发言记录"),
        widget=forms.Textarea(attrs={"rows": 14}),
        max_length=20_000,
        help_text=gettext_lazy("记得不对的地方，直接在这里改。工作人员记的原文也会保留"),
    )
    mark = forms.CharField(widget=forms.HiddenInput, max_length=16)


class Why(forms.Form):
    why = Typed(label=gettext_lazy("删去的理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


def speeches_of(m, actors, office) -> list[Speech]:
    """The records that these actors may read: the office and its head all, each speaker his own."""
    its = Speech.objects.filter(item__meeting=m).select_related(
        "item", "post__person", "post__organ", "written_by__person"
    )
    if not office and office_head.hat(m) not in set(hats(actors)):
        its = its.filter(post__person__in={actor.person_id for actor in actors if hasattr(actor, "person_id")})
    return list(its)


def speech_seen(request, pk):
    """A record with its meeting, and whether the office or its speaker looks at it; else 404."""
    if pk >= 2**63:
        raise Http404
    related = (
        "item__meeting",
        "post__person",
        "post__organ",
        "written_by__person",
        "written_by__organ",
        "erased_by__person",
    )
    speech = get_object_or_404(Speech.objects.select_related(*related), pk=pk)
    actors = actors_of(request)
    speaker = next((actor for actor in actors if getattr(actor, "person_id", 0) == speech.post.person_id), None)
    if speaker and not sees_meeting(speech, actors):
        return speech, speech.item.meeting, None, speaker
    m, actors, office = meeting_seen(request, speech.item.meeting_id)
    if not (office or speaker or office_head.hat(m) in set(hats(actors))):
        raise Http404
    return speech, m, office, speaker


@login_required
@require_GET
def speech_list(request, pk):
    m, actors, office = meeting_seen(request, pk)
    found = speeches_of(m, actors, office)
    items = [(item, [speech for speech in found if speech.item_id == item.pk]) for item in m.items.all()]
    said = {"about": ABOUT, "m": m, "items": items, "office": office, "any": found}
    return render(request, "meetings/speeches.html", said)


@login_required
def new_speech(request, pk, item):
    m, _actors, office = meeting_seen(request, pk)
    if not office:
        raise Http404
    its = get_object_or_404(Item.objects.select_related("reporter"), meeting=m, pk=item)
    its.meeting = m
    wanted = {"post": _key(request.GET.get("post", "")) or ""}
    form = Written(request.POST or None, posts=floor.speakers(its), initial=wanted)

    def act():
        said = form.cleaned_data
        speeches.write(its, form.posts[said["post"]], said["text"], office)
        return reverse("speeches", args=[m.pk])

    return asked(request, form, _("写发言记录：%(item)s") % {"item": its}, m, act, _("存好，请发言人核对"))


@login_required
def speech(request, pk):
    """A record: the speaker confirms it or corrects it; the office puts its own right until then, and sees both."""
    its, m, office, speaker = speech_seen(request, pk)
    is_open = not its.confirmed_at and not its.erased_at
    form, refusal, bound = None, "", request.method == "POST"
    if is_open and speaker:
        form = Confirmed(request.POST or None, initial={"text": its.text, "mark": speeches.seen(its)})
    elif is_open and office:
        form = Rewritten(request.POST or None, initial={"text": its.text})
    elif bound:
        refusal = _("这份发言记录已经核对或者删去，不能再改")
    if form and bound and form.is_valid():
        said = form.cleaned_data
        try:
            if speaker:
                speeches.confirm(its, speaker, said["mark"], said["text"])
            else:
                speeches.rewrite(its, said["text"], office)
            return redirect("speech", pk)
        except Refused as told:
            refusal = str(told)
            its = speech_seen(request, pk)[0]
    return show_speech(request, its, m, office, speaker, form, refusal, 409 if refusal else 422 if bound else 200)


def sees_meeting(speech, actors) -> bool:
    """Whoever answered for the organ that reported reads his own record, and has no seat in the meeting."""
    return Part.objects.filter(matter=speech.item.meeting_id, hat__in=hats(actors)).exists()


def show_speech(request, its, m, office, speaker, form, refusal="", status=200, why=None):
    said = {
        "about": ABOUT,
        "m": m,
        "speech": its,
        "office": office,
        "speaker": speaker,
        "sees_meeting": sees_meeting(its, actors_of(request)),
        "checking": Checking.objects.seen_by(*actors_of(request)).filter(speech=its).first(),
        "form": form,
        "refusal": refusal,
    }
    said["why"] = why or (Why() if office and not its.erased_at else None)
    if refusal and form and speaker:  # what he wrote stays; he has now been shown what it says by now
        form.data = form.data.copy()
        form.data["mark"] = speeches.seen(its)
    return render(request, "meetings/speech.html", said, status=status)


@require_POST
@login_required
def erase_speech(request, pk):
    its, m, office, speaker = speech_seen(request, pk)
    if not office:
        raise Http404
    why = Why(request.POST)
    if not why.is_valid():
        return show_speech(request, its, m, office, speaker, None, status=422, why=why)
    try:
        speeches.erase(its, office, why.cleaned_data["why"])
    except Refused as told:
        return show_speech(request, its, m, office, speaker, None, str(told), 409)
    return redirect("speech", pk)
