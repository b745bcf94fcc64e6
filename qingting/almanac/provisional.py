"""Days that hang on a notice of rest days are set anew when the notice comes in; each keeps the rule that it began by."""

from collections.abc import Callable
from datetime import date
from itertools import groupby

from django.db import transaction
from django.db.models import Q

from qingting.clocks.calendar import Calendar
from qingting.clocks.spans import Ruling
from qingting.docket.ledger import midnight
from qingting.docket.models import Deadline
from qingting.docket.process import Process


def touched_by(year: int):
    """The deadlines that a year's notice may move: those still provisional, and those that run, over days of that year.

    A deadline that was met is moved only if it was provisional: its day was never the day of the law.
    """
    open_to_it = Q(provisional=True) | Q(met=None)
    return Deadline.objects.filter(
        open_to_it, started__at__lt=midnight(date(year + 1, 1, 1)), due_on__gte=date(year, 1, 1)
    )


def settle_year(year: int, walked: Callable[[], object] = lambda: None) -> int:
    """Set anew what a year's notice touches; how many days moved. `walked` is called for each matter. Tells nobody."""
    return settle(touched_by(year), year, walked)


def settle_provisional() -> int:
    """Each day: set anew what is still provisional though its year is known by now; how many days moved."""
    left = Deadline.objects.filter(provisional=True)
    return sum(
        settle(left.filter(due_on__range=(date(year, 1, 1), date(year, 12, 31))), year)
        for year in Calendar.current().years
    )


def settle(deadlines, year: int, walked: Callable[[], object] = lambda: None) -> int:
    """Count these deadlines again, matter by matter, so that one that fails leaves the others whole."""
    lines = list(deadlines.order_by("matter_id").values_list("matter_id", "matter__kind", "pk"))
    moved = 0
    for (matter, kind), its in groupby(lines, key=lambda line: line[:2]):
        moved += count_again(kind, matter, [pk for _matter, _kind, pk in its], year)
        walked()
    return moved


@transaction.atomic
def count_again(kind: str, pk: int, deadlines: list[int], year: int) -> int:
    """Set these deadlines of one matter anew by their own rulings, and with them its cast; how many moved."""
    process = Process.of_kind(kind)
    matter = process.model.objects.select_for_update(of=("matter_ptr",)).select_related(*process.paths).get(pk=pk)
    moved = 0
    for deadline in matter.deadlines.filter(pk__in=deadlines).select_related("started"):
        was, flagged = deadline.due_on, deadline.provisional
        deadline.settle(Ruling.from_json(deadline.ruling), matter)
        if deadline.due_on != was:
            moved += 1
            deadline.history.append({"calendar": year, "was": str(was)})
        if (deadline.due_on, deadline.provisional) != (was, flagged):
            deadline.save(update_fields=["due_on", "provisional", "history"])
    if moved:
        running = list(matter.deadlines.filter(met=None))
        matter.owed_on = matter.first_owed(running)
        matter.save(update_fields=["owed_on"])
        matter.recast(running)
    return moved
