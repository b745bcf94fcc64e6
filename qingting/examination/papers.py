"""How a paper is drawn from the bank by rule, kept while it is written, and marked by itself."""

import secrets
from collections import Counter
from contextlib import suppress

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from qingting.docket.models import Matter
from qingting.docket.process import Refused
from qingting.examination.models import Form, Paper, Question
from qingting.vault import Unreadable

CHANCE = secrets.SystemRandom()  # nobody can foretell a paper from another

# ---- Drawing


def usable(congress, branch):
    """The questions that may be asked of a candidate for this branch: in use, for it or for all, and none for practice."""
    pool = Question.objects.filter(congress=congress, in_use=True, practice=False)
    return pool.filter(branch__in=("", branch)).order_by("pk") if branch else pool.filter(branch="").order_by("pk")


def lacking(asks, pool) -> list[str]:
    """Where a rule asks for more questions than there are, each in a sentence."""
    has = Counter((question.topic, question.form) for question in pool)
    return [
        _("“%(topic)s”的%(form)s要 %(n)s 道，题库里能用的只有 %(has)s 道")
        % {"topic": topic, "form": Form(form).label, "n": n, "has": has[topic, form]}
        for topic, form, n in asks
        if has[topic, form] < n
    ]


def drawn(asks, pool, seen=frozenset()) -> list[Question]:
    """So many of each topic and form, by chance; what the candidate was asked before only where there is too little else."""
    found = []
    for topic, form, n in asks:
        fit = [question for question in pool if (question.topic, question.form) == (topic, form)]
        fresh = [question for question in fit if question.pk not in seen]
        known = [question for question in fit if question.pk in seen]
        found += CHANCE.sample(fresh, min(n, len(fresh))) + CHANCE.sample(known, max(0, n - len(fresh)))
    CHANCE.shuffle(found)
    return sorted(found, key=lambda question: Form.values.index(question.form))


def as_shown(question) -> tuple[dict, list[int]]:
    """A question with its options in an order of its own, and the places of the right ones in that order."""
    right, _why = question.open()
    order = list(range(len(question.options)))
    if question.form != Form.CLAIM:
        CHANCE.shuffle(order)
    shown = {"question": question.pk, "form": question.form, "topic": question.topic, "text": question.text}
    shown["options"] = [question.options[place] for place in order]
    return shown, sorted(order.index(place) for place in right)


def draw(sitting, rule) -> Paper:
    """The paper of a sitting. Raises Refused where the bank is too small, or its key is not there."""
    pool = list(usable(sitting.congress, sitting.branch))
    if missing := lacking(rule.asks, pool):
        raise Refused(missing[0])
    before = Paper.objects.filter(sitting__examinee=sitting.examinee_id).values_list("asked", flat=True)
    seen = {one["question"] for asked in before for one in asked}
    try:
        shown = [as_shown(question) for question in drawn(rule.asks, pool, seen)]
    except Unreadable as why:
        raise Refused(str(why)) from why
    paper = Paper(sitting=sitting, asked=[one for one, _right in shown])
    paper.seal("key", [right for _one, right in shown])
    paper.save()
    return paper


# ---- Writing


def answers_in(paper, sent) -> list[list[int]]:
    """What a form says of each question of a paper, by its places; what is no such place is left out."""
    found = []
    for n, one in enumerate(paper.asked):
        places = {int(said) for said in sent.getlist(f"q{n}") if said.isascii() and said.isdecimal() and len(said) < 3}
        chosen = sorted(place for place in places if place < len(one["options"]))
        found.append(chosen if one["form"] == Form.SEVERAL else chosen[:1])
    return found


@transaction.atomic
def keep(sitting, sent) -> Paper:
    """Save what was chosen so far. Raises Refused, with what became of it, when it comes too late."""
    Matter.objects.select_for_update().get(pk=sitting.pk)  # nobody hands it in meanwhile
    sitting = type(sitting).objects.get(pk=sitting.pk)
    if sitting.state != "sitting":
        raise Refused(_("已经交过卷了，不能再改，也不能再交"))
    if sitting.is_over_time:
        raise Refused(_("考试时间已到，这一次没有收；按到时前已经保存的答案评分"))
    paper = Paper.objects.get(sitting=sitting)
    paper.seal("chosen", answers_in(paper, sent))
    paper.saved_at = now()
    paper.save(update_fields=["chosen", "saved_at"])
    return paper


def closed_in_time(sitting):
    """The sitting as it is now: a paper whose time is over is handed in as it was saved, whoever looks first."""
    if sitting.state == "sitting" and sitting.is_over_time:
        with suppress(Refused):  # another device was first
            sitting.take("hand_in", sitting.receipt, at=sitting.ends_at)
        return type(sitting).objects.select_related(*sitting.process.reads, "congress").get(pk=sitting.pk)
    return sitting


# ---- Marking


def marked(key: list[list[int]], chosen: list[list[int]]) -> int:
    """How many questions are right: all of the right options and none besides; what was left open is wrong."""
    return sum(bool(right) and right == its for right, its in zip(key, chosen, strict=False))


def mark(sitting) -> int:
    """How many questions of a paper are right, by what was saved. Raises Refused where the key is not there."""
    paper = Paper.objects.get(sitting=sitting)
    try:
        return marked(paper.open("key"), paper.open("chosen"))
    except Unreadable as why:
        raise Refused(str(why)) from why
