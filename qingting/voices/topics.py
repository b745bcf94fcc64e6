"""What many speak of: how many people, where, whether it grows, how much is unanswered, with the texts behind it.

A topic may be offered to the chairpersons' meeting as a candidate for supervision; a person writes what it is about.
"""

from datetime import timedelta

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingting.desk.views import mark_of
from qingting.desk.visitor import actors_of
from qingting.docket.process import Refused
from qingting.organs.fields import Typed
from qingting.organs.models import Organ
from qingting.organs.offices import office_for_deputies
from qingting.triage.topics import Message, topics
from qingting.voices.models import Candidate, Voice
from qingting.voices.register import an_office

DAYS, MOST = 90, 4_000  # how far back one looks, and at how many voices at most, the newest: some seconds of work
SHOWN = 20  # topics
HELD = 200  # voices that an address names; a larger topic goes by its first voice, and is put together anew
FEWEST = 30  # voices: among fewer, what words have in common says nothing
ABOUT = Candidate._meta.label_lower


class Offer(forms.Form):
    title = Typed(label=gettext_lazy("题目"), max_length=200)
    summary = Typed(
        label=gettext_lazy("情况"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("多少人说、在哪里、有什么变化、还有多少没有答复。不写居民的姓名和电话。"),
    )


def coordinating_clerk(request):
    """The clerk of the office that sees all voices of the congress; else 404."""
    clerks = (actor for actor in actors_of(request) if an_office([actor]))
    clerk = next((one for one in clerks if office_for_deputies(one.organ.congress_id) == one.organ), None)
    if not clerk:
        raise Http404
    return clerk


def recent(clerk):
    """What was said of late, and counts; what only a few eyes may see is in no topic, and nothing that was erased."""
    since = localdate() - timedelta(days=DAYS)
    said = Voice.objects.filter(
        coordinator=clerk.organ, filed_on__gte=since, counts=True, hold__in=["", "life", "burst", "unproven"]
    )
    return said.exclude(state__in=["draft", "withdrawn"]).exclude(text="")


def put_together(clerk):
    """What was said of late, the newest first, and the topics of it, those with the most people first."""
    said = list(recent(clerk).select_related("keeper").order_by("-pk")[:MOST])
    return said, topics(message(v) for v in reversed(said))[:SHOWN] if len(said) >= FEWEST else []


@login_required
def hot(request):
    """The topics of the last three months."""
    clerk = coordinating_clerk(request)
    said, found = put_together(clerk)
    by_key = {v.pk: v for v in said}
    page = {
        "about": ABOUT,
        "days": DAYS,
        "total": len(said),
        "fewest": FEWEST,
        "topics": [
            {"topic": topic, "growth": round(topic.growth, 1), "voices": [by_key[pk] for pk in topic.members][:5], "lead": topic.lead,
             "keys": address_of(topic), "unanswered": round(100 * topic.unanswered)}
            for topic in found
        ],
    }  # fmt: skip
    return render(request, "voices/topics.html", page)


def address_of(topic) -> str:
    return ".".join(map(str, topic.members)) if len(topic.members) <= HELD else f"{topic.lead}-"


def meant(clerk, said: str) -> list[Voice]:
    """The voices that are offered: a list of their keys, or a whole topic by the key of its first, as `address_of` says."""
    keys = [int(key) for key in said.rstrip("-").split(".")[:MOST] if key.isdecimal() and len(key) < 19]
    if keys and said.endswith("-"):
        _said, found = put_together(clerk)
        keys = next((topic.members for topic in found if keys[0] in topic.members), keys)
    return list(recent(clerk).filter(pk__in=keys).order_by("pk"))


def message(v) -> Message:
    """Whoever holds one receipt is one person; two receipts cannot be told to be one."""
    return Message(v.pk, v.title, v.text, v.filed_on, str(v.receipt_id), str(v.keeper), v.told_on is not None)


@login_required
def offer(request):
    """Offer a topic to the chairpersons' meeting, with the voices behind it."""
    clerk = coordinating_clerk(request)
    asked = request.POST if request.method == "POST" else request.GET
    voices = meant(clerk, asked.get("voices", ""))
    meeting = Organ.objects.filter(congress=clerk.organ.congress_id, kind=Organ.Kind.CHAIRPERSONS).first()
    if not voices:
        raise Http404
    people, unanswered = len({v.receipt_id for v in voices}), sum(v.told_on is None for v in voices)
    said = _("近%(days)s天，%(people)s 人反映同类问题 %(n)s 件，其中 %(unanswered)s 件还没有答复。")
    first = {
        "title": voices[0].title,
        "summary": said % {"days": DAYS, "people": people, "n": len(voices), "unanswered": unanswered},
    }
    form = Offer(request.POST if request.method == "POST" else None, initial=first)
    once = mark_of(request)
    keys = ".".join(str(v.pk) for v in voices)
    page = {"about": ABOUT, "form": form, "voices": voices, "keys": keys, "once": once}
    if request.method != "POST" or not form.is_valid():
        return render(request, "voices/offer.html", page, status=422 if request.method == "POST" else 200)
    if not meeting:
        page["refusal"] = _("机构表里还没有主任会议，请先在“机构和人员”里建立")
        return render(request, "voices/offer.html", page, status=422)
    try:
        with transaction.atomic():
            candidate = Candidate.objects.create(
                keeper=clerk.organ, chairpersons=meeting, people=people, unanswered=unanswered, **form.cleaned_data
            )
            candidate.voices.set(voices)
            candidate.take("offer", clerk, once=once, summary=form.cleaned_data["summary"])
    except Refused as refusal:
        return render(request, "voices/offer.html", page | {"refusal": str(refusal)}, status=409)
    return redirect("matter", candidate.pk)
