"""The ledger holds: the database refuses to change an event, a walk finds what was changed all the same."""

from datetime import date, datetime, time, timedelta
from itertools import groupby
from operator import attrgetter

from django.db import connections
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _

from qingting.docket.models import Event, Matter, Root, Words
from qingting.docket.seals import fingerprint

REFUSE = {
    "sqlite": [
        f"CREATE TRIGGER IF NOT EXISTS {table}_{act} BEFORE {act} ON docket_{table} BEGIN SELECT RAISE(ABORT, '{table}s are never changed'); END"
        for table in ("event", "root")
        for act in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '%s are never changed', TG_ARGV[0]; END $$",
        *(
            f"CREATE OR REPLACE TRIGGER {table}_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON docket_{table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION refuse('{table}s')"
            for table in ("event", "root")
        ),
    ],
}


def guard(using, **kwargs):
    """Set the triggers, after each migration."""
    with connections[using].cursor() as cursor:
        for statement in REFUSE[connections[using].vendor]:
            cursor.execute(statement)


def midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))


def seal(congress, day: date) -> Root:
    """The root of one day that is over: over the events written down on it, and over the root before it."""
    events = Event.objects.filter(
        matter__congress=congress, written_at__gte=midnight(day), written_at__lt=midnight(day + timedelta(days=1))
    )
    said = events.order_by("pk").values_list("digest", flat=True)
    previous = Root.objects.filter(congress=congress, day__lt=day).order_by("day").last()
    digest = fingerprint((previous.digest if previous else "") + "".join(said))
    return Root(congress=congress, day=day, events=len(said), digest=digest)


def seal_up_to(congress, day: date) -> list[Root]:
    """The roots of every day with events that has none yet, up to this day, which must be over."""
    sealed = Root.objects.filter(congress=congress).order_by("day").last()
    events = Event.objects.filter(matter__congress=congress, written_at__lt=midnight(day + timedelta(days=1)))
    events = events.filter(written_at__gte=midnight(sealed.day + timedelta(days=1))) if sealed else events
    first = events.order_by("written_at").first()
    roots = []
    while first:
        root = seal(congress, localdate(first.written_at))
        root.save()
        roots.append(root)
        first = events.filter(written_at__gte=midnight(root.day + timedelta(days=1))).order_by("written_at").first()
    return roots


def verify(congress, walked=lambda: None):
    """The first broken link, an event, a matter's head, words or a day's root, and why; None when all of them hold."""
    return next(breaks(congress, walked), None)


def breaks(congress, walked=lambda: None):
    """Every broken link, with a sentence that says what is wrong with it. `walked` is called for each event."""
    matters = Matter.objects.filter(congress=congress).order_by("pk").values_list("pk", "head").iterator()
    events = Event.objects.filter(matter__congress=congress).order_by("matter_id", "pk").iterator(chunk_size=5000)
    chains = groupby(events, key=attrgetter("matter_id"))
    key, chain = next(chains, (None, ()))
    for matter, head in matters:
        its = chain if key == matter else ()
        for event, why in broken(its, head, walked):
            yield event or Matter.objects.get(pk=matter), why
        if key == matter:
            key, chain = next(chains, (None, ()))
    kept = Words.objects.filter(event__matter__congress=congress, erased_at=None).select_related("event")
    for words in kept.iterator(chunk_size=5000):
        if not words.hold:
            yield words.event, changed_words()
    for root in Root.objects.filter(congress=congress).order_by("day"):
        if seal(congress, root.day).digest != root.digest:
            yield root, _("这一天的总封签与当天记录不符")


def broken(chain, head, walked=lambda: None):
    """The broken links of one matter's chain, which must end at the matter's head; None where no event is left to name."""
    event, digest = None, ""
    for event in chain:
        if event.digest != event.seal(digest):
            yield event, _("这条记录与它的封签不符，或它前面的记录被改动、删除")
        digest = event.digest
        walked()
    if digest != head:
        yield event, _("这件事项最后的记录与卷首不符，末尾可能被删去")


def changed_words():
    return _("这条记录的文字与封签不符")


def breaks_in(matter) -> list[tuple[Event | None, str]]:
    """The broken links of one matter, for its own page."""
    events = list(matter.events.select_related("words").order_by("pk"))
    for event in events:
        event.matter = matter
    words = [event for event in events if hasattr(event, "words") and not event.words.hold]
    return [*broken(events, matter.head), *((event, changed_words()) for event in words)]
