"""The day on which a clock was met stands beside it, so that what is late is found without asking the ledger."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps

from qingting.docket.models import Deadline

pytestmark = pytest.mark.django_db


def test_it_is_the_day_by_the_walls_clock(town, on):
    on("2026-03-10", hour="07:00")  # in UTC it is still the 9th
    s = town.walk(town.suggestion(), upto="assign")
    assert {d.met_on for d in s.deadlines.exclude(met=None)} == {date(2026, 3, 10)}
    assert not s.deadlines.filter(met=None).exclude(met_on=None).exists()


def test_what_was_met_before_there_was_such_a_day_is_given_one(town, on):
    on("2026-03-10", hour="07:00")
    town.walk(town.suggestion(), upto="assign")
    before = dict(Deadline.objects.values_list("pk", "met_on"))
    assert set(before.values()) == {None, date(2026, 3, 10)}
    Deadline.objects.update(met_on=None)
    import_module("qingting.docket.migrations.0002_figures_from_indexes").say_on_what_day_each_was_met(apps, None)
    assert dict(Deadline.objects.values_list("pk", "met_on")) == before
