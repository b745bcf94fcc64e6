"""Freezing a report: each figure it names is read once, with the records that were counted, and never changes again.

One digest over all the readings goes into the report's ledger, which is sealed day by day: whoever changes a reading and its
digest alike is found out by that.
Later the page counts anew and says what would be counted now, and which records make the difference.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from qingting.docket.process import Aside
from qingting.docket.seals import fingerprint, sealed
from qingting.figures.figure import Figure
from qingting.report.models import AnnualReport, Edition, Reading
from qingting.report.text import LAST_YEAR, bound_in, charts_in
from qingting.report.values import CHINESE, parts_of, period_of

READ = Aside("read_figures", _("读出指标"), {"readings": _("读数个数"), "readings_digest": _("总摘要")})


@dataclass(frozen=True)
class Drift:
    """A figure that would be another today: what it was, what it would be, and the keys of the records between the two."""

    reading: Reading
    value: object
    rendered: str
    added: tuple
    gone: tuple


def digest_of(name: str, since, until, value, records: list) -> str:
    """What a reading says, sealed: who changes a number, a day or a record behind it changes this as well."""
    said = None if value is None else f"{Decimal(value):.1f}"
    return fingerprint(sealed([name, str(since), str(until), said, records]))


def digest_of_all(readings) -> str:
    """One digest over all the readings of a round, in whatever order they come."""
    return fingerprint(sealed(sorted([one.figure, str(one.since), one.digest] for one in readings)))


def in_the_ledger(report: AnnualReport) -> dict:
    """What the ledger has of each round, by its moment: the digest over all of its readings."""
    return {event.at: event.data["readings_digest"] for event in report.events.filter(step=READ.name)}


def named_in(report: AnnualReport, edition: Edition | None = None) -> list[str]:
    """The figures that the report's chapters name or draw, and the whole of which a share is one, each once."""
    return list(dict.fromkeys(name for name, _last_year in wanted(report, edition)))


def wanted(report: AnnualReport, edition: Edition | None = None) -> list[tuple[str, bool]]:
    """What an edition names: a figure, and whether it is that of the year before."""
    texts = report.texts().values()
    named = [(piece.name, piece.how == LAST_YEAR) for text in texts for piece in bound_in(text, edition)]
    drawn = [(piece.name, False) for text in texts for piece in charts_in(text, edition)]
    there = [(name, last_year) for name, last_year in named + drawn if name in Figure.all]
    wholes = [(Figure.all[name].out_of.name, last_year) for name, last_year in there if Figure.all[name].out_of]
    return list(dict.fromkeys([*there, *wholes]))


def drawn_in(report: AnnualReport) -> dict[str, set[str]]:
    """By what each figure is drawn in a chart."""
    found = defaultdict(set)
    for text in report.texts().values():
        for piece in charts_in(text):
            found[piece.name].add(piece.by)
    return found


def read(report: AnnualReport, name: str, at, last_year=False, drawn_by=()) -> Reading:
    """A figure as it is now, with its records; not saved. It is read in Chinese, whoever asks."""
    figure, (since, until) = Figure.all[name], period_of(report, last_year)
    where = (report.congress, since, until)
    records = figure.records(*where)
    with override(CHINESE):
        answer = figure.answer(*where)
        return Reading(
            report=report,
            figure=name,
            label=str(figure.label),
            unit="%" if figure.out_of else str(figure.unit),
            scope=str(figure.scope),
            since=since,
            until=until,
            value=answer.value,
            n=answer.n,
            whole=answer.whole,
            rendered=answer.rendered,
            parts={by: parts_of(figure, by, report) for by in sorted(drawn_by) if by in figure.broken_down_by},
            records=records,
            digest=digest_of(name, since, until, answer.value, records),
            at=at,
        )


def freeze(report: AnnualReport, actor, at):
    """Read every figure that the report names, and write the digest over all of them into its ledger.

    An earlier round stays on record.
    """
    drawn = drawn_in(report)
    readings = Reading.objects.bulk_create(
        read(report, name, at, last_year, () if last_year else drawn.get(name, ()))
        for name, last_year in wanted(report)
    )
    report.frozen_at = at
    report.save(update_fields=["frozen_at"])
    report.set_down(READ, actor, at=at, readings=len(readings), readings_digest=digest_of_all(readings))


def drift_of(reading: Reading) -> Drift | None:
    """What a frozen figure would be today, where that is another number or counts other records."""
    if reading.figure not in Figure.all:
        return None  # its domain has retired it: there is nothing to count anew
    now = read(reading.report, reading.figure, reading.at, last_year=reading.since != reading.report.since)
    if (now.value, now.digest) == (reading.value, reading.digest):
        return None
    was, is_now = set(reading.records), set(now.records)
    return Drift(reading, now.value, now.rendered, tuple(sorted(is_now - was)), tuple(sorted(was - is_now)))


def drifts(report: AnnualReport) -> list[Drift]:
    """The frozen figures that would be others today."""
    return [drift for reading in report.readings.select_related("report") if (drift := drift_of(reading))]


def broken(readings) -> list[Reading]:
    """Those whose digest is no longer that of what they say: somebody has been at the database."""
    return [
        one for one in readings if one.digest != digest_of(one.figure, one.since, one.until, one.value, one.records)
    ]
