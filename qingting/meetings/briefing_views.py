"""A briefing at the desk: begun by the office, who is asked to it, and who came."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from qingting.desk.visitor import actors_of, find
from qingting.docket.models import hats
from qingting.docket.process import Refused
from qingting.meetings import briefings
from qingting.meetings.attendance_views import office_here
from qingting.meetings.briefings import Attendee, Briefing
from qingting.meetings.guest_forms import Asked, BriefingForm
from qingting.meetings.process import office
from qingting.meetings.views import _key as key_of
from qingting.meetings.views import asked

ABOUT = Briefing._meta.label_lower


@login_required
def new(request):
    by = office_here(request)
    form = BriefingForm(request.POST or None, by=by)
    return asked(request, form, _("准备政情通报会"), None, form.save, _("下一步：请谁来"))


@login_required
def people(request, pk):
    """Before it is announced, who is asked; on its day and after, who came."""
    actors = actors_of(request)
    b = find(actors, pk)
    if not isinstance(b, Briefing) or office.hat(b) not in hats(actors):
        raise Http404
    form, refusal = Asked(briefing=b), ""
    if request.method == "POST" and "ask" in request.POST and b.state == "draft":
        form = Asked(request.POST, briefing=b)
        if form.is_valid():
            known = set(b.attendees.values_list("post", flat=True))
            new = [Attendee(briefing=b, post=one) for one in form.chosen if one.pk not in known]
            Attendee.objects.bulk_create(new, ignore_conflicts=True)  # another may be asking them at this moment
            return redirect(reverse("briefing_people", args=[b.pk]))
    elif request.method == "POST":
        try:
            briefings.note(b, {key_of(said) for said in request.POST.getlist("came")})
            return redirect(b)
        except Refused as why:
            refusal = str(why)
    page = {
        "about": ABOUT,
        "b": b,
        "form": form if b.state == "draft" else None,
        "refusal": refusal,
        "may_note": b.state == "announced" and not briefings.why_not_note(b),
        "attendees": list(b.attendees.select_related("post__person", "post__organ").order_by("post")),
    }
    return render(
        request, "meetings/briefing_people.html", page, status=409 if refusal else 422 if form.errors else 200
    )
