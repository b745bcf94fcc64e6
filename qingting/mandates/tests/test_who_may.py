"""Every step × every post in town: only whoever plays the part is let through, whatever the state."""

import pytest

from qingting.docket.process import Process
from qingting.mandates.leave import Permission
from qingting.mandates.models import (
    ByElection,
    Credentials,
    MunicipalByElection,
    MunicipalRecall,
    Recall,
    Resignation,
    Round,
    Suspension,
    Termination,
)
from qingting.mandates.terms import Changeover, Handover
from qingting.mandates.tests.doings import ELECTION

# As the law divides the work, and not as the pages do: Wang's office prepares and announces, Sun countersigns and notes
# suspensions, Gu's committee examines, Gao presides over the vote.
VOTE = "carry lose revote"
MAY = {
    ByElection: {
        "wang": "propose stop fix move publish_list object rule publish_candidates enter again leave fail announce certify",
        "sun": "countersign recount",
        "gu": "report",
        "gao": f"{VOTE} confirm annul reconfirm",
    },
    Credentials: {"gu": "report", "gao": VOTE},
    MunicipalByElection: {"wang": "propose withdraw report_up confirm deny", "gao": VOTE},
    MunicipalRecall: {"wang": "propose defend withdraw report_up", "gao": VOTE},
    Resignation: {"wang": "receive withdraw announce report_up", "gao": VOTE},
    Termination: {"wang": "note announce", "gu": "report withdraw"},
    Recall: {"wang": "receive withdraw defend print enter recall keep", "sun": "countersign recount"},
    Suspension: {"sun": "note", "gu": "report withdraw resume end"},
    Permission: {
        "shi": "ask ask_again withdraw report",
        "sun": "take_down send_back take_down_again examine grant_ahead tell withdraw_for take_down_report pass_on",
        "gao": VOTE,
    },
    Changeover: {"wang": "plan move drop carry_out undo", "sun": "confirm"},
    Handover: {"sun": "tell", "wang": "settle leave"},
}
PAGES = [process for process in Process.all if process.model._meta.app_label == "mandates"]
STEPS = [(process.model, name) for process in PAGES for name in process.steps]


@pytest.fixture
def each(hall):
    found = hall.one_of_each()
    report = Credentials(on=found[ByElection])
    report.save()
    counted = {"voters": 100, "turnout": 60, "ballots": 60, "spoilt": 0, "votes": {"1": 10}}
    Round.objects.create(on=found[ByElection], number=1, nature="first", seats=1, count=counted)
    hall.town.gu = hall.gu
    c = Changeover.objects.create(title="换届", keeper=hall.town.office, begins_on=ELECTION, committee_on=ELECTION)
    h = Handover.objects.create(
        title="换届接续", keeper=hall.town.office, person=hall.town.lin.person, source=c.matter_ptr
    )
    return found | {Credentials: report, Changeover: c, Handover: h}


def test_the_table_names_every_step_once():
    assert set(MAY) == {process.model for process in PAGES}
    for model, by in MAY.items():
        assert sorted(" ".join(by.values()).split()) == sorted(model.process.steps), model


@pytest.mark.parametrize("model, name", STEPS, ids=[f"{model.__name__}-{name}" for model, name in STEPS])
def test_nobody_else_may(hall, each, model, name):
    matter, step = each[model], model.process.steps[name]
    (who,) = [getattr(hall.town, who) for who, names in MAY[model].items() if name in names.split()]
    for state in step.source:
        matter.state = state
        for post in [*hall.town.posts, hall.vice, *hall.members]:
            no = f"{post}不能{step.label}"
            assert (step.why_not(matter, post) == no) == (post.pk != who.pk), (post, state)
    for state in set(matter.process.states) - set(step.source):
        matter.state = state
        assert step.why_not(matter, who) == f"当前为“{matter.state_label}”，不能{step.label}"
