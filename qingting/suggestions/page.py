"""What the page of a suggestion shows besides its fields: what hangs on it, and what this visitor may hang on it."""

from qingting.clocks.schemes import letter_of
from qingting.desk.story import body_of
from qingting.docket.models import hats
from qingting.suggestions.models import ANSWERED, Promise, Suggestion
from qingting.suggestions.process import a_dated_promise, handler, handler_head, office


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
