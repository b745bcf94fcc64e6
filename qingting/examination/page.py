"""What the page of a sitting shows besides its steps; and that one may be begun from a nomination."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qingting.desk.begins import Beginning
from qingting.desk.story import body_of
from qingting.docket.models import hats
from qingting.examination.models import Branch, Sitting
from qingting.examination.process import office, office_head
from qingting.examination.terms import by_law
from qingting.organs.models import Organ, Role

NOMINATION = "appointments.nomination"  # its label; where there is no such room, nothing is begun from it
OVER = ("passed", "failed", "void")


def examiner(actor) -> bool:
    """Whether it is a clerk of an office of the standing committee, which holds the examination."""
    return getattr(actor, "role", None) == Role.CLERK and actor.organ.kind == Organ.Kind.OFFICE and actor.is_current()


def may_begin_from(matter, actors) -> bool:
    """A nomination that can still wait for a sitting, and of which none has been begun or passed."""
    if matter.kind != NOMINATION or not any(map(examiner, actors)):
        return False
    waits = matter.process.steps.get("examined")
    if waits and (matter.state not in waits.source or not matter.begins) or matter.state == "draft":
        return False
    sittings = [kin for kin in matter.kin if kin.kind == Sitting._meta.label_lower and kin.source_id == matter.pk]
    return all(kin.state in ("failed", "void") for kin in sittings)


Beginning(
    words=_("安排任前法律知识考试"),
    address=lambda matter: f"{reverse('examination_new')}?source={matter.pk}",
    may=may_begin_from,
)


def named_by(source):
    """The person whom a nomination proposes, where it names one; else the clerk types a name."""
    return getattr(source, "nominee", None) or getattr(source, "person", None)


def branch_of(source) -> str:
    """For what kind of organ a nomination is made, where it names the organ."""
    organ = getattr(source, "organ", None)
    return Branch.of(organ.kind) if organ else Branch.GOVERNMENT


@body_of(Sitting)
def body(m, actors):
    worn = set(hats(actors))
    return {
        "is_office": office.hat(m) in worn,
        "sees_result": m.state in ("passed", "failed"),
        "runs_it": bool({office.hat(m), office_head.hat(m)} & worn),
        "paper": getattr(m, "paper", None) if m.began_at else None,
        "validity": by_law("validity", m.congress, m.held_on) if m.held_on else None,
    }
