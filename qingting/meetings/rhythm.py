"""How often an organ must meet at least, and by when the next meeting must be held: a computed fact, and a warning in time.

Organic Law (2022), art. 51: the standing committee at least every two months; art. 14: the congress at least once a year.
How often the chairpersons meet is a place's own rule.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Max, Min
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from qingting.clocks.rules import in_force, in_turn, of_place, read
from qingting.clocks.spans import Months
from qingting.meetings.models import Meeting
from qingting.meetings.thresholds import ORGANIC
from qingting.organs.models import Organ

K = Organ.Kind
NATIONAL = {K.STANDING_COMMITTEE: (2, f"{ORGANIC}第五十一条"), K.CONGRESS: (12, f"{ORGANIC}第十四条")}
AHEAD = ("planned", "notified")


@dataclass(frozen=True)
class Rhythm:
    """When an organ met last, by when it must meet again, and on what day it is to."""

    body: Organ
    last: date
    by: date
    planned: date | None
    basis: str
    confidence: str
    warned: int  # days before

    def is_late(self, today: date) -> bool:
        return self.by < today

    def is_near(self, today: date) -> bool:
        """Whether it is time to warn: the day is near or past, or the meeting that is planned comes after it."""
        if self.planned and today <= self.planned <= self.by:
            return False
        return bool(self.planned) or self.by - timedelta(days=self.warned) <= today

    @property
    def sentence(self) -> str:
        said = {"body": self.body, "last": f"{self.last:%Y-%m-%d}", "by": f"{self.by:%Y-%m-%d}", "basis": self.basis}
        told = _("%(body)s上次会议在 %(last)s 举行，下次至迟应在 %(by)s 举行（%(basis)s）") % said
        if not self.planned:
            return told + _("；还没有定会期")
        late = self.planned > self.by
        words = _("；下次会期定在 %(day)s，超过了期限") if late else _("；下次会期定在 %(day)s")
        return told + words % {"day": f"{self.planned:%Y-%m-%d}"}


def _rule(name, congress, day):
    own = of_place(congress, ".meetings").get(name, [])
    return in_force(in_turn(read(settings.RULEBOOK / "meetings.toml")[name], own), day)


def rhythms(congress, today: date | None = None) -> list[Rhythm]:
    """Of each organ that must meet so often and has met: how it stands, in two queries and one for the organs."""
    today = today or localdate()
    kinds = (*NATIONAL, K.CHAIRPERSONS)
    bodies = (
        Organ.objects.filter(congress=congress, kind__in=kinds, until=None).select_related("congress").order_by("pk")
    )
    met = Meeting.objects.filter(body__in=bodies, opened_at__isnull=False, held_on__lte=today)
    last = dict(met.order_by().values_list("body").annotate(Max("held_on")))
    ahead = Meeting.objects.filter(body__in=bodies, state__in=AHEAD, held_on__gte=today)
    planned = dict(ahead.order_by().values_list("body").annotate(Min("held_on")))
    return [_rhythm(body, last[body.pk], planned.get(body.pk), today) for body in bodies if body.pk in last]


def _rhythm(body, last, planned, today):
    if body.kind in NATIONAL:
        (months, basis), confidence = NATIONAL[body.kind], "A"
    else:
        rule = _rule("chairpersons_rhythm", body.congress, today)
        months, basis, confidence = rule["months"], rule["basis"], rule["confidence"]
    # the day itself, and no later: a meeting is not put off because the day is a rest day
    return Rhythm(body, last, Months(months).ends(last), planned, basis, confidence, _warned(body.congress, today))


def _warned(congress, today) -> int:
    return _rule("rhythm_warning", congress, today)["days"]


def warnings(congress) -> list[str]:
    """What stands above the register of meetings when it is time to see to the next one."""
    today = localdate()
    return [one.sentence for one in rhythms(congress, today) if one.is_near(today)]
