"""What everyone may read of the meetings: minutes that were made public, and the gazette.

Where the installation serves one district they stand at /public/minutes/; where it serves several, that page lets one
choose. What is not public, or no longer, is as absent as what does not exist.
"""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from qingting.desk.congresses import by_code, only_or_chosen
from qingting.documents.elements import blocks
from qingting.meetings import gazette
from qingting.meetings.minutes import named
from qingting.meetings.published import Gazette, Publication
from qingting.meetings.words import Opinions

A_PAGE = 20


@require_GET
def everywhere(request):
    heading, nothing = _("会议纪要和公报"), _("还没有公布。")
    return only_or_chosen(request, page_of, "public_minutes_of", heading, nothing)


@require_GET
def of_congress(request, code):
    return page_of(request, by_code(code))


def page_of(request, congress):
    """The newest minutes and issues; older ones by the key of the last."""
    minutes = Publication.objects.filter(meeting__congress=congress, withdrawn_at=None).order_by("-pk")
    after = request.GET.get("after", "")
    if after.isascii() and after.isdecimal() and len(after) < 18:
        minutes = minutes.filter(pk__lt=int(after))
    shown = list(minutes.select_related("meeting__body__congress")[: A_PAGE + 1])
    issues = Gazette.objects.filter(organ__congress=congress, withdrawn_at=None).select_related("organ")
    page = {
        "congress": congress,
        "minutes": [(one, named(one.meeting)) for one in shown[:A_PAGE]],
        "further": f"?after={shown[A_PAGE - 1].pk}" if len(shown) > A_PAGE else None,
        "issues": issues[:A_PAGE],
        "opinions": Opinions.objects.filter(congress=congress, public=True)
        .select_related("handler")
        .order_by("-pk")[:A_PAGE],
    }
    return render(request, "meetings/public_minutes_list.html", page)


def set_out(text: str) -> list[dict]:
    """A text as a page shows it: headings, paragraphs, tables."""
    return [
        {"rows": block} if isinstance(block, list) else {"is_heading": block[0] == "hei", "text": block[1]}
        for block in blocks(text)
    ]


@require_GET
def minutes(request, pk):
    if pk >= 2**63:
        raise Http404
    its = Publication.objects.select_related("meeting__body__congress")
    one = get_object_or_404(its, pk=pk, withdrawn_at=None)
    m = one.meeting
    page = {"congress": m.body.congress, "one": one, "m": m, "name": named(m), "blocks": set_out(one.text)}
    return render(request, "meetings/public_minutes.html", page)


@require_GET
def opinions(request, pk):
    """What the members held of a report, and what the organ did about it (Supervision Law, art. 17(3))."""
    if pk >= 2**63:
        raise Http404
    its = Opinions.objects.select_related("on__body__congress", "handler", "item")
    o = get_object_or_404(its, pk=pk, public=True)
    page = {
        "congress": o.on.body.congress,
        "o": o,
        "name": named(o.on),
        "text": set_out(o.text),
        "result": set_out(o.result),
        "sent_on": localdate(o.events.filter(step="send").latest("pk").at),
        "reported_on": localdate(o.events.filter(step="report").latest("pk").at),
    }
    return render(request, "meetings/public_opinions.html", page)


def public_issue(pk) -> Gazette:
    if pk >= 2**63:
        raise Http404
    return get_object_or_404(Gazette.objects.select_related("organ__congress"), pk=pk, withdrawn_at=None)


@require_GET
def issue(request, pk):
    one = public_issue(pk)
    page = {
        "congress": one.organ.congress,
        "issue": one,
        "entries": [(entry, set_out(entry.text), is_void(entry)) for entry in one.entries.select_related("document")],
    }
    return render(request, "meetings/public_gazette.html", page)


def is_void(entry) -> bool:
    """Whether what stands there has been withdrawn since: the issue stays as it was, and its page says so."""
    return bool(entry.document and entry.document.state == entry.document.State.WITHDRAWN)


@require_GET
def issue_file(request, pk):
    one = public_issue(pk)
    response = HttpResponse(gazette.as_file(one), content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{one}.pdf")
    return response
