"""The papers of a meeting on one page, item by item; and how the office adds one, replaces it and takes it down."""

from contextlib import suppress
from pathlib import PurePath

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qingting.attachments.kinds import TOO_LARGE, cleaned
from qingting.attachments.views import sent_as_file
from qingting.desk.visitor import actors_of
from qingting.docket.models import Part, hats
from qingting.docket.process import Refused
from qingting.documents.models import OfficialDocument
from qingting.meetings import materials
from qingting.meetings.guests import coming, items_sat_in
from qingting.meetings.materials import Material, Version, may_read, why_not_change
from qingting.meetings.models import Item, Meeting
from qingting.meetings.reading import Bookmark, notes_of, reader_among
from qingting.meetings.tablet import sitting_of
from qingting.meetings.views import ABOUT, meeting_of
from qingting.organs.fields import Typed


class Upload(forms.Form):
    """A paper: a file, or an official document that was issued upon the meeting or upon what an item arises from."""

    item = forms.ModelChoiceField(None, label=gettext_lazy("议题"), required=False)
    title = Typed(
        label=gettext_lazy("材料名称"), max_length=100, required=False, help_text=gettext_lazy("空着就用文件名")
    )
    file = forms.FileField(
        label=gettext_lazy("文件"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx"}),
        help_text=gettext_lazy(
            "PDF 可以逐页阅读；Word（.docx）只供下载，建议先导出 PDF。最多 20 MB、逐页阅读最多 200 页"
        ),
    )
    document = forms.ModelChoiceField(None, label=gettext_lazy("或者用已经印发的公文"), required=False)

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        items = meeting.items.all()
        self.fields["item"].queryset, self.fields["item"].empty_label = items, _("整个会议")
        its = [meeting.pk, *items.exclude(matter=None).values_list("matter", flat=True)]
        issued = OfficialDocument.objects.filter(matter__in=its, state="issued").select_related("number").order_by("pk")
        self.fields["document"].queryset = issued
        if not issued:
            del self.fields["document"]


class Anew(forms.Form):
    """A new version says what has changed: whoever has read the old one is told."""

    file = Upload.base_fields["file"]
    changed = Typed(
        label=gettext_lazy("改了什么"),
        max_length=200,
        help_text=gettext_lazy("如“第 3 页的数字更正了”。读过旧版的人看得到"),
    )


class Withdrawal(forms.Form):
    reason = Typed(
        label=gettext_lazy("撤下理由"),
        max_length=200,
        help_text=gettext_lazy("撤下以后谁也读不到，这一行留给会务工作机构"),
    )


def meeting_read(request, pk):
    """A meeting whose papers this visitor may read, in whose name, and the keys of the items at which he sits in as a guest.

    Of the house he reads everything, and there is no such set (None). Whoever has not said that he comes finds nothing: 404.
    """
    with suppress(Http404):
        return *sitting_of(request, pk), None
    if pk >= 2**63:
        raise Http404
    m, actors = get_object_or_404(Meeting.objects.select_related("body"), pk=pk), actors_of(request)
    if not coming(m, actors):
        raise Http404
    return m, actors, items_sat_in(m, actors)


@never_cache
@login_required
@require_safe
def contents(request, pk):
    """What there is to read, item by item, and where the reader stopped."""
    m, actors, sits_in = meeting_read(request, pk)
    person = reader_among(actors, m)
    everything = list(m.materials.select_related("item", "withdrawn_by__person").prefetch_related("versions"))
    for one in everything:
        one.meeting = m
    marks = {mark.material_id: mark for mark in Bookmark.objects.filter(person=person, material__in=everything)}
    items = list(m.items.select_related("reporter", "matter"))
    arisen = [item.matter_id for item in items if item.matter_id]
    seen = set(Part.objects.filter(matter__in=arisen, hat__in=hats(actors)).values_list("matter", flat=True))
    of_item: dict[int | None, list] = {}
    for one in everything:
        if may_read(one, actors, sits_in or ()):
            of_item.setdefault(one.item_id, []).append((one, marks.get(one.pk)))
    runs_it = m.process.move.by.hat(m) in hats(actors)
    said = {
        "about": ABOUT,
        "m": m,
        "items": [
            (n, item, of_item.get(item.pk, ()), item.matter_id in seen)
            for n, item in enumerate(items, 1)
            if sits_in is None or item.pk in sits_in and item.access != Item.Access.CLOSED
        ],
        "sits_in": sits_in is not None,
        "whole": of_item.get(None, ()),
        "is_office": runs_it,
        "withdrawn": [one for one in everything if runs_it and one.withdrawn_at],
        "why_not_change": why_not_change(m),
        "notes": notes_of(person, m),
    }
    return render(request, "meetings/materials.html", said)


@login_required
def new(request, pk):
    m, by = meeting_of(request, pk)
    form = Upload(
        request.POST or None, request.FILES or None, meeting=m, initial={"item": _number(request.GET.get("item"))}
    )

    def act():
        said = form.cleaned_data
        document, file = said.get("document"), said["file"]
        if document and file:
            raise Refused(_("文件和公文只选一样"))
        name = PurePath(cleaned(file.name)).stem if file else document.title if document else ""
        paper = Material(meeting=m, item=said["item"], title=(said["title"] or name)[:100])
        return materials.add_document(paper, document, by) if document else materials.add(paper, file, by)

    return asked(request, form, m, _("添加会议材料"), _("添加"), act)


@login_required
def anew(request, pk):
    paper, by = paper_of(request, pk)
    form = Anew(request.POST or None, request.FILES or None)
    said = _("换新版：%(paper)s") % {"paper": paper}

    def act():
        return materials.replace(paper, form.cleaned_data["file"], form.cleaned_data["changed"], by)

    return asked(request, form, paper.meeting, said, _("换成新版"), act)


@login_required
def withdraw(request, pk):
    paper, by = paper_of(request, pk)
    form = Withdrawal(request.POST or None)
    said = _("撤下：%(paper)s") % {"paper": paper}
    return asked(
        request,
        form,
        paper.meeting,
        said,
        _("撤下"),
        lambda: materials.withdraw(paper, by, form.cleaned_data["reason"]),
    )


@login_required
@require_safe
def download(request, key):
    return sent_as_file(version_of(request, key)[0])


def version_of(request, key) -> tuple[Version, list]:
    """A version that this visitor may read, and in whose name; else 404, so that nobody learns that it exists."""
    with_it = "material__meeting__body", "material__meeting__keeper", "material__item"
    version = get_object_or_404(Version.objects.select_related(*with_it), key=key)
    actors = actors_of(request)
    if not may_read(version.material, actors, items_sat_in(version.material.meeting, actors)):
        raise Http404
    return version, actors


def paper_of(request, pk):
    """The paper, and the post in which this visitor runs its meeting; else 404."""
    paper = get_object_or_404(Material.objects.select_related("meeting"), pk=pk, withdrawn_at=None)
    _m, by = meeting_of(request, paper.meeting_id)
    return paper, by


def asked(request, form, m, heading, words, act):
    """A form with a file, and what is done when it is sent; what a refusal leaves is the form as it was."""
    said = {"about": ABOUT, "form": form, "heading": heading, "m": m, "words": words}
    if request.method == "POST" and form.is_valid():
        try:
            if getattr(request, "too_large", False):
                raise Refused(TOO_LARGE)
            tell(request, act())
            return redirect("materials", m.pk)
        except Refused as refusal:
            said["refusal"] = str(refusal)
    return render(request, "meetings/material.html", said, status=422 if request.method == "POST" else 200)


def tell(request, version):
    """What the office should know of what it has just put there."""
    if version and version.kind == "pdf" and not version.pages:
        messages.warning(
            request, _("“%(name)s”不能逐页显示（超过 200 页，或者太复杂），只供下载") % {"name": version.name}
        )
    elif version:
        messages.success(request, _("已添加“%(name)s”，能读的人现在就看得到") % {"name": version.material})


def _number(said) -> int | None:
    return int(said) if said and said.isascii() and said.isdecimal() and len(said) < 18 else None
