"""Write every cast anew, as after a change of a process page or of the tree of organs."""

from django.core.management.base import BaseCommand

from qingting.docket.process import Process


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        for process in Process.all:
            for matter in process.model.objects.select_related(*process.paths).iterator():
                matter.recast()
