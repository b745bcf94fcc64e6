"""Until a matter of mandates is over, it is somebody's turn; when it is over, it is nobody's."""

import pytest

from qingting.docket.process import Process

OVER = {
    "byelection": "refused closed failed stopped void",
    "credentials": "confirmed denied",
    "municipalbyelection": "refused confirmed denied stopped",
    "municipalrecall": "kept reported withdrawn",
    "resignation": "refused announced reported withdrawn",
    "termination": "announced withdrawn",
    "recall": "recalled kept withdrawn",
    "suspension": "resumed ended withdrawn",
    "permission": "told noted withdrawn",
    "changeover": "confirmed dropped",
    "handover": "settled left",
}
PAGES = [process for process in Process.all if process.model._meta.app_label == "mandates"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_every_state_leads_on_or_is_over(page):
    leads_on = {state for step in page.steps.values() if not step.at_will for state in step.source}
    assert set(page.states) - leads_on == set(OVER[page.model._meta.model_name].split())
