"""Who may read the inner part of a deputy's file: he himself, the office for deputies, leaders, the sub-district of his voters."""

from qingting.files.spread import mandates
from qingting.organs.models import Organ, Post, Role
from qingting.organs.offices import office_for_deputies

OF_THE_OFFICE = (Role.HEAD, Role.VICE_HEAD, Role.CLERK)
LEADERS = (Role.CHAIR, Role.VICE_CHAIR)
OF_THE_STREET = (Role.CHAIR, Role.VICE_CHAIR, Role.CLERK)


def reads_all(actor: Post) -> bool:
    """Whether he reads every file of his congress: the office for deputies, and the standing committee's leaders."""
    if actor.organ.kind == Organ.Kind.STANDING_COMMITTEE:
        return actor.role in LEADERS
    return actor.role in OF_THE_OFFICE and actor.organ == office_for_deputies(actor.congress_id)


def street_of(actor: Post) -> Organ | None:
    """The sub-district's committee for which he reads the files of its constituencies."""
    ours = actor.organ.kind == Organ.Kind.SUBDISTRICT_COMMITTEE and actor.role in OF_THE_STREET
    return actor.organ if ours else None


def reader(actors, person, since, until) -> Post | None:
    """The post in which one of these actors reads a person's file in a period; None where none may."""
    ours = [actor for actor in actors if actor.congress_id == person.congress_id]
    if own := next((actor for actor in ours if actor.person_id == person.pk), None):
        return own
    if one := next((actor for actor in ours if reads_all(actor)), None):
        return one
    elected_in = set(
        mandates(person.congress_id, since, until).filter(person=person).values_list("constituency__organ", flat=True)
    )
    return next((actor for actor in ours if street_of(actor) and actor.organ_id in elected_in), None)


def records_for(actors, person, since, until) -> Post | None:
    """The clerk, or who is above him, who records or confirms what stands in a file beside the work itself: an honour.

    Whoever leads the standing committee reads, and records nothing.
    """
    posts = [actor for actor in actors if actor.organ.kind in (Organ.Kind.OFFICE, Organ.Kind.SUBDISTRICT_COMMITTEE)]
    return reader(posts, person, since, until)
