"""Who keeps in touch with which enterprise, project or village (挂点包保): begun, ended, and what was done there.

Practice of the place; no law read asks for it. A link is a fact from a day to a day, and no matter: nothing is owed by it.
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from qingting.docket.process import Refused
from qingting.duties.models import Activity, Linked, Place, Presence
from qingting.organs.models import Organ, Post, Role

LEADS = (Role.CHAIR, Role.VICE_CHAIR, Role.MEMBER)
LINKABLE = (Place.Kind.ENTERPRISE, Place.Kind.PROJECT, Place.Kind.VILLAGE, Place.Kind.CONTACT_POINT)


def leaders(congress, on: date | None = None):
    """The members of the standing committee in office on a day, its chair and vice-chairs among them."""
    seats = Post.objects.current(on).filter(organ__congress=congress, organ__kind=Organ.Kind.STANDING_COMMITTEE)
    return seats.filter(role__in=LEADS).select_related("person", "organ").order_by("pk")


@transaction.atomic
def link(place: Place, post: Post, since: date, by: Post) -> Linked:
    """Link a leading member with a place from a day on; `by` writes it down. Raises Refused."""
    Place.objects.select_for_update().get(pk=place.pk)  # two who press at once make one link
    if place.kind not in LINKABLE:
        raise Refused(
            _("“%(place)s”是%(kind)s，只有企业、项目、村和乡村振兴联系点可以挂点")
            % {"place": place, "kind": place.get_kind_display()}
        )
    if not leaders(place.congress_id, since).filter(pk=post.pk).exists():
        raise Refused(
            _("%(person)s在 %(day)s 不是常委会组成人员，请核对人选或日期") % {"person": post.person, "day": since}
        )
    running = place.links.filter(post=post).filter(Q(until=None) | Q(until__gte=since))
    if running.exists():
        raise Refused(_("%(person)s已经挂点“%(place)s”，不用再登记") % {"person": post.person, "place": place})
    return Linked.objects.create(place=place, post=post, since=since, begun_by=by)


def end(one: Linked, until: date, by: Post) -> Linked:
    """It ends with that day; `by` writes it down. Raises Refused."""
    if one.until:
        raise Refused(_("这项挂点已经在 %(day)s 结束") % {"day": one.until})
    if until < one.since:
        raise Refused(_("结束日期 %(until)s 早于开始日期 %(since)s，请核对") % {"until": until, "since": one.since})
    if until > localdate():
        raise Refused(_("%(day)s 还没有到，到那天再登记结束") % {"day": until})
    one.until, one.ended_by = until, by
    one.save(update_fields=["until", "ended_by"])
    return one


def visits(links: Iterable[Linked]) -> dict[int, list[Activity]]:
    """Of each link, the confirmed visits to its place on which its leader went, the last first; one query."""
    links = list(links)
    went = Presence.objects.filter(
        struck=False, post__person__in={one.post.person_id for one in links}, activity__activity_kind="linked_visit",
        activity__state="confirmed", activity__visits__place__in={one.place_id for one in links},
    ).annotate(person=F("post__person"), place=F("activity__visits__place")).select_related("activity")  # fmt: skip
    done: dict[tuple[int, int], list[Activity]] = {}
    for one in went.order_by("-activity__held_on", "-activity"):
        done.setdefault((one.place, one.person), []).append(one.activity)
    return {
        one.pk: [a for a in done.get((one.place_id, one.post.person_id), []) if covers(one, a.held_on)] for one in links
    }


def covers(one: Linked, day: date) -> bool:
    return one.since <= day and (one.until is None or day <= one.until)
