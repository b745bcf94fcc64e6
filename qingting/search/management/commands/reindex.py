"""Make the index of the search anew; the platform should rest meanwhile, for whoever writes must wait."""

from django.core.management.base import BaseCommand
from tqdm import tqdm

from qingting.docket.models import Matter
from qingting.search.index import rebuild


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        with tqdm(total=Matter.objects.count(), unit="", disable=None) as bar:
            indexed = rebuild(written=bar.update)
        self.stdout.write(f"{indexed} ✓")
