"""What the annual report says about stations and reception days."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from qingting.figures.figure import Figure
from qingting.stations.models import Duty, DutyDay, Station


def there(kind=None):
    """Stations that are there on the last day of the period."""

    def rows(congress, since, until):
        found = Station.objects.open(until).filter(congress=congress)
        return found.filter(kind=kind) if kind else found

    return rows


def opened(congress, since, until):
    """Stations that were set up in the period, whatever became of them since."""
    return Station.objects.filter(congress=congress, organ__since__range=(since, until))


def held(congress, since, until):
    """The reception days of the period that were held; whoever registers one late does not move it into another year."""
    return DutyDay.objects.filter(congress=congress, state="held", day__range=(since, until))


def on_duty(congress, since, until):
    """The duties of the days held in the period, each as the list stood."""
    return Duty.objects.filter(day__in=held(congress, since, until), standing=Duty.Standing.ON)


K = Station.Kind
BY_KIND = (("kind", F("kind")), ("subdistrict", F("organ__parent__name")))
BY_STATION = (("kind", F("station__kind")), ("station", F("station__organ__name")), ("subdistrict", F("station__organ__parent__name")))
OPEN = {"matter": None, "called": "organ__name"}  # a station is in the public directory
ON_DUTY = {"on": "day__day", "matter": "day", "called": "post__person__name"}
OF_DAY = tuple((name, F(f"day__{by.name}")) for name, by in BY_STATION)

stations = Figure("stations_total", _("代表联络站点"), _("个"), _("期末开放的工作室、联络站、联系点"), there(), breaks=BY_KIND, **OPEN, agrees_with=("stations_studios", "stations_liaison", "stations_points",))
new = Figure("stations_opened", _("新建代表联络站点"), _("个"), _("期内设立的工作室、联络站、联系点"), opened, breaks=BY_KIND, on="organ__since", **OPEN, at_most=("stations_total",))
studios = Figure("stations_studios", _("代表工作室"), _("个"), _("期末开放"), there(K.STUDIO), breaks=BY_KIND, **OPEN)
liaison = Figure("stations_liaison", _("代表联络站"), _("个"), _("期末开放，不含工作室和联系点"), there(K.STATION), breaks=BY_KIND, **OPEN)
points = Figure("stations_points", _("代表联系点"), _("个"), _("期末开放"), there(K.POINT), breaks=BY_KIND, **OPEN)
days = Figure("receptions_held", _("代表接待日"), _("次"), _("期内举行并登记"), held, breaks=BY_STATION, on="day", at_most=("receptions_deputies",))
received = Figure("reception_attendance", _("代表进站接待群众"), _("人次"), _("期内接待日上代表接待的群众，按登记的人次相加"), held, total="received", breaks=BY_STATION, on="day")
served = Figure("receptions_deputies", _("代表进站接待"), _("人次"), _("期内举行的接待日上值班的代表，一人一日为一人次"), on_duty, breaks=OF_DAY, **ON_DUTY)
who_served = Figure("receptions_deputies_persons", _("进站接待的代表"), _("人"), _("期内在接待日值过班的不同代表"), on_duty, distinct="post__person", **ON_DUTY)
