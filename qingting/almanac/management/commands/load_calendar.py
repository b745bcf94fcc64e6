"""Take in a year's notice of rest days, from a file (date,works,name) or from the library; then set anew what hangs on it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from qingting.almanac.provisional import settle_year, touched_by
from qingting.clocks.calendar import library, load, notice_of
from qingting.clocks.notices import BadNotice, read_notice


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("file", nargs="?", type=Path, help="notice.csv: date,works,name; works is 1 or 0")
        source.add_argument("--library", type=int, metavar="YEAR", help="the year, as the library knows it")
        parser.add_argument("--notice", help="what the notice is called")

    def handle(self, file, library: int | None, notice, **options):
        year, days = from_library(library) if library else from_file(file)
        load(year, notice or notice_of(year), days)
        with tqdm(
            total=touched_by(year).values("matter").distinct().count(), desc=str(year), unit="", disable=None
        ) as bar:
            moved = settle_year(year, walked=bar.update)
        self.stdout.write(
            _("%(year)s：%(days)s 天已录入，%(moved)s 个到期日已重新计算")
            % {"year": year, "days": len(days), "moved": moved}
        )


def from_library(year):
    try:
        return year, library(year)
    except ValueError as wrong:
        raise CommandError(str(wrong)) from wrong


def from_file(file):
    try:
        return read_notice(file.read_bytes())
    except (BadNotice, OSError) as wrong:
        raise CommandError(str(wrong)) from wrong
