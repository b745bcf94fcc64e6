"""The pages on which the office puts deliberation opinions together: passages by item, and the letter."""

import re
from secrets import token_hex

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from qingting.desk.story import body_of
from qingting.desk.views import mark_of, show, who_takes
from qingting.desk.visitor import actors_of, find
from qingting.docket.process import Refused
from qingting.documents.paper import long_day
from qingting.documents.templates import draft, full_name
from qingting.meetings.floor_views import meeting_seen
from qingting.meetings.minutes import named, report_of
from qingting.meetings.models import Item
from qingting.meetings.public_minutes_views import set_out
from qingting.meetings.sendings import act_once
from qingting.meetings.speeches import seen, why_not_write
from qingting.meetings.views import ABOUT, _key
from qingting.meetings.words import Opinions, Passage, Speech
from qingting.organs.fields import Typed

SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]*”?")


def sentences(text: str) -> list[str]:
    """What a passage is chosen from: the text cut where its sentences end."""
    return [found[0].strip() for found in SENTENCE.finditer(text) if found[0].strip()]


class Group(forms.Form):
    group = Typed(
        label=gettext_lazy("归入哪一组"), max_length=40, help_text=gettext_lazy("如“关于整改落实”。同一组的放在一起")
    )


class TypedPassage(Group):
    text = Typed(label=gettext_lazy("意见"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    field_order = ["text", "group"]


def item_for_office(request, pk):
    """An item, its meeting, and the post of the office that looks at it; else 404."""
    if pk >= 2**63:
        raise Http404
    item = get_object_or_404(Item.objects.select_related("reporter", "meeting"), pk=pk)
    m, _actors, office = meeting_seen(request, item.meeting_id)
    if not office:
        raise Http404
    item.meeting = m
    return item, m, office


@login_required
@require_GET
def of_meeting(request, pk):
    """The items of a meeting, each with what was gathered and how far its opinions have come."""
    m, _actors, office = meeting_seen(request, pk)
    if not office:
        raise Http404
    begun = {one.item_id: one for one in Opinions.objects.filter(on=m)}
    counts: dict[int, int] = {}
    for its in Passage.objects.filter(item__meeting=m).values_list("item", flat=True):
        counts[its] = counts.get(its, 0) + 1
    rows = [(item, counts.get(item.pk, 0), begun.get(item.pk)) for item in m.items.select_related("reporter")]
    return render(request, "meetings/opinions_of.html", {"about": ABOUT, "m": m, "rows": rows})


@login_required
def passages(request, pk):
    """Passages of an item: chosen out of the speeches, sentence by sentence, or typed."""
    item, m, office = item_for_office(request, pk)
    typed, refusal = TypedPassage(request.POST if "typed" in request.POST else None), ""
    if request.method == "POST":
        try:
            if "typed" not in request.POST or typed.is_valid():
                return redirect(act_once(request, lambda: change(request, item, office, typed)))
        except Refused as told:
            refusal = str(told)
    return show_passages(request, item, m, typed, refusal, 409 if refusal else 422 if request.method == "POST" else 200)


def show_passages(request, item, m, typed, refusal="", status=200):
    opinions = Opinions.objects.filter(item=item).first()
    speeches = Speech.objects.filter(item=item, erased_at=None).select_related("post__person", "post__organ")
    known = list(Passage.objects.filter(item=item).select_related("speech__post__person"))
    groups: dict[str, list] = {}
    for one in known:
        groups.setdefault(one.group, []).append(one)
    said = {
        "about": ABOUT,
        "m": m,
        "item": item,
        "groups": list(groups.items()),
        "speeches": [(one, list(enumerate(sentences(one.words))), seen(one), token_hex(16)) for one in speeches],
        "once": token_hex(16) if refusal else mark_of(request),
        "form": typed,
        "opinions": opinions,
        "closed": why_closed(item, opinions),
        "refusal": refusal,
    }
    return render(request, "meetings/passages.html", said, status=status)


def why_closed(item, opinions) -> str | None:
    """Why nothing may be gathered now; None if it may."""
    if opinions and opinions.state not in ("draft", "gathering"):
        return _("审议意见“%(state)s”，不能再摘录") % {"state": opinions.state_label}
    return why_not_write(item)


@transaction.atomic
def change(request, item, office, typed) -> str:
    """Choose, type or take away a passage, and where that leads. Raises Refused."""
    if reason := why_closed(item, Opinions.objects.filter(item=item).first()):
        raise Refused(reason)
    if "drop" in request.POST:
        Passage.objects.filter(item=item, pk=_key(request.POST["drop"])).delete()
        return reverse("passages", args=[item.pk])
    if "typed" in request.POST:
        Passage.objects.create(item=item, written_by=office, **typed.cleaned_data)
        return reverse("passages", args=[item.pk])
    speech = Speech.objects.filter(item=item, pk=_key(request.POST.get("speech", "")), erased_at=None).first()
    if not speech or request.POST.get("mark") != seen(speech):
        raise Refused(_("发言记录刚才改过，请看过下面最新的再摘录"))
    its, chosen = sentences(speech.words), {_key(said) for said in request.POST.getlist("sentence")}
    text = "".join(sentence for n, sentence in enumerate(its, 1) if n in chosen)
    if not text:
        raise Refused(_("请勾选要摘录的句子"))
    if len(text) > 2000:
        raise Refused(_("一次最多摘录 2000 字，请分几次摘录"))
    group = Group(request.POST)
    if not group.is_valid():
        raise Refused(_("请写明归入哪一组（最多 40 字）"))
    Passage.objects.create(item=item, speech=speech, text=text, written_by=office, **group.cleaned_data)
    return reverse("passages", args=[item.pk])


@require_POST
@login_required
def begin(request, pk):
    """The opinions of an item become a matter, with the organ that reported as the one to answer."""
    item, m, office = item_for_office(request, pk)
    with transaction.atomic():
        Item.objects.select_for_update().get(pk=item.pk)  # two presses begin one
        known = Opinions.objects.filter(item=item).first()
        if not known and item.reporter:
            known = Opinions.objects.create(
                on=m,
                item=item,
                title=_("对“%(item)s”的审议意见") % {"item": report_of(item)[:180]},
                reporter=item.reporter,
            )
    if not known:
        return show_passages(
            request,
            item,
            m,
            TypedPassage(),
            _("这个议题没有报告机关，审议意见不知道送给谁。请在议程里写明报告机关"),
            409,
        )
    return redirect(known)


@require_POST
@login_required
def letter(request, pk):
    """The letter by which they are sent begins from its template, with everything that is known filled in."""
    actors = actors_of(request)
    o = find(actors, pk)
    office = isinstance(o, Opinions) and who_takes(o.process.steps["send"], o, actors)
    if not office:
        raise Http404
    if o.state != "approved" or o.documents.exclude(state="withdrawn").exists():
        reason = _("主任会议同意以后起草审议意见函，一件一份")
        return show(request, find(actors, pk), actors, refusal=reason, status=409)
    known = {"report": report_of(o.item), "date": long_day(o.on.held_on), "meeting": named(o.on)}
    made = draft("opinions", o, o.body, office, opinions=o.text, handler=full_name(o.reporter), **known)
    return redirect("edit_paper", made.pk)


@body_of(Opinions)
def body(o, actors):
    office = who_takes(o.process.steps["send"], o, actors)
    papers = [one for one in o.documents.select_related("number").order_by("pk") if office or one.state != "draft"]
    return {
        "papers": papers,
        "text": set_out(o.text),
        "result": set_out(o.result),
        "is_office": bool(office),
        "may_gather": bool(office) and o.state in ("draft", "gathering"),
        "may_write_letter": bool(office) and o.state == "approved" and all(one.state == "withdrawn" for one in papers),
    }
