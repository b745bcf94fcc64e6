"""How a roster comes in: a template goes out, a file comes back, its preview names every fault, and only then is it confirmed."""

import hashlib
import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from qingting.desk.visitor import actors_of
from qingting.directory.forms import FileForm
from qingting.directory.keeping import keeps
from qingting.directory.models import Upload
from qingting.directory.views import keeper
from qingting.organs.models import Post
from qingting.organs.sheets import CHANGED, NEW, SAME, Sheet, bring_in, cleaned, found_in, template
from qingting.organs.workbooks import Unopened, as_file, too_large, workbook

SHOWN = 200  # lines of each kind on the page; the sheet of faults has them all


@login_required
@require_GET
def imports(request):
    return overview(request, keeper(request))


def overview(request, by, **said):
    """The sheets there are, and what was brought in before."""
    past = Upload.objects.filter(post__organ__congress=by.congress_id, confirmed_at__isnull=False)
    past = list(past.select_related("post__organ", "post__person").order_by("-confirmed_at")[:20])
    for upload in past:
        upload.title = Sheet.all[upload.sheet].title if upload.sheet in Sheet.all else upload.sheet
    said = {"sheets": [sheet for sheet in Sheet.all.values() if not sheet.at], "past": past, "form": FileForm()} | said
    return render(request, "directory/imports.html", said, status=422 if said["form"].errors else 200)


def sheet_or_404(slug) -> Sheet:
    if slug not in Sheet.all or Sheet.all[slug].at:
        raise Http404
    return Sheet.all[slug]


@login_required
@require_GET
def template_of(request, slug):
    by, sheet = keeper(request), sheet_or_404(slug)
    return as_file(template(sheet, by.organ.congress), "xlsx", f"{sheet.slug}-template")


@require_POST
@login_required
def upload(request, slug):
    """Read a file and keep what it says until it is confirmed. A file that is no such sheet is not kept."""
    by, sheet = keeper(request), sheet_or_404(slug)
    Upload.objects.expired().delete()
    form = FileForm(request.POST, request.FILES)
    if getattr(request, "too_large", False):
        form.errors["file"] = [too_large(int(request.META["CONTENT_LENGTH"]))]
    elif form.is_valid():
        file = form.cleaned_data["file"]
        try:
            waiting = Upload(sheet=slug, file=printable(file.name), post=by)
            waiting.found = found_in(sheet, file.read(), file.name)
            waiting.save()
            return redirect("preview", waiting.pk)
        except Unopened as reason:
            form.add_error("file", str(reason))
    return overview(request, by, form=form, chosen=sheet)


def printable(name) -> str:
    """A file's name without what cannot be seen in it."""
    return "".join(sign if sign.isprintable() else "_" for sign in name)[-200:]


@login_required
def preview(request, pk):
    """What a file would do, row by row; and, on a press, the doing of it."""
    mine = [actor for actor in actors_of(request) if isinstance(actor, Post) and keeps(actor)]
    waiting = get_object_or_404(Upload.objects.select_related("post__organ__congress"), pk=pk, post__in=mine)
    if waiting.confirmed_at:
        messages.info(request, _("这份文件已经导入过了。"))
        return redirect("imports")
    if not Upload.objects.waiting().filter(pk=pk).exists():
        messages.warning(request, _("这份预览已经过期，请重新上传。"))
        return redirect("imports")
    if request.method == "POST":
        return confirmed(request, waiting)
    rows, remarks = weighed(waiting, rehearsal=True)
    if request.GET.get("export") == "faults":
        return as_file(
            workbook([_("行"), _("列"), _("问题")], [[row.place, *fault] for row in rows for fault in row.faults]),
            "xlsx",
            "faults",
        )
    return told(request, waiting, rows, remarks)


def weighed(waiting, rehearsal):
    sheet = Sheet.all[waiting.sheet]
    rows = cleaned(sheet, waiting.found.rows)
    return rows, bring_in(sheet, rows, waiting.post, rehearsal=rehearsal)


def confirmed(request, waiting):
    """Bring it in, if it still does what the preview has told."""
    with transaction.atomic():
        waiting = (
            Upload.objects.select_for_update(of=("self",)).select_related("post__organ__congress").get(pk=waiting.pk)
        )
        if waiting.confirmed_at:  # by another press of the same button
            return redirect("imports")
        rows, remarks = weighed(waiting, rehearsal=False)
        has_faults, is_as_told = any(row.faults for row in rows), digest(rows) == request.POST.get("seen")
        if has_faults or not is_as_told:
            transaction.set_rollback(True)
        else:
            waiting.new, waiting.changed = counted(rows)[NEW], counted(rows)[CHANGED]
            waiting.confirmed_at, waiting.content = now(), ""
            waiting.save()
    if has_faults or not is_as_told:
        return told(request, waiting, rows, remarks, has_moved=not is_as_told, status=409)
    messages.success(request, _("已导入：新增 %(new)s，改动 %(changed)s，不变 %(same)s。") % counted(rows))
    return redirect("imports")


def counted(rows) -> dict[str, int]:
    return {outcome: sum(row.outcome == outcome for row in rows) for outcome in (NEW, CHANGED, SAME)}


def digest(rows) -> str:
    """What a preview has told, so that a confirmation does that and nothing else."""
    told = [
        [row.place, row.outcome, [[str(said) for said in change] for change in row.changes], row.faults] for row in rows
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def told(request, waiting, rows, remarks, has_moved=False, status=200):
    sheet = Sheet.all[waiting.sheet]
    faults = [sentence for row in rows for sentence in row.sentences]
    by_outcome = {
        outcome: [row for row in rows if row.outcome == outcome and not row.faults] for outcome in (NEW, CHANGED)
    }
    for row in [*by_outcome[NEW][:SHOWN], *by_outcome[CHANGED][:SHOWN]]:
        row.cells = [
            (column.label, shown(row.get(column.name)))
            for column in sheet.columns
            if row.get(column.name) is not None and not column.secret
        ]
    said = {
        "upload": waiting,
        "sheet": sheet,
        "found": waiting.found,
        "counts": counted(rows),
        "remarks": remarks,
        "seen": digest(rows),
    }
    said |= {
        "faults": faults[:SHOWN],
        "many_faults": len(faults),
        "new": by_outcome[NEW][:SHOWN],
        "changed": by_outcome[CHANGED][:SHOWN],
    }
    said |= {
        "may_confirm": not faults and any(row.outcome != SAME for row in rows),
        "has_moved": has_moved,
    }
    return render(request, "directory/preview.html", said, status=status)


def shown(value):
    text = _("、").join(map(str, value)) if isinstance(value, list) else str(getattr(value, "label", value))
    return text if len(text) <= 60 else text[:60] + "…"
