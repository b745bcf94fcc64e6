"""The official documents of a matter: begun from a template, looked at before they go out, fetched as Word and as PDF.

Whoever may see the matter sees what was issued; a draft is seen by those who write it.
"""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from qingting.desk.begins import Beginning
from qingting.desk.visitor import actors_of, find
from qingting.docket.process import Refused
from qingting.documents.akoma import as_akoma
from qingting.documents.issuing import KEEPERS, issue, keeps, why_not_issue, withdraw
from qingting.documents.models import Mark, OfficialDocument
from qingting.documents.pdf import as_pdf, as_pictures, stands
from qingting.documents.templates import TEMPLATES, draft
from qingting.documents.word import as_word
from qingting.organs.fields import Typed
from qingting.organs.models import Organ

PDF = "application/pdf"
FACTS: dict[type, Callable] = {}  # by model: what a template may be filled in with from its record
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
AKOMA = "application/akn+xml"
SHOWN = 6  # pages to look at before it is fetched

Beginning(
    gettext_lazy("公文"),
    lambda matter: reverse("matter_papers", args=[matter.pk]),
    lambda matter, actors: any(getattr(actor, "role", "") in KEEPERS for actor in actors),
)


def keeper_of(organ, actors):
    """The post in which one of these actors writes this organ's documents; None if none does."""
    return next((actor for actor in actors if keeps(actor, organ)), None)


def organs_of(actors):
    """The organs whose documents these actors write: their own, and the one whose working office they are in."""
    posts = [actor for actor in actors if keeps(actor, actor.organ)]
    keys = {post.organ_id for post in posts}
    keys |= {post.organ.parent_id for post in posts if post.organ.kind == Organ.Kind.OFFICE}
    return Organ.objects.filter(pk__in=keys).order_by("pk")


def find_document(actors, pk):
    """A document with its matter, if these actors may see it; else 404."""
    if pk >= 2**63:
        raise Http404
    its = OfficialDocument.objects.select_related("organ__congress", "number", "mark__organ", "matter")
    document = get_object_or_404(its, pk=pk)
    find(actors, document.matter_id)
    if document.state == document.State.DRAFT and not keeper_of(document.organ, actors):
        raise Http404
    return document


class Begun(forms.Form):
    template = forms.ChoiceField(label=gettext_lazy("哪种公文"))
    organ = forms.ModelChoiceField(Organ.objects.none(), label=gettext_lazy("发文机关"), empty_label=None)

    def __init__(self, *args, organs, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = organs
        self.fields["template"].choices = [(name, its.label) for name, its in TEMPLATES.items()]


class Draft(forms.ModelForm):
    class Meta:
        model = OfficialDocument
        exclude = ["matter", "organ"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mark"].queryset = self.instance.organ.marks.order_by("pk")
        for name in ("signed_on", "printed_on"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Why(forms.Form):
    why = Typed(label=gettext_lazy("作废理由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class NewMark(forms.ModelForm):
    class Meta:
        model = Mark
        fields = ["organ", "words", "used_for", "by"]

    def __init__(self, *args, organs, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset, self.fields["organ"].empty_label = organs, None


def facts_of(model):
    """Register what a document may take from a matter of this model: a function of it that gives the words by name."""

    def register(tells):
        FACTS[model] = tells
        return tells

    return register


@login_required
def papers(request, pk):
    """The documents of a matter, and a new one from a template."""
    actors = actors_of(request)
    matter, organs = find(actors, pk), organs_of(actors)
    form = Begun(request.POST or None, organs=organs)
    if request.method == "POST":
        if not organs:
            raise Http404
        if form.is_valid():
            organ = form.cleaned_data["organ"]
            known = FACTS[type(matter)](matter) if type(matter) in FACTS else {}
            begun = draft(form.cleaned_data["template"], matter, organ, keeper_of(organ, actors), **known)
            return redirect("edit_paper", begun.pk)
    kept = {organ.pk for organ in organs}
    rows = [
        d
        for d in OfficialDocument.objects.filter(matter=matter.pk).select_related("number", "organ").order_by("-pk")
        if d.state != d.State.DRAFT or d.organ_id in kept
    ]
    said = {"matter": matter, "rows": rows, "form": form if organs else None}
    return render(request, "documents/papers.html", said, status=422 if form.is_bound else 200)


@login_required
@require_GET
def paper(request, pk):
    return show_paper(request, find_document(actors_of(request), pk), actors_of(request))


def show_paper(request, document, actors, refusal="", form=None, status=200):
    post = keeper_of(document.organ, actors)
    try:
        as_pdf(document.elements)  # which is stricter than a picture: it wants a glyph for each character
        pages = range(1, min(SHOWN, stands(document.elements)["pages"]) + 1)
    except Refused as wrong:
        pages, refusal = (), refusal or str(wrong)
    is_draft, is_issued = (document.state == state for state in (document.State.DRAFT, document.State.ISSUED))
    said = {
        "document": document,
        "matter": document.matter,
        "pages": pages,
        "refusal": refusal,
        "may_edit": post and is_draft,
        "lacks": why_not_issue(document, post) if post and is_draft else "",
        "form": (form or Why()) if post and is_issued else None,
        "has_number": not is_draft,
    }
    return render(request, "documents/paper.html", said, status=status)


@login_required
def edit(request, pk):
    actors = actors_of(request)
    document = find_document(actors, pk)
    if document.state != document.State.DRAFT or not keeper_of(document.organ, actors):
        raise Http404
    form = Draft(request.POST or None, instance=document)
    if request.method == "POST" and form.is_valid():
        try:
            form.save()
            return redirect("paper", pk)
        except Refused as refusal:  # somebody has issued it meanwhile
            return show_paper(request, find_document(actors, pk), actors, str(refusal), status=409)
    said = {"form": form, "document": document, "matter": document.matter}
    return render(request, "documents/edit.html", said, status=422 if form.is_bound else 200)


def acting(request, pk):
    """The document, and the post in which this visitor writes it; 404 where he writes none."""
    actors = actors_of(request)
    document = find_document(actors, pk)
    post = keeper_of(document.organ, actors)
    if not post:
        raise Http404
    return document, post, actors


@require_POST
@login_required
def issue_paper(request, pk):
    document, post, actors = acting(request, pk)
    try:
        issued = issue(document, post)
    except Refused as refusal:
        return show_paper(request, find_document(actors, pk), actors, str(refusal), status=409)
    messages.success(request, _("已印发，文号%(number)s") % {"number": issued.number})
    return redirect("paper", pk)


@require_POST
@login_required
def withdraw_paper(request, pk):
    document, post, actors = acting(request, pk)
    form = Why(request.POST)
    if not form.is_valid():
        return show_paper(request, document, actors, form=form, status=422)
    try:
        withdraw(document, post, form.cleaned_data["why"])
    except Refused as refusal:
        return show_paper(request, find_document(actors, pk), actors, str(refusal), form, status=409)
    return redirect("paper", pk)


@require_POST
@login_required
def discard_paper(request, pk):
    document, _post, actors = acting(request, pk)
    try:
        document.delete()
    except Refused as refusal:
        return show_paper(request, find_document(actors, pk), actors, str(refusal), status=409)
    return redirect("matter_papers", document.matter_id)


@login_required
@require_GET
def fetch(request, pk, kind):
    """The document as Word or as PDF, under its number and its title; what cannot be set says why."""
    actors = actors_of(request)
    document = find_document(actors, pk)
    its = document.elements
    try:
        content = as_pdf(its) if kind == "pdf" else as_word(its, stands(its))
    except Refused as refusal:
        return show_paper(request, document, actors, str(refusal), status=409)
    return sent(content, PDF if kind == "pdf" else WORD, f"{its.stamp}{document}.{kind}")


@login_required
@require_GET
def fetch_akoma(request, pk):
    """The document as Akoma Ntoso, for other systems; a draft has no number to be named by."""
    document = find_document(actors_of(request), pk)
    if document.state == document.State.DRAFT:
        raise Http404
    return sent(as_akoma(document), AKOMA, f"{document.elements.stamp}{document}.xml")


@login_required
@require_GET
def page(request, pk, n):
    """A picture of one page."""
    document = find_document(actors_of(request), pk)
    try:
        pictures = as_pictures(document.elements, ppi=90)
    except Refused as refusal:
        raise Http404 from refusal
    if not 1 <= n <= min(len(pictures), SHOWN):
        raise Http404
    return sent(pictures[n - 1], "image/png")


def sent(content, media_type, name=""):
    """A file that nobody else's machine keeps: to look at, or under a name, to fetch."""
    response = HttpResponse(content, content_type=media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    if name:
        response.headers["Content-Disposition"] = content_disposition_header(True, name.replace("/", "／"))
    return response


@login_required
def marks(request):
    """The series in which one's organs number their documents, and a new one."""
    organs = organs_of(actors_of(request))
    if not organs:
        raise Http404
    form = NewMark(request.POST or None, organs=organs)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("marks")
    rows = Mark.objects.filter(organ__in=organs).select_related("organ").order_by("organ", "pk")
    return render(request, "documents/marks.html", {"rows": rows, "form": form}, status=422 if form.is_bound else 200)
