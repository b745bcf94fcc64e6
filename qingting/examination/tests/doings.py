"""What these tests do again and again: a bank, a rule, a candidate with his code, a paper answered right or wrong."""

import io

from django.http import QueryDict
from django.utils.timezone import localdate
from openpyxl import Workbook

from qingting.examination import codes, papers
from qingting.examination.models import DrawingRule, Paper, Question, Sitting
from qingting.organs.models import Person
from qingting.organs.sheets import Sheet, bring_in, cleaned, found_in

DAY = "2026-03-26"
WHY = "据以判断的条文金丝雀"  # stands nowhere but in the sealed key


def anew(thing):
    return type(thing).objects.get(pk=thing.pk)


def fill(town, n=6, right=0, practice=False):
    """So many questions each of two topics and three forms; of each, the option at this place is right."""
    made = []
    for topic in ("宪法", "地方组织法"):
        for form in ("single", "several", "claim"):
            for i in range(n):
                options = ["对", "错"] if form == "claim" else [f"{topic}{form}{i}选项{place}" for place in range(4)]
                word = "练习" if practice else "试题"
                question = Question(
                    congress=town.congress,
                    form=form,
                    topic=topic,
                    text=f"{word}{topic}{form}{i}？",
                    options=options,
                    practice=practice,
                )
                question.seal([right, right + 2] if form == "several" else [right], WHY)
                question.save()
                made.append(question)
    return made


def rule(town, n=2, **given):
    """Two questions each of all, in an hour: twelve on a paper."""
    asks = [[topic, form, n] for topic in ("宪法", "地方组织法") for form in ("single", "several", "claim")]
    return DrawingRule.objects.create(
        **dict(congress=town.congress, minutes=60, asks=asks, changed_by=town.wang) | given
    )


def candidate(town, name="苏新"):
    return Person.objects.get_or_create(name=name, congress=town.congress)[0]


def appointed(town, person=None, **given):
    """A candidate who may sit today, and the code on his slip."""
    person = person or candidate(town)
    held_on = given.pop("held_on", None) or localdate()
    m = Sitting.objects.create(
        **dict(title=f"{person.name}的任前法律知识考试", examinee=person, branch="government", keeper=town.office)
        | given
    )
    m.take("appoint", town.wang, held_on=held_on)
    m = anew(m)
    return m, codes.code_shown(m)


def begun(town, person=None, **given):
    m, code = appointed(town, person, **given)
    m.take("begin", m.receipt)
    return anew(m), code


def answers(m, wrong=0):
    """What a form sends that answers all but so many questions right."""
    paper = Paper.objects.get(sitting=m)
    sent = QueryDict(mutable=True)
    for n, right in enumerate(paper.open("key")):
        chosen = (
            right if n >= wrong else [place for place in range(len(paper.asked[n]["options"])) if place not in right]
        )
        sent.setlist(f"q{n}", [str(place) for place in chosen])
    return sent


def sat(town, person=None, wrong=0, **given):
    """A whole sitting, handed in and marked."""
    m, _code = begun(town, person, **given)
    papers.keep(m, answers(m, wrong))
    m.take("hand_in", m.receipt)
    return anew(m)


HEAD = ["题目", "题型", "选项 A", "选项 B", "选项 C", "选项 D", "正确答案", "依据", "主题", "适用机关", "练习题"]


def sheet(*rows, head=HEAD) -> bytes:
    book = Workbook()
    book.active.append(head)
    for row in rows:
        book.active.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def imported(town, *rows, rehearsal=False):
    """The rows of a sheet brought in by the clerk, each with its outcome and faults; and what was remarked."""
    questions = Sheet.all["questions"]
    found = found_in(questions, sheet(*rows), "题库.xlsx")
    cells = cleaned(questions, found.rows)
    return cells, bring_in(questions, cells, town.wang, rehearsal=rehearsal)
