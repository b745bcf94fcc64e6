"""The pages of one chapter: it is written with the figures beside it, its drafts are compared, others say what they think."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from qingting.desk.visitor import actors_of, find
from qingting.docket.process import Refused
from qingting.figures.awaited import AWAITED
from qingting.figures.figure import Figure
from qingting.report import drafting
from qingting.report.comparing import compare
from qingting.report.forms import CommentForm, WritingForm
from qingting.report.linter import faults_of, quoted
from qingting.report.models import AnnualReport, Chapter, Comment
from qingting.report.process import office, writer, writers_head
from qingting.report.proposing import names_of, outline, proposed
from qingting.report.rendering import render as rendered
from qingting.report.text import HOW, MARKS
from qingting.report.values import Live

ABOUT = AnnualReport._meta.label_lower


def seen(actors, pk) -> Chapter:
    chapter = find(actors, pk)
    if not isinstance(chapter, Chapter):
        raise Http404
    return chapter


@login_required
def write(request, pk):
    """The text, what is wrong in it line by line, how it reads, and the figures to put in. Saving makes another draft.

    A button beside a number that was typed marks it as quoted; it saves nothing, and what was typed stays.
    """
    actors = actors_of(request)
    chapter = seen(actors, pk)
    if reason := drafting.why_not_write(chapter, actors):
        return page(request, chapter, {"refusal": reason, "is_closed": True}, 403 if request.method == "POST" else 200)
    if request.method != "POST":
        return page(request, chapter, begun(request, chapter, actors))
    form = WritingForm(request.POST)
    text = request.POST.get("text", "").replace("\r\n", "\n")
    if not form.is_valid():
        return page(request, chapter, {"text": text[:30_000], "form": form}, 422)
    text, after = form.cleaned_data["text"].replace("\r\n", "\n"), form.cleaned_data["after"]
    if "quote" in request.POST:
        line, _colon, found = request.POST["quote"].partition(":")
        text = quoted(text, int(line), found) if line.isascii() and line.isdecimal() and len(line) < 6 else text
        return page(request, chapter, {"text": text, "after": after})
    if "look" in request.POST:
        return page(request, chapter, {"text": text, "after": after})
    try:
        drafting.save(chapter, actors, text, after)
    except drafting.Overtaken as overtaken:
        theirs = compare(overtaken.last.text, text)
        said = {"text": text, "after": overtaken.last.number, "refusal": str(overtaken), "theirs": theirs}
        return page(request, chapter, said, 409)
    except Refused as refusal:
        return page(request, chapter, {"text": text, "after": after, "refusal": str(refusal)}, 409)
    return redirect("chapter_write", pk)


def begun(request, chapter, actors) -> dict:
    """The text that one goes on from: the last draft, or, where there is none or one asks for it, what the figures propose."""
    last = chapter.last
    wants_proposal = "propose" in request.GET or last is None
    text = proposed(chapter.annual, chapter.section, actors) if wants_proposal and chapter.section else ""
    return {"text": text or (last.text if last else ""), "is_proposed": bool(text)}


def page(request, chapter, said, status=200):
    last = chapter.last
    text = said.get("text", last.text if last else "")
    said = {
        "about": ABOUT,
        "chapter": chapter,
        "report": chapter.annual,
        "last": last,
        "after": last.number if last else 0,
        "text": text,
        "groups": figures_for(chapter),
        "ways": [how for how in HOW if how],
        "marks": MARKS,
    } | said
    return render(request, "report/write.html", said | reading(chapter, text), status=status)


def reading(chapter, text) -> dict:
    """How a text reads, and what is wrong in it."""
    report = chapter.annual
    return {"faults": faults_of(text), "paragraphs": rendered(text, report, Live(report)), "preview": True}


def figures_for(chapter) -> list[tuple[str, list]]:
    """The figures that may be put in: those that the outline has for this chapter first, then all others."""
    own = {name for one in outline() if one.section == chapter.section for name in names_of(one)}
    known = {**Figure.all, **{name: its for name, its in AWAITED.items() if name not in Figure.all}}
    groups = [
        (_("这一章常用"), [(name, its) for name, its in known.items() if name in own]),
        (_("全部指标"), [(name, its) for name, its in known.items() if name not in own]),
    ]
    return [(heading, found) for heading, found in groups if found]


@login_required
@require_POST
def preview(request, pk):
    """How what is being typed reads, without saving it."""
    actors = actors_of(request)
    chapter = seen(actors, pk)
    if drafting.why_not_write(chapter, actors):
        raise Http404
    text = request.POST.get("text", "")[:30_000].replace("\r\n", "\n")
    return render(
        request, "report/preview.html", {"chapter": chapter, "report": chapter.annual} | reading(chapter, text)
    )


@login_required
@require_GET
def drafts(request, pk):
    """Two drafts beside each other: what was struck out, what was put in."""
    chapter = seen(actors_of(request), pk)
    found = list(chapter.drafts.select_related("post__person", "post__organ").order_by("-number"))
    by_number = {f"{one.number}": one for one in found}
    new = by_number.get(request.GET.get("new", ""), found[0] if found else None)
    before = next((one for one in found if new and one.number < new.number), None)
    old = by_number.get(request.GET.get("old", ""), before)
    said = {"about": ABOUT, "chapter": chapter, "drafts": found, "old": old, "new": new}
    if new:
        said["lines"] = compare(old.text if old else "", new.text)
    return render(request, "report/drafts.html", said)


def commentator(chapter, actors):
    """The post in which one of these actors reads the chapter: whoever sees it may say what he thinks of it."""
    return next((a for a in actors if any(who.hat(chapter) in a.hats for who in chapter.process.cast)), None)


@login_required
@require_POST
def comment(request, pk):
    actors = actors_of(request)
    chapter = seen(actors, pk)
    form = CommentForm(request.POST)
    refusal = ""
    if form.is_valid():
        try:
            drafting.say(chapter, commentator(chapter, actors), form.cleaned_data["text"], form.cleaned_data["about"])
            return redirect(f"{chapter.get_absolute_url()}#comments")
        except Refused as refused:
            refusal = str(refused)
    said = {
        "about": ABOUT,
        "form": form,
        "heading": _("提意见"),
        "back": chapter,
        "words": _("提出"),
        "refusal": refusal,
    }
    return render(request, "report/form.html", said, status=422)


@login_required
@require_POST
def settle(request, pk):
    """Whoever writes the chapter, or the office, has seen to a comment."""
    if pk >= 2**63:
        raise Http404
    its = get_object_or_404(Comment, pk=pk)
    actors = actors_of(request)
    chapter = seen(actors, its.chapter_id)
    settling = {who.hat(chapter) for who in (writer, writers_head, office)}
    post = next((actor for actor in actors if settling & set(actor.hats)), None)
    if not post:
        raise Http404
    try:
        drafting.settle(its, post)
    except Refused:
        pass  # another was faster: it is settled, which is what was wanted
    return redirect(f"{chapter.get_absolute_url()}#comments")
