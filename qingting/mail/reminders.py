"""The daily round: whoever owes something soon or owes it late is reminded once, and the days that are over are sealed."""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from django.core.management import call_command
from django.utils.timezone import localdate, localtime

from qingting.almanac.provisional import settle_provisional
from qingting.clocks.calendar import Calendar
from qingting.desk.lists import SOON
from qingting.docket.models import Deadline, Notice
from qingting.docket.process import Process
from qingting.docket.statistics import refresh_statistics
from qingting.floods.models import tidy
from qingting.mail.models import Round
from qingting.organs.models import Post

DAILY: list[Callable[[date], Any]] = []  # what a domain wants done each morning, given the day

MORNING = 8  # o'clock: nobody's telephone rings at night, and what was filed at midnight is written down


def daily(work):
    """Register what is done each morning in the round. It may be done twice, and then changes nothing more."""
    DAILY.append(work)
    return work


def begin_round() -> bool:
    """Whether it is for this worker to make today's round now: it is morning, and no other has begun it."""
    return localtime().hour >= MORNING and Round.objects.get_or_create(day=localdate())[1]


def make_round(said) -> int:
    """Set provisional dates anew, forget who sent much, remind, seal the days that are over, and
    have the database look at its tables; how many were reminded. `said` is written to."""
    settle_provisional()
    tidy()
    reminded = remind(localdate())
    for work in DAILY:
        work(localdate())
    call_command("seal", stdout=said)
    refresh_statistics()
    return reminded


def remind(today: date) -> int:
    """Word to those who owe something within three working days, and again when it is late: once each for one day owed.

    Returns how many were reminded. Doing it again reminds nobody.
    """

    @cache
    def wearing(hat):
        return frozenset(Post.objects.current().wearing([hat]).values_list("person", flat=True))

    owed = Deadline.objects.filter(met=None, due_on__lte=Calendar.current().working_days_after(today, SOON))
    told = set(Notice.objects.filter(deadline__in=owed).values_list("deadline", "person", "event", "late"))
    word = []
    for deadline in (
        owed.select_related("matter").prefetch_related("matter__parts").order_by("pk").iterator(chunk_size=500)
    ):
        late, event = deadline.due_on < today, set_by(deadline)
        people = frozenset().union(*(wearing(hat) for hat in who_owe(deadline)))
        new = [person for person in sorted(people) if (deadline.pk, person, event, late) not in told]
        word += [Notice(event_id=event, deadline=deadline, person_id=person, late=late) for person in new]
    Notice.objects.bulk_create(word, batch_size=500, ignore_conflicts=True)  # another may be reminding at this moment
    return len(word)


def set_by(deadline) -> int:
    """The event that set the day which is owed now: the one that started the clock, or the last that moved it."""
    return next((moved["event"] for moved in reversed(deadline.history) if "event" in moved), deadline.started_id)


def who_owe(deadline) -> set[str]:
    """The hats whose turn it is by a step that this deadline waits for; where that step is not open yet, all whose turn it is."""
    clock = Process.of_kind(deadline.matter.kind).clocks.get(deadline.clock)
    if not clock:
        return set()  # a clock that is kept no more
    turns = [part for part in deadline.matter.parts.all() if part.due_on]
    awaited = {step.name for step in clock.stops}
    return {part.hat for part in turns if part.turn in awaited} or {part.hat for part in turns}
