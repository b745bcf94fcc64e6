"""The numbers of a published report as data: CSV with its data dictionary (CSV on the Web, W3C 2015) and JSON, from the readings.

Only what the public edition names is in it: a number that one edition alone mentions is not opened by a sheet beside it.
"""

import csv
import io

from django.utils.translation import gettext as _

from qingting.report.freezing import wanted
from qingting.report.models import AnnualReport, Edition, Reading
from qingting.report.values import period_of

FIELDS = ("id", "label", "unit", "scope", "from", "to", "value", "count", "of", "records", "digest")


def public_readings(report: AnnualReport) -> list[Reading]:
    """The readings that the public edition names, in its order."""
    named = [(name, period_of(report, last_year)[0]) for name, last_year in wanted(report, Edition.PUBLIC)]
    found = {(one.figure, one.since): one for one in report.readings}
    return [found[key] for key in named if key in found]


def row(reading: Reading) -> dict:
    value = reading.value
    return {
        "id": reading.figure,
        "label": reading.label,
        "unit": reading.unit,
        "scope": reading.scope,
        "from": f"{reading.since}",
        "to": f"{reading.until}",
        "value": None if value is None else int(value) if value == int(value) else float(value),
        "count": reading.n,
        "of": reading.whole,
        "records": len(reading.records),
        "digest": reading.digest,
    }


def as_csv(report: AnnualReport) -> str:
    """With the mark by which a spreadsheet knows UTF-8."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=FIELDS)
    writer.writeheader()
    writer.writerows(row(reading) for reading in public_readings(report))
    return "\ufeff" + out.getvalue()


def as_json(report: AnnualReport) -> dict:
    """In the form of `qingting figures --format json`, with what makes a reading of it."""
    figures = [row(reading) | {"rendered": reading.rendered} for reading in public_readings(report)]
    return {
        "title": report.title,
        "from": f"{report.since}",
        "to": f"{report.until}",
        "frozen_at": report.frozen_at.isoformat(),
        "figures": figures,
    }


def dictionary(report: AnnualReport, address: str) -> dict:
    """What each column means, as the metadata of the CSV at this address."""
    meanings = {
        "id": (_("指标编号"), "string"),
        "label": (_("指标名称"), "string"),
        "unit": (_("单位；占比为 %"), "string"),
        "scope": (_("数的是什么、不数什么"), "string"),
        "from": (_("期间的第一天"), "date"),
        "to": (_("期间的最后一天"), "date"),
        "value": (_("封存时读得的数；没有可算的占比为空"), "number"),
        "count": (_("数得的个数或者合计；占比的分子"), "integer"),
        "of": (_("占比的分母；不是占比的为空"), "integer"),
        "records": (_("数到的记录（不同对象）有多少条"), "integer"),
        "digest": (_("指标、期间、数值和各条记录的摘要，封存以后谁改了都对不上"), "string"),
    }
    columns = [
        {"name": name, "titles": name, "dc:description": str(said), "datatype": kind}
        for name, (said, kind) in meanings.items()
    ]
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": address,
        "dc:title": report.title,
        "tableSchema": {"columns": columns, "primaryKey": ["id", "from"]},
    }
