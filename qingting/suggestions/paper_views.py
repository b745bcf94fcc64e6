"""What goes out on paper: the answer letter, its number, and the catalogue."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from qingting.desk.register import Register
from qingting.desk.views import who_takes
from qingting.desk.visitor import actors_of, find
from qingting.documents.models import Number
from qingting.suggestions.catalogue import Span, as_excel, as_word, chosen, span_in_words
from qingting.suggestions.letters import ASKED, answer_letter, answering, draft_letter
from qingting.suggestions.models import ANSWERED, Cosigning, Suggestion

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HANDLER = ("draft_answer", "answer")  # the steps of those who may look at the letter before it is signed


class Mark(forms.ModelForm):
    class Meta:
        model = Number
        fields = ["mark"]


def find_suggestion(actors, pk):
    s = find(actors, pk)
    if not isinstance(s, Suggestion):
        raise Http404
    return s


def may_preview(s, actors):
    return s.state == "drafted" and any(who_takes(s.process.steps[name], s, actors) for name in HANDLER)


def may_number(event, actors):
    """The post of the organ that answered, in which one may give its letter a number; None if one holds none."""
    return next(
        (actor for actor in actors if getattr(actor, "organ_id", None) == event.post.organ_id and actor.is_current()),
        None,
    )


@login_required
@require_GET
def letter(request, pk):
    """The answer letter as Word: as it was signed, or as a draft for the organ that drafts it. Else there is no such page."""
    actors = actors_of(request)
    s = find_suggestion(actors, pk)
    if s.state in ANSWERED:
        return word(answer_letter(s), f"答复函-{s.number}")
    if may_preview(s, actors):
        return word(draft_letter(s), f"答复函（审签稿）-{s.number}")
    raise Http404


@login_required
@require_GET
def letter_to(request, pk, cosigning):
    """The letter to one joint deputy, for whoever may see his signature, himself to begin with."""
    c = find(actors_of(request), cosigning)
    if not isinstance(c, Cosigning) or c.on_id != pk or c.state not in ASKED or c.on.state not in ANSWERED:
        raise Http404
    return word(answer_letter(c.on, to=c), f"答复函-{c.on.number}-{c.person.name}")


@login_required
def papers(request, pk):
    """The letter, one for each joint deputy, and the number that the organ gives it."""
    actors = actors_of(request)
    s = find_suggestion(actors, pk)
    event = answering(s)
    post = event and may_number(event, actors)
    if not event or request.method == "POST" and not post:
        raise Http404
    number = Number.objects.filter(event=event).first()
    form = Mark(request.POST or None, initial={"mark": last_mark(post)}) if post else None
    if request.method == "POST" and (number or form.is_valid()):
        number or Number.give(event, form.cleaned_data["mark"], post)
        return redirect("suggestion_papers", pk)
    joint = s.cosignings.filter(state__in=ASKED).select_related("person").order_by("pk")
    said = {"matter": s, "number": number, "form": form, "joint": joint}
    return render(request, "suggestions/letter.html", said, status=422 if request.method == "POST" else 200)


def last_mark(post):
    """The mark that this organ used last."""
    return Number.objects.filter(organ=post.organ_id).order_by("-pk").values_list("mark", flat=True).first() or ""


@login_required
@require_GET
def catalogue(request):
    """The catalogue under the filters of the register, which come in the address, for a period or a session."""
    actors = actors_of(request)
    if not actors:
        raise Http404
    congresses = sorted({actor.congress_id for actor in actors})
    filters = Register.all["suggestions"].filters(request.GET, congresses)
    narrowed = filters.chosen()
    span = Span(request.GET if "format" in request.GET else None, congresses=congresses)
    if not span.is_valid():
        return render(
            request,
            "suggestions/catalogue.html",
            {"about": Suggestion._meta.label_lower, "filters": filters, "span": span},
            status=422 if span.is_bound else 200,
        )
    said = span.cleaned_data
    rows, name = chosen(actors, narrowed, said), f"代表建议目录-{localdate():%Y%m%d}"
    if said["format"] == "xlsx":
        return FileResponse(as_excel(rows), as_attachment=True, filename=f"{name}.xlsx", content_type=EXCEL)
    return FileResponse(
        as_word(rows, actors[0], span_in_words(said)), as_attachment=True, filename=f"{name}.docx", content_type=WORD
    )


def word(content, name):
    """A file to keep, under a Chinese name."""
    response = HttpResponse(content, content_type=WORD)
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.docx")
    return response
