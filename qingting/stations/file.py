"""What the file of a deputy tells of receptions: the days on which he received people at a station."""

from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.files.sections import Chapter, Section
from qingting.stations.models import Duty, DutyDay


def received(congress, since, until):
    """The duties of days that were held in the period, as the list stood."""
    days = DutyDay.objects.filter(congress=congress, state="held", day__range=(since, until))
    return Duty.objects.filter(day__in=days, standing=Duty.Standing.ON)


def says(duty) -> str:
    return said("在%(station)s接待群众") % {"station": duty.day.station}


Section(
    "receptions",
    _("进站接待"),
    _("次"),
    _("已举行的接待日上值班"),
    Chapter.PEOPLE,
    3,
    received,
    "post__person",
    "day__day",
    says,
    "day",
    ("day__station__organ",),
)
