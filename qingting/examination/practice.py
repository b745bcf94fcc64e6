"""Practice: one question at a time, and at once whether it was right. Only questions that are for practice are ever told."""

import random

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from qingting.examination.models import Form, Question
from qingting.vault import Unreadable


def practise(request, congress_id, said, template):
    """The next question by chance; or, when one was answered, what is right and by which article."""
    questions = Question.objects.filter(congress=congress_id, practice=True, in_use=True).order_by("pk")
    if request.method == "POST":
        question, chosen = question_of(request, questions), chosen_in(request)
        said |= told(question, chosen) if chosen else {"wrong": _("还没有选。请选一项再看对不对")}
    else:
        known = list(questions.values_list("pk", flat=True))
        question = questions.get(pk=random.choice(known)) if known else None
    said |= {"question": question, "many": question is not None and question.form == Form.SEVERAL}
    return render(request, template, said, status=422 if "wrong" in said else 200)


def question_of(request, questions) -> Question:
    named = request.POST.get("question", "")
    question = (
        questions.filter(pk=int(named)).first() if named.isascii() and named.isdecimal() and len(named) < 18 else None
    )
    if question is None:
        raise Http404
    return question


def chosen_in(request) -> list[int]:
    return sorted({int(place) for place in request.POST.getlist("q") if place in ("0", "1", "2", "3", "4", "5")})


def told(question, chosen) -> dict:
    """Opened only now, and only for what was asked for."""
    try:
        right, why = question.open()
    except Unreadable as unreadable:
        return {"wrong": str(unreadable)}
    return {"is_right": chosen == right, "right": right, "why": why, "chosen": chosen}
