"""A deadline keeps the rule that it began by."""

from datetime import date

from qingting.docket.models import Deadline


def test_a_later_rule_moves_no_running_deadline(town, on, settings, tmp_path):
    on("2026-03-02")
    s = town.walk(town.suggestion(), upto="assign")
    before = Deadline.objects.get(matter=s, clock="signing")
    assert (before.due_on, before.ruling["rule"]) == (date(2026, 3, 11), "suggestion_sign")
    shipped = (settings.RULEBOOK / "default.toml").read_text()
    law = '[[suggestion_sign]]\nlabel = "签收"\nvalue = 1\nunit = "days"\nbasis = "新第三条"\nlayer = "H"\nconfidence = "B"\nsince = 2013-01-01\n'
    (tmp_path / "default.toml").write_text(shipped + law)
    settings.RULEBOOK = tmp_path
    kept = Deadline.objects.get(pk=before.pk)
    assert (kept.ruling, kept.due_on) == (before.ruling, before.due_on)
    other = town.walk(town.suggestion(), upto="assign")
    assert Deadline.objects.get(matter=other, clock="signing").due_on == date(2026, 3, 3)
