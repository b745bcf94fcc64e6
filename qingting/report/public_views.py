"""What everyone may read of a published report: the public edition, each number with the public records behind it.

All of it is from the readings. What is for another edition, what nobody confirmed for the public and what is no longer
published is as absent as what does not exist.
"""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from qingting.documents.templates import full_name
from qingting.figures.figure import Figure
from qingting.organs.models import Organ
from qingting.report import open_data
from qingting.report.models import AnnualReport, Edition
from qingting.report.records import public_records_of
from qingting.report.rendering import in_sentence
from qingting.report.sheet import changed_in, drift_in, leaves, told
from qingting.report.values import Frozen
from qingting.report.views import sent

A_PAGE, AN_HOUR = 20, 3600


def published():
    return AnnualReport.objects.filter(state="published", public=True).select_related("congress", "committee__congress")


def public_report(pk) -> AnnualReport:
    if pk >= 2**63:
        raise Http404
    return get_object_or_404(published(), pk=pk)


@require_GET
def reports(request):
    """All that were published, the latest period first."""
    after = request.GET.get("after", "")
    passed = int(after) if after.isascii() and after.isdecimal() and len(after) < 6 else 0
    found = list(published().order_by("-until", "-pk")[passed : passed + A_PAGE + 1])
    only = Organ.objects.filter(kind=Organ.Kind.CONGRESS, parent=None)[:2]
    page = {
        "reports": found[:A_PAGE],
        "further": f"?after={passed + A_PAGE}" if len(found) > A_PAGE else None,
        "congress": only[0] if len(only) == 1 else None,
    }
    return render(request, "report/public_reports.html", page)


@require_GET
def report(request, pk):
    one = public_report(pk)
    changed = changed_in(one, AN_HOUR)
    readings = open_data.public_readings(one)
    page = {
        "congress": one.congress,
        "report": one,
        "organ": full_name(one.committee),
        "leaves": leaves(one, Edition.PUBLIC),
        "changed": {reading.figure: changed[reading.figure] for reading in readings if reading.figure in changed},
        "differing": [
            (reading, changed[reading.figure])
            for reading in readings
            if reading.figure in changed and reading.since == one.since
        ],
        "figures": len(readings),
    }
    return render(request, "report/public_report.html", page)


@require_GET
def figure(request, pk, name):
    """One number of the report: what it counts, the records that are public, and how many more there are."""
    one = public_report(pk)
    reading = next((r for r in open_data.public_readings(one) if r.figure == name and r.since == one.since), None)
    if not reading:
        raise Http404
    its = Figure.all.get(name)
    drift = drift_in(one, name) if name in changed_in(one, AN_HOUR) else None
    page = {
        "congress": one.congress,
        "report": one,
        "reading": reading,
        "words": in_sentence(Frozen(one).of(name)),
        "records": public_records_of(its, reading.records, one) if its else None,
        "drift": told(drift) if drift else "",
        "drift_records": public_records_of(its, [*drift.added, *drift.gone], one) if drift else None,
    }
    return render(request, "report/public_figure.html", page)


@require_GET
def file(request, pk, kind):
    return sent(public_report(pk), Edition.PUBLIC, kind)


@require_GET
def as_csv(request, pk):
    one = public_report(pk)
    response = HttpResponse(open_data.as_csv(one), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{one.title}.csv")
    return response


@require_GET
def as_json(request, pk):
    return JsonResponse(open_data.as_json(public_report(pk)), json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_GET
def dictionary(request, pk):
    """What the columns of the CSV mean."""
    address = request.build_absolute_uri(reverse("public_report_csv", args=[pk]))
    said = open_data.dictionary(public_report(pk), address)
    return JsonResponse(
        said, json_dumps_params={"ensure_ascii": False, "indent": 1}, content_type="application/csvm+json"
    )
