"""The page of an import: a template goes out, a month comes back, each line is told what is wrong with it, and one person is asked to confirm."""

from hashlib import sha256

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from qingting.desk.visitor import actors_of
from qingting.directory.forms import FileForm
from qingting.directory.imports import printable
from qingting.directory.models import Upload
from qingting.docket.process import Refused
from qingting.duties.entry_views import ABOUT
from qingting.duties.imports import ACTIVITIES, Book, take_in, taken_before, understood
from qingting.duties.keeping import clerk, keeper_for, may_confirm
from qingting.organs.offices import office_for_deputies
from qingting.organs.sheets import cleaned, found_in, template
from qingting.organs.workbooks import Unopened, as_file, too_large, workbook


@login_required
def upload(request):
    """Choose the file. One that is no such sheet, or was taken before, is not kept."""
    by = clerk(request)
    Upload.objects.expired().delete()
    form = FileForm(request.POST or None, request.FILES or None)
    if getattr(request, "too_large", False):
        form.is_valid()
        form.errors["file"] = [too_large(int(request.META["CONTENT_LENGTH"]))]
    elif request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            if past := taken_before(digest_of(content), by):
                raise Unopened(past)
            waiting = Upload(sheet=ACTIVITIES.slug, file=printable(file.name), post=by)
            waiting.found = found_in(ACTIVITIES, content, file.name)
            waiting.digest = digest_of(content)
            waiting.save()
            return redirect("activity_preview", waiting.pk)
        except Unopened as reason:
            form.add_error("file", str(reason))
    past = Upload.objects.filter(post__organ=by.organ, sheet=ACTIVITIES.slug, confirmed_at__isnull=False)
    page = {
        "form": form,
        "past": past.select_related("post__person").order_by("-confirmed_at")[:20],
        "sheet": ACTIVITIES,
        "about": ABOUT,
    }
    return render(request, "duties/import.html", page, status=422 if form.errors else 200)


def digest_of(content) -> str:
    """By what a file is known again: its bytes, whatever it is called now."""
    return sha256(content).hexdigest()


@login_required
@require_GET
def template_of(request):
    return as_file(template(ACTIVITIES, clerk(request).organ.congress), "xlsx", "activities-template")


@login_required
def preview(request, pk):
    """Line by line what is wrong; what is left out by choice; and, on a press, the recording of the rest."""
    by = clerk(request)
    mine = [post.pk for post in actors_of(request)]
    waiting = get_object_or_404(
        Upload.objects.select_related("post__person", "post__organ__congress"),
        pk=pk,
        post__in=mine,
        sheet=ACTIVITIES.slug,
    )
    if waiting.confirmed_at or not Upload.objects.waiting().filter(pk=pk).exists():
        said = _("这份文件已经导入过了。") if waiting.confirmed_at else _("这份预览已经过期，请重新上传。")
        messages.warning(request, said)
        return redirect("activity_import")
    by = waiting.post
    people = may_confirm(keeper_for(by), office_for_deputies(by.congress_id), by.person)
    left_out = {int(n) for n in request.POST.getlist("leave") if n.isdecimal() and len(n) < 7}
    rows = cleaned(ACTIVITIES, waiting.found.rows)
    book = Book(by)
    for row in rows:
        row.is_left_out = row.place in left_out
        row.entry = None if row.is_left_out else understood(row, book)
    refusal = ""
    if request.method == "POST" and "take" in request.POST:
        confirmer = next((p for p in people if str(p.pk) == request.POST.get("confirmer")), None)
        refusal = why_not(rows, confirmer) or taken(waiting, left_out, confirmer)
        if not refusal:
            n = sum(not row.is_left_out for row in rows)
            said = ngettext("已登记 %(n)s 项，等%(who)s确认。", "已登记 %(n)s 项，等%(who)s确认。", n)
            messages.success(request, said % {"n": n, "who": confirmer})
            return redirect(f"{reverse('register', args=['activities'])}?state=recorded")
    if request.GET.get("export") == "faults":
        lines = [[row.place, *fault] for row in rows for fault in row.faults]
        return as_file(workbook([_("行"), _("列"), _("问题")], lines), "xlsx", "faults")
    return shown(request, waiting, rows, people, refusal)


def why_not(rows, confirmer):
    if confirmer is None:
        return _("请先选一位确认人")
    if any(row.faults for row in rows if not row.is_left_out):
        return _("还有不对的行。请在表里改好再传，或者勾选“这一行不导入”")
    return None if any(row.entry for row in rows) else _("没有要导入的行")


def taken(waiting, left_out, confirmer) -> str | None:
    """Record what was not left out, once; the sentence where it was refused."""
    try:
        with transaction.atomic():
            waiting = (
                Upload.objects.select_for_update(of=("self",))
                .select_related("post__person", "post__organ__congress")
                .get(pk=waiting.pk)
            )
            if waiting.confirmed_at:
                return _("这份文件已经导入过了。")
            rows = [row for row in cleaned(ACTIVITIES, waiting.found.rows) if row.place not in left_out]
            done = take_in(rows, waiting.post, confirmer, waiting.digest)
            waiting.new, waiting.confirmed_at, waiting.content = len(done), now(), ""
            waiting.save()
    except Refused as reason:
        return str(reason)
    return None


def shown(request, waiting, rows, people, refusal):
    for row in rows:
        row.cells = [
            (column.label, in_short(row.get(column.name)))
            for column in ACTIVITIES.columns
            if row.get(column.name) is not None
        ]
    wrong = [row for row in rows if row.faults and not row.is_left_out]
    page = {
        "upload": waiting,
        "wrong": wrong,
        "left_out": [row for row in rows if row.is_left_out],
        "right": [row for row in rows if row.entry],
        "found": waiting.found,
        "people": people,
        "refusal": refusal,
        "about": ABOUT,
    }
    return render(request, "duties/preview.html", page, status=409 if refusal else 200)


def in_short(value) -> str:
    text = str(getattr(value, "label", value))
    return text if len(text) <= 60 else text[:60] + "…"
