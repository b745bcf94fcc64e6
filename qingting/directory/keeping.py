"""Who keeps the lists of organs, persons and posts."""

from datetime import datetime

from django.db.models import Max

from qingting.docket.models import Event
from qingting.docket.process import Process
from qingting.organs.models import Organ, Post, Role


def may_manage(actors) -> Post | None:
    """The post in which one of these actors keeps the lists of his congress: clerk or head of one of its offices."""
    return next((actor for actor in actors if isinstance(actor, Post) and keeps(actor)), None)


def keeps(post) -> bool:
    return post.role in (Role.CLERK, Role.HEAD) and post.organ.kind == Organ.Kind.OFFICE and post.is_current()


def last_act(posts) -> dict[int, datetime]:
    """When each of these posts has last taken a step; those that never did are left out."""
    events = Event.objects.filter(post__in=[post.pk for post in posts])
    return dict(events.order_by().values_list("post").annotate(Max("at")))


def recast_under(organs):
    """Write the casts anew in which a part is named through one of these organs, as after they have moved in the tree."""
    for process in Process.all:
        for path in process.paths:
            matters = process.model.objects.select_related(*process.paths)
            for matter in matters.filter(**{f"{path}__in": organs}) if path != "congress" else ():
                matter.recast()
