"""The inbox, the registers, the page that every matter has, and the taking of a step on it."""

import re
import secrets
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from qingting.clocks.calendar import Calendar
from qingting.desk.exports import export
from qingting.desk.lists import MANY, due_lines, how_many, lamp_days, lamp_of, listed
from qingting.desk.reckoning import days_of, notices_for
from qingting.desk.register import Register, cell, drawn, key_of
from qingting.desk.story import debt, entry, told
from qingting.desk.visitor import actors_of, find, veiled
from qingting.docket.ledger import breaks_in
from qingting.docket.models import NEVER, Deadline, Notice, hats, legible
from qingting.docket.process import Refused
from qingting.organs.fields import Typed

LAMPS = ("red", "yellow", "green")
PAGE = 20  # lines


@login_required
def inbox(request):
    """What is mine to do: the first under each light, or one light a page at a time."""
    actors, today = actors_of(request), localdate()
    lamp = request.GET.get("lamp") if request.GET.get("lamp") in LAMPS else ""
    after = key_of(request.GET.get("after", ""), dated=True)
    lines, counts = due_lines(actors, PAGE + 1, lamp, after), how_many(actors)
    groups = [group_of(lamp, found, counts[lamp], today) for lamp, found in lines.items()]
    next_due = next(
        (part.due_on for lamp in ("yellow", "green") for part in lines.get(lamp, ()) if part.due_on != NEVER), None
    )
    said = {
        "groups": groups,
        "nothing": not lamp and not any(group["lines"] for group in groups),
        "counts": counts,
        "today": today,
        "day_kind": Calendar.current().kind(today),
        "next_due": next_due,
        "lamp": lamp,
    }
    return render(request, "docket/inbox.html", said)


def group_of(lamp, parts, count, today):
    shown, more = parts[:PAGE], len(parts) > PAGE
    key = f"?lamp={lamp}&after={shown[-1].due_on}.{shown[-1].matter_id}" if more else None
    return {
        "lamp": lamp,
        "total": f"{MANY}+" if count == MANY else count,
        "lines": [line_of(part, today) for part in shown],
        "next_url": key,
    }


def line_of(part, today):
    """A line of the inbox: what, by when, how many days are left, and the step that is owed."""
    process = part.matter.rules
    part.days = None if part.due_on == NEVER else (part.due_on - today).days
    part.step_label = process.label_of(part.turn)
    part.step_url = reverse("matter", args=[part.matter_id]) + "#do"
    return part


@login_required
def register(request, slug):
    """A page of a register, or the whole of it as a sheet."""
    if slug not in Register.all:
        raise Http404
    its, actors = Register.all[slug], actors_of(request)
    congresses = sorted({actor.congress_id for actor in actors})
    filters = its.filters(request.GET, congresses)
    chosen = filters.chosen()
    if (kind := request.GET.get("export")) in ("xlsx", "csv"):
        return export(its, actors, chosen, kind, request.user.posts[0])
    rows = listed(its.matters(), actors, n=PAGE, **chosen)
    columns = [column for column in its.columns if not column.in_export_only]
    labels = [str(column.label) for column in columns]
    lay_out(rows[:PAGE], columns, labels, actors)
    said = {
        "register": its,
        "rows": rows[:PAGE],
        "columns": labels,
        "filters": filters,
        "heading": its.heading,
        "notes": its.notes(actors),
    }
    said |= {
        "begins": [(url, words, n == 0) for n, (url, words, may) in enumerate(its.begins) if may(actors)],
        "first_page": not chosen["after"],
    }
    said |= {"next_url": next_page(request, rows[PAGE - 1], chosen) if len(rows) > PAGE else None}
    said |= {f"export_{kind}": same_page(request, export=kind, after=None) for kind in ("xlsx", "csv")}
    return render(request, "docket/list.html", said)


def lay_out(rows, columns, labels, actors):
    """What each row of a register shows: its light, how many days are left, its cells."""
    today = localdate()
    days = lamp_days(today)
    may_be_veiled = any(column.veiled for column in columns)
    for matter in rows:
        matter.lamp = lamp_of(matter.owed_on, days)
        matter.days = matter.owed_on and (matter.owed_on - today).days
        hidden = veiled(matter, actors) if may_be_veiled else ()
        values = ["" if column.veiled in hidden else cell(column.value(matter)) for column in columns]
        matter.cells = drawn(labels, values)


def same_page(request, **changed):
    """This address with something changed in it."""
    kept = {name: value for name, value in (request.GET.dict() | changed).items() if value}
    return "?" + urlencode(kept)


def next_page(request, last, chosen):
    return same_page(request, after=f"{last.owed_on}.{last.pk}" if chosen["by_due"] else f".{last.pk}")


@login_required
@require_GET
def detail(request, pk):
    actors = actors_of(request)
    return show(request, find(actors, pk), actors)


@login_required
def step(request, pk, name):
    """The form of one step, and the taking of it."""
    actors = actors_of(request)
    matter = find(actors, pk)
    step = matter.process.steps.get(name)
    actor = step and who_takes(step, matter, actors)
    if not actor:
        raise Http404
    sent = request.POST if request.method == "POST" and "once" in request.POST else None
    form = form_of(step, matter, sent)
    said = {
        "form": form,
        "step": step,
        "actor": actor,
        "once": mark_of(request),
    }
    if reason := step.why_not(matter, actor):
        if request.method == "POST" and sent is None:  # a grey button: what must come first stands on the same page
            return show(request, find(actors, pk), actors, refusal=reason)
        said["refusal"] = reason
    if sent is None or not form.is_valid():
        return show_step(request, pk, actors, said, status=422 if sent is not None else 200)
    given = dict(form.cleaned_data)
    note, seen = given.pop("note", ""), request.POST.get("seen") or "-"
    try:
        matter.take(name, actor, note, seen=seen, once=said["once"], **given)
    except Refused as refusal:
        return show_step(request, pk, actors, said | {"refusal": str(refusal)}, status=409)
    return redirect("matter", pk) if find_again(actors, pk) else redirect("inbox")


def form_of(step, matter, sent):
    """The form of a step, with the reason where it needs one: what is left out is marked where it was left out."""
    form = step.form(sent, instance=matter)
    if step.why:
        form.fields["note"] = Reason()
    return form


class Reason(Typed):
    """Why a step is taken, as the ledger will keep it."""

    widget = forms.Textarea

    def __init__(self):
        super().__init__(label=_("理由"), help_text=_("会记入办理记录，相关的人看得到。"), max_length=2000)

    def clean(self, value):
        try:
            reason = legible(self.to_python(value))
        except Refused as wrong:
            raise ValidationError(str(wrong)) from wrong
        if not reason:
            raise ValidationError(_("请说明理由"))
        return reason


def mark_of(request) -> str:
    """What marks this form, so that sending it twice acts once: the mark it was given, or a new one."""
    given = request.POST.get("once", "")
    return given if re.fullmatch("[0-9a-f]{32}", given) else secrets.token_hex(16)


def who_takes(step, matter, actors):
    """The post that plays the part of this step, the chosen one first; None where none does.

    Where the part is a person's, and he holds several posts, he acts in the one that has a part in the matter by itself:
    whoever presides does so as the chair, and not as the deputy that he is as well.
    """
    hat, cast = step.by.hat(matter), {who.hat(matter) for who in matter.process.cast}
    fit = [actor for actor in actors if hat in actor.hats and actor.is_current()]
    own = (actor for actor in fit if f"organ:{actor.organ_id}:{actor.role}" in cast)
    return next(own, next(iter(fit), None))


def find_again(actors, pk):
    """Whether one still sees a matter after a step: who has handed it on may not."""
    try:
        return find(actors, pk)
    except Http404:
        return None


def show_step(request, pk, actors, said, status=200):
    """The form as it was filled in. The matter is read again: the form has written into the one it was given."""
    matter = find(actors, pk)
    seen = request.POST.get("seen") if status == 422 else matter.head  # who was too late has now been told by whom
    if said["step"].fields or said["step"].why:
        return render(
            request,
            "docket/step.html",
            said | {"matter": matter, "seen": seen},
            status=status,
        )
    return show(request, matter, actors, refusal=said.get("refusal"), status=status)


def show(request, matter, actors, refusal=None, status=200):
    said = told(matter, actors) | {"refusal": refusal, "once": secrets.token_hex(16), "seen": matter.head}
    return render(request, f"{matter.kind.replace('.', '/')}.html", said, status=status)


@login_required
@require_GET
def deadline(request, pk, deadline):
    """The cross-examination of one deadline: its rule, its article, and each day."""
    actors = actors_of(request)
    matter = find(actors, pk)
    owed = get_object_or_404(Deadline.objects.select_related("started", "met"), pk=deadline, matter=matter)
    owed.matter = matter
    moved = matter.events.filter(pk__in=[step["event"] for step in owed.history if "event" in step])
    worn = set(hats(actors))
    moved = moved.select_related("post__organ", "post__person", "receipt", "words")
    debt(owed, matter, {event.pk: entry(event, matter, worn) for event in moved})
    said = {"matter": matter, "owed": owed, "ruling": owed.ruling, "days": days_of(owed), "notices": notices_for(owed)}
    return render(request, "docket/deadline.html", said)


@login_required
@require_GET
def verified(request, pk):
    """Whether the seals of this matter hold."""
    matter = find(actors_of(request), pk)
    return render(
        request, "docket/verify.html", {"matter": matter, "broken": breaks_in(matter), "events": matter.events.count()}
    )


@login_required
def notices(request):
    """Word that has come, the newest first; a press says that all of it was read."""
    mine = Notice.objects.filter(person__in=[post.person_id for post in request.user.posts])
    if request.method == "POST":
        mine.filter(read_at=None).update(read_at=now())
        return redirect("notices")
    before = request.GET.get("before", "")
    mine = mine.filter(pk__lt=int(before)) if before.isdecimal() and len(before) < 18 else mine
    rows = list(
        mine.select_related(
            "event__matter__source", "event__post__organ", "event__post__person", "event__receipt", "deadline"
        ).order_by("-pk")[:21]
    )
    return render(
        request,
        "docket/notices.html",
        {"notices": rows[:20], "next_url": f"?before={rows[19].pk}" if len(rows) > 20 else None},
    )


@require_POST
@login_required
def act_as(request):
    """Choose the post in which one acts, where several fit."""
    chosen = request.POST.get("post", "")
    if chosen in {str(post.pk) for post in request.user.posts}:
        request.session["acting"] = int(chosen)
    return redirect("inbox")
