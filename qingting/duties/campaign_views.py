"""Campaigns that hold activities together: the list, a new one, and one with its activities and the places it has covered."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from qingting.desk.visitor import actors_of
from qingting.directory.keeping import keeps as keeps_the_lists
from qingting.directory.views import here, sent
from qingting.duties.entry_views import ABOUT
from qingting.duties.keeping import is_clerk, posts_of, records
from qingting.duties.models import Activity, Campaign, Place, Presence
from qingting.duties.place_views import committees
from qingting.duties.street_views import inside
from qingting.organs.models import Organ, Role

LATEST = 20  # activities on the page of a campaign
COVERED = (Place.Kind.COMMUNITY, Place.Kind.VILLAGE, Place.Kind.ENTERPRISE, Place.Kind.PROJECT, Place.Kind.CENTRE)
CONFIRMED = Q(activities__state="confirmed")


def may_keep(post, campaign) -> bool:
    """An office keeps any campaign; a sub-district's clerk those that his committee carries on."""
    return post.is_current() and (keeps_the_lists(post) or is_clerk(post) and post.organ_id == campaign.organ_id)


@login_required
@require_GET
def campaigns(request):
    every = Campaign.objects.filter(congress=here(request)).select_related("organ")
    rows = every.annotate(n=Count("activities", filter=CONFIRMED)).order_by("-since", "-pk")[:200]
    page = {"rows": rows, "may_add": any(map(is_clerk, posts_of(request))), "about": ABOUT}
    return render(request, "duties/campaigns.html", page)


class CampaignForm(forms.ModelForm):
    class Meta:
        model = Campaign
        fields = ["name", "brand", "organ", "since", "until"]

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        own = by.organ.kind == Organ.Kind.SUBDISTRICT_COMMITTEE
        mine = committees(self.instance.congress_id)
        self.fields["organ"].queryset = mine.filter(pk=by.organ_id) if own else mine
        self.fields["organ"].required = own
        for field in self.fields.values():
            field.error_messages["required"] = _("请填写“%(field)s”") % {"field": field.label}

    def clean_name(self):
        """The congress is no field of the form, so its own constraint would not look here."""
        name = self.cleaned_data["name"]
        others = Campaign.objects.filter(congress=self.instance.congress_id, name=name).exclude(pk=self.instance.pk)
        if others.exists():
            raise ValidationError(_("已经有叫“%(name)s”的专项行动，请换一个名称，或者打开原来的") % {"name": name})
        return name

    def clean(self):
        said = super().clean()
        if said.get("since") and said.get("until") and said["until"] < said["since"]:
            self.add_error("until", _("结束日期早于开始日期"))
        return said


@login_required
def new(request):
    by = next((post for post in posts_of(request) if is_clerk(post) or keeps_the_lists(post)), None)
    if by is None:
        raise Http404
    begun = Campaign(
        congress_id=here(request), organ=by.organ if by.organ.kind == Organ.Kind.SUBDISTRICT_COMMITTEE else None
    )
    return kept(request, CampaignForm(sent(request), instance=begun, by=by), _("新建专项行动"))


@login_required
def edit(request, pk):
    found = campaign_here(request, pk)
    by = next((post for post in posts_of(request) if may_keep(post, found)), None)
    if by is None:
        raise Http404
    return kept(request, CampaignForm(sent(request), instance=found, by=by), _("改专项行动"))


def kept(request, form, heading):
    if form.is_valid():
        form.save()
        messages.success(request, _("已登记"))
        return redirect("campaign", form.instance.pk)
    page = {"form": form, "heading": heading, "about": ABOUT, "back": "campaigns"}
    return render(request, "duties/form.html", page, status=422 if form.errors else 200)


def campaign_here(request, pk) -> Campaign:
    if pk >= 2**63:
        raise Http404
    return get_object_or_404(Campaign.objects.select_related("organ", "congress"), pk=pk, congress=here(request))


@login_required
@require_GET
def campaign(request, pk):
    """One campaign: how much was done, which places it has covered of all there are, and what was done last."""
    found = campaign_here(request, pk)
    counted = Activity.objects.filter(campaign=found, state="confirmed")
    there = Presence.objects.filter(activity__in=counted, struck=False, post__role=Role.DEPUTY)
    seen = Activity.objects.seen_by(*actors_of(request)).filter(campaign=found).filed().exclude(state="struck")
    page = {
        "campaign": found,
        "n": counted.count(),
        "person_times": there.count(),
        "covered": covered(found),
        "rows": list(seen.select_related("keeper").order_by("-held_on", "-pk")[:LATEST]),
        "may_change": any(may_keep(post, found) for post in posts_of(request)),
        "may_record": any(map(records, posts_of(request))),
        # its places are counted in the year's report, whose figures the congress's own side opens
        "in_figures": found.brand == Campaign.Brand.QINGTING and inside(posts_of(request)) is not None,
        "about": ABOUT,
    }
    return render(request, "duties/campaign.html", page)


def covered(campaign):
    """For each kind of place: how many of all were visited in it, and which are still to come."""
    every = Place.objects.filter(congress=campaign.congress_id, merged_into=None)
    if campaign.organ_id:
        every = every.filter(subdistrict=campaign.organ_id)
    done = Q(visits__activity__campaign=campaign, visits__activity__state="confirmed")
    counts = (
        every.values("kind")
        .order_by()
        .annotate(all=Count("pk", distinct=True), done=Count("pk", filter=done, distinct=True))
    )
    found = {one["kind"]: one for one in counts}
    return [found[kind] | {"label": Place.Kind(kind).label} for kind in COVERED if kind in found]
