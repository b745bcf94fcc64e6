"""Every step × every post in town: only whoever plays the part is let through, whatever the state."""

import pytest

from qingting.docket.models import Matter
from qingting.docket.process import Process
from qingting.procuratorate.models import ProcuratorialSuggestion, Referral
from qingting.procuratorate.tests.doings import flagged, offered, own, walk

# As the law and the local mechanism divide the work, and not as the pages do: of a clue that Wang's office has flagged,
# that Shi's procuratorate assesses, the water bureau must answer, and Lin is asked to make a suggestion of.
MAY = {
    ProcuratorialSuggestion: {
        "wang": "flag unflag forward inform",
        "shi": "open_case refuse open_own copy serve hasten report amend",
        "yan": "drop issue uphold revise revoke warn decide decide_unanswered",
        "zhao": "receive object answer",
        "lin": "convert",
        "pan": "acknowledge",
    },
    Referral: {"shi": "refer", "wang": "offer turn_down take_back", "lin": "give_back end"},
}
PAGES = [process for process in Process.all if process.model._meta.app_label == "procuratorate"]
STEPS = [(process.model, name) for process in PAGES for name in process.steps]


@pytest.fixture
def cast(town, on):
    """One of each kind, with everyone named in it."""
    on("2026-03-02")
    p = walk(town, own(town), upto="issue")
    referral = offered(town, p)
    p = ProcuratorialSuggestion.objects.get(pk=p.pk)
    p.informed = town.judicial
    return {ProcuratorialSuggestion: p, Referral: referral}


def test_the_table_names_every_step_once():
    assert set(MAY) == {process.model for process in PAGES}
    for model, by in MAY.items():
        assert sorted(" ".join(by.values()).split()) == sorted(model.process.steps), model


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


def test_who_sees_it_and_from_when_on(town, on):
    """The organ that will be addressed learns of nothing before the suggestion is issued; the deputy only when he is asked."""
    on("2026-03-02")

    def seen(matter):
        return {p.person.name for p in town.posts if Matter.objects.seen_by(p).filter(pk=matter.pk).exists()}

    inside = {"王敏", "孙立", "石正", "严明", "潘岳"}
    p = flagged(town)
    assert seen(p) == inside
    p = walk(town, p, upto="open_case")
    assert seen(p) == inside
    p = walk(town, p, upto="issue")
    assert seen(p) == inside | {"赵强", "周平"}
    referral = offered(town, p)
    assert seen(p) == inside | {"赵强", "周平", "林秀英"} and seen(referral) == inside - {"孙立"} | {"孙立", "林秀英"}
