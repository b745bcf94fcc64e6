"""What every figure keeps to, whatever it counts; and the command that prints them all."""

import json
from io import StringIO

from django.core.management import call_command

from qingting.figures.checks import alike
from qingting.figures.figure import Figure


def test_two_figures_with_one_noun_say_their_different_scopes():
    figures = list(Figure.all.values())
    assert not alike(figures)
    assert alike([*figures, figures[0]])


def test_the_command_prints_every_figure_in_three_formats(town, on):
    on("2026-03-02")
    town.walk(town.suggestion())
    said = {}
    for kind in ("table", "json", "csv"):
        out = StringIO()
        call_command("figures", "--from", "2026-01-01", "--to", "2026-12-31", "--format", kind, stdout=out)
        said[kind] = out.getvalue()
    figures = {figure["id"]: figure for figure in json.loads(said["json"])["figures"]}
    assert set(figures) == set(Figure.all)
    assert (figures["suggestions_concluded"]["value"], figures["suggestions_concluded"]["rendered"]) == (1, "1件")
    assert figures["suggestions_met"]["unit"] == "%" and "1/1" in figures["suggestions_met"]["rendered"]
    for name in Figure.all:
        assert name in said["table"] and name in said["csv"]
