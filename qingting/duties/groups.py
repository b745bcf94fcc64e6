"""Groups of deputies (代表小组), by area or by field (专业小组): who is in them, who leads, what they did, and how often at least.

Deputies Law (2025) arts. 25 to 27: deputies' groups are the basic form of what deputies do together in recess, by area or
by field. How many activities a year is other places' rule (confidence B), and stands in the rulebook.
"""

from datetime import date

from django.db.models import Q

from qingting.duties.models import Activity
from qingting.organs.models import Organ, Role

DELEGATION = "代表团"  # a delegation sits in the hall by area; it is of the same kind, and known by its name alone
SITS = (Role.CHAIR, Role.VICE_CHAIR, Role.MEMBER, Role.DEPUTY)


def groups(congress, day: date):
    """The groups that are there on a day, delegations left out."""
    found = Organ.objects.filter(congress=congress, kind=Organ.Kind.GROUP).exclude(name__contains=DELEGATION)
    return found.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day)).order_by("pk")


def members(group: Organ, day: date):
    """Its leader first, then the others as they joined."""
    posts = group.posts.current(day).filter(role__in=SITS).select_related("person", "constituency")
    return sorted(posts, key=lambda post: (SITS.index(post.role), post.pk))


def activities(group_keys, year: int):
    """What groups did in a year, confirmed: activities that name them, the last first."""
    return Activity.objects.filter(group__in=group_keys, state="confirmed", held_on__year=year).order_by(
        "-held_on", "-pk"
    )
