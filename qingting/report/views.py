"""The pages of a report: begin one, read it as a sheet with the records behind each number, take it out as a file."""

import secrets

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from qingting.desk.story import offered
from qingting.desk.visitor import actors_of, find
from qingting.docket.models import hats
from qingting.docket.process import Refused
from qingting.documents.templates import full_name
from qingting.figures.figure import Figure
from qingting.organs.models import Organ, Role
from qingting.organs.offices import general_office
from qingting.report import outputs
from qingting.report.asking import Period
from qingting.report.cards import card_of, same_nouns
from qingting.report.doubts import Counts, doubts_of
from qingting.report.drafting import why_not_write
from qingting.report.figure_views import linked
from qingting.report.forms import ChapterForm, ReportForm
from qingting.report.freezing import broken, digest_of_all, in_the_ledger, named_in
from qingting.report.models import AnnualReport, Chapter, Edition
from qingting.report.process import office
from qingting.report.proposing import outline
from qingting.report.sheet import awaited_in, changed_in, contents, leaves

ABOUT = AnnualReport._meta.label_lower  # the place in the rail to which these pages belong
KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def clerk(actors):
    """The post in which one of these actors does the standing committee's office work; None if none does."""
    return next(
        (
            actor
            for actor in actors
            if actor.role == Role.CLERK
            and actor.organ.kind == Organ.Kind.OFFICE
            and actor.organ.parent_id
            and actor.organ == general_office(actor.congress_id)
        ),
        None,
    )


def asked(request, form, heading, back, words, act):
    """A form, and what is done when it is sent; what a refusal leaves is the form as it was."""
    said = {"about": ABOUT, "form": form, "heading": heading, "back": back, "words": words}
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                return redirect(act())
        except Refused as refusal:
            said["refusal"] = str(refusal)
    return render(request, "report/form.html", said, status=422 if request.method == "POST" else 200)


@login_required
def begin(request):
    """A report of a year, or of any period, with the chapters of the usual outline."""
    post = clerk(actors_of(request))
    if not post:
        raise Http404
    form = ReportForm(request.POST or None, instance=AnnualReport(keeper=post.organ))

    def act():
        report = form.save()
        for n, one in enumerate(outline()) if form.cleaned_data["outlined"] else ():
            add(report, title=one.title, position=n, writer=post.organ, section=one.section)
        return report

    return asked(request, form, _("编写报告"), None, _("建好，下一步写各章"), act)


def add(report, **said) -> Chapter:
    organs = {"keeper": report.keeper, "committee": report.committee}
    return Chapter.objects.create(annual=report, source=report, **said, **organs)


@login_required
def chapter(request, pk):
    """Another chapter, by hand."""
    report = find(actors := actors_of(request), pk)
    is_open = isinstance(report, AnnualReport) and report.state in ("draft", "writing")
    if not is_open or office.hat(report) not in hats(actors):
        raise Http404
    blank = Chapter(annual=report, source=report, keeper=report.keeper, committee=report.committee)
    form = ChapterForm(request.POST or None, instance=blank)
    return asked(request, form, _("加一章"), report, _("加上，下一步请人写"), form.save)


def opened(actors, pk) -> tuple[AnnualReport, list[Chapter], bool]:
    """The report, the chapters of it that one may see, and whether one may see the whole. Who sees nothing of it gets 404."""
    if pk >= 2**63:
        raise Http404
    report = get_object_or_404(AnnualReport.objects.select_related("congress", "keeper", "committee__congress"), pk=pk)
    chapters = list(report.standing.seen_by(*actors).select_related("writer"))
    is_whole = AnnualReport.objects.filter(pk=pk).seen_by(*actors).exists()
    if not chapters and not is_whole:
        raise Http404
    return report, chapters, is_whole


@login_required
@require_GET
def sheet(request, pk):
    """The report as it will be printed, a chapter at a time; beside it the figure that was pressed, with its records."""
    actors = actors_of(request)
    report, chapters, is_whole = opened(actors, pk)
    chosen = next((one for one in chapters if str(one.pk) == request.GET.get("chapter")), next(iter(chapters), None))
    edition = next((one for one in Edition if one.value == request.GET.get("edition")), None)
    changed = changed_in(report)
    name = request.GET.get("figure", "")
    said = {
        "about": ABOUT,
        "report": report,
        "organ": full_name(report.committee),
        "places": contents(report, chapters, changed),
        "chosen": chosen,
        "leaf": next(iter(leaves(report, edition, only=chosen)), None) if chosen else None,
        "may_write": bool(chosen) and not why_not_write(chosen, actors),
        "edition": edition,
        "editions": list(Edition),
        "is_whole": is_whole,
        "changed": changed,
        "figure": name,
        "card": card_of(report, name, hats(actors)) if name else None,
        "awaited": [] if report.is_frozen else awaited_in(report),
        "nouns": same_nouns(report),
        "can": steps_of(report, actors) if is_whole else [],
        "once": secrets.token_hex(16),
        "seen": report.head,
    }
    return render(request, "report/sheet.html", said)


def steps_of(report, actors) -> list:
    """The steps of the report that are mine, as its own page offers them."""
    matter, worn = find(actors, report.pk), set(hats(actors))
    return [offer for step in matter.process.steps.values() if (offer := offered(step, matter, actors, worn))]


@login_required
@require_GET
def seals(request, pk):
    """Whether the readings still are what was read: each digest is reckoned anew from what is stored, and that over all of a
    round is compared with what the ledger has of it.
    """
    report, _chapters, is_whole = opened(actors_of(request), pk)
    if not is_whole:
        raise Http404
    rounds: dict = {}
    for reading in report.all_readings.order_by("-at", "pk"):
        rounds.setdefault(reading.at, []).append(reading)
    wrong = {one.pk for readings in rounds.values() for one in broken(readings)}
    known = in_the_ledger(report)
    told = [(at, readings, known.get(at), digest_of_all(readings)) for at, readings in rounds.items()]
    said = {"about": ABOUT, "report": report, "rounds": told, "wrong": wrong}
    return render(request, "report/seals.html", said)


@login_required
@require_GET
def doubts(request, pk):
    """What makes one look again among the figures that the report names."""
    report, _chapters, is_whole = opened(actors_of(request), pk)
    if not is_whole:
        raise Http404
    counts, period = Counts(report.congress, *report.period), Period(*report.period)
    found = doubts_of([Figure.all[name] for name in named_in(report)], counts)
    return render(request, "report/doubts.html", {"report": report, "period": period, "doubts": linked(found, period)})


@login_required
@require_GET
def fetch(request, pk, edition, kind):
    """An edition as Word or PDF, for whoever may see the whole."""
    report, _chapters, is_whole = opened(actors_of(request), pk)
    if not is_whole or edition not in Edition.values:
        raise Http404
    return sent(report, Edition(edition), kind)


def sent(report, edition, kind) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    try:
        content = outputs.as_file(report, edition, kind)
    except Refused as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    response = HttpResponse(content, content_type=KINDS[kind])
    response.headers["Content-Disposition"] = content_disposition_header(
        True, f"{report.title}（{edition.label}）.{kind}"
    )
    return response
