"""What the pages of a procuratorial suggestion and of a referral show; and that a clue may be flagged in other matters."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qingting.desk.begins import Beginning, begun_from
from qingting.desk.story import body_of
from qingting.docket.models import Part, hats
from qingting.organs.models import Organ, Role
from qingting.procuratorate.interests import interests
from qingting.procuratorate.models import ISSUED, OVER, ProcuratorialSuggestion, Referral
from qingting.procuratorate.process import procurator

KINDS = {model._meta.label_lower for model in (ProcuratorialSuggestion, Referral)}


def who_flags(matter, actors):
    """The clerk of an office that has a part in a filed matter of another kind; None where no actor is.

    What arose from a procuratorial suggestion is known to the procuratorate, and is no clue for it; neither is a matter
    that tells no circumstances, such as a meeting.
    """
    arose = any(kin.pk == matter.source_id and kin.kind in KINDS for kin in matter.kin)
    if matter.state == "draft" or matter.kind in KINDS or arose or not hasattr(matter, "text"):
        return None
    cast = {part.hat for part in matter.read_parts}
    mine = (actor for actor in actors if actor.role == Role.CLERK and cast & {*actor.hats} and actor.is_current())
    return next((actor for actor in mine if actor.organ.kind == Organ.Kind.OFFICE), None)


def may_flag(matter, actors) -> bool:
    """Where a clue is being handled already, the thread leads to it and no button to another."""
    handled = any(kin.kind in KINDS and kin.source_id == matter.pk and kin.state not in OVER for kin in matter.kin)
    return not handled and who_flags(matter, actors) is not None


Beginning(
    words=_("标记公益诉讼线索"),
    address=lambda matter: reverse("procuratorate_flag", args=[matter.pk]),
    may=may_flag,
)


@body_of(ProcuratorialSuggestion)
def body(p, actors):
    worn = set(hats(actors))
    source = p.source
    return {
        "source": source,
        "sees_source": p.source_id in p.seen_kin,
        "same_hands": bool(source and p.addressee_id) and handles(source, p.addressee_id),
        "interest": next((one for one in interests(p.congress, p.filed_on) if one.field == p.field), None),
        "referrals": [kin for kin in p.kin if isinstance(kin, Referral) and kin.state != "draft"],
        "may_refer": procurator.hat(p) in worn and p.state in ISSUED and not p.became,
    }


def handles(source, organ_id) -> bool:
    """Whether this organ has a hand in the matter, or in what hangs on it: as handler, co-handler or for itself."""
    of_it = Part.objects.filter(Q(matter=source.pk) | Q(matter__source=source.pk), hat=f"organ:{organ_id}:{Role.CLERK}")
    return of_it.exclude(kind__in=KINDS).exists()


@body_of(Referral)
def body_of_referral(r, actors):
    """The page leads the deputy on to what he may begin from the procuratorial suggestion, which he need not open first."""
    r.on.read_parts, r.on.seen_kin = (), set()
    is_asked = any(getattr(actor, "role", None) == Role.DEPUTY for actor in actors)
    return {"onward": begun_from(r.on, actors) if is_asked and r.state == "offered" else []}
