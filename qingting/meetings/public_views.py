"""What everyone may see of meetings: those to come with their draft agenda, and what came of those that are over; and how
a citizen applies to observe one, without an account.

Where the installation serves one district its list stands at /public/meetings/; where it serves several, each has
/public/<code>/meetings/.
"""

import base64
import hmac

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from qingting.desk.congresses import by_code, congresses, only_or_chosen
from qingting.desk.views import mark_of
from qingting.docket.process import Refused
from qingting.floods.models import count
from qingting.meetings import diary, observers
from qingting.meetings.guest_forms import Apply
from qingting.meetings.observers import Observer, Opening
from qingting.meetings.publishing import OVER, announced, items_of, results_of
from qingting.organs.models import Receipt

A_PAGE = 20


@require_GET
def everywhere(request):
    """The list of the only congress; a choice where there are several."""
    heading, nothing = _("公开的会议"), _("这里还没有人大公开会议。")
    return only_or_chosen(request, page_of, "public_meetings_of", heading, nothing)


@require_GET
def of_congress(request, code):
    return page_of(request, by_code(code))


def page_of(request, congress):
    """Those to come, the next first; then those that were held, the last first, a page at a time."""
    today, after = localdate(), request.GET.get("after", "")
    passed = int(after) if after.isascii() and after.isdigit() and len(after) < 6 else 0
    ours = announced().filter(congress=congress)
    ahead = ours.filter(held_on__gte=today).order_by("held_on", "pk")[:A_PAGE]
    past = list(ours.filter(held_on__lt=today).order_by("-held_on", "-pk")[passed : passed + A_PAGE + 1])
    page = {
        "congress": congress,
        "ahead": [] if passed else list(ahead),
        "past": past[:A_PAGE],
        "further": f"?after={passed + A_PAGE}" if len(past) > A_PAGE else None,
        "first_page": not passed,
    }
    return render(request, "meetings/public_meetings.html", page)


@require_GET
def meeting(request, pk):
    """One announced meeting: before, its day, place, public items and places; after, what was adopted and what came of it."""
    m = get_object_or_404(announced(), pk=pk)
    results, items = results_of(m), items_of(m)
    page = {
        "congress": m.congress,
        "m": m,
        "items": [(item, results.get(item.pk, [])) for item in items],
        "is_over": m.state in OVER,
        "why_not": observers.why_not_apply(m),
        "seats": observers.seats(m),
        "places": observers.places(m.congress, m.held_on),
    }
    return render(request, "meetings/public_meeting.html", page)


@never_cache
def observe(request, pk):
    """The application for a place; the answer is a receipt, at an address that only its holder knows."""
    m = get_object_or_404(announced(), pk=pk)
    places, once = observers.places(m.congress, m.held_on), mark_of(request)
    form = Apply(request.POST or None, age=places.age)
    said = {"congress": m.congress, "m": m, "form": form, "once": once, "places": places, "seats": observers.seats(m)}
    said["refusal"] = observers.why_not_apply(m)
    if request.method != "POST" or said["refusal"] or not form.is_valid():
        status = 200 if request.method != "POST" else 409 if said["refusal"] else 422
        return render(request, "meetings/public_observe.html", said, status=status)
    secret = secret_of(once)
    if not Receipt.shown(secret) and count("observe", request) > settings.OBSERVERS_REFUSED:
        flood = _("一小时里从这里来的申请太多了，请过一会儿再提交，或者打电话给会务工作机构。您写的都还在")
        return render(request, "meetings/public_observe.html", said | {"flood": flood}, status=429)
    try:
        observers.apply(m, secret, name=form.cleaned_data["name"], contact=form.cleaned_data["contact"])
    except Refused as refusal:
        return render(request, "meetings/public_observe.html", said | {"refusal": str(refusal)}, status=409)
    return redirect("observer_receipt", secret)


def secret_of(once: str) -> str:
    """The secret of the receipt that belongs to this form (128 bits): a form that is sent twice finds its own."""
    drawn = hmac.digest(settings.SECRET_KEY.encode(), f"observer {once}".encode(), "sha256")
    return base64.urlsafe_b64encode(drawn[:16]).rstrip(b"=").decode()


@never_cache
def receipt(request, secret):
    """Where an application stands; here one gives the place back, and has name and contact erased."""
    held = Receipt.shown(secret)
    o = held and Observer.objects.filter(receipt=held).select_related("meeting__body", "meeting__congress").first()
    if not o:
        raise Http404
    if request.method == "POST":
        observers.take_back(o)
        return redirect("observer_receipt", secret)
    ahead = o.meeting.observers.filter(state=Observer.State.APPLIED, place__lt=o.place).count()
    page = {
        "congress": o.meeting.congress,
        "m": o.meeting,
        "o": o,
        "ahead": ahead,
        "looks": Opening.objects.filter(meeting=o.meeting, at__gte=o.at).select_related("by__organ", "by__person"),
        "address": settings.SITE_URL.rstrip("/") + reverse("observer_receipt", args=[secret]),
        "secret": secret,
    }
    response = render(request, "meetings/observer_receipt.html", page)
    response.headers["Referrer-Policy"] = (
        "strict-origin"  # the address is the secret; without an origin no form would pass
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def as_calendar(content: bytes, name: str, is_private=False) -> HttpResponse:
    kept = "private, no-store" if is_private else "public, max-age=600"
    heads = {"Content-Disposition": f'inline; filename="{name}.ics"', "Cache-Control": kept}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=heads)


@require_safe
def feed(request, code=None):
    """The announced meetings of a district; without a code, of the only one that is served here."""
    found = [by_code(code)] if code else congresses()
    if len(found) != 1:
        raise Http404
    return as_calendar(diary.of_everyone(found[0], announced()), "meetings")


@require_safe
def private_feed(request, token):
    """A person's own meetings, for whoever knows the address."""
    person = diary.read(token)
    if not person:
        raise Http404(_("没有这个日历"))
    return as_calendar(diary.of_person(person), "my-meetings", is_private=True)
