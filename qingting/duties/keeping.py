"""Who records activities and under which organ they are kept, whom one asks to confirm them, and who looks after places."""

from django.http import Http404

from qingting.desk.visitor import actors_of
from qingting.directory.keeping import keeps as keeps_the_lists
from qingting.organs.models import Organ, Person, Post, Role
from qingting.organs.offices import office_for_deputies

K = Organ.Kind
RECORDS = (K.OFFICE, K.SUBDISTRICT_COMMITTEE, K.SPECIAL_COMMITTEE, K.STATION)  # whose clerks record what they organise
SECOND = (Role.CHAIR, Role.HEAD, Role.VICE_CHAIR, Role.VICE_HEAD, Role.CLERK)  # whom one asks first, and then


def posts_of(request) -> list[Post]:
    return [actor for actor in actors_of(request) if isinstance(actor, Post)]


def is_clerk(post) -> bool:
    return post.role == Role.CLERK and post.organ.kind in RECORDS and post.is_current()


def records(post) -> bool:
    """A clerk of the congress's side; or a deputy, who may write down what he took part in."""
    return is_clerk(post) or post.role == Role.DEPUTY and post.is_current()


def recorder(request) -> Post:
    """The post in which this visitor records; for others there is no such page."""
    found = next((post for post in posts_of(request) if records(post)), None)
    if found is None:
        raise Http404
    return found


def clerk(request) -> Post:
    """The post in which this visitor brings in a whole month; for others there is no such page."""
    found = next((post for post in posts_of(request) if is_clerk(post)), None)
    if found is None:
        raise Http404
    return found


def keeper_for(post) -> Organ | None:
    """Under which organ it is kept: one's own; a station's committee; for a deputy the committee of his constituency, else the office for deputies."""
    if post.role == Role.DEPUTY:
        return post.constituency and post.constituency.organ or office_for_deputies(post.congress_id)
    return post.organ.parent if post.organ.kind == K.STATION else post.organ


def may_confirm(keeper, coordinator, but: Person) -> list[Person]:
    """Whom one may ask to confirm, the likeliest first: the chair or head of the organ, its other clerks, then the office for deputies."""
    organs = [organ.pk for organ in (keeper, coordinator) if organ]
    held = Post.objects.current().filter(organ__in=organs, role__in=SECOND).exclude(person=but.pk)
    found = sorted(
        held.select_related("person"), key=lambda p: (p.organ_id != keeper.pk, SECOND.index(Role(p.role)), p.pk)
    )
    return list(dict.fromkeys(post.person for post in found))


def looks_after(post, place) -> bool:
    """Whether one may change a place: the offices any of them, a committee's clerk those of his own sub-district."""
    if not post.is_current() or post.congress_id != place.congress_id:
        return False
    return keeps_the_lists(post) or is_clerk(post) and post.organ_id == place.subdistrict_id


def keeper_of_place(request, place) -> Post:
    found = next((post for post in posts_of(request) if looks_after(post, place)), None)
    if found is None:
        raise Http404
    return found
