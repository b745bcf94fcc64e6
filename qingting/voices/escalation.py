"""What stays late is told upward in three steps: to the head of whoever owes it, to the coordinator, to a vice-chair.

The days are the place's own (`voice_escalate_*` of the rulebook). Being told does not move the matter: whoever is told
asks, and the coordinator alone may give it to another organ.
"""

from datetime import date

from django.db.models import Q
from django.utils.timezone import localdate

from qingting.clocks.rules import Rule
from qingting.docket.models import Deadline, Notice
from qingting.mail.reminders import daily, set_by
from qingting.organs.models import Post
from qingting.voices.models import Voice
from qingting.voices.process import (
    VoiceProcess,
    coordinator,
    coordinator_head,
    handler,
    handler_head,
    keeper,
    keeper_chair,
    leader,
)

STAIRS = (
    ("voice_escalate_head", None),  # the head of whoever owes it
    ("voice_escalate_coordinator", (coordinator, coordinator_head)),
    ("voice_escalate_chair", (leader,)),
)


@daily
def escalate(today: date) -> int:
    """Tell upward what has been late for so long, each person once for each day owed; how many were told."""
    late = Deadline.objects.filter(met=None, due_on__lt=today, matter__kind=Voice._meta.label_lower)
    late = late.filter(~Q(clock__in=[name for name, clock in VoiceProcess.clocks.items() if clock.lapses]))
    word = []
    for debt in late.select_related("matter__congress", "started").order_by("pk").iterator(chunk_size=500):
        v, event = debt.matter.specific, set_by(debt)
        hats = {who.hat(v) for who in whom(debt, v, today)} - {None}
        people = set(Post.objects.current().wearing(hats).values_list("person", flat=True)) if hats else set()
        told = set(Notice.objects.filter(deadline=debt, event=event, late=True).values_list("person", flat=True))
        word += [Notice(event_id=event, deadline=debt, person_id=one, late=True) for one in sorted(people - told)]
    Notice.objects.bulk_create(word, batch_size=500, ignore_conflicts=True)
    return len(word)


def whom(debt, v, today):
    """Who is to know of it by now: every stair whose days have passed."""
    began = localdate(debt.started.at)
    for name, above in STAIRS:
        if Rule(name).on(began, v.congress, "").span.due(debt.due_on) <= today:
            yield from above or (head_of_whom[VoiceProcess.clocks[debt.clock].stops[0].by],)


# The step that a clock waits for first of all says who owes it.
head_of_whom = {handler: handler_head, keeper: keeper_chair, coordinator: coordinator_head}
