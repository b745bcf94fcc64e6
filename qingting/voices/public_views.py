"""What a resident does without an account: says what is wrong, and sees by his receipt what came of it."""

import re
import secrets
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingting.attachments import shelf
from qingting.attachments.kinds import LARGEST, MEGABYTE
from qingting.attachments.models import Attachment
from qingting.docket.process import Refused
from qingting.organs.models import Organ, Person, Receipt
from qingting.voices import limits, proof
from qingting.voices.alike import others_said
from qingting.voices.confidence import Identity, Said
from qingting.voices.forms import Contact, More, Say
from qingting.voices.intake import Words, already, file, put_down, said_at_once, secret_of, tell_who
from qingting.voices.models import Channel, Hold, Voice
from qingting.voices.slip import address, picture
from qingting.voices.thread import thread_of

MARK = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True)
class Addressed:
    """To whom a resident speaks: to a congress, and there perhaps to a deputy or at a station, by the code he has read."""

    congress: Organ
    channel: Channel = Channel.SITE
    deputy: Person | None = None
    station: Organ | None = None
    code: str = ""


def addressed(request) -> Addressed | None:
    """By the code in the address; else the only congress, or the one that was chosen. None where one must choose first."""
    asked = request.POST if request.method == "POST" else request.GET
    roots = list(Organ.objects.filter(kind=Organ.Kind.CONGRESS, parent=None).order_by("code", "pk"))
    chosen = [one for one in roots if one.code == asked.get("at")] if len(roots) > 1 else roots
    return Addressed(chosen[0]) if chosen else None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def say(request):
    """The form of three fields that matter, and the sending of it."""
    to = addressed(request)
    if not to:
        roots = Organ.objects.filter(kind=Organ.Kind.CONGRESS, parent=None).exclude(code="").order_by("code", "pk")
        return render(request, "voices/which.html", {"congresses": roots})
    if request.method == "POST":
        return hear(request, to)
    return show_form(request, to, Say(), secrets.token_hex(16))


def show_form(request, to, form, once, status=200, refusal=""):
    said = {"form": form, "to": to, "congress": to.congress, "once": once, "refusal": refusal}
    return render(request, "voices/say.html", said | proof.asked(request), status=status)


def hear(request, to):
    """Keep what was said, show what others said of it, and send it once the resident has seen that."""
    once = request.POST.get("once", "")
    if not MARK.fullmatch(once):
        once = secrets.token_hex(16)
    if (found := already(once)) and found.state != "draft":
        return redirect("receipt", secret_of(once))  # the line broke before our answer came
    form = Say(request.POST, request.FILES)
    if getattr(request, "too_large", False):
        most = LARGEST // MEGABYTE
        refusal = _("照片太大了，加起来不能超过 %(most)s MB。请少选几张再发；您写的都还在") % {"most": most}
        return show_form(request, to, form, once, 413, refusal)
    if found and "what" not in request.POST:
        return send(request, to, found, once)  # from the page that showed what others said
    if not form.is_valid():
        return show_form(request, to, form, once, 422)
    said = form.cleaned_data
    words = Words(said["what"], said["place"])
    near = others_said(to.congress, f"{words.title}\n{words.where}\n{words.text}")
    given = {"channel": to.channel, "deputy": to.deputy, "station": to.station}
    try:
        if near or found or said["photos"]:
            draft = put_down(to.congress, once, what=words.what, place=words.place, **given)
            keep_photos(draft, said["photos"])
            keep_contact(draft.receipt, said)
        else:
            with transaction.atomic():
                v = said_at_once(to.congress, once, words, **given, **flags(request))
                keep_contact(v.receipt, said)
            return redirect(reverse("receipt", args=[secret_of(once)]) + "?new=1")
    except IntegrityError:  # the same form came twice at this moment, and the other was received
        return redirect("receipt", secret_of(once))
    except Refused as refusal:
        return show_form(request, to, form, once, 429 if isinstance(refusal, Flood) else 422, str(refusal))
    if near:
        return render(request, "voices/before.html", {"to": to, "congress": to.congress, "once": once, "near": near})
    return send(request, to, draft, once)


# What must not come here is told kindly where to go; it can be left with us all the same.
SENT_ELSEWHERE: dict[str, Any] = {
    Hold.LIFE: "life",
    Hold.VIOLENCE: "life",
    Hold.CRIME: "crime",
    Hold.COURT: "court",
    Hold.OFFICIAL: "official",
    Hold.ELECTION: "election",
}


def keep_photos(draft, photos):
    """Each photograph under a name that says nothing. Raises Refused."""
    for n, photo in enumerate(photos, 1):
        ending = photo.name.rpartition(".")[2].lower()
        photo.name = f"{_('照片')}{n}.{ending}"
        shelf.attach(draft, [draft.receipt], photo)


def keep_contact(receipt, said):
    if said["telephone"] or said["name"]:
        tell_who(receipt, name=said["name"], telephone=said["telephone"], wish=said["wish"])


class Flood(Refused):
    """More than any number of honest people sends from one address in an hour."""


def flags(request, draft=None) -> dict[str, Any]:
    """Whether a person looks at it before anything else, and whether it counts. Raises Flood."""
    sent = limits.count("say", request)
    if sent > settings.VOICES_REFUSED:
        raise Flood(_("一小时里从这里发来的太多了，请过一会儿再发。您写的都还在"))
    hold = proof.why_held(request) or (Hold.BURST if sent > settings.VOICES_HELD else "")
    # what a deputy or an organ says itself is in no figure
    return {"hold": draft and draft.hold or hold, "counts": not request.user.is_authenticated}


def send(request, to, draft, once):
    """Take the first step of what was kept as a draft: from here on it is received, and cannot be lost."""
    try:
        Voice.objects.filter(pk=draft.pk).update(**flags(request, draft))
        file(draft, draft.receipt, once)
    except Refused as refusal:
        form = Say(initial={"what": draft.told.what, "place": draft.told.place})
        return show_form(request, to, form, once, 429 if isinstance(refusal, Flood) else 422, str(refusal))
    return redirect(reverse("receipt", args=[secret_of(once)]) + "?new=1")


# ---- The receipt


def held_receipt(request, secret) -> Receipt:
    """The receipt with this secret; else 404, and who guesses too often is stopped."""
    receipt = Receipt.shown(secret)
    if receipt and receipt.is_current():
        return receipt
    if limits.count("guess a receipt", request) > limits.TRIES:
        raise TooMany
    raise Http404


class TooMany(Exception):
    """Guessed too often."""


def voice_of(receipt, asked="") -> Voice:
    """The voice that hangs on this receipt; of several, the one that is asked for, else the first."""
    filed = (
        receipt.voices.exclude(state="draft").select_related(*Voice.process.reads, "congress", "told").order_by("pk")
    )
    found = filed.filter(number=asked).first() or filed.first()
    if not found:
        raise Http404
    return found


@never_cache
@require_GET
def receipt(request, secret):
    """Every step of it, and what the resident may do now."""
    try:
        held = held_receipt(request, secret)
    except TooMany:
        return render(request, "429.html", status=429)
    return show_receipt(request, held, secret)


def show_receipt(request, held, secret, status=200, **said):
    v = voice_of(held, request.GET.get("no", ""))
    steps = {name: step for name, step in v.process.steps.items() if step.by.hat(v) in held.hats}
    can = {name for name, step in steps.items() if not step.why_not(v, held)}
    identity = Identity.objects.filter(receipt=held).first()
    page = {
        "v": v,
        "congress": v.congress,
        "secret": secret,
        "is_new": "new" in request.GET,
        "address": address(secret),
        "picture": picture(address(secret)),
        "thread": thread_of(v),
        "others": [one for one in held.voices.exclude(state="draft").order_by("pk") if one.pk != v.pk],
        "can": can,
        "why_not_forget": steps["forget"].why_not(v, held),
        "identity": identity,
        "rating": v.process.rate.form(instance=v) if "rate" in can else None,
        "again": v.process.say_again.form(instance=v) if "say_again" in can else None,
        "consent": v.process.consent.form(instance=v) if "consent" in can else None,
        "more": More(),
        "contact": Contact(),
        "seen": v.head,
        "once": secrets.token_hex(16),
        "today": localdate(),
    }
    response = render(request, "voices/receipt.html", page | said, status=status)
    response.headers["Referrer-Policy"] = "no-referrer"  # the address is the secret
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_POST
def act(request, secret, name):
    """A step of the resident's, taken by his receipt."""
    try:
        held = held_receipt(request, secret)
    except TooMany:
        return render(request, "429.html", status=429)
    v = voice_of(held, request.POST.get("no", ""))
    step = v.process.steps.get(name)
    if not step or step.by.hat(v) not in held.hats or name in ("speak_up", "reopen", "reopen_here"):
        raise Http404
    given: dict[str, Any] = {}
    before = None
    if name == "add":
        form = More(request.POST)
        if not form.is_valid():
            return show_receipt(request, held, secret, 422, more=form)
    elif name == "give_contact":
        form = Contact(request.POST)
        if not form.is_valid():
            return show_receipt(request, held, secret, 422, contact=form)
        before = form.cleaned_data
    elif step.fields:
        form = step.form(request.POST, instance=Voice.objects.get(pk=v.pk))
        if not form.is_valid():
            return show_receipt(request, held, secret, 422, **{FORMS[name]: form})
        given = form.cleaned_data
    once = request.POST.get("once", "")
    try:
        with transaction.atomic():
            if name == "add":
                given = {"added": added(v, form.cleaned_data["what"])}
            if before:
                tell_who(held, name=before["name"], telephone=before["telephone"], wish=before["wish"])
            v.take(name, held, once=once if MARK.fullmatch(once) else None, seen=request.POST.get("seen", ""), **given)
    except Refused as refusal:
        return show_receipt(request, held, secret, 409, refusal=str(refusal))
    return redirect(reverse("receipt", args=[secret]) + f"?no={v.number}#done-{name}")


FORMS = {"rate": "rating", "say_again": "again", "consent": "consent"}


def added(v, what) -> Said:
    """What he adds, kept as he said it; those who handle it read it masked, beneath what was said before."""
    said = Said(receipt=v.receipt).keep(what=what, place="")
    said.save()
    return said


@never_cache
@require_GET
def photo(request, secret, key):
    """A photograph that hangs on this receipt, for whoever holds it."""
    try:
        held = held_receipt(request, secret)
    except TooMany:
        return render(request, "429.html", status=429)
    attachment = get_object_or_404(Attachment, key=key, withdrawn_at=None, matter__voice__receipt=held)
    response = HttpResponse(attachment.path.read_bytes(), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{attachment.pk}.{attachment.kind}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "POST"])
def find(request):
    """For whoever has the slip and no camera: the receipt by what is printed beneath its picture."""
    typed = re.sub(r"\s", "", request.POST.get("secret", ""))
    typed = typed.rpartition("/r/")[2].strip("/")
    if request.method == "POST" and typed:
        try:
            held_receipt(request, typed)
        except TooMany:
            return render(request, "429.html", status=429)
        except Http404:
            wrong = _("没有这张回执。请看看有没有抄错；大小写要一样")
            return render(request, "voices/find.html", {"wrong": wrong, "typed": typed[:60]}, status=404)
        return redirect("receipt", typed)
    return render(request, "voices/find.html")
