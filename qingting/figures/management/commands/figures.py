"""Print every figure that is declared, for a period: as a table, JSON or CSV."""

import csv
import json
from decimal import Decimal

from django.core.management.base import BaseCommand, CommandError

from qingting.figures.asked import Unanswerable, a_day, a_period, every_figure, the_congress, the_figure
from qingting.figures.awaited import Awaited
from qingting.figures.figure import Figure


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        breaks = sorted({what for figure in Figure.all.values() for what in figure.broken_down_by})
        parser.add_argument("--from", dest="since", required=True, help="2023-01-01")
        parser.add_argument("--to", dest="until", required=True, help="2023-12-31")
        parser.add_argument("--congress", type=int, help="the congress, by its number, where there are several")
        parser.add_argument("--figure", action="append", help="only this one; may be said several times")
        parser.add_argument("--by", choices=breaks, help="break each figure down, where it can be")
        parser.add_argument("--format", choices=["table", "json", "csv"], default="table")

    def handle(self, since, until, congress, figure, by, format, **options):
        try:
            period = a_period(a_day(str(since)), a_day(str(until)))
            asked = {name: the_figure(name) for name in figure or every_figure()}
            where = the_congress(congress)
        except Unanswerable as reason:
            raise CommandError(str(reason)) from reason
        figures = [told(name, one, (where, *period), by) for name, one in asked.items()]
        if format == "json":
            self.stdout.write(json.dumps({"figures": figures}, ensure_ascii=False, indent=1))
        elif format == "csv":
            writer = csv.DictWriter(self.stdout, fieldnames=[name for name in figures[0] if name != "by"], extrasaction="ignore")
            writer.writeheader()
            writer.writerows(figures)
        else:
            self.table(figures)

    def table(self, figures):
        for figure in figures:
            self.stdout.write(f"{figure['id']:<42} {figure['rendered']:>16}  {figure['label']}（{figure['scope']}）")
            for part, n in figure.get("by", {}).items():
                self.stdout.write(f"{'':<42} {n:>16}  · {part}")


def told(name, figure, where, by=None):
    """A figure as the formats print it; of one whose domain is not there, that it is not."""
    said = {"id": name, "label": str(figure.label), "value": None, "unit": str(figure.unit), "scope": str(figure.scope)}
    if isinstance(figure, Awaited):
        return said | {"rendered": figure.rendered}
    answer = figure.answer(*where)
    said["value"] = float(answer.value) if isinstance(answer.value, Decimal) else answer.value
    said["unit"] = "%" if figure.out_of else said["unit"]
    said["rendered"] = answer.rendered
    if by in figure.broken_down_by:
        parts = figure.by(by, *where)
        said["by"] = {str(part or "—"): n for part, n in sorted(parts.items(), key=lambda one: (-one[1], str(one[0])))}
    return said
