"""What stands for a figure in a text: counted now while the report is written, read from its readings once it is frozen."""

from datetime import date

from django.utils.translation import override

from qingting.figures.answer import Answer
from qingting.figures.figure import MONTH, Figure
from qingting.figures.months import months
from qingting.report.models import AnnualReport

CHINESE = "zh-hans"  # an official text is Chinese, whoever reads it


def year_before(day: date) -> date:
    """The same day a year before; the last of February where there was no 29th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def period_of(report: AnnualReport, last_year: bool) -> tuple[date, date]:
    since, until = report.period
    return (year_before(since), year_before(until)) if last_year else (since, until)


class Live:
    """Counted anew, each figure once for a page."""

    def __init__(self, report: AnnualReport):
        self.report, self.known, self.parts_known = report, {}, {}

    def of(self, name: str, last_year=False) -> Answer | None:
        if (name, last_year) not in self.known:
            self.known[name, last_year] = self._count(name, last_year)
        return self.known[name, last_year]

    def _count(self, name, last_year):
        if name not in Figure.all:
            return None
        figure, where = Figure.all[name], (self.report.congress, *period_of(self.report, last_year))
        with override(CHINESE):
            return figure.answer(*where)

    def parts(self, name: str, by: str) -> list[tuple[str, int]]:
        if name not in Figure.all or by not in Figure.all[name].broken_down_by:
            return []
        if (name, by) not in self.parts_known:
            self.parts_known[name, by] = parts_of(Figure.all[name], by, self.report)
        return self.parts_known[name, by]


class Frozen:
    """As they were read: no later change reaches a text that was frozen."""

    def __init__(self, report: AnnualReport):
        readings = list(report.readings.defer("records"))
        counted = {(one.figure, one.since): one for one in readings}
        self.since = {last_year: period_of(report, last_year)[0] for last_year in (False, True)}
        self.readings = counted

    def reading(self, name: str, last_year=False):
        return self.readings.get((name, self.since[last_year]))

    def of(self, name: str, last_year=False) -> Answer | None:
        one = self.reading(name, last_year)
        return Answer(one.n, one.unit, one.whole) if one else None

    def parts(self, name: str, by: str) -> list[tuple[str, int]]:
        one = self.reading(name)
        return [(label, n) for label, n in one.parts.get(by, ())] if one else []


def values_of(report: AnnualReport) -> Live | Frozen:
    return Frozen(report) if report.is_frozen else Live(report)


def parts_of(figure: Figure, by: str, report: AnnualReport) -> list[tuple[str, int]]:
    """A figure broken down, in the order of the months or of the names: no part ranks above another."""
    found = figure.by(by, report.congress, *report.period)
    if by == MONTH:
        return [
            (f"{month.month}月" if report.since.year == report.until.year else f"{month:%Y-%m}", found.get(month, 0))
            for month in months(*report.period)
        ]
    return [(str(part or "—"), n) for part, n in sorted(found.items(), key=lambda one: str(one[0] or ""))]
