"""What makes one look again before a number is printed: contradictions, rates that nothing can lower, sudden changes.

A doubt is a sentence with the figures that it is about. It is shown, and stops nothing: numbers can be right and strange.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from qingting.figures.figure import Figure

DOUBLE, FEW = 2, 5  # beyond double what it was; of fewer than five nobody says that they doubled


@dataclass(frozen=True)
class Doubt:
    """A sentence, and the names of the figures that it is about, the one to look at first in front."""

    kind: str  # more, apart, perfect, zero, jump
    sentence: str
    about: tuple[str, ...]

    @property
    def figures(self) -> list[Figure]:
        return [Figure.all[name] for name in self.about]


def a_year_before(since: date, until: date) -> tuple[date, date]:
    """The same days a year earlier; the 29th of February is then the 28th."""
    return _back(since), _back(until)


def _back(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


class Counts:
    """What figures come to for a congress in a period and in the one a year before, each counted once."""

    def __init__(self, congress, since: date, until: date):
        self.where = (congress, since, until)
        self.before = (congress, *a_year_before(since, until))
        self._known: dict = {}

    def of(self, figure: Figure) -> int:
        return self._of(figure, self.where)

    def last_year(self, figure: Figure) -> int:
        return self._of(figure, self.before)

    def _of(self, figure, where):
        key = figure.name, where[1:]
        if key not in self._known:
            self._known[key] = figure.count(*where)
        return self._known[key]


def doubts_of(figures: Iterable[Figure], counts: Counts) -> list[Doubt]:
    """Every doubt about these figures, those that cannot be right before those that are only strange."""
    found = [doubt for figure in figures for doubt in _doubts(figure, counts)]
    order = ("more", "apart", "perfect", "zero", "jump")
    return sorted(dict.fromkeys(found), key=lambda doubt: order.index(doubt.kind))


def too_good(figures: Iterable[Figure], counts: Counts) -> list[Doubt]:
    """The rates that are perfect, and nothing else."""
    return [doubt for figure in figures if figure.out_of for doubt in _perfect(figure, counts)]


def _doubts(figure: Figure, counts: Counts):
    n = counts.of(figure)
    for name in figure.at_most:
        other = Figure.all[name]
        if n > (m := counts.of(other)):
            said = _said(figure, n) | {"other": other.label, "other_scope": other.scope, "m": m}
            yield Doubt(
                "more",
                _("“%(label)s”（%(scope)s）是 %(n)s，超过了“%(other)s”（%(other_scope)s）的 %(m)s，请核对") % said,
                (figure.name, name),
            )
    if others := [Figure.all[name] for name in figure.agrees_with]:
        if n != (m := sum(counts.of(other) for other in others)):
            said = _said(figure, n) | {"others": _("、").join(f"“{other.label}”" for other in others), "m": m}
            yield Doubt(
                "apart",
                _("“%(label)s”（%(scope)s）是 %(n)s，%(others)s合起来是 %(m)s，两边应当一样，请核对") % said,
                (figure.name, *figure.agrees_with),
            )
    if figure.out_of:
        yield from _perfect(figure, counts)
        return  # of a share, what rises and falls is said of the numbers that it is made of
    last = counts.last_year(figure)
    said = _said(figure, n) | {"last": last}
    if last and not n:
        yield Doubt(
            "zero",
            _("“%(label)s”（%(scope)s）上年同期是 %(last)s，现在是 0，请看是没有做，还是没有登记") % said,
            (figure.name,),
        )
    elif last >= FEW and n > DOUBLE * last:
        yield Doubt(
            "jump",
            _("“%(label)s”（%(scope)s）是 %(n)s，超过上年同期 %(last)s 的两倍，请看是不是口径变了或者重复登记") % said,
            (figure.name,),
        )


def _perfect(figure: Figure, counts: Counts):
    n, whole = counts.of(figure), counts.of(figure.out_of)
    if whole and n == whole:
        said = _said(figure, n)
        yield Doubt(
            "perfect",
            _("“%(label)s”是 100%%，%(n)s 件没有一件例外，请抽几件看一看") % said,
            (figure.name, figure.out_of.name),
        )


def _said(figure, n):
    return {"label": figure.label, "scope": figure.scope, "n": n}
