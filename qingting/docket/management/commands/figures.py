"""Print every figure that is declared, for a period: as a table, JSON or CSV."""

import csv
import json
from datetime import date
from decimal import Decimal

from django.core.management.base import BaseCommand, CommandError
from django.db.models import F

from qingting.docket.figures import Figure
from qingting.organs.models import Organ


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--from", dest="since", type=date.fromisoformat, required=True, help="2023-01-01")
        parser.add_argument("--to", dest="until", type=date.fromisoformat, required=True, help="2023-12-31")
        parser.add_argument("--congress", type=int, help="the congress, by its number, where there are several")
        parser.add_argument("--format", choices=["table", "json", "csv"], default="table")

    def handle(self, since, until, congress, format, **options):
        if until < since:
            raise CommandError("--to is before --from")
        figures = [told(figure, the_congress(congress), since, until) for figure in Figure.all.values()]
        if format == "json":
            self.stdout.write(json.dumps({"figures": figures}, ensure_ascii=False, indent=1))
        elif format == "csv":
            writer = csv.DictWriter(self.stdout, fieldnames=figures[0])
            writer.writeheader()
            writer.writerows(figures)
        else:
            for figure in figures:
                self.stdout.write(
                    f"{figure['id']:<40} {figure['rendered']:>16}  {figure['label']}（{figure['scope']}）"
                )


def the_congress(pk):
    found = Organ.objects.filter(congress=F("pk"), **({"pk": pk} if pk else {}))
    if len(found) != 1:
        raise CommandError(
            "no such congress" if pk else "say which with --congress: " + ", ".join(f"{c.pk} {c}" for c in found)
        )
    return found[0]


def told(figure, congress, since, until):
    value = figure.value(congress, since, until)
    return {
        "id": figure.name,
        "label": str(figure.label),
        "value": float(value) if isinstance(value, Decimal) else value,
        "unit": "%" if figure.out_of else str(figure.unit),
        "scope": str(figure.scope),
        "rendered": figure.rendered(congress, since, until),
    }
