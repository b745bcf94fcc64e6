"""The files of deputies at the desk: the list of them, one of them year by year, on paper, and the honours in it."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from qingting.desk.papers import PDF, WORD
from qingting.desk.visitor import actors_of
from qingting.docket.process import Refused
from qingting.documents.pdf import as_pdf, stands
from qingting.documents.word import as_word
from qingting.duties import looks
from qingting.duties.file_forms import HonourForm
from qingting.duties.file_page import file_of, years_of
from qingting.duties.file_papers import as_paper
from qingting.duties.file_readers import reader, reads_all, records_for, street_of
from qingting.duties.honours import Honour
from qingting.duties.voter_reports import VoterReport
from qingting.files.spread import called, mandates, unit_of
from qingting.organs.models import Person, Role

ABOUT = VoterReport._meta.label_lower  # the place in the rail to which these pages belong


@login_required
@require_GET
def register(request):
    """The deputies in office and their files, by constituency: no numbers stand here, and so no order by any."""
    actors, today = actors_of(request), localdate()
    over_all = next((actor for actor in actors if reads_all(actor)), None)
    street = next(filter(None, map(street_of, actors)), None)
    if not over_all and not street:
        own = next((actor for actor in actors if actor.role == Role.DEPUTY), None)
        if not own:
            raise Http404
        return redirect("file", own.person_id)
    held = mandates(over_all.congress_id if over_all else street.congress_id, today, today)
    q = request.GET.get("q", "").strip()[:50]
    held = held if over_all else held.filter(constituency__organ=street)
    units = {}
    for post in held.filter(person__name__icontains=q) if q else held:
        units.setdefault(unit_of(post), []).append(post)
    page = {"about": ABOUT, "units": [(called(posts[0]), posts) for posts in units.values()], "q": q}
    return render(request, "duties/files.html", page)


def period_of(request, person) -> tuple[date, date, list[int]]:
    """The year that was asked for, up to today, and the years there are; this year where nothing sensible was asked."""
    today = localdate()
    years = years_of(person, today)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and int(asked[:5]) in years else (years or [today.year])[0]
    return date(year, 1, 1), min(date(year, 12, 31), today), years


def opened(request, pk, taken_out=False):
    """The person whose file it is, the post in which this visitor reads it, and the year; every look of another is noted."""
    person = get_object_or_404(Person.objects.select_related("congress"), pk=pk)
    since, until, years = period_of(request, person)
    by = years and reader(actors_of(request), person, since, until)
    if not by:
        raise Http404
    looks.note(person, by, taken_out)
    return person, by, since, until, years


@never_cache
@login_required
@require_GET
def file(request, pk):
    """One file in one year; his own, or with a note that one has looked."""
    person, by, since, until, years = opened(request, pk)
    actors = actors_of(request)
    is_own = by.person_id == person.pk
    recorder = records_for(actors, person, since, until)
    waiting = Honour.objects.filter(post__person=person, confirmed_at=None, struck_at=None)
    page = {
        "about": ABOUT,
        "person": person,
        "file": file_of(person, since, until, actors),
        "years": years,
        "year": since.year,
        "until": until,
        "is_own": is_own,
        "looks": looks.looks_at(person) if is_own else (),
        "may_record": recorder,
        "waiting": waiting.select_related("recorder__person", "recorder__organ") if recorder or is_own else (),
        "may_list": any(reads_all(actor) or street_of(actor) for actor in actors),
    }
    return render(request, "duties/file.html", page)


@login_required
@require_GET
def word(request, pk):
    elements, name = paper(request, pk)
    return sent(as_word(elements, stands(elements)), WORD, f"{name}.docx")


@login_required
@require_GET
def pdf(request, pk):
    elements, name = paper(request, pk)
    return sent(as_pdf(elements), PDF, f"{name}.pdf")


def paper(request, pk):
    person, by, since, until, _years = opened(request, pk, taken_out=True)
    told = file_of(person, since, until, actors_of(request))
    return as_paper(told, person, since, until, by, localdate()), f"file-{person.pk}-{since.year}"


def sent(content, kind, name):
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    return response


# Honours


def recorder_of(request, person):
    """The post in which this visitor records or confirms an honour of this person; else 404."""
    today = localdate()
    by = records_for(actors_of(request), person, today, today)
    if not by:
        raise Http404
    return by


@login_required
def honour(request, pk):
    """An honour is written down for a deputy in office."""
    person = get_object_or_404(Person.objects.select_related("congress"), pk=pk)
    by, today = recorder_of(request, person), localdate()
    post = mandates(person.congress_id, today, today).filter(person=person).order_by("pk").first()
    form = HonourForm(request.POST or None, instance=Honour(post=post, recorder=by))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                form.save()
        except IntegrityError:
            form.add_error("name", _("这项荣誉已经登记过了"))
        else:
            messages.success(request, _("已登记，等另一位经办人确认以后记入档案"))
            return redirect("file", pk)
    page = {"about": ABOUT, "form": form, "person": person}
    return render(request, "duties/honour.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
def judge_honour(request, pk):
    """Confirm an honour that another has recorded; or strike one, with the reason."""
    h = get_object_or_404(Honour.objects.select_related("post__person__congress", "recorder"), pk=pk)
    by = recorder_of(request, h.post.person)
    try:
        if "strike" in request.POST:
            h.strike(by, request.POST.get("why", "")[:200])
            messages.success(request, _("已作废，记录还在"))
        else:
            h.confirm(by)
            messages.success(request, _("已确认，记入档案"))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("file", h.post.person_id)
