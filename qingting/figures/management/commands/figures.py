"""Print every figure that is declared, for a period: as a table, JSON or CSV."""

import csv
import json
from datetime import date
from decimal import Decimal

from django.core.management.base import BaseCommand, CommandError
from django.db.models import F

from qingting.figures.figure import Figure
from qingting.organs.models import Organ


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        breaks = sorted({what for figure in Figure.all.values() for what in figure.broken_down_by})
        parser.add_argument("--from", dest="since", type=date.fromisoformat, required=True, help="2023-01-01")
        parser.add_argument("--to", dest="until", type=date.fromisoformat, required=True, help="2023-12-31")
        parser.add_argument("--congress", type=int, help="the congress, by its number, where there are several")
        parser.add_argument("--by", choices=breaks, help="break each figure down, where it can be")
        parser.add_argument("--format", choices=["table", "json", "csv"], default="table")

    def handle(self, since, until, congress, by, format, **options):
        if until < since:
            raise CommandError("--to is before --from")
        where = the_congress(congress)
        figures = [told(figure, where, since, until, by) for figure in Figure.all.values()]
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


def the_congress(pk):
    found = Organ.objects.filter(congress=F("pk"), **({"pk": pk} if pk else {}))
    if len(found) != 1:
        said = "no such congress" if pk else "say which with --congress: " + ", ".join(f"{c.pk} {c}" for c in found)
        raise CommandError(said)
    return found[0]


def told(figure, congress, since, until, by=None):
    """A figure as the formats print it."""
    value = figure.value(congress, since, until)
    said = {
        "id": figure.name,
        "label": str(figure.label),
        "value": float(value) if isinstance(value, Decimal) else value,
        "unit": "%" if figure.out_of else str(figure.unit),
        "scope": str(figure.scope),
        "rendered": figure.rendered(congress, since, until),
    }
    if by in figure.broken_down_by:
        parts = figure.by(by, congress, since, until)
        said["by"] = {str(part or "—"): n for part, n in sorted(parts.items(), key=lambda one: (-one[1], str(one[0])))}
    return said
