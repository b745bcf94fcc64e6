"""Walk every chain of the ledger, and name the first broken link."""

from django.core.management.base import BaseCommand, CommandError
from django.db.models import F
from tqdm import tqdm

from qingting.docket.ledger import verify
from qingting.docket.models import Event, Matter
from qingting.organs.models import Organ


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        for congress in Organ.objects.filter(congress=F("pk")):
            events = Event.objects.filter(matter__congress=congress)
            with tqdm(total=events.count(), desc=str(congress), unit="", disable=None) as bar:
                broken = verify(congress, walked=bar.update)
            if broken:
                link, why = broken
                raise CommandError(f"{congress}：{describe(link)}：{why}")
            self.stdout.write(f"{congress}：{events.count()} ✓")


def describe(link) -> str:
    if isinstance(link, Event):
        return f"{link.matter} · {link.matter.rules.label_of(link.step)} · {link.at:%Y-%m-%d %H:%M} · #{link.pk}"
    return f"{link}" if isinstance(link, Matter) else f"{link.day}"
