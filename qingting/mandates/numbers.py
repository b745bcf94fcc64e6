"""The numbers of the body: seats by law, deputies in office, suspended ones, vacant seats; constituency by constituency."""

from django.db.models import Count, Q
from django.utils.timezone import localdate

from qingting.mandates.effects import UNDER_WAY, mandates
from qingting.mandates.models import ByElection
from qingting.organs.models import Constituency, Level, Organ, Role
from qingting.organs.offices import standing_committee

IN_THE_COMMITTEE = (Role.CHAIR, Role.VICE_CHAIR, Role.MEMBER)


def numbers_of(congress: Organ) -> dict:
    """What the page of numbers shows, as of today. A suspended deputy holds his seat."""
    today = localdate()
    rows = constituencies(congress, today)
    quota, incumbents, suspended = strength(congress, mandates(congress, Level.DISTRICT, today), today)
    bodies = [(congress, quota, incumbents, suspended)]
    if committee := standing_committee(congress.pk):
        bodies.append((committee, *committee.strength(IN_THE_COMMITTEE, today)))
    return {
        "today": today,
        "bodies": [(organ, *of, max((of[0] or of[1]) - of[1], 0)) for organ, *of in bodies],
        "municipal": mandates(congress, Level.MUNICIPAL, today).count(),
        "rows": [row for row in rows if row.free],
        "full": len([row for row in rows if not row.free]),
        "open": list(ByElection.objects.filter(congress=congress, state__in=UNDER_WAY).order_by("pk")),
    }


def strength(congress, posts, on):
    return congress.quota, posts.count(), posts.suspended(on).count()


def constituencies(congress, on) -> list[Constituency]:
    """Each with how many hold its seats and how many are free: one query for all."""
    running = Q(posts__role=Role.DEPUTY, posts__level=Level.DISTRICT, posts__since__lte=on) & (
        Q(posts__until=None) | Q(posts__until__gte=on)
    )
    found = list(
        Constituency.objects.filter(congress=congress).annotate(held=Count("posts", filter=running)).order_by("pk")
    )
    for one in found:
        one.free = max(one.seats - one.held, 0)
    return found
