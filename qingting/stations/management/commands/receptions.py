"""Plan the coming reception days of every rule; run it every night. What was planned before stays as it is."""

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from qingting.docket.process import Refused
from qingting.organs.models import Post, Role
from qingting.stations.models import Recurrence
from qingting.stations.receptions import plan_coming


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=60, choices=range(1, 367), metavar="N")

    def handle(self, *, days, **options):
        today = localdate()
        for rule in (
            Recurrence.objects.filter(Q(until=None) | Q(until__gt=today))
            .select_related("station__organ")
            .order_by("pk")
        ):
            clerks = Post.objects.current().filter(organ=rule.station.organ.parent_id, role=Role.CLERK)
            by = clerks.select_related("organ", "person").order_by("pk").first()
            said = {"station": rule.station, "rule": rule}
            if by is None:
                self.stderr.write(_("%(station)s%(rule)s：管理机构没有经办人，没有排") % said)
                continue
            try:
                planned = plan_coming(rule, by, today + timedelta(days=days))
            except Refused as refusal:
                self.stderr.write(_("%(station)s%(rule)s：%(refusal)s") % (said | {"refusal": refusal}))
                continue
            self.stdout.write(_("%(station)s%(rule)s：新排定 %(n)s 天") % (said | {"n": len(planned)}))
            for d in planned:
                if d.rest_day:
                    self.stdout.write(f"  {d.day} {d.rest_day}")
