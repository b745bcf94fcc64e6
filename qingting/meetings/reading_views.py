"""The reading view: a paper page by page, with one's own notes; on a tablet, on a telephone, and without a script."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qingting.meetings.guests import items_sat_in
from qingting.meetings.material_views import meeting_read, version_of
from qingting.meetings.materials import is_inside, may_read
from qingting.meetings.reading import LONGEST, Note, erase_all, reader_among, stop_at, write_down
from qingting.organs.fields import Typed


class NoteForm(forms.Form):
    text = Typed(
        label=gettext_lazy("我的笔记"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("只有您自己看得到，加密保存。清空再存就删去"),
    )


def page_of(request, key, page):
    """A page of a version that this visitor may read, in whose name, and who he is; else 404."""
    version, actors = version_of(request, key)
    if not 1 <= page <= (version.pages or 0):
        raise Http404
    return version, actors, reader_among(actors, version.material.meeting)


@never_cache
@login_required
@require_safe
def reading(request, key, page):
    """One page. Where one is, is kept."""
    version, actors, reader = page_of(request, key, page)
    stop_at(reader, version, page)
    note = Note.objects.filter(person=reader, version=version, page=page).first()
    return show(request, version, page, actors, NoteForm(initial={"text": note.text if note else ""}))


def show(request, version, page, actors, form, status=200):
    m = version.material.meeting
    papers = list(m.materials.select_related("item").prefetch_related("versions"))
    for paper in papers:
        paper.meeting = m
    sits_in = items_sat_in(m, actors)
    said = {
        "m": m,
        "is_inside": is_inside(m, actors),
        "version": version,
        "page": page,
        "words": words_of(version, page),
        "form": form,
        "newest": version.material.newest,
        "contents": by_item(m, [paper for paper in papers if may_read(paper, actors, sits_in)]),
        "before": reverse("reading", args=[version.key, page - 1]) if page > 1 else None,
        "after": reverse("reading", args=[version.key, page + 1]) if page < version.pages else None,
    }
    return render(request, "meetings/reading.html", said, status=status)


def by_item(m, papers) -> list:
    """The items that have papers, in their order, each with its number; first what belongs to the whole meeting."""
    groups = [(None, "", [paper for paper in papers if not paper.item_id])]
    groups += [(item, n, [one for one in papers if one.item_id == item.pk]) for n, item in enumerate(m.items.all(), 1)]
    return [group for group in groups if group[2]]


def words_of(version, page) -> str:
    """What stands on the page, in letters: for whoever enlarges it, or has it read aloud. A scan has none."""
    kept = version.folder / f"{page}.txt"
    return kept.read_text(encoding="utf-8").strip() if kept.exists() else ""


@login_required
@require_safe
def picture(request, key, page):
    version, _actors, _reader = page_of(request, key, page)
    sent = FileResponse((version.folder / f"{page}.webp").open("rb"), content_type="image/webp")
    sent.headers["X-Content-Type-Options"] = "nosniff"
    sent.headers["Cache-Control"] = "private, no-store"  # a tablet is handed on
    return sent


@login_required
@require_POST
def note(request, key, page):
    version, actors, reader = page_of(request, key, page)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return show(request, version, page, actors, form, status=422)
    write_down(reader, version, page, form.cleaned_data["text"])
    return redirect(f"{reverse('reading', args=[key, page])}#note")


@login_required
@require_POST
def forget(request, pk):
    """All of one's own notes on the papers of a meeting."""
    m, actors, _sits_in = meeting_read(request, pk)
    erase_all(reader_among(actors, m), m)
    return redirect("materials", m.pk)
