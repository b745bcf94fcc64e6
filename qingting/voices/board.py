"""The public board's figures of a year, reckoned each morning: with what each is a share of, and no order of merit."""

from datetime import date

from django.db import transaction
from django.db.models import Count, Q

from qingting.mail.reminders import daily
from qingting.organs.models import Organ
from qingting.voices.models import Solved, Toll, Voice


@daily
def reckon(today: date):
    """This year's board and, in spring, still last year's: what was said then is being answered now."""
    for congress in Organ.objects.filter(kind=Organ.Kind.CONGRESS, parent=None):
        for year in {today.year, today.year - (today.month < 7)}:
            reckon_year(congress, year, today)


@transaction.atomic
def reckon_year(congress, year, today):
    """Of what was said in that year and counts. What deputies and organs say themselves is left out."""
    said = Voice.objects.filter(congress=congress, counts=True, filed_on__range=(date(year, 1, 1), date(year, 12, 31)))
    rows = [Toll(part=part, organ_id=organ, **n) for part, by in PARTS for organ, n in counted(said, by, today).items()]
    rows = [row for row in rows if row.organ_id]  # what has no organ yet is in the whole
    for row in rows:
        row.congress, row.year, row.as_of = congress, year, today
    Toll.objects.filter(congress=congress, year=year).delete()
    Toll.objects.bulk_create(rows)


PARTS = ((Toll.Part.ALL, "congress"), (Toll.Part.KEEPER, "keeper"), (Toll.Part.HANDLER, "handler"))


def counted(said, by, today) -> dict:
    """For each organ of that part: how many of what."""
    rows = (
        said.order_by()
        .values_list(by)
        .annotate(
            received=Count("pk"),
            told=Count("told_on"),
            late=Count("pk", filter=Q(owed_on__lt=today)),
            rated=Count("pk", filter=~Q(solved="")),
            solved=Count("pk", filter=Q(solved=Solved.YES)),
        )
    )
    names = ("received", "told", "late", "rated", "solved")
    found = {organ: dict(zip(names, n, strict=True)) | {"days": 0} for organ, *n in rows}
    # One row for each pair of days: the engines subtract days differently, and there are few pairs.
    told = said.order_by().filter(told_on__isnull=False).values_list(by, "filed_on", "told_on").annotate(n=Count("pk"))
    for organ, filed_on, told_on, n in told:
        found[organ]["days"] += (told_on - filed_on).days * n
    return found
