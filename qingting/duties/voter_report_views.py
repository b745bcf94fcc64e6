"""Reports to voters at the desk: planned, written from the file, the code for the meeting, the paper slips; and in public."""

import secrets

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.signing import BadSignature, Signer
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from qingting.desk.qr import picture
from qingting.desk.views import who_takes
from qingting.desk.visitor import actors_of, find
from qingting.docket.process import Refused
from qingting.duties import ratings
from qingting.duties.file_drafts import proposed
from qingting.duties.file_forms import PaperSlips, Planned, Written, may_report
from qingting.duties.file_readers import OF_THE_OFFICE, reads_all, street_of
from qingting.duties.voter_reports import VoterReport, keeper, keeper_chair, office
from qingting.organs.models import Organ, Role

ABOUT = VoterReport._meta.label_lower  # the place in the rail to which these pages belong
COOKIE = "rating-device"
A_YEAR = 365 * 24 * 60 * 60  # seconds
SHOWN = 50


def may_plan(actors) -> bool:
    return any(plans(actor) for actor in actors)


def plans(actor) -> bool:
    """Whether he plans reports: a clerk of a sub-district's committee or of the office for deputies; a deputy his own."""
    if actor.role == Role.CLERK:
        return bool(street_of(actor)) or reads_all(actor)
    return actor.role == Role.DEPUTY


@login_required
def new(request):
    """A report is planned; whoever fills in the form takes its first step with it."""
    by = next(filter(plans, actors_of(request)), None)
    if not by:
        raise Http404
    offered = may_report([by], street_of(by), by.role in OF_THE_OFFICE and reads_all(by))
    known = {"mandate": by.pk} if by.role == Role.DEPUTY else {}
    form = Planned(request.POST or None, offered=offered, initial=known)
    page, status = {"about": ABOUT, "form": form}, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return redirect(planned(form, by))
            except Refused as refusal:
                page["refusal"], status = str(refusal), 409
    return render(request, "duties/voter_report_new.html", page, status=status)


def planned(form, by):
    """What is refused is not kept: the step saves the matter, or nothing does."""
    r = form.save(commit=False)
    r.settle_whose()
    r.take("offer" if by.role == Role.DEPUTY else "plan", by)
    return r


@login_required
def write(request, pk):
    """What the deputy reports: the draft from his file to begin with, then as he has written it."""
    actors = actors_of(request)
    r = find(actors, pk)
    name = {"told": "write", "written": "rewrite"}.get(r.state) if isinstance(r, VoterReport) else None
    by = name and who_takes(r.process.steps[name], r, actors)
    if not by:
        raise Http404
    draft = "" if r.text else proposed(r, actors)
    form = Written(request.POST or None, instance=r, initial={"text": draft} if draft else None)
    page, status = (
        {"about": ABOUT, "form": form, "r": r, "is_draft": bool(draft), "seen": request.POST.get("seen", r.head)},
        200,
    )
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                find(actors, pk).take(name, by, text=form.cleaned_data["text"], seen=page["seen"])
                return redirect("matter", pk)
            except Refused as refusal:
                page["refusal"], status = str(refusal), 409
    return render(request, "duties/voter_report_write.html", page, status=status)


def counted_by(request, pk):
    """A report, and the post in which this visitor shows its code and counts its slips; else 404."""
    actors = actors_of(request)
    r = find(actors, pk)
    parts = {who.hat(r) for who in (keeper, keeper_chair, office)} if isinstance(r, VoterReport) else set()
    by = next((actor for actor in actors if parts & set(actor.hats) and actor.is_current()), None)
    if not by or r.state not in ratings.OPEN:
        raise Http404
    return r, by


@login_required
@require_GET
def code(request, pk):
    """The code to be shown on the wall or printed: it is good on the day of the meeting, and on no other."""
    r, _by = counted_by(request, pk)
    address = ratings.address(r)
    page = {"about": ABOUT, "r": r, "address": address, "picture": picture(address)}
    return render(request, "duties/voter_report_code.html", page)


@login_required
def slips(request, pk):
    """Two persons each enter what they have counted; neither sees what the other has entered."""
    r, by = counted_by(request, pk)
    form = PaperSlips(request.POST or None)
    page, status = {"about": ABOUT, "form": form, "r": r, "entered": r.slips.count()}, 200
    page["is_done"] = r.slips.filter(by__person=by.person_id).exists()
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                ratings.enter(r, by, form.sums)
                messages.success(request, _("已录入。另一个人录入的相同，才能结束评价"))
                return redirect("matter", pk)
            except Refused as refusal:
                page["refusal"], status = str(refusal), 409
    return render(request, "duties/voter_report_slips.html", page, status=status)


# ---- In public


def announced():
    """The reports that everyone may know of."""
    return VoterReport.objects.filter(public=True).select_related("deputy", "constituency", "congress", "mandate")


@require_GET
def notices(request, code=None):
    """The reports to come and those that were held, of the only congress or of the one that is named."""
    roots = Organ.objects.filter(kind=Organ.Kind.CONGRESS, parent=None)
    found = list(roots.filter(code=code) if code else roots.order_by("code", "pk"))
    if code and not found:
        raise Http404
    today = localdate()
    ours = announced().filter(congress__in=found)
    page = {
        "congress": found[0] if len(found) == 1 else None,
        "ahead": ours.filter(held_on__gte=today).order_by("held_on", "opens_at", "pk")[:SHOWN],
        "past": ours.filter(held_on__lt=today).order_by("-held_on", "-pk")[:SHOWN],
    }
    return render(request, "duties/public_voter_reports.html", page)


@require_GET
def notice(request, pk):
    """One report: before it, when and where; after it, what was said, how many came, and how they rated it."""
    r = get_object_or_404(announced(), pk=pk)
    is_over = r.state in ("held", "rated", "closed")
    page = {"congress": r.congress, "r": r, "is_over": is_over, "is_named": settings.NAME_DEPUTIES}
    return render(request, "duties/public_voter_report.html", page)


@never_cache
def rate(request, token):
    """Three buttons on the phone of whoever is there. The device keeps a number of its own, and tells no name."""
    r = by_token(token)
    device = device_of(request)
    page = {"congress": r.congress, "r": r, "grades": ratings.Grade.choices, "why_not": ratings.why_closed(r)}
    status = 200
    if not page["why_not"] and device and ratings.has_rated(r, device):
        page["done"] = True
    elif request.method == "POST" and not page["why_not"]:
        try:
            if not device:
                raise Refused(_("浏览器没有开 Cookie，分不清是不是评过了。请打开 Cookie 再评，或者用纸质评价"))
            ratings.rate(r, device, request.POST.get("grade", ""))
            page["done"] = True
        except Refused as refusal:
            page["refusal"], status = str(refusal), 409
    response = render(request, "duties/rate.html", page, status=status)
    if not device:
        secret = Signer(salt=COOKIE).sign(secrets.token_urlsafe(16))
        response.set_cookie(COOKIE, secret, A_YEAR, path="/rate/", secure=settings.TLS, httponly=True, samesite="Lax")
    response["X-Robots-Tag"] = "noindex"
    return response


def by_token(token) -> VoterReport:
    number, _dash, signed = token.lower().partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404
    r = get_object_or_404(announced(), pk=int(number))
    if not ratings.is_genuine(r, signed):
        raise Http404
    return r


def device_of(request) -> str:
    """The number that this browser was given; empty where it has none, or one that we did not give."""
    try:
        return Signer(salt=COOKIE).unsign(request.COOKIES.get(COOKIE, ""))
    except BadSignature:
        return ""
