"""The bank comes in as a sheet, like the rosters. Whoever imports keeps his sheet; the platform never says the key again.

Neither does it say whether a key agrees with the one that it has, or whoever tries all of them would learn it: so the key of
a question in use is neither compared nor changed. To put one right, it is retired first, and comes in again with the sheet.
"""

import re

from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qingting.directory.rosters import first_of_its_kind, labels
from qingting.examination.models import TRUE_OR_FALSE, Branch, Form, Question, mark_of
from qingting.organs.cells import Unread, choice, claim, line, plain, text
from qingting.organs.models import Post
from qingting.organs.sheets import CHANGED, NEW, SAME, Column, Row, Sheet

LETTERS = "ABCDEF"
OPTIONS = tuple(f"option_{letter.lower()}" for letter in LETTERS)
YES, NO = ("对", "正确", "√"), ("错", "错误", "×")


def key(cell) -> str:
    """The letters of the right options, or whether a claim is true. What was written is not repeated in a fault."""
    written = re.sub(r"[\s、，,;；]", "", plain(cell)).upper()
    if written in YES + NO:
        return "A" if written in YES else "B"
    if not re.fullmatch(f"[{LETTERS}]+", written):
        raise Unread(said("应当是选项的字母，如 A 或 ABD；判断题写“对”或“错”"))
    return "".join(sorted(set(written)))


def take_in_questions(rows: list[Row], by: Post) -> list[str]:
    """Questions by their texts. All or none; the key of a question in use stays as it is."""
    congress = by.organ.congress
    known = {question.mark: question for question in Question.objects.filter(congress=congress)}
    seen: dict[str, int] = {}
    found = []
    for row in rows:
        if not row.get("text"):
            continue
        mark = mark_of(row.get("text"))
        if first_of_its_kind(row, mark, seen, QUESTIONS.label("text")):
            question = known.get(mark) or Question(congress=congress, text=row.get("text"), mark=mark)
            found.append((row, question, fill_in(row, question)))
    if not any(row.faults for row in rows):
        for row, question, is_keyed_anew in found:
            if is_keyed_anew:
                question.seal([LETTERS.index(letter) for letter in row.get("right")], row.get("why") or "")
            if row.outcome != SAME:
                question.save()
    if any(row.outcome == SAME for row in rows):
        return [
            said(
                "在用的题不比对答案，也不改答案：答案谁也看不到，也试不出来。答案要改的，先把这道题停用，再导入改好的表。"
            )
        ]
    return []


def fill_in(row, question) -> bool:
    """What a row makes of a question; whether its key is taken from the row."""
    is_new, was_retired = question.pk is None, question.pk is not None and not question.in_use
    see_that_it_stays_what_it_is(row, question, is_new)
    before = (question.form, question.options)
    becomes = {"form": row.get("form"), "topic": row.get("topic"), "branch": row.get("branch")}
    for name, value in becomes.items():
        if value not in (None, ""):
            if not is_new:
                row.compare(QUESTIONS.label(name), shown(name, getattr(question, name)), shown(name, value))
            setattr(question, name, value)
    options = options_of(row, question.form)
    if not is_new and question.options != options:
        row.compare(said("选项"), said("、").join(question.options), said("、").join(options))
    question.options = options
    check_key(row, question)
    if was_retired:
        row.compare(said("状态"), said("停用"), said("在用"))
    question.in_use = True
    row.outcome = NEW if is_new else CHANGED if row.changes else SAME
    return is_new or was_retired or before != (question.form, question.options)


def see_that_it_stays_what_it_is(row, question, is_new):
    """Practice tells what is right: no question of the examination becomes one of practice, nor the other way round."""
    practice = row.get("practice")
    if is_new:
        question.practice = bool(practice)
    elif practice is not None and practice != question.practice:
        is_one = (
            said("题库里已有这道题，是练习题，不能改成正式试题")
            if question.practice
            else said("题库里已有这道题，是正式试题，不能改成练习题")
        )
        row.refuse(QUESTIONS.label("practice"), is_one)


def options_of(row, form) -> list[str]:
    """The options in their order, without gaps; a claim has its own two."""
    given = [row.get(name) or "" for name in OPTIONS]
    if form == Form.CLAIM:
        if any(given):
            row.refuse(QUESTIONS.label("form"), said("判断题不写选项"))
        return list(TRUE_OR_FALSE)
    last = max((place for place, option in enumerate(given) if option), default=-1)
    for place in range(max(last, 1)):
        if not given[place]:
            row.refuse(QUESTIONS.label(OPTIONS[place]), said("空着。选项从 A 起挨着写，至少两个"))
    if last < 1 and given[0]:
        row.refuse(QUESTIONS.label(OPTIONS[1]), said("空着。选项从 A 起挨着写，至少两个"))
    options = [option for option in given if option]
    if len(set(options)) < len(options):
        row.refuse(QUESTIONS.label("form"), said("有两个选项写得一样"))
    return options


def check_key(row, question):
    """Whether the key fits the form and the options. Its fault says nothing of what was written."""
    right = row.get("right")
    if not right:
        return
    if question.form == Form.SINGLE and len(right) != 1:
        row.refuse(QUESTIONS.label("right"), said("单选题只有一个正确答案"))
    elif question.form == Form.SEVERAL and len(right) < 2:
        row.refuse(QUESTIONS.label("right"), said("多选题至少有两个正确答案"))
    elif question.form == Form.CLAIM and right not in ("A", "B"):
        row.refuse(QUESTIONS.label("right"), said("判断题写“对”或“错”"))
    elif any(LETTERS.index(letter) >= len(question.options) for letter in right):
        row.refuse(QUESTIONS.label("right"), said("写了没有的选项"))


def shown(name, value) -> str:
    """A value as a person reads it, to tell what changes."""
    if name == "branch":
        return str(Branch(value).label) if value else said("各类机关")
    return str(Form(value).label) if name == "form" else str(value)


def option(letter, example):
    label = {
        "A": _("选项 A"),
        "B": _("选项 B"),
        "C": _("选项 C"),
        "D": _("选项 D"),
        "E": _("选项 E"),
        "F": _("选项 F"),
    }[letter]
    return Column(
        f"option_{letter.lower()}", label, line(200), example, _("判断题空着。"), also=(letter, f"选项{letter}")
    )


QUESTIONS = Sheet(
    slug="questions",
    title=pgettext_lazy("list", "法律知识考试题库"),
    take_in=take_in_questions,
    columns=(
        Column(
            "text",
            _("题目"),
            text(500),
            "（示例）任命表决采用什么方式？",
            _("最多 500 字。同一道题只写一次。"),
            required=True,
            also=("题干", "试题"),
        ),
        Column(
            "form",
            _("题型"),
            choice(Form, {"单选": Form.SINGLE, "多选": Form.SEVERAL, "判断": Form.CLAIM}),
            "单选题",
            _("从下拉列表里选。"),
            required=True,
            also=("类型",),
            offers=labels(Form),
        ),  # fmt: skip
        option("A", "甲方式"),
        option("B", "乙方式"),
        option("C", ""),
        option("D", ""),
        option("E", ""),
        option("F", ""),
        Column(
            "right",
            _("正确答案"),
            key,
            "A",
            _("单选写一个字母，多选连着写，如 ABD；判断题写“对”或“错”。导入以后谁也看不到。"),
            required=True,
            also=("答案",),
            secret=True,
        ),
        Column(
            "why",
            _("依据"),
            text(500),
            "（示例）某法第某条",
            _("哪部法律第几条。练习题答过以后告诉考生，正式试题不显示。"),
            also=("解析", "法律依据"),
            secret=True,
        ),
        Column(
            "topic",
            _("主题"),
            line(30),
            "宪法",
            _("如“宪法”“地方组织法”；出卷时按主题抽题。"),
            required=True,
            also=("类别", "知识点"),
        ),
        Column(
            "branch",
            _("适用机关"),
            choice(Branch),
            "",
            _("从下拉列表里选；空着就是各类机关都用。"),
            also=("机关类别",),
            offers=labels(Branch),
        ),
        Column(
            "practice", _("练习题"), claim, "", _("写“是”的只用来练习，正式考试不出；空着就是正式试题。以后不能改。")
        ),
    ),
    notes=(_("同一份表导入两次，题库里还是一份。停用的题再导入，就重新启用。"),),
)
