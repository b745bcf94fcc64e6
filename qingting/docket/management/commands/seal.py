"""Write the roots of all days that are over, for every congress; print them, so that they can be published."""

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.db.models import F
from django.utils.timezone import localdate

from qingting.docket.ledger import seal_up_to
from qingting.organs.models import Organ


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        for congress in Organ.objects.filter(congress=F("pk")):
            for root in seal_up_to(congress, localdate() - timedelta(days=1)):
                self.stdout.write(f"{congress} {root.day} {root.events} {root.digest}")
