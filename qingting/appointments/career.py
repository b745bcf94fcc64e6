"""One office-holder's file (任后档案): read from the record, step by step, and typed by nobody."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from qingting.appointments.models import Account, Departure, Nomination
from qingting.docket.models import Event, Matter, Part, hats
from qingting.meetings.votes import ANNOUNCED, Question

TOLD = {
    Nomination: ("propose", "register", "carry", "lose", "letter", "swear", "publish", "publish_end", "revote"),
    Departure: ("file", "carry", "lose", "approve"),
    Account: ("hand_in", "hand_in_for", "hear", "carry", "lose", "opine", "respond", "respond_for"),
}


@dataclass(frozen=True)
class Line:
    at: datetime
    what: Any  # the step, as its button says it
    matter: Matter
    result: str = ""  # of a vote: the sentence that was announced


def career(person, actors) -> list[Line]:
    """What was decided of a person, sworn and reported by him, as far as these actors may see it; the first step first."""
    mine = [
        *Nomination.objects.filter(nominee=person),
        *Departure.objects.filter(office_holder__person=person),
        *Account.objects.filter(holder=person),
    ]
    # an examination hangs on the nomination for which it was sat
    exams = Matter.objects.filter(source__in=[m.pk for m in mine], kind="examination.sitting").exclude(state="draft")
    its = {m.pk: m for m in [*mine, *(exam.specific for exam in exams)]}
    seen = set(Part.objects.filter(matter__in=its, hat__in=hats(actors)).values_list("matter", flat=True))
    results = {}
    asked = Question.objects.filter(matter__in=seen, vote__state__in=(*ANNOUNCED, "annulled"))
    for question in asked.select_related("vote"):
        told = next(one for q, one in question.vote.totals if q.pk == question.pk)
        results[question.matter_id, question.vote.moved_at] = str(told)
    wanted = Q()
    for pk in seen:
        steps = TOLD.get(type(its[pk]))
        wanted |= Q(matter=pk, step__in=steps) if steps else Q(matter=pk)
    events = Event.objects.filter(wanted).order_by("at", "pk") if seen else ()
    return [
        Line(
            event.at,
            its[event.matter_id].process.label_of(event.step),
            its[event.matter_id],
            results.get((event.matter_id, event.at), ""),
        )
        for event in events
    ]
