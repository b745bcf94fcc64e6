"""The report as a sheet of paper: its chapters in order, numbered, with the numbers in them."""

from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import gettext as _

from qingting.docket.models import Event
from qingting.documents.models import in_words
from qingting.figures.awaited import AWAITED
from qingting.figures.figure import Figure
from qingting.report.freezing import Drift, drift_of, drifts
from qingting.report.linter import HEAD
from qingting.report.models import AnnualReport, Chapter, Edition
from qingting.report.rendering import Paragraph, in_sentence, render
from qingting.report.text import LAST_YEAR, bound_in
from qingting.report.values import Live, values_of


@dataclass(frozen=True)
class Leaf:
    """A chapter on the sheet."""

    chapter: Chapter
    title: str  # with its number; "" for the opening, which has none
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Place:
    """A line of the table of contents."""

    chapter: Chapter
    title: str
    figures: int  # how many numbers it has
    changed: int = 0  # and how many of them would be others today


def titled(chapters) -> dict[int, str]:
    """How each chapter is headed: the opening not at all, the others numbered in their order."""
    numbered = [one for one in chapters if one.position]
    return {one.pk: f"{in_words(n)}、{HEAD.sub('', one.title)}" for n, one in enumerate(numbered, 1)}


def leaves(
    report: AnnualReport, edition: Edition | None = None, only: Chapter | None = None, values=None
) -> list[Leaf]:
    """The chapters of an edition; a chapter of which nothing is in it is left out."""
    chapters = list(report.standing)
    titles, texts = titled(chapters), report.texts()
    values = values or values_of(report)
    found = [
        Leaf(one, titles.get(one.pk, ""), tuple(render(texts.get(one.pk, ""), report, values, edition)))
        for one in chapters
        if only is None or one.pk == only.pk
    ]
    return [leaf for leaf in found if leaf.paragraphs or edition is None]


def contents(report: AnnualReport, chapters, changed=()) -> list[Place]:
    """The table of contents of these chapters: how many numbers each has, and how many of them have changed since."""
    titles, texts = titled(list(report.standing)), report.texts()
    found = []
    for one in chapters:
        named = {piece.name for piece in bound_in(texts.get(one.pk, "")) if piece.how != LAST_YEAR}
        figures = len(bound_in(texts.get(one.pk, "")))
        found.append(Place(one, titles.get(one.pk) or one.title, figures, len(named & set(changed))))
    return found


def awaited_in(report: AnnualReport) -> list:
    """The figures that it names and that no domain counts yet, each once: to be known before it is frozen."""
    names = [piece.name for text in report.texts().values() for piece in bound_in(text)]
    return [AWAITED[name] for name in dict.fromkeys(names) if name in AWAITED and name not in Figure.all]


# ---- What would be counted now


def changed_in(report: AnnualReport, seconds: int | None = None) -> dict[str, str]:
    """The frozen figures that would be others today, and what each would be; kept until the next event, or so many seconds.

    Everyone's page asks for it by the hour: counting a year anew for each who looks would let anybody stop the office.
    """
    if not report.is_frozen:
        return {}
    last = "hour" if seconds else Event.objects.order_by("-pk").values_list("pk", flat=True).first()
    key = f"report-drifts:{report.pk}:{report.frozen_at:%Y%m%d%H%M%S%f}:{last}"
    kept = cache.get(key)
    if kept is None:
        kept = {drift.reading.figure: drift.rendered for drift in drifts(report) if drift.reading.since == report.since}
        cache.set(key, kept, seconds or 600)
    return kept


def told(drift: Drift) -> str:
    """A drift in one sentence: what it was, what it would be, and how many records make the difference."""
    said = {
        "label": drift.reading.label,
        "was": drift.reading.rendered,
        "now": drift.rendered,
        "added": len(drift.added),
        "gone": len(drift.gone),
    }
    if drift.added or drift.gone:
        return _("%(label)s：封存时 %(was)s，现在再数是 %(now)s。因为多了 %(added)s 条记录，少了 %(gone)s 条。") % said
    return _("%(label)s：封存时 %(was)s，现在再数是 %(now)s。记录没有增减，是其中的数改了。") % said


def still_true(report: AnnualReport, drift: Drift) -> list[tuple[str, bool]]:
    """As the text says it, and whether it would still be said so: 300余家 holds for 312 and for 314."""
    name = drift.reading.figure
    hows = [piece.how for text in report.texts().values() for piece in bound_in(text) if piece.name == name]
    was, now = values_of(report).of(name), Live(report).of(name)
    if not was or not now:
        return []
    said = {in_sentence(was, how): in_sentence(now, how) for how in dict.fromkeys(hows) if how != LAST_YEAR}
    return [(words, words == today) for words, today in said.items()]


def drift_in(report: AnnualReport, name: str) -> Drift | None:
    """What this figure of a frozen report would be today, if that is something else."""
    reading = report.readings.filter(figure=name, since=report.since).select_related("report__congress").first()
    return drift_of(reading) if reading else None
