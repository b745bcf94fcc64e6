"""A fault in a process page is seen before anyone uses it."""

import pytest
from django.core.management import call_command

from qingting.docket.checks import faults
from qingting.docket.process import Process, Step, Who
from qingting.suggestions.handling import HandlingProcess
from qingting.suggestions.process import SuggestionProcess


@pytest.mark.parametrize("process", Process.all, ids=lambda p: p.__name__)
def test_every_page_is_sound(process):
    assert not list(faults(process))


def test_the_whole_checks_out():
    call_command("check", fail_level="WARNING")


def test_nothing_is_missing_from_the_migrations(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_a_part_is_not_named_by_another_matter(monkeypatch):
    """The cast of a share would go stale when the suggestion is given to another handler."""
    monkeypatch.setattr(HandlingProcess, "cast", (Who("on__handler", "clerk"),))
    assert [fault for fault in faults(HandlingProcess) if "another matter" in fault]


@pytest.mark.parametrize(
    "attribute, value, fault",
    [
        ("steps", {"fly": Step("飞", "nowhere", "closed", by=Who("lead"))}, "unknown state, nowhere"),
        ("steps", {"fly": Step("飞", "draft", "closed", by=Who("lead"), fields=("wings",))}, "unknown field, wings"),
        ("states", {"draft": "草稿", "limbo": "悬着"}, "no step leads to the state limbo"),
        ("route", ("fly",), "the route names an unknown step, fly"),
    ],
)
def test_a_faulty_page_is_told_its_fault(monkeypatch, attribute, value, fault):
    monkeypatch.setattr(SuggestionProcess, attribute, value)
    assert any(fault in said for said in faults(SuggestionProcess))


def test_an_old_step_keeps_its_label(monkeypatch):
    monkeypatch.setattr(SuggestionProcess, "retired", {"bless": "批示"})
    assert SuggestionProcess.label_of("bless") == "批示" and SuggestionProcess.label_of("file") == "提出"
