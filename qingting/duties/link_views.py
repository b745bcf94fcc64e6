"""What each leading member is linked with, as a page; begun and ended by the offices."""

from collections import defaultdict

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from qingting.desk.visitor import actors_of
from qingting.duties import links
from qingting.duties.models import Linked
from qingting.duties.street_forms import EndForm, LinkForm
from qingting.duties.street_views import asked, clerk_among, clerk_here, here
from qingting.organs.models import Organ


@login_required
@require_GET
def link_list(request):
    """By leader: what he is linked with and what was done there; with those that have ended, on request."""
    by, today = here(request), localdate()
    every = Linked.objects.filter(place__congress=by.congress_id).select_related(
        "place__subdistrict", "post__person", "post__organ", "begun_by__person", "ended_by__person"
    )
    if "all" not in request.GET:
        every = every.filter(Q(until=None) | Q(until__gte=today))
    found = list(every.order_by("post__organ", "post", "place__kind", "place__name", "since"))
    done, of_leader = links.visits(found), defaultdict(list)
    for one in found:
        of_leader[one.post].append((one, done[one.pk]))
    may = clerk_among(actors_of(request), Organ.Kind.OFFICE)
    page = {"leaders": list(of_leader.items()), "n": len(found), "may_link": bool(may), "all": "all" in request.GET}
    return render(request, "duties/links.html", page)


@login_required
def new_link(request):
    by = clerk_here(request, Organ.Kind.OFFICE)
    form = LinkForm(request.POST or None, by=by)

    def act():
        links.link(form.cleaned_data["place"], form.cleaned_data["post"], form.cleaned_data["since"], by)
        return reverse("links")

    return asked(request, form, _("登记挂点包保"), (_("挂点包保"), reverse("links")), act, _("登记"))


@login_required
def end_link(request, pk):
    by = clerk_here(request, Organ.Kind.OFFICE)
    one = get_object_or_404(
        Linked.objects.select_related("place", "post__person"), pk=pk, place__congress=by.congress_id
    )
    form = EndForm(request.POST or None, initial={"until": localdate()})

    def act():
        links.end(one, form.cleaned_data["until"], by)
        return reverse("links")

    return asked(request, form, _("结束挂点"), (str(one), reverse("links")), act, _("登记结束"))
