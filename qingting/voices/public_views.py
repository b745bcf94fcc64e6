"""What a resident does without an account: says what is wrong, and sees by his receipt what came of it."""

import re
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import file_digest
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import IntegrityError, transaction
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingting.attachments import shelf
from qingting.attachments.kinds import LARGEST, MEGABYTE
from qingting.attachments.models import Attachment
from qingting.desk.qr import picture
from qingting.docket.process import Refused
from qingting.floods.models import count
from qingting.organs.models import Organ, Person, Receipt
from qingting.stations.codes import read
from qingting.voices import limits, proof
from qingting.voices.alike import others_said
from qingting.voices.confidence import Identity, Said
from qingting.voices.forms import PHOTOS, Contact, More, Say
from qingting.voices.intake import Words, already, file, put_down, said_at_once, secret_of, tell_who
from qingting.voices.models import Channel, Hold, Voice
from qingting.voices.slip import address
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
    warning: str = ""  # why the code that was read leads to nobody


def addressed(request) -> Addressed | None:
    """By the code in the address; else the only congress, or the one that was chosen. None where one must choose first.

    A code that is ended, revoked or forged leads to nobody: the form says so, and what is said goes to the congress.
    """
    asked = request.POST if request.method == "POST" else request.GET
    if code := asked.get("code", ""):
        reading = read(code)
        if reading.is_valid:
            return spoken_to(reading.code, code)
    roots = list(Organ.objects.filter(kind=Organ.Kind.CONGRESS, parent=None).order_by("code", "pk"))
    chosen = [one for one in roots if one.code == asked.get("at")] if len(roots) > 1 else roots
    warning = reading.sentence if code else ""
    return Addressed(chosen[0], warning=warning) if chosen else None


def spoken_to(code, token) -> Addressed:
    """The deputy or the station whose code was read."""
    if code.post:
        return Addressed(code.congress, Channel.DEPUTY_CODE, deputy=code.post.person, code=token)
    return Addressed(code.congress, Channel.STATION_CODE, station=code.station.organ, code=token)


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
    return fresh_form(request, to)


DRAWN: OrderedDict[tuple, str] = OrderedDict()  # the empty form as it was drawn, for each to whom one may speak
DRAWN_AT_MOST = 200
MARK_OF_NONE = "0" * 32  # stands where each form has a mark of its own
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*')


def fresh_form(request, to):
    """The empty form: the same for everyone but for its mark and its token, so it is drawn once and kept."""
    named = (to.congress.pk, to.congress.name, to.deputy and str(to.deputy), to.station and to.station.name, to.warning)
    key = (*named, get_language(), "large" in request.COOKIES, request.get_full_path(), request.user.is_authenticated)
    if key not in DRAWN:
        DRAWN[key] = show_form(request, to, Say(), MARK_OF_NONE).content.decode()
        if len(DRAWN) > DRAWN_AT_MOST:
            DRAWN.popitem(last=False)
    page = DRAWN[key].replace(MARK_OF_NONE, secrets.token_hex(16), 1)
    return HttpResponse(TOKEN.sub(lambda found: found[1] + get_token(request), page))


def show_form(request, to, form, once, status=200, refusal="", taken=""):
    """The form; `taken` is the secret of the receipt where what was sent before by it has arrived."""
    draft = already(once) if request.method == "POST" else None
    said = {"form": form, "to": to, "congress": to.congress, "once": once, "refusal": refusal, "taken": taken}
    said |= {"most": PHOTOS, "attached": draft.attachments.count() if draft else 0}
    return render(request, "voices/say.html", said, status=status)


def hear(request, to):
    """Keep what was said, show what others said of it, and send it once the resident has seen that."""
    once = request.POST.get("once", "")
    if not MARK.fullmatch(once):
        once = secrets.token_hex(16)
    found = already(once)
    if found and found.state != "draft":
        return arrived(request, to, found, once)
    if found and "edit" in request.POST:
        return show_form(request, to, Say(initial=initial_of(found)), once)
    if found and "what" not in request.POST:
        return send(request, to, found, once)  # from the page that showed what others said
    form = Say(request.POST, request.FILES, congress=to.congress)
    if getattr(request, "too_large", False):
        most = LARGEST // MEGABYTE
        refusal = _("照片太大了，加起来不能超过 %(most)s MB。请少选几张再发；您写的都还在") % {"most": most}
        return show_form(request, to, form, once, 413, refusal)
    if not form.is_valid():
        return show_form(request, to, form, once, 422)
    said = form.cleaned_data
    words = Words(said["what"], said["place"])
    near = others_said(to.congress, f"{words.title}\n{words.where}\n{words.text}")
    elsewhere = SENT_ELSEWHERE.get(words.danger.hold or "")
    longitude, latitude = said["point"] or (None, None)
    given = {"channel": to.channel, "deputy": to.deputy, "station": to.station}
    given |= {"longitude": longitude, "latitude": latitude}
    try:
        if near or elsewhere or found or said["photos"]:
            draft = put_down(to.congress, once, what=words.what, place=words.place, **given)
            if said["photos"] or "drop_photos" in request.POST:
                drop(draft.attachments.all())
            keep_photos(draft, said["photos"])
            keep_contact(draft.receipt, said)
        else:
            with transaction.atomic():
                v = said_at_once(to.congress, once, words, **given, **flags(request, words.text, words.danger.hold))
                if said["telephone"] or said["name"]:
                    keep_contact(v.receipt, said)
            return redirect(reverse("receipt", args=[secret_of(once)]) + "?new=1")
    except IntegrityError:  # the same form came twice at this moment, and the other was first
        return hear(request, to)
    except Refused as refusal:
        return show_form(request, to, form, once, 429 if isinstance(refusal, Flood) else 422, str(refusal))
    if near or elsewhere:
        page = {"to": to, "congress": to.congress, "once": once, "near": near, "draft": draft}
        page |= {"elsewhere": elsewhere, "danger": draft.hold in DANGER}
        return render(request, "voices/before.html", page)
    return send(request, to, draft, once)


def arrived(request, to, found, once):
    """The line broke before our answer came: the same receipt. What was changed since is not lost: it may be sent as another."""
    said = request.POST.get("what", "").strip()
    if not said or said == found.told.what.strip():
        return redirect(reverse("receipt", args=[secret_of(once)]) + "?new=1")
    refusal = _("您刚才说的已经收到，回执号 %(number)s。这次写的不一样：要另说一件，请再发一次") % {
        "number": found.number
    }
    return show_form(request, to, Say(request.POST), secrets.token_hex(16), 409, refusal, secret_of(once))


def initial_of(draft) -> dict:
    """What this form said when it came last."""
    identity = Identity.objects.filter(receipt=draft.receipt).first()
    who = identity.open() | {"wish": identity.wish} if identity else {}
    return {"what": draft.told.what, "place": draft.told.place} | who


# What must not come here is told kindly where to go before it is sent; it can be left with us all the same. Danger is received at once, and
# the receipt begins with the numbers to call.
SENT_ELSEWHERE: dict[str, Any] = {
    Hold.CRIME: "crime",
    Hold.COURT: "court",
    Hold.OFFICIAL: "official",
    Hold.ELECTION: "election",
}
# Of danger nobody is asked twice: it is taken in at once, and the first thing told is whom to call.
DANGER = (Hold.LIFE, Hold.VIOLENCE)


def keep_photos(draft, photos):
    """Each photograph once, under a name that says nothing. Raises Refused; then none is kept."""
    seen: set[str] = set()
    for photo in photos:
        photo.seek(0)
        if (digest := file_digest(photo, "sha256").hexdigest()) in seen:
            continue
        seen.add(digest)
        photo.seek(0)
        photo.name = f"{_('照片')}{len(seen)}.{photo.name.rpartition('.')[2].lower()}"
        try:
            shelf.attach(draft, [draft.receipt], photo)
        except Refused:
            drop(draft.attachments.all())
            raise


def drop(attachments):
    """Throw away what hangs on a draft: nobody has seen it."""
    for attachment in attachments:
        attachment.erase()
        attachment.delete()


def keep_contact(receipt, said):
    """Who he is, if he tells it; and not what an earlier sending of this form had told."""
    if said["telephone"] or said["name"]:
        tell_who(receipt, name=said["name"], telephone=said["telephone"], wish=said["wish"])
    else:
        Identity.objects.filter(receipt=receipt).delete()


class Flood(Refused):
    """More than any number of honest people sends from one address in an hour."""


def flags(request, text, danger) -> dict[str, Any]:
    """Whether a person looks at it before anything else, and whether it counts. Raises Flood."""
    sent = count("say", request)
    if sent > settings.VOICES_REFUSED:
        raise Flood(_("一小时里从这里发来的太多了，请过一会儿再发。您写的都还在"))
    unproven = proof.why_held(request.POST.get("altcha", ""))
    burst = sent > settings.VOICES_HELD or limits.count_words(text) > limits.SAME
    hold = danger or (Hold.BURST if burst else unproven)
    # what a deputy or an organ says itself is in no figure
    return {"hold": hold, "counts": not request.user.is_authenticated}


def send(request, to, draft, once):
    """Take the first step of what was kept as a draft: from here on it is received, and cannot be lost."""
    try:
        Voice.objects.filter(pk=draft.pk).update(**flags(request, draft.text, draft.hold))
        file(draft, draft.receipt, once)
    except Refused as refusal:
        form = Say(initial=initial_of(draft))
        return show_form(request, to, form, once, 429 if isinstance(refusal, Flood) else 422, str(refusal))
    return redirect(reverse("receipt", args=[secret_of(once)]) + "?new=1")


@never_cache
@require_GET
def challenge(request):
    """What a browser works at while the resident types."""
    return JsonResponse(proof.challenge())


@require_GET
def worker(request):
    """The service worker, at an address beneath the form's own: it may look after nothing else."""
    path = finders.find("dist/sw.js")
    if not path:
        raise Http404
    return FileResponse(open(path, "rb"), content_type="text/javascript", headers={"Cache-Control": "no-cache"})


# ---- The receipt


def held_receipt(request, secret) -> Receipt:
    """The receipt with this secret; else 404, and who guesses too often is stopped."""
    receipt = Receipt.shown(secret)
    if receipt and receipt.is_current():
        return receipt
    if count("guess a receipt", request) > limits.TRIES:
        raise TooMany
    raise Http404


class TooMany(Exception):
    """Guessed too often."""


def voice_of(receipt, asked="") -> Voice:
    """The voice that hangs on this receipt; of several, the one that is asked for, else the first."""
    filed = (
        receipt.voices.exclude(state="draft").select_related(*Voice.process.reads, "congress", "told").order_by("pk")
    )
    voices = list(filed)
    if not voices:
        raise Http404
    return next((v for v in voices if v.number == asked), voices[0])


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
    v = voice_of(held, request.POST.get("no") or request.GET.get("no", ""))
    steps = {name: step for name, step in v.process.steps.items() if step.by.hat(v) in held.hats}
    can = {name for name, step in steps.items() if not step.why_not(v, held)}
    identity = Identity.objects.filter(receipt=held).first()
    page = {
        "v": v,
        "congress": v.congress,
        "secret": secret,
        "is_new": "new" in request.GET and v.state == "raised",
        "danger": "new" in request.GET and v.state == "raised" and v.hold in DANGER,
        "done": DONE.get(request.GET.get("done", "")),
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
    }
    page |= said
    page["forms"] = [page[name] for name in ("rating", "again", "consent", "more", "contact") if page[name]]
    page["wrong"] = any(form.errors for form in page["forms"])
    response = render(request, "voices/receipt.html", page, status=status)
    response.headers["Referrer-Policy"] = (
        "strict-origin"  # the address is the secret; without an origin no form would pass
    )
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
            mark = once if MARK.fullmatch(once) else None
            event = v.take(name, held, once=mark, seen=request.POST.get("seen", ""), **given)
            if name == "add" and event.data["added"] != f"said:{given['added'].pk}":
                given["added"].delete()  # the form came twice
    except Refused as refusal:
        return show_receipt(request, held, secret, 409, refusal=str(refusal))
    return redirect(reverse("receipt", args=[secret]) + f"?no={v.number}&done={name}")


DONE = {
    "rate": gettext_lazy("您的评价收到了，谢谢您"),
    "say_again": gettext_lazy("收到了，谢谢您告诉我们"),
    "add": gettext_lazy("您补充的收到了"),
    "withdraw": gettext_lazy("已经撤回，不再办"),
    "consent": gettext_lazy("记下了"),
    "give_contact": gettext_lazy("联系方式记下了"),
    "take_back": gettext_lazy("您的姓名和联系方式已经删去"),
    "forget": gettext_lazy("您说的话已经删去，编号和次数留着"),
}
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
    if not MARK.fullmatch(key):
        raise Http404
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
