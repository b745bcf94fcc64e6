"""What the page of a voice shows besides its fields: the resident's own words to its keeper, and what hangs on it."""

from datetime import timedelta

from django.utils.timezone import now

from qingting.desk.story import body_of
from qingting.docket.models import Part, hats
from qingting.search.alike import alike
from qingting.triage import adviser
from qingting.triage.holds import held
from qingting.triage.proposing import propose
from qingting.voices.confidence import Identity
from qingting.voices.models import Candidate, Voice
from qingting.voices.process import coordinator, keeper

LOOKS = ("look", "look_above", "look_as_deputy", "look_as_handler")
CLASSIFIED = ("raised", "accepted")  # states in which the keeper still decides what it is
OPEN_FOR = timedelta(minutes=10)  # so long the identity may be looked at again without a new reason


@body_of(Voice)
def body(v, actors):
    worn = set(hats(actors))
    is_keeper = keeper.hat(v) in worn
    asks_above = may_ask_above(v, actors)
    later = [said for said in v.receipt.said.order_by("pk") if said.pk != v.told_id] if is_keeper else []
    return {
        "is_keeper": is_keeper,
        "own_words": v.told if is_keeper else None,
        "added_words": later,
        "merged": list(v.merged.all()) if is_keeper or coordinator.hat(v) in worn else [],
        "looked": looked(v, actors),
        "proposal": propose(v.congress, v.title, v.text) if is_keeper and v.state in CLASSIFIED else None,
        "advice": adviser.kept(v.congress, v.title, v.text) if asks_above else None,
        "may_ask_above": asks_above,
        "said_before": said_before(v, actors) if is_keeper else [],
        "near": near(v, actors) if is_keeper and v.state in CLASSIFIED else [],
        "offered": ".".join(str(pk) for pk in [v.pk, *(one.pk for one in v.merged.all())])
        if coordinator.hat(v) in worn and v.counts
        else "",
        "may_part": is_keeper and v.state in ("accepted", "split"),
    }


def may_ask_above(v, actors) -> bool:
    """Whether the keeper may ask the higher level's model too: where there is one, and never about what a person must see first."""
    if not adviser.is_on() or keeper.hat(v) not in hats(actors) or v.state not in CLASSIFIED:
        return False
    return not v.hold and not held(v.title, v.text).hold


def near(v, actors):
    """Others that say much the same, from which one sees what might be joined, and by which words."""
    said = f"{v.title}\n{v.place}\n{v.text}"
    found = alike(v.congress, said, actors, n=4, model=Voice)
    return [one for one in found if one.matter.pk != v.pk][:3]


def said_before(v, actors):
    """What else was said from the same telephone, of what these actors may see; nobody learns the number from it."""
    mark = Identity.objects.filter(receipt=v.receipt_id).exclude(mark="").values("mark")
    others = Voice.objects.seen_by(*actors).filter(receipt__identity__mark__in=mark).exclude(receipt=v.receipt_id)
    return list(others.order_by("-pk")[:5])


def looked(v, actors):
    """The event by which one of these actors opened the identity a moment ago; None where none did, or none may any more."""
    posts = {actor.pk: actor for actor in actors if actor._meta.model_name == "post"}
    event = v.events.filter(step__in=LOOKS, post__in=posts, at__gt=now() - OPEN_FOR).order_by("-pk").first()
    return event if event and not v.process.steps[event.step].why_not(v, posts[event.post_id]) else None


@body_of(Candidate)
def candidate(c, actors):
    """All the voices behind it; those that one may open are links."""
    voices = list(c.voices.order_by("pk"))
    seen = Part.objects.filter(hat__in=hats(actors), matter__in=[v.pk for v in voices])
    return {"voices": voices, "open_to_one": set(seen.values_list("matter", flat=True))}
