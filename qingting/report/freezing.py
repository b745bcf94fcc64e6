"""Freezing a report: each figure it names is read once, with the records that were counted, and never changes again.

Later the page counts anew and says what would be counted now, and which records make the difference.
"""

from dataclasses import dataclass

from qingting.docket.seals import fingerprint, sealed
from qingting.figures.figure import Figure
from qingting.report.models import AnnualReport, Reading
from qingting.report.text import bound_in


@dataclass(frozen=True)
class Drift:
    """A figure that would be another today: what it was, what it would be, and the keys of the records between the two."""

    reading: Reading
    value: object
    rendered: str
    added: tuple
    gone: tuple


def digest_of(name: str, records: list) -> str:
    return fingerprint(sealed([name, records]))


def named_in(report: AnnualReport) -> list[str]:
    """The figures that the report's chapters name, and the whole of which a share is one, each once."""
    texts = [chapter.text for chapter in report.chapters.exclude(state="dropped").order_by("position")]
    names = [piece.name for text in texts for piece in bound_in(text) if piece.name in Figure.all]
    wholes = [Figure.all[name].out_of.name for name in names if Figure.all[name].out_of]
    return list(dict.fromkeys([*names, *wholes]))


def read(report: AnnualReport, name: str, at) -> Reading:
    """A figure as it is now, with its records; not saved."""
    figure, where = Figure.all[name], (report.congress, *report.period)
    records = figure.records(*where)
    return Reading(
        report=report,
        figure=name,
        label=str(figure.label),
        unit="%" if figure.out_of else str(figure.unit),
        scope=str(figure.scope),
        since=report.since,
        until=report.until,
        value=figure.value(*where),
        rendered=figure.rendered(*where),
        records=records,
        digest=digest_of(name, records),
        at=at,
    )


def freeze(report: AnnualReport, at):
    """Read every figure that the report names. An earlier round stays on record."""
    Reading.objects.bulk_create(read(report, name, at) for name in named_in(report))
    report.frozen_at = at
    report.save(update_fields=["frozen_at"])


def drifts(report: AnnualReport) -> list[Drift]:
    """The frozen figures that would be others today."""
    found = []
    for reading in report.readings:
        if reading.figure not in Figure.all:
            continue
        now = read(report, reading.figure, reading.at)
        if (now.value, now.digest) != (reading.value, reading.digest):
            was, is_now = set(reading.records), set(now.records)
            found.append(
                Drift(reading, now.value, now.rendered, tuple(sorted(is_now - was)), tuple(sorted(was - is_now)))
            )
    return found
