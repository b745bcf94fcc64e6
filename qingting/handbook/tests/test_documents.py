"""What the client reads about processes, law and figures is written from the code, and a stale page is noticed."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from qingting.clocks.rules import rules_of
from qingting.docket.process import Process
from qingting.handbook.law import clocks_by_rule


@pytest.fixture
def docs(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    call_command("documents", stdout=StringIO())
    return tmp_path / "docs"


def test_a_page_that_differs_from_the_code_is_noticed(docs):
    call_command("documents", check=True)
    law = docs / "law.md"
    law.write_text(law.read_text().replace("10个工作日", "9个工作日"))
    with pytest.raises(CommandError, match="law.md"):
        call_command("documents", check=True)
    (docs / "figures.md").unlink()
    with pytest.raises(CommandError, match="law.md, figures.md"):
        call_command("documents", check=True)


def test_every_step_and_every_clock_is_told(docs):
    page = (docs / "processes.md").read_text()
    for process in Process.all:
        for name, step in process.steps.items():
            assert f"| {step.label} `{name}` |" in page
        for name, clock in process.clocks.items():
            assert f"| {clock.label} `{name}` |" in page


def test_every_clock_cites_where_its_time_comes_from(docs):
    rows = [
        line.split(" | ")
        for line in (docs / "law.md").read_text().split("## Clocks")[1].split("## How")[0].splitlines()
        if "`" in line
    ]
    assert len(rows) == sum(len(process.clocks) for process in Process.all)
    assert all(row[-1].strip(" |") for row in rows), rows


def test_a_clock_whose_time_depends_on_the_matter_names_its_rules():
    suggestion, handling = (Process.of_kind(f"suggestions.{kind}") for kind in ("suggestion", "handling"))
    assert rules_of(suggestion.clocks["returning"].span) == ["suggestion_return"]
    assert "suggestion_cohandler_opinion" in rules_of(handling.clocks["giving"].span)
    assert (suggestion, suggestion.clocks["returning"]) in clocks_by_rule()["suggestion_return"]
