"""How everyone may see a station: by its name, on its own page while it is open; and a reception day, on that of its station."""

from django.urls import reverse
from django.utils.timezone import localdate

from qingting.figures.notable import Face
from qingting.stations.models import DutyDay, Station


def shown(found):
    stations = Station.objects.filter(pk__in=[one.pk for one in found]).select_related("organ").order_by("pk")
    there = set(Station.objects.open(localdate()).filter(pk__in=[one.pk for one in found]).values_list("pk", flat=True))
    return [(one.organ.name, reverse("station", args=[one.pk]) if one.pk in there else "") for one in stations]


def days_shown(found):
    days = DutyDay.objects.filter(pk__in=[one.pk for one in found]).select_related("station__organ").order_by("pk")
    there = set(Station.objects.open(localdate()).filter(duty_days__in=days).values_list("pk", flat=True))
    return [
        (f"{d.station.organ.name} {d.day}", reverse("station", args=[d.station_id]) if d.station_id in there else "")
        for d in days
    ]


Face(Station, shown)
Face(DutyDay, days_shown)
