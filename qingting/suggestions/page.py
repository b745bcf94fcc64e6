"""What the page of a suggestion shows besides its fields: what hangs on it, and what this visitor may hang on it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qingting.clocks.schemes import letter_of
from qingting.desk.begins import Beginning
from qingting.desk.story import body_of
from qingting.docket.guards import what_arose_from_it
from qingting.docket.models import hats
from qingting.organs.models import Role
from qingting.suggestions.models import ANSWERED, Promise, Suggestion
from qingting.suggestions.process import a_dated_promise, handler, handler_head, office


def converter(matter, actors):
    """The deputy who may make a suggestion of this matter: its process has the step `convert`, and he may take it once one is filed."""
    step = matter.process.steps.get("convert")
    if not step or matter.state not in step.source or isinstance(matter, Suggestion):
        return None
    deputies = (a for a in actors if getattr(a, "role", None) == Role.DEPUTY and a.is_current())
    post = next((deputy for deputy in deputies if step.by.hat(matter) in deputy.hats), None)
    return None if any(need(matter) for need in step.needs if need is not what_arose_from_it) else post


Beginning(
    words=_("据此写一件建议"),
    address=lambda matter: f"{reverse('suggestion_new')}?source={matter.pk}",
    may=lambda matter, actors: converter(matter, actors) is not None,
)


@body_of(Suggestion)
def body(s, actors):
    worn = set(hats(actors))
    is_handler, is_office = handler.hat(s) in worn, office.hat(s) in worn
    sets_it_down = bool({handler.hat(s), handler_head.hat(s)} & worn) or is_office and s.state == "divided"
    hung = {}
    for kin in s.kin:
        if isinstance(kin, Promise) and kin.state == "draft" and not sets_it_down:
            continue  # it is part of an answer that nobody has signed
        hung.setdefault(kin._meta.model_name, []).append(kin)
    return {
        "hung": hung,
        "sees_what_it_joined": s.joined_to and any(who.hat(s.joined_to) in worn for who in s.process.cast),
        "result_letter": letter_of(s.congress, s.result) if s.result else "",
        "answer_is_mine": bool(s.answer) and bool({handler.hat(s), handler_head.hat(s)} & worn),
        "has_letter": s.state in ANSWERED
        or s.state == "drafted"
        and bool({handler.hat(s), handler_head.hat(s)} & worn),
        "lacks_a_promise": a_dated_promise(s),
        "can_hang": {
            "handlers": is_office and s.state in ("accepted", "assigned", "signed"),
            "promise": is_handler and s.state in ("signed", "drafted") or is_office and s.state == "divided",
            "more_time": is_handler and s.state == "signed" and not s.is_complex,
            "supervise": is_office
            and s.state in ("accepted", "assigned", "signed", "divided", "drafted", "answered", "rated"),
        },
    }
