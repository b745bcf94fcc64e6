"""Working days and rest days: the plain week, and the yearly notice where it departs from it."""

import time
from datetime import date, timedelta
from functools import lru_cache

from django.apps import apps
from django.db import transaction
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from qingting.clocks.models import CalendarDay, CalendarYear

A_MINUTE = 60  # seconds that a worker may go on with a table that another has just loaded
SEEDED = range(2018, 2027)  # the years that every installation begins with
MADE_UP = "调休上班"
NAMES = (  # in which the tables speak; `kind` translates them
    gettext_lazy("元旦"),
    gettext_lazy("春节"),
    gettext_lazy("清明"),
    gettext_lazy("劳动节"),
    gettext_lazy("端午"),
    gettext_lazy("中秋"),
    gettext_lazy("国庆节"),
    gettext_lazy("调休上班"),
)


@transaction.atomic
def load(year: int, notice: str, days: dict[date, tuple[bool, str]]):
    """Take in one year's notice: the days that depart from the plain week, each with whether it is worked and its name.

    Raises ValueError for a day of another year.
    """
    if strays := [day for day in days if day.year != year]:
        raise ValueError(_("%(day)s 不在 %(year)s 年内") % {"day": strays[0], "year": year})
    CalendarYear.objects.update_or_create(year=year, defaults={"notice": notice})
    CalendarDay.objects.filter(date__year=year).delete()
    _write(CalendarDay, days)
    forget()


def library(year: int) -> dict[date, tuple[bool, str]]:
    """The notice of a year as the library knows it: the days that depart from the plain week.

    Raises ValueError for a year that it does not know.
    """
    import chinese_calendar  # once in a year's life: not worth every worker's memory

    if year not in range(min(chinese_calendar.holidays).year, max(chinese_calendar.holidays).year + 1):
        raise ValueError(_("程序库里没有 %(year)s 年的放假通知，请用文件录入") % {"year": year})
    named = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}
    rest = {day: (False, named[name]) for day, name in chinese_calendar.holidays.items() if day.year == year}
    return rest | {day: (True, MADE_UP) for day in chinese_calendar.workdays if day.year == year}


def notice_of(year: int) -> str:
    """What the notice of a year is called."""
    return f"国务院办公厅关于{year}年部分节假日安排的通知"


def seed(apps=apps):
    """Take in the notices that every installation begins with; a year that is there already stays as it is.

    For the first migration, and for tests whose tables were emptied.
    """
    known, days = apps.get_model("clocks", "CalendarYear"), apps.get_model("clocks", "CalendarDay")
    for year in sorted(set(SEEDED) - set(known.objects.values_list("year", flat=True))):
        known.objects.create(year=year, notice=notice_of(year))
        _write(days, library(year))
    forget()


def _write(model, days):
    model.objects.bulk_create(model(date=day, works=works, name=name) for day, (works, name) in sorted(days.items()))


class Calendar:
    """All days: as the notice of their year says, or provisionally as the law alone says while there is none."""

    def __init__(self):
        self.years = set(CalendarYear.objects.values_list("year", flat=True))
        self.departures = {
            day: (works, name) for day, works, name in CalendarDay.objects.values_list("date", "works", "name")
        }

    @classmethod
    def current(cls) -> "Calendar":
        return _read_at(int(time.monotonic() / A_MINUTE))

    def works(self, day: date) -> bool:
        return self._departure(day, (day.weekday() < 5, ""))[0]

    def kind(self, day: date) -> str:
        name = self._departure(day, (None, ""))[1]
        return _(name) if name else _("工作日") if day.weekday() < 5 else _("周末")

    def is_made_up(self, day: date) -> bool:
        """Whether it is a day of the weekend that is worked."""
        return day.weekday() > 4 and self.works(day)

    def is_provisional(self, since: date, until: date) -> bool:
        """Whether a count over these days touches a year whose notice is not out yet."""
        return any(year not in self.years for year in range(since.year, until.year + 1))

    def working_days_after(self, day: date, n: int) -> date:
        while n:
            day += timedelta(days=1)
            n -= self.works(day)
        return day

    def working_days_between(self, since: date, until: date) -> int:
        """How many working days lie after one day and up to another."""
        return sum(self.works(since + timedelta(days=n)) for n in range(1, (until - since).days + 1))

    def _departure(self, day, plain):
        if day.year in self.years:
            return self.departures.get(day, plain)
        name = statutory(day.year).get(day)
        return (False, _("%(name)s（暂定）") % {"name": name}) if name else plain


@lru_cache(maxsize=1)
def _read_at(minute):
    return Calendar()


def forget():
    """Read the tables again at the next question."""
    _read_at.cache_clear()


def statutory(year: int) -> dict[date, str]:
    """The rest days that the law itself names for a year; which days are made up for, only the notice says."""
    return _statutory(year, "en_US" if get_language() == "en" else "zh_CN")


@lru_cache
def _statutory(year: int, language: str) -> dict[date, str]:
    import holidays  # only a year without a notice needs it

    return dict(holidays.country_holidays("CN", years=year, language=language))
