"""An activity is written down: one picks its kind, fills in one small form, and it waits for a second person."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from qingting.attachments.kinds import TOO_LARGE
from qingting.desk.views import mark_of, who_takes
from qingting.desk.visitor import actors_of, find
from qingting.directory.views import sent
from qingting.docket.process import Refused
from qingting.duties import recording
from qingting.duties.forms import EntryForm
from qingting.duties.keeping import recorder
from qingting.duties.kinds import kinds_of
from qingting.duties.models import Activity
from qingting.duties.people import Roll, by_subdistrict, in_office
from qingting.organs.models import Role

ABOUT = Activity._meta.label_lower  # the place in the rail to which these pages belong
LATELY = 100  # of one's own records, in which the kinds used lately are looked for


@login_required
@require_GET
def kinds(request):
    """What was it? The kinds, those that one has used lately first."""
    by = recorder(request)
    lately, others = offered(by)
    drafts = Activity.objects.filter(recorder=by.person_id, state__in=recording.OPEN).order_by("-pk")[:20]
    page = {"lately": lately, "others": others, "drafts": drafts, "query": of_campaign(request), "about": ABOUT}
    return render(request, "duties/kinds.html", page)


def of_campaign(request) -> str:
    """The campaign from whose page one came, handed on to the form."""
    campaign = request.GET.get("campaign", "")
    return f"?campaign={campaign}" if campaign.isdecimal() and len(campaign) < 18 else ""


def offered(post):
    """The kinds that this post may record, those used lately apart; a deputy those in which deputies are named."""
    known = kinds_of(post.organ.congress, localdate())
    may = {key: kind for key, kind in known.items() if post.role != Role.DEPUTY or kind.who != "none"}
    mine = Activity.objects.filter(recorder=post.person_id).order_by("-pk").values_list("activity_kind", flat=True)
    lately = [key for key in dict.fromkeys(mine[:LATELY]) if key in may][:4]
    return [may[key] for key in lately], [kind for key, kind in may.items() if key not in lately]


@login_required
def new(request, kind):
    """The form of a kind. Pressed twice it makes one; refused, its draft is kept."""
    by = recorder(request)
    its = {one.key: one for group in offered(by) for one in group}.get(kind)
    if its is None:
        raise Http404
    form = EntryForm(sent(request), request.FILES or None, kind=its, by=by, initial=begun(request, by))
    once = mark_of(request)
    if not form.is_bound or not form.is_valid():
        return show(request, form, by, once)
    activity = recording.keep(form.entry(), by, mark=once)
    return recorded(request, activity, form, by, once)


def begun(request, by):
    """What a form begins with: a deputy was there himself; a campaign whose page it was begun from."""
    mine = {"people": [by.pk]} if by.role == Role.DEPUTY else {}
    campaign = of_campaign(request).removeprefix("?campaign=")
    return mine | ({"campaign": campaign} if campaign else {})


@login_required
def edit(request, pk):
    """Going on with a draft, or with what was sent back."""
    activity = find(actors_of(request), pk)
    by = isinstance(activity, Activity) and who_takes(activity.process.record, activity, actors_of(request))
    if not by or activity.state not in recording.OPEN:
        raise Http404
    form = EntryForm(
        sent(request),
        request.FILES or None,
        kind=activity.its_kind,
        by=by,
        instance=activity,
        initial=as_kept(activity),
    )
    once = mark_of(request)
    if not form.is_bound or not form.is_valid():
        return show(request, form, by, once, activity)
    kept = recording.keep(form.entry(), by, known=activity)
    return recorded(request, kept, form, by, once)


def as_kept(activity):
    listed = list(activity.present)
    return {
        "people": [one.post_id for one in listed],
        "leads": _("、").join(str(one.post.person) for one in listed if one.leads),
        "spots": [visit.place_id for visit in activity.visits.all()],
    }


def recorded(request, activity, form, by, once):
    """Take the step, and say who is asked next; or keep the draft, and say why not."""
    if activity.state not in recording.OPEN:  # by the other press of the same button
        return redirect("matter", activity.pk)
    upload = form.cleaned_data["sheet"]
    try:
        if getattr(request, "too_large", False):
            raise Refused(TOO_LARGE)
        recording.record(
            activity, by, form.cleaned_data["confirmer"], once=once, photographs=[upload] if upload else []
        )
    except Refused as refusal:
        kept = Activity.objects.get(pk=activity.pk)
        again = EntryForm(kind=form.kind, by=by, instance=kept, initial=as_kept(kept))
        return show(request, again, by, mark_of_another(once), kept, refusal=str(refusal))
    said = {"title": activity.title, "confirmer": form.cleaned_data["confirmer"]}
    messages.success(request, _("已登记“%(title)s”，等%(confirmer)s确认。") % said)
    return redirect("matter", activity.pk)


def mark_of_another(once):
    """A refused press is over: the next is a press of its own."""
    return once[::-1]


def show(request, form, by, once, activity=None, refusal=""):
    posts = in_office(by.congress_id, localdate()) if "people" in form.fields else []
    page = {
        "form": form,
        "kind": form.kind,
        "by": by,
        "once": once,
        "activity": activity,
        "refusal": refusal,
        "roster": by_subdistrict(posts),
        "about": ABOUT,
    }
    return render(request, "duties/entry.html", page, status=409 if refusal else 422 if form.errors else 200)


# What the form asks while one types


@login_required
@require_GET
def who(request):
    """Whom the names mean that are being typed: a line for each, with ticks where one name says too little."""
    by = recorder(request)
    day = parse_day(request.GET.get("held_on", ""))
    ticked = {int(pk) for pk in request.GET.getlist("people") if pk.isdecimal() and len(pk) < 18}
    roll = Roll(by.congress_id, day)
    named = roll.read(request.GET.get("names", "")[:5000])
    for one in named:
        one.sentence = "" if one.post or one.perhaps else roll.why_not(one)
    return render(request, "duties/who.html", {"named": named, "ticked": ticked})


@login_required
@require_GET
def where(request, kind):
    """Which places are meant by the names that are being typed."""
    by = recorder(request)
    its = kinds_of(by.organ.congress, localdate()).get(kind)
    if its is None:
        raise Http404
    form = EntryForm(request.GET, kind=its, by=by)
    form.full_clean()
    for bound in form.questions:
        form.errors.pop(bound.name, None)  # nobody has been asked yet
    return render(request, "duties/where.html", {"form": form})


def parse_day(text):
    try:
        return parse_date(text) or localdate()
    except ValueError:
        return localdate()


@login_required
@require_POST
def discard(request, pk):
    """Throw a draft away: nobody has seen it."""
    activity = find(actors_of(request), pk)
    if not isinstance(activity, Activity) or not who_takes(activity.process.record, activity, actors_of(request)):
        raise Http404
    try:
        recording.discard(activity)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("matter", pk)
    messages.success(request, _("草稿已经删去"))
    return redirect("activity_kinds")
