"""The card of a figure beside the sheet: what it is, what it counts, as it was read, as it would be read now, its records."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingting.figures.awaited import AWAITED
from qingting.figures.figure import Figure
from qingting.report.models import AnnualReport, Reading
from qingting.report.records import Shown, records_of
from qingting.report.rendering import in_sentence
from qingting.report.sheet import drift_in, still_true, told
from qingting.report.text import LAST_YEAR, bound_in
from qingting.report.values import Live, values_of

WAYS = {
    "": gettext_lazy("准数"),
    "余": gettext_lazy("舍到十位，用“余”"),
    "余百": gettext_lazy("舍到百位，用“余”"),
    "数": gettext_lazy("只写数字"),
    "汉": gettext_lazy("汉字小写"),
    "上年": gettext_lazy("上年同期"),
    "全部": gettext_lazy("为零时写“全部”"),
}


@dataclass
class Card:
    """What stands on it. Where the report is frozen, `reading` is what was read, and `drift` says what has changed since."""

    name: str
    label: str
    rendered: str
    scope: str
    is_awaited: bool = False
    ways: list = field(default_factory=list)  # how the text says it, and in what words
    reading: Reading | None = None
    records: Shown | None = None
    drift: str = ""
    drift_records: Shown | None = None
    still: list = field(default_factory=list)


def card_of(report: AnnualReport, name: str, worn: list[str]) -> Card | None:
    """The card of a figure for whoever wears these hats; None where there is no such figure."""
    if name in AWAITED and name not in Figure.all:
        its = AWAITED[name]
        return Card(name, str(its.label), _("%(domain)s尚未登记，暂缺") % {"domain": its.domain}, str(its.scope), True)
    reading = report.readings.filter(figure=name, since=report.since).first() if report.is_frozen else None
    figure = Figure.all.get(name)
    if reading:
        card = Card(name, reading.label, in_words(report, name), reading.scope, reading=reading)
        found = reading.records
    elif figure and not report.is_frozen:
        card = Card(name, str(figure.label), in_words(report, name), str(figure.scope))
        found = figure.records(report.congress, *report.period)
    else:
        return None
    card.ways = ways_of(report, name)
    if figure:
        card.records = records_of(figure, found, report, worn)
        if reading and (drift := drift_in(report, name)):
            card.drift, card.still = told(drift), still_true(report, drift)
            card.drift_records = records_of(figure, [*drift.added, *drift.gone], report, worn)
    return card


def in_words(report, name) -> str:
    value = values_of(report).of(name) if report.is_frozen else Live(report).of(name)
    return in_sentence(value) if value else ""


def ways_of(report, name) -> list[tuple[str, str]]:
    """How the text says it: the way of writing, and what it comes to."""
    hows = [piece.how for text in report.texts().values() for piece in bound_in(text) if piece.name == name]
    values = values_of(report)
    return [
        (WAYS[how], in_sentence(value, how))
        for how in dict.fromkeys(hows)
        if how in WAYS and (value := values.of(name, how == LAST_YEAR))
    ]


def same_nouns(report: AnnualReport) -> list[tuple[str, list[tuple[str, str]]]]:
    """Figures of the text that have one noun, each with its scope: so that a reader does not take one for the other."""
    found = defaultdict(dict)
    for text in report.texts().values():
        for piece in bound_in(text):
            if its := Figure.all.get(piece.name) or AWAITED.get(piece.name):
                found[str(its.label)][piece.name] = str(its.scope)
    return [(label, list(named.items())) for label, named in found.items() if len(named) > 1]
