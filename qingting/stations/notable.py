"""How everyone may see a station: by its name, on its own page while it is open."""

from django.urls import reverse
from django.utils.timezone import localdate

from qingting.figures.notable import Face
from qingting.stations.models import Station


def shown(found):
    stations = Station.objects.filter(pk__in=[one.pk for one in found]).select_related("organ").order_by("pk")
    there = set(Station.objects.open(localdate()).filter(pk__in=[one.pk for one in found]).values_list("pk", flat=True))
    return [(one.organ.name, reverse("station", args=[one.pk]) if one.pk in there else "") for one in stations]


Face(Station, shown)
