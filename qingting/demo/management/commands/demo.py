"""Load the demonstration: an invented district, its suggestions of 2023, and some that are in flight today."""

import gc

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from tqdm import tqdm

from qingting.demo.district import PASSWORD, facts, found
from qingting.demo.duties import do
from qingting.demo.examination import examine
from qingting.demo.mandates import fill_the_seats
from qingting.demo.meetings import convene
from qingting.demo.report import report_on
from qingting.demo.reports import report_to_voters
from qingting.demo.stations import set_up_stations
from qingting.demo.voices import speak
from qingting.demo.walk import Walk, let_the_past_rest, scripts
from qingting.demo.year import Year
from qingting.docket.statistics import refresh_statistics
from qingting.organs.models import Organ
from qingting.triage.tree import plant


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        name = facts()["congress"]
        if Organ.objects.filter(name=name, kind=Organ.Kind.CONGRESS).exists():
            self.stdout.write(_("%(congress)s（示例）已经装好，什么也没有改动") % {"congress": name})
            return
        gc.set_threshold(100_000)  # a load leaves little behind, and to look for it after every 700 objects takes long
        with transaction.atomic():
            self.load()
        refresh_statistics()
        self.stdout.write(_("%(congress)s（示例）装好了，人员和事项都是虚构的") % {"congress": name})
        if settings.DEMO:
            self.stdout.write(_("示例人员的登录口令都是 %(password)s") % {"password": PASSWORD})

    def load(self):
        """All of it or none: a district half loaded would be taken for a whole one."""
        today, congress = localdate(), found()
        plant(congress)
        walk = Walk(congress, scripts(today))
        for _event in tqdm(walk, desc=_("办理过程"), unit="", disable=None):
            pass
        for _event in speak(congress, today):
            pass
        set_up_stations(congress, today)
        for _matter in tqdm(Year(congress), desc=_("2023 年"), unit="", disable=None):
            pass
        convene(congress, today)
        fill_the_seats(congress, today)
        examine(congress, today)
        report_to_voters(congress, today)
        do(congress, today)
        report_on(congress, today)
        let_the_past_rest(congress, today)
