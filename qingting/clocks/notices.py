"""A year's notice of rest days, as an office types it into a sheet: the day, whether it is worked, what it is called."""

import csv
import io
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from qingting.clocks.calendar import statutory
from qingting.clocks.models import CalendarDay

COLUMNS = ["date", "works", "name"]
PLAUSIBLE = range(2000, 2100)
LONGEST: Any = CalendarDay._meta.get_field("name").max_length


class BadNotice(ValueError):
    """A file that is not taken in; `faults` has a sentence for each bad line."""

    def __init__(self, *faults):
        super().__init__("\n".join(faults))
        self.faults = list(faults)


def read_notice(content: bytes) -> tuple[int, dict[date, tuple[bool, str]]]:
    """The year of a CSV file (date,works,name) and the days it names: all of them, or none.

    Raises BadNotice, with a sentence for each bad line.
    """
    try:
        heading, *lines = [*csv.reader(io.StringIO(decoded(content)))] or [[]]
    except (csv.Error, ValueError) as wrong:
        raise BadNotice(_("文件不是一张表，请另存为 CSV")) from wrong
    if [cell.strip() for cell in heading] != COLUMNS:
        raise BadNotice(_("第 1 行须是表头：%(columns)s") % {"columns": ",".join(COLUMNS)})
    days: dict[date, tuple[bool, str]] = {}
    faults = []
    for number, line in enumerate(lines, start=2):
        if not any(cell.strip() for cell in line):
            continue
        try:
            day, works, name = understood(line)
            if day in days:
                raise ValueError(_("%(day)s 重复") % {"day": day})
            if days and day.year != min(days).year:
                raise ValueError(_("%(day)s 与前面各行不是同一年") % {"day": day})
            days[day] = works, name
        except ValueError as wrong:
            faults.append(_("第 %(number)s 行：%(wrong)s") % {"number": number, "wrong": wrong})
    if faults or not days:
        raise BadNotice(*(faults or [_("文件里没有一天")]))
    year = min(days).year
    worked = [(day, name) for day, name in sorted(statutory(year).items()) if not rests(day, days)]
    if worked:
        raise BadNotice(
            *(_("%(day)s %(name)s是法定放假日，文件里却没有放假") % {"day": day, "name": name} for day, name in worked)
        )
    return year, days


def understood(line: list[str]) -> tuple[date, bool, str]:
    """One line: the day, whether it is worked, its name. Raises ValueError with a sentence."""
    if len(line) != len(COLUMNS):
        raise ValueError(_("应有 3 列，实有 %(n)s 列") % {"n": len(line)})
    day, works, name = (cell.strip() for cell in line)
    try:
        said = date.fromisoformat(day)
    except ValueError as wrong:
        raise ValueError(_("“%(day)s”不是日期，应写成 2027-01-01") % {"day": day}) from wrong
    if said.year not in PLAUSIBLE:
        raise ValueError(_("%(day)s 不像是要录入的年份") % {"day": day})
    if works not in ("0", "1"):
        raise ValueError(_("“%(works)s”应是 1（上班）或 0（放假）") % {"works": works})
    if not name or len(name) > LONGEST or not name.isprintable():
        raise ValueError(_("名称须是 1 至 %(n)s 个字") % {"n": LONGEST})
    return said, works == "1", name


def rests(day, days) -> bool:
    return not days[day][0] if day in days else day.weekday() > 4


def decoded(content: bytes) -> str:
    """The text of a sheet as a Chinese office saves it: UTF-8, with or without its mark, or GB 18030. Raises ValueError."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError("not a text")
