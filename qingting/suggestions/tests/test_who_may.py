"""Every step × every post in town: only whoever plays the part is let through, whatever the state."""

from datetime import date

import pytest

from qingting.docket.models import Matter, Part
from qingting.docket.process import Process
from qingting.organs.models import Role
from qingting.suggestions.models import (
    Cosigning,
    Extension,
    Handling,
    KeySupervision,
    Promise,
    Suggestion,
)

# As the by-law divides the work, and not as the pages do: who takes which step of a suggestion of Lin's that the water
# bureau leads and the roads bureau shares, that He signs too, and that the chair supervises.
MAY = {
    Suggestion: {
        "lin": "file withdraw rate revisit",
        "wang": "convert_bill accept send_back refuse propose assign confirm divide join unjoin uphold overrule gather "
        "remind lapse redo redivide mediate settle close redact publish unpublish amend",
        "sun": "extend",
        "zhao": "agree object sign decline contact draft_answer",
        "zhou": "rework answer share",
    },
    Handling: {"lin": "end", "wang": "assign redo stop", "qian": "sign contact give amend", "wu": "reply"},
    Extension: {"lin": "end", "zhao": "ask", "sun": "grant deny"},
    Cosigning: {
        "he": "confirm decline rate",
        "lin": "invite drop ask_again",
        "wang": "lapse hear_from_office",
        "zhou": "hear",
    },
    Promise: {
        "lin": "look confirm contest",
        "wang": "make_for_them bring_back end_review confirm_for let_go hold_to postpone amend",
        "zhao": "report",
        "zhou": "make fulfil give_up",
    },
    KeySupervision: {"lin": "end", "wang": "select tell amend", "gao": "act conclude"},
}
OURS = [process for process in Process.all if process.model._meta.app_label == "suggestions"]
STEPS = [(process.model, name) for process in OURS for name in process.steps]


@pytest.fixture
def cast(town):
    """One of each kind, with everyone named in it."""
    s = town.suggestion(handler=town.water, closed_on=date(2026, 3, 2))
    return {
        Suggestion: s,
        Handling: Handling.objects.create(on=s, handler=town.roads),
        Extension: Extension.objects.create(on=s, handler=town.water, reason="牵涉多个部门"),
        Cosigning: Cosigning.objects.create(on=s, person=town.he.person, lead=s.lead, handler=town.water),
        Promise: Promise.objects.create(
            on=s, handler=town.water, lead=s.lead, title="清淤", finish="十公里", promised_for=date(2027, 6, 30)
        ),
        KeySupervision: KeySupervision.objects.create(on=s, supervisor=town.gao.person),
    }


def test_the_table_names_every_step_once():
    assert set(MAY) == {process.model for process in OURS}
    for model, by in MAY.items():
        named = " ".join(by.values()).split()
        assert sorted(named) == sorted(model.process.steps), model


@pytest.mark.parametrize("model, name", STEPS, ids=[f"{model.__name__}-{name}" for model, name in STEPS])
def test_nobody_else_may(town, cast, model, name):
    matter, step = cast[model], model.process.steps[name]
    (who,) = [getattr(town, who) for who, names in MAY[model].items() if name in names.split()]
    for state in step.source:
        matter.state = state
        for post in town.posts:
            no = f"{post}不能{step.label}"
            assert (step.why_not(matter, post) == no) == (post is not who), (post, state)
    for state in set(matter.process.states) - set(step.source):
        matter.state = state
        assert step.why_not(matter, who) == f"当前为“{matter.state_label}”，不能{step.label}"


def test_a_post_that_has_ended_or_not_begun_takes_no_step(town, cast, on):
    on("2026-03-02")
    for post, changed in (
        (town.zhao, {"until": date(2026, 3, 1)}),
        (town.wang, {"since": date(2026, 3, 3)}),
        (town.lin, {"suspended_since": date(2026, 3, 2)}),
    ):
        vars(post).update(changed)
        for matter in cast.values():
            for step in matter.process.steps.values():
                matter.state = step.source[0]
                assert step.why_not(matter, post) == f"{post}不能{step.label}"
    town.zhao.until = date(2026, 3, 2)  # the last day is still a day
    cast[Suggestion].state = "assigned"
    assert Suggestion.process.sign.why_not(cast[Suggestion], town.zhao) is None


def test_the_next_bureau_wears_no_hat_of_this_one(town, on):
    """Two clerks of one role in two organs, two deputies of one congress: neither passes for the other."""
    on("2026-03-02")
    town.walk(town.suggestion(), upto="assign")
    for post in (town.qian, town.cai, town.he, town.fang, town.wu):
        assert not Matter.objects.seen_by(post).exists() and not Part.objects.inbox(post).exists()


def test_whose_turn_it_is_at_each_step_of_the_plain_way(town, on):
    on("2026-03-02")
    s, turns = town.suggestion(), []
    for name in ("file", "accept", "assign", "sign", "contact", "draft_answer", "answer", "rate", "close"):
        turns.append([post.person.name for post in town.posts if Part.objects.inbox(post).exists()])
        s = town.walk(s, upto=name)
    assert turns == [[name] for name in "林秀英 王敏 王敏 赵强 赵强 赵强 周平 林秀英 王敏".split()]
    assert not Part.objects.exclude(due_on=None).exists()


def test_who_sees_it_and_from_when_on(town, on):
    on("2026-03-02")
    vice = town.seat("何副主任", town.committee, Role.VICE_CHAIR)

    def seen(s):
        return {
            post.person.name for post in [*town.posts, vice] if Matter.objects.seen_by(post).filter(pk=s.pk).exists()
        }

    s = town.suggestion()
    assert seen(s) == {"林秀英"}
    s = town.walk(s, upto="file")
    assert seen(s) == {"林秀英", "王敏", "孙立", "高平", "何副主任"}
    s = town.walk(s, upto="assign")
    assert seen(s) == {"林秀英", "王敏", "孙立", "高平", "何副主任", "赵强", "周平"}
    s.take("decline", town.zhao, "属于交通局")
    s.take("uphold", town.wang)
    assert seen(s) == {"林秀英", "王敏", "孙立", "高平", "何副主任"}
