"""An activity is written down in one go: the draft with its places and its list, the photograph of the sheet, then the step."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as said

from qingting.attachments import shelf
from qingting.docket.process import Refused
from qingting.duties.keeping import keeper_for
from qingting.duties.kinds import Kind
from qingting.duties.models import Activity, Place, Presence, Visit
from qingting.duties.places import found_place, spell
from qingting.organs.models import Organ, Person, Post
from qingting.organs.offices import office_for_deputies

PLAIN = ("held_on", "ends_on", "venue", "told", "campaign", "group", "lecturer", "copies", "reached", "outlet", "outlet_level", "link")  # fmt: skip
OPEN = ("draft", "returned")  # states in which the recorder still writes


@dataclass
class Entry:
    """What was filled in, read and understood: what a form and a line of a sheet both come to."""

    kind: Kind
    title: str
    fields: dict[str, Any]  # of PLAIN
    spots: list[Place] = field(default_factory=list)
    # spelt otherwise: what was written, and the place that is meant, or the kind of a new one
    spelt: list[tuple[str, Place | str]] = field(default_factory=list)
    present: list[Post] = field(default_factory=list)
    leading: list[Post] = field(default_factory=list)
    confirmer: Person | None = None


def title_of(kind: Kind, held_on: date, where: str) -> str:
    """What an activity is called where nobody has given it a name: its kind, where it was, on which day."""
    return " · ".join(part for part in (kind.label, where[:100], f"{held_on}") if part)


def keep(entry: Entry, by: Post, *, known: Activity | None = None, mark: str | None = None, sheet="") -> Activity:
    """Keep the draft as it stands now. The same form sent twice keeps one; one that was recorded meanwhile is left alone."""
    try:
        with transaction.atomic():
            return _kept(entry, by, known or (mark and Activity.objects.filter(mark=mark).first()), mark, sheet)
    except IntegrityError:  # the other press of the same button was first
        return Activity.objects.get(mark=mark)


def _kept(entry, by, known, mark, sheet):
    if known:
        activity = Activity.objects.select_for_update(of=("self",)).get(pk=known.pk)
        if activity.state not in OPEN:
            return activity
    else:
        keeper = keeper_for(by)
        if keeper is None:
            raise Refused(said("机构名册里还没有代表工作机构，不知道由谁主办。请先在“机构和人员”里补上"))
        activity = Activity(
            keeper=keeper, recorder=by.person, coordinator=office_for_deputies(by.congress_id), mark=mark, sheet=sheet
        )
    activity.activity_kind, activity.confirmer = entry.kind.key, entry.confirmer
    for name in PLAIN:
        value = entry.fields.get(name)
        setattr(activity, name, value if value is not None else Activity._meta.get_field(name).get_default())
    spots = places_of(entry, activity.keeper)
    where = spots[0].name if spots else activity.venue
    activity.title = (entry.title or title_of(entry.kind, activity.held_on, where))[:200]
    activity.save()
    Visit.objects.filter(activity=activity).exclude(place__in=spots).delete()
    for place in spots:
        Visit.objects.get_or_create(activity=activity, place=place)
    list_those(activity, entry.present, entry.leading)
    return activity


def places_of(entry, keeper) -> list[Place]:
    """Those that were chosen; those that were spelt otherwise, which is remembered; and the new ones."""
    own = keeper if keeper.kind == Organ.Kind.SUBDISTRICT_COMMITTEE else None
    found = list(entry.spots)
    for written, meant in entry.spelt:
        place = meant if isinstance(meant, Place) else found_place(keeper.congress, meant, written, own)
        spell(place, written)
        found.append(place)
    return list(dict.fromkeys(found))


def list_those(activity, posts, leading=()) -> bool:
    """Let the list say these and nobody else. Whoever stood on it is struck out; says whether anything has changed.

    In a draft nobody has seen it, so that a line is simply taken away.
    """
    wanted = {post.pk: post for post in [*posts, *leading]}
    leads = {post.pk for post in leading}
    has_changed = False
    for one in activity.presences.select_for_update(of=("self",)):
        stays = one.post_id in wanted
        becomes = {"struck": not stays, "leads": one.post_id in leads if stays else one.leads}
        wanted.pop(one.post_id, None)
        if not stays and one.settled_id is None:
            one.delete()
        elif becomes != {"struck": one.struck, "leads": one.leads}:
            Presence.objects.filter(pk=one.pk).update(**becomes, settled=None)
            has_changed = True
    Presence.objects.bulk_create([Presence(activity=activity, post=p, leads=p.pk in leads) for p in wanted.values()])
    return has_changed or bool(wanted)


def record(activity, by: Post, confirmer: Person, *, once=None, photographs=(), seen=""):
    """Put the photographs beside the draft and record it. Raises Refused; then the draft is kept as it is."""
    for upload in photographs:
        try:
            shelf.attach(activity, [by], upload)
        except Refused as refusal:
            if not activity.attachments.filter(withdrawn_at=None, name=upload.name).exists():  # not the same once more
                raise refusal
    return activity.take("record", by, confirmer=confirmer, once=once, seen=seen)


@transaction.atomic
def relist(activity, by: Post, posts, leading, why, *, once=None, seen=""):
    """Put the list right, for a reason that stays. Raises Refused where nothing is changed, or somebody was not in office."""
    Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if activity.events.filter(once=once).exists() if once else False:
        return  # the same press twice
    list_those(activity, posts, leading)
    activity.take("relist", by, why, once=once, seen=seen)


@transaction.atomic
def discard(activity):
    """Throw a draft away with its places and its list. A photograph that was put beside it goes too. Raises Refused."""
    if activity.state == "draft":
        activity.visits.all().delete()
        activity.presences.all().delete()
        for photograph in activity.attachments.all():
            photograph.erase()
            photograph.delete()
    activity.discard()
