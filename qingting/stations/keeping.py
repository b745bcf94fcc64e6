"""Who looks after stations at the desk: the standing committee's offices after all of them, a committee's clerk after its own."""

from django.http import Http404

from qingting.desk.visitor import actors_of
from qingting.directory.keeping import keeps as keeps_the_lists
from qingting.organs.models import Post, Role
from qingting.stations.models import KEEPERS


def posts_of(request) -> list[Post]:
    return [actor for actor in actors_of(request) if isinstance(actor, Post)]


def looks_after(post, station) -> bool:
    """Whether one may change this station and who receives there; its days are planned by its committee's clerk alone."""
    if not post.is_current() or post.congress_id != station.congress_id:
        return False
    return keeps_the_lists(post) or post.role == Role.CLERK and post.organ_id == station.organ.parent_id


def keeper_of(request, station) -> Post:
    """The post in which this visitor looks after a station; for others there is no such page."""
    found = next((post for post in posts_of(request) if looks_after(post, station)), None)
    if found is None:
        raise Http404
    return found


def opener(request) -> Post:
    """The post in which this visitor may set up a station: an office's, or one below his own committee."""
    for post in posts_of(request):
        if post.is_current() and (keeps_the_lists(post) or post.role == Role.CLERK and post.organ.kind in KEEPERS):
            return post
    raise Http404


def issuer(request) -> Post:
    """The post in which this visitor issues and revokes codes, and writes what a deputy's page says: an office's alone."""
    found = next((post for post in posts_of(request) if keeps_the_lists(post)), None)
    if found is None:
        raise Http404
    return found
