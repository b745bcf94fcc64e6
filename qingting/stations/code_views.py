"""Codes at the desk: who holds one, issuing and revoking them, and printing them one by one, by station, or all."""

from io import BytesIO
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from qingting.directory.forms import Narrowed
from qingting.directory.views import here, sent
from qingting.docket.process import Refused
from qingting.stations import codes, printing
from qingting.stations.forms import Revocation, deputies_of
from qingting.stations.keeping import issuer, keeper_of
from qingting.stations.models import Station, Stationed
from qingting.stations.views import form_page, station_here

PAGE = 20  # rows


@login_required
@require_GET
def holders(request):
    """The deputies in office, each with his code; for an office."""
    by = issuer(request)
    filters = Narrowed(request.GET)
    said = filters.said()
    every = deputies_of(by.congress_id)
    if q := said.get("q"):
        every = every.filter(Q(person__name__icontains=q) | Q(constituency__name__icontains=q))
    after = said.get("after") or 0
    rows = list(every.filter(pk__gt=after).order_by("pk")[: PAGE + 1])
    held = {code.post_id: code for code in codes.in_force(by.congress_id).filter(post__in=rows)}
    for post in rows:
        post.code, post.is_able = held.get(post.pk), post.is_current()
    page = {
        "rows": rows[:PAGE],
        "filters": filters,
        "next_url": "?" + urlencode({"q": q or "", "after": rows[PAGE - 1].pk}) if len(rows) > PAGE else None,
        "lacking": codes.lacking(by.congress_id),
    }
    return render(request, "stations/desk_codes.html", page)


@require_POST
@login_required
def issue(request):
    """Give a deputy or a station a code; or all who lack one."""
    by = issuer(request)
    back = request.POST.get("station", "")
    try:
        if number := digits(request.POST.get("post")):
            codes.issue(get_object_or_404(deputies_of(by.congress_id), pk=number), by)
            messages.success(request, _("已核发"))
        elif number := digits(back):
            codes.issue(
                get_object_or_404(Station.objects.select_related("organ"), pk=number, congress=by.congress_id), by
            )
            messages.success(request, _("已核发"))
        else:
            messages.success(request, _("新核发 %(n)s 个码") % {"n": codes.issue_to_all(by.organ.congress, by)})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("desk_station", number) if digits(back) else redirect("desk_codes")


def digits(said) -> int:
    """A key that came with a form; 0, which nothing has, when it is no number."""
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 19 else 0


@login_required
def revoke(request, pk):
    """The form that asks for the reason, and the revoking."""
    by = issuer(request)
    code = get_object_or_404(codes.with_holders(), pk=pk, congress=by.congress_id, revoked_on=None)
    back_url = reverse("desk_station", args=[code.station_id]) if code.station else reverse("desk_codes")
    form = Revocation(sent(request))
    if form.is_valid():
        try:
            codes.revoke(code, by, form.cleaned_data["reason"])
            messages.success(request, _("已作废。印出去的从现在起扫不开，需要的请重新核发、重新印"))
        except Refused as refusal:  # somebody was faster
            messages.error(request, str(refusal))
        return redirect(back_url)
    return form_page(request, form, _("作废这个码"), back_url, str(code), subheading=code, words=_("作废"))


@login_required
@require_GET
def cards(request):
    """Sheets of cards: of one code, of all deputies of a station, or of all."""
    found = asked_for(request).filter(post__isnull=False)
    if number := digits(request.GET.get("station")):
        found = found.filter(post__in=Stationed.objects.on().filter(station=number).values("post"))
    return as_pdf(request, printing.cards, found, "cards")


@login_required
@require_GET
def posters(request):
    """Posters: of one station, or of all."""
    found = asked_for(request).filter(station__isnull=False)
    if number := digits(request.GET.get("station")):
        found = found.filter(station=number)
    return as_pdf(request, printing.posters, found, "posters")


def asked_for(request):
    """The codes in force that this visitor may print: an office all, who looks after a station those of that station."""
    if number := digits(request.GET.get("station")):
        keeper_of(request, station_here(request, number))
        return codes.in_force(here(request))
    found = codes.in_force(issuer(request).congress_id)
    return found.filter(pk=digits(request.GET["code"])) if "code" in request.GET else found


def as_pdf(request, prints, found, name):
    found = list(found.order_by("pk"))
    if not found:
        raise Http404
    sent = FileResponse(BytesIO(prints(found)), as_attachment=True, filename=f"{name}.pdf")
    sent.headers["Cache-Control"] = "private, no-store"
    return sent
