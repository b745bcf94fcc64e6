"""Attendance on its pages: of all members for the office, with its denominator; and one's own, with one's own calendar."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from qingting.desk.views import same_page
from qingting.desk.visitor import actors_of
from qingting.meetings import diary
from qingting.meetings.attendance import attendance, attendances, held_in, roster
from qingting.meetings.guest_forms import Period
from qingting.meetings.models import SITTING
from qingting.meetings.rhythm import rhythms
from qingting.meetings.views import ABOUT, is_office
from qingting.organs.models import Organ
from qingting.organs.workbooks import as_file, lines, workbook


def office_here(request):
    """The post of the office in which this visitor reads of all meetings; else 404."""
    by = next((actor for actor in actors_of(request) if is_office(actor)), None)
    if not by:
        raise Http404
    return by


def period_of(form, today) -> tuple[Organ | None, date, date]:
    """What was asked for; this year, and the standing committee, where nothing sensible was."""
    said = form.cleaned_data if form.is_valid() else {}
    bodies = form.fields["body"].queryset
    body = said.get("body") or bodies.filter(kind=Organ.Kind.STANDING_COMMITTEE).first() or bodies.first()
    return body, said.get("since") or date(today.year, 1, 1), said.get("until") or today


@login_required
@require_GET
def everyone(request):
    """Of one organ and one period, how each member attended; in the order of the roster, and without a rank."""
    by, today = office_here(request), localdate()
    bodies = Organ.objects.filter(congress=by.congress_id, kind__in=list(SITTING)).order_by("pk")
    form = Period(request.GET, bodies=bodies)
    body, since, until = period_of(form, today)
    meetings = held_in(body, since, until) if body else []
    rows = attendances(roster(body, since, until), meetings) if body else []
    if (kind := request.GET.get("export")) in ("xlsx", "csv"):
        return sheet(kind, by, body, since, until, rows)
    if not request.GET:
        form = Period(initial={"body": body, "since": since, "until": until}, bodies=bodies)
    page = {
        "about": ABOUT,
        "form": form,
        "body": body,
        "since": since,
        "until": until,
        "meetings": meetings,
        "rows": rows,
        "rhythms": [(one, one.is_late(today), one.is_near(today)) for one in rhythms(by.congress_id, today)],
        **{f"export_{kind}": same_page(request, export=kind) for kind in ("xlsx", "csv")},
    }
    return render(request, "meetings/attendance.html", page, status=422 if form.is_bound and form.errors else 200)


def sheet(kind, by, body, since, until, rows):
    head = [_("姓名"), _("职务"), _("任职期间举行"), _("出席"), _("请假"), _("缺席"), _("暂停执行职务期间举行")]
    told = [
        [str(post.person), str(post.role_label), one.held, one.attended, one.on_leave, one.absent, one.suspended]
        for post, one in rows
    ]
    said = {"body": body, "since": since, "until": until, "who": by, "at": f"{localtime(now()):%Y-%m-%d %H:%M}"}
    foot = _("%(body)s，%(since)s 至 %(until)s；%(who)s 于 %(at)s 导出") % said
    return as_file(workbook(head, told, foot) if kind == "xlsx" else lines(head, told), kind, "attendance")


@never_cache
@login_required
def mine(request):
    """One's own attendance this year, in each organ in which one sits; and the address of one's own calendar."""
    actors, today = actors_of(request), localdate()
    if not actors:
        raise Http404
    person = actors[0].person_id
    if request.method == "POST":
        diary.renew(person)
        return redirect("meetings_mine")
    since = date(today.year, 1, 1)
    seats = [post for post in actors if post.role in SITTING.get(post.organ.kind, ())]
    page = {
        "about": ABOUT,
        "seats": [(post, attendance(post, held_in(post.organ, since, today))) for post in seats],
        "since": since,
        "today": today,
        "address": diary.address(diary.diary_of(person)),
    }
    return render(request, "meetings/mine.html", page)
