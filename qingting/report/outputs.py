"""An edition of the report as a file: Word and PDF/A in official layout (GB/T 9704-2012), from one source."""

from functools import lru_cache

from django.utils.timezone import localdate
from django.utils.translation import override

from qingting.documents.elements import OBJECT, Elements
from qingting.documents.pdf import as_pdf, stands
from qingting.documents.templates import full_name
from qingting.documents.word import as_word
from qingting.figures.figure import Figure
from qingting.report.drawing import drawn
from qingting.report.models import AnnualReport, Edition, Reading
from qingting.report.rendering import Paragraph
from qingting.report.sheet import leaves
from qingting.report.text import Chart
from qingting.report.values import CHINESE

BY = {"month": "月份", "organ": "机构", "subdistrict": "街道", "kind": "类别", "level": "层级", "constituency": "选区"}
SALUTATION = {Edition.CONGRESS: ("各位代表",)}


def caption_of(chart: Chart, report: AnnualReport) -> tuple[str, str]:
    """What a chart is called, and its unit. Of a frozen report as it was read."""
    if report.is_frozen:
        reading = Reading.objects.filter(
            report=report, figure=chart.name, at=report.frozen_at, since=report.since
        ).first()
        label, unit = (reading.label, reading.unit) if reading else (chart.name, "")
    else:
        figure = Figure.all.get(chart.name)
        with override(CHINESE):
            label, unit = (str(figure.label), str(figure.unit)) if figure else (chart.name, "")
    return f"{label}（{unit}，按{BY.get(chart.by, chart.by)}）", unit


def drawing_of(paragraph: Paragraph, report: AnnualReport):
    caption, unit = caption_of(paragraph.chart, report)
    return drawn(caption, unit, paragraph.parts)


def elements(report: AnnualReport, edition: Edition) -> Elements:
    """The edition as the machinery of official documents sets it: a heading for each chapter, a line a paragraph."""
    organ = full_name(report.committee)
    lines, drawings = [], []
    for leaf in leaves(report, edition):
        lines += [leaf.title] if leaf.title else []
        for paragraph in leaf.paragraphs:
            if paragraph.chart:
                lines.append(OBJECT)
                drawings.append(drawing_of(paragraph, report))
            else:
                lines.append(one_line(paragraph.text))
    day = localdate(report.frozen_at) if report.is_frozen else None
    return Elements(
        form="file",
        head=organ,
        number="工作报告" if report.is_frozen else "工作报告（征求意见稿）",
        title=report.title,
        body="\n".join(lines),
        addressees=SALUTATION.get(edition, ()),
        signed_by=organ if day else "",
        signed_on=day,
        printed_by=f"{organ}办公室" if day else "",
        printed_on=day,
        drawings=tuple(drawings),
        stamp="" if report.is_frozen else "草稿",
    )


def one_line(text: str) -> str:
    """A paragraph for a body in which a line is a paragraph, a tab makes a table, and a mark the place of a drawing."""
    return " ".join(text.replace(OBJECT, "").split())


@lru_cache(maxsize=8)
def _set(document: Elements, kind: str) -> bytes:
    return as_pdf(document) if kind == "pdf" else as_word(document, stands(document))


def as_file(report: AnnualReport, edition: Edition, kind: str) -> bytes:
    """Word (docx) or PDF. What is the same again is set once. Raises Refused where it cannot be set."""
    return _set(elements(report, edition), kind)
