"""What somebody asks the figures for: which one, of which congress, from which day to which. One sentence where it cannot be."""

from datetime import date
from difflib import get_close_matches

from django.db.models import F
from django.utils.translation import gettext as _

from qingting.figures.awaited import AWAITED, Awaited
from qingting.figures.figure import Figure
from qingting.organs.models import Organ

EARLIEST, LATEST = date(1954, 9, 15), date(2999, 12, 31)  # the first congress met; a year that is a slip of the hand


class Unanswerable(ValueError):
    """It cannot be answered, and says in a sentence why."""


def every_figure() -> dict[str, Figure | Awaited]:
    """By name: those that are defined, then those whose domain is not there yet."""
    return Figure.all | AWAITED


def the_figure(name: str) -> Figure | Awaited:
    """The one of this name. Raises Unanswerable with the names that are near."""
    known = every_figure()
    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    if near:
        said = {"name": name, "near": _("、").join(near)}
        raise Unanswerable(_("没有叫“%(name)s”的指标。是不是：%(near)s？") % said)
    raise Unanswerable(_("没有叫“%(name)s”的指标，全部指标见 docs/figures.md") % {"name": name})


def the_congress(pk: int | None = None) -> Organ:
    """The one of this number; the only one, where none is named. Raises Unanswerable with those that there are."""
    congresses = Organ.objects.filter(congress=F("pk")).order_by("pk")
    found = [one for one in congresses if pk in (None, one.pk)]
    if len(found) == 1:
        return found[0]
    there = {"pk": pk, "all": _("、").join(f"{one.pk} {one}" for one in congresses) or _("一个也没有")}
    if pk is None:
        raise Unanswerable(_("请用 --congress 写明是哪一个人大：%(all)s") % there)
    raise Unanswerable(_("没有编号为 %(pk)s 的人大，现有：%(all)s") % there)


def a_day(text: str) -> date:
    """Raises Unanswerable where it is no day."""
    try:
        day = date.fromisoformat(text)
    except ValueError as wrong:
        raise Unanswerable(_("“%(text)s”不是日期，请写成 2023-01-31 的样子") % {"text": text}) from wrong
    if not EARLIEST <= day <= LATEST:
        raise Unanswerable(_("日期 %(day)s 太早或者太晚，请核对年份") % {"day": day})
    return day


def a_period(since: date, until: date) -> tuple[date, date]:
    """Raises Unanswerable where it ends before it begins."""
    if until < since:
        raise Unanswerable(
            _("期间到 %(until)s 结束，早于开始的 %(since)s，请把两个日期对调或者改正")
            % {"since": since, "until": until}
        )
    return since, until
