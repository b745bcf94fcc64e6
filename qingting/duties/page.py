"""What the pages of an activity and of an objection show besides their fields."""

from qingting.desk.story import body_of
from qingting.docket.models import hats
from qingting.duties.keeping import records
from qingting.duties.models import Activity, Objection
from qingting.duties.process import keeper, recorder
from qingting.duties.recording import OPEN
from qingting.organs.models import Level, Role

TOLD = ("held_on", "ends_on", "venue", "group", "lecturer", "outlet", "outlet_level", "link", "reached", "copies", "told")  # fmt: skip
OPEN_OBJECTIONS = ("raised", "disputed")


@body_of(Activity)
def body(a, actors):
    worn = set(hats(actors))
    presences = list(
        a.presences.select_related("post__person", "settled__post__organ", "settled__post__person").order_by("pk")
    )
    writes = recorder.hat(a) in worn and any(records(actor) for actor in actors)
    is_deputy = any(actor.role == Role.DEPUTY and actor.is_current() for actor in actors)
    return {
        "kind": a.its_kind,
        "facts": facts(a),
        "asks_who": a.its_kind.who != "none" or bool(presences),
        "visits": a.visits.select_related("place").order_by("pk"),
        "present": [one for one in presences if not one.struck],
        "struck": [one for one in presences if one.struck],
        "objections": objections(a, actors),
        "may_write": writes and a.state in OPEN,
        "may_relist": keeper.hat(a) in worn and a.state in a.process.relist.source,
        "may_object": is_deputy and a.state == "confirmed",
    }


def facts(a):
    """What was filled in, under its name."""
    said = [(name, getattr(a, name)) for name in TOLD]
    words = {"outlet_level": lambda level: Level(level).label}
    return [(a._meta.get_field(n).verbose_name, words.get(n, lambda v: v)(v)) for n, v in said if v not in (None, "")]


def objections(a, actors):
    """What deputies have said against it, with the answers; the words themselves for those who deal with them."""
    found = list(a.objections.exclude(state="draft").select_related("deputy").order_by("pk"))
    mine = set(Objection.objects.seen_by(*actors).filter(about=a).values_list("pk", flat=True)) if found else ()
    for o in found:
        o.is_mine_to_see, o.is_open = o.pk in mine, o.state in OPEN_OBJECTIONS
    return found


@body_of(Objection)
def objection(o, actors):
    return {"about": o.about}
