"""Remind whoever owes something soon or late, once for each; set provisional dates anew; seal the days that are over."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from qingting.mail.reminders import make_round


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        self.stdout.write(_("提醒 %(n)s 人次") % {"n": make_round(self.stdout)})
