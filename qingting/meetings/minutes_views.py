"""The office's pages of what becomes public: the minutes in part or whole, and the gazette."""

from datetime import timedelta

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from qingting.desk.visitor import actors_of
from qingting.docket.process import Refused
from qingting.meetings import gazette, minutes
from qingting.meetings.floor_views import meeting_seen
from qingting.meetings.public_views import set_out
from qingting.meetings.published import Gazette
from qingting.meetings.views import ABOUT, edits_gazette
from qingting.organs.fields import Typed

A_PAGE = 20


class Why(forms.Form):
    why = Typed(label=gettext_lazy("撤下的理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


def for_office(request, pk):
    m, _actors, office = meeting_seen(request, pk)
    if not office:
        raise Http404
    return m, office


@login_required
def publish(request, pk):
    """What of the signed minutes everyone may read: item by item, with the words that will be public."""
    m, office = for_office(request, pk)
    refusal = ""
    if request.method == "POST":
        wanted = set(request.POST.getlist("item"))
        try:
            minutes.publish(m, [item for item in m.items.all() if str(item.pk) in wanted], office)
            return redirect("publish", pk)
        except Refused as told:
            refusal = str(told)
    return show_publish(request, m, refusal, 409 if refusal else 200)


def show_publish(request, m, refusal="", status=200, why=None):
    opening, parts = minutes.cut(m)
    wanted = set(request.POST.getlist("item")) if request.method == "POST" else None
    rows = []
    for item in m.items.all():
        reason = minutes.why_not_public(item, parts)
        ticked = str(item.pk) in wanted if wanted is not None else item.access == item.Access.PUBLIC
        rows.append((item, set_out(parts.get(item.pk, "")), reason, ticked and not reason))
    public = m.publications.filter(withdrawn_at=None).select_related("published_by__person").first()
    said = {
        "about": ABOUT,
        "m": m,
        "opening": set_out(opening),
        "rows": rows,
        "public": public,
        "public_blocks": set_out(public.text) if public else (),
        "earlier": m.publications.exclude(withdrawn_at=None).select_related("withdrawn_by__person").order_by("-pk"),
        "why_no_paper": minutes.why_no_paper(m),
        "papers": m.documents.filter(form="minutes").select_related("number").order_by("pk"),
        "form": (why or Why()) if public else None,
        "refusal": refusal,
    }
    return render(request, "meetings/publish.html", said, status=status)


@require_POST
@login_required
def unpublish(request, pk):
    m, office = for_office(request, pk)
    why, public = Why(request.POST), m.publications.filter(withdrawn_at=None).first()
    if not public:
        raise Http404
    if not why.is_valid():
        return show_publish(request, m, status=422, why=why)
    try:
        minutes.take_down(public, office, why.cleaned_data["why"])
    except Refused as told:
        return show_publish(request, m, str(told), 409, why)
    return redirect("publish", pk)


@require_POST
@login_required
def minutes_paper(request, pk):
    """The signed minutes become a draft in the form of minutes, to be numbered and issued."""
    m, office = for_office(request, pk)
    try:
        made = minutes.as_paper(m, office)
    except Refused as told:
        return show_publish(request, m, str(told), 409)
    return redirect("edit_paper", made.pk)


# ---- The gazette


class Period(forms.Form):
    since = forms.DateField(
        label=gettext_lazy("收录起"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=gettext_lazy("收录止"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def editing(request):
    """The post of the office that edits the gazette, and the committee whose it is; else 404."""
    by = next((actor for actor in actors_of(request) if edits_gazette(actor)), None)
    if not by:
        raise Http404
    return by, by.organ.parent


@login_required
def gazettes(request):
    """The issues so far, and the next: a period, and what was issued in it."""
    by, organ = editing(request)
    asked = Period(request.POST if request.method == "POST" else request.GET or None, initial=since_last(organ))
    refusal, offered, wanted = "", None, None
    if asked.is_bound and asked.is_valid():
        since, until = asked.cleaned_data["since"], asked.cleaned_data["until"]
        if request.method == "POST":
            wanted = set(request.POST.getlist("entry"))
            try:
                return redirect("gazette", gazette.make(organ, since, until, wanted, by).pk)
            except Refused as told:
                refusal = str(told)
        found = gazette.offered(organ, since, until)
        offered = [(gazette.key_of(one), one, wanted is None or gazette.key_of(one) in wanted) for one in found]
    said = {
        "about": ABOUT,
        "organ": organ,
        "form": asked,
        "offered": offered,
        "refusal": refusal,
        "issues": Gazette.objects.filter(organ=organ)[:A_PAGE],
    }
    bad = asked.is_bound and not asked.is_valid()
    return render(request, "meetings/gazettes.html", said, status=409 if refusal else 422 if bad else 200)


def since_last(organ) -> dict:
    """From the day after the last issue's period; the first, of two months."""
    today = localdate()
    last = Gazette.objects.filter(organ=organ, withdrawn_at=None).order_by("-until").first()
    return {"since": last.until + timedelta(days=1) if last else today - timedelta(days=60), "until": today}


def issue_of(request, pk):
    by, organ = editing(request)
    if pk >= 2**63:
        raise Http404
    return get_object_or_404(Gazette.objects.select_related("organ__congress", "issued_by"), pk=pk, organ=organ), by


@login_required
def one_gazette(request, pk):
    issue, by = issue_of(request, pk)
    form, refusal = Why(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            gazette.take_down(issue, by, form.cleaned_data["why"])
            return redirect("gazette", pk)
        except Refused as told:
            refusal = str(told)
    said = {"about": ABOUT, "issue": issue, "entries": issue.entries.all(), "form": form, "refusal": refusal}
    status = 200 if request.method == "GET" else 409 if refusal else 422
    return render(request, "meetings/gazette.html", said, status=status)
