"""The law examination before appointment (任前法律知识考试): its bank of questions, the rule by which papers are drawn, who sits when.

National law asks for no such examination; by-laws of other places do, and theirs are the numbers in the rulebook.
Which answers are right is sealed wherever it is kept: in the bank, in each paper, and with what a candidate has chosen.
"""

import json
from hashlib import sha256
from typing import Any

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qingting.docket.models import Matter, MatterQuerySet
from qingting.organs.cells import folded
from qingting.organs.fields import Line, Text
from qingting.organs.models import Organ, Person, Post, Receipt
from qingting.vault import seal, unseal

K = Organ.Kind


class Branch(models.TextChoices):
    """For what kind of organ one is to be appointed."""

    GOVERNMENT = "government", _("人民政府及其部门")
    SUPERVISION = "supervision", _("监察委员会")
    COURT = "court", _("人民法院")
    PROCURATORATE = "procuratorate", _("人民检察院")
    CONGRESS = "congress", _("人大常委会工作机构")

    @classmethod
    def of(cls, organ_kind) -> "Branch":
        """The branch to which organs of this kind belong."""
        return BRANCHES.get(organ_kind, cls.CONGRESS)


BRANCHES = {
    K.GOVERNMENT: Branch.GOVERNMENT,
    K.DEPARTMENT: Branch.GOVERNMENT,
    K.SUBDISTRICT: Branch.GOVERNMENT,
    K.SUPERVISORY_COMMISSION: Branch.SUPERVISION,
    K.COURT: Branch.COURT,
    K.PROCURATORATE: Branch.PROCURATORATE,
}


class Form(models.TextChoices):
    SINGLE = "single", _("单选题")
    SEVERAL = "several", _("多选题")
    CLAIM = "claim", _("判断题")


TRUE_OR_FALSE = ("对", "错")  # what a claim offers, as the sheet writes it too; a page says it in its own language


class Question(models.Model):
    """A question of the bank. What is right, and by which article, is sealed: no page, sheet or record ever shows it."""

    congress = models.ForeignKey(Organ, models.PROTECT, related_name="+", editable=False)
    branch = models.CharField(_("适用机关"), max_length=20, choices=Branch, blank=True)  # empty: for all
    form = models.CharField(_("题型"), max_length=10, choices=Form)
    topic = Line(_("主题"), max_length=30)
    text = Text(_("题目"), max_length=500)
    mark = models.CharField(max_length=64, editable=False)  # by which the same question is known again
    options = models.JSONField(default=list)
    key = models.TextField(editable=False)  # sealed: which options are right, and why
    # practice is told right or wrong, so such a question is never on a paper; it is so from its first day, or the other way
    practice = models.BooleanField(_("练习题"), default=False, editable=False)
    in_use = models.BooleanField(_("在用"), default=True, editable=False)

    class Meta:
        verbose_name = _("试题")
        constraints = [models.UniqueConstraint(fields=["congress", "mark"], name="one_question_of_a_text")]
        indexes = [models.Index(fields=["congress", "practice", "in_use", "topic"], name="questions_to_draw")]

    def __str__(self):
        return self.text

    def seal(self, right: list[int], why: str):
        """Keep which options are right (by their places, from 0), and the article that says so. Nothing is saved yet."""
        self.mark = mark_of(self.text)
        self.key = seal(json.dumps([sorted(right), why], ensure_ascii=False), f"examination.question {self.mark}")

    def open(self) -> tuple[list[int], str]:
        """Which options are right, and why: for drawing a paper, and for practice. Raises Unreadable."""
        right, why = json.loads(unseal(self.key, f"examination.question {self.mark}"))
        return right, why


def mark_of(text: str) -> str:
    return sha256(folded(text).encode()).hexdigest()


class DrawingRule(models.Model):
    """How the office has a paper drawn: how many questions of each topic and form, in how many minutes."""

    congress = models.ForeignKey(Organ, models.PROTECT, related_name="+", editable=False)
    branch = models.CharField(_("适用机关"), max_length=20, choices=Branch, blank=True)  # empty: where none is its own
    minutes = models.PositiveSmallIntegerField(_("考试时间（分钟）"), default=60)
    pass_mark = models.PositiveSmallIntegerField(
        _("合格分数"), null=True, blank=True, help_text=_("满分 100 分；空着就按规则里的合格分数。")
    )
    asks = models.JSONField(default=list)  # of each topic and form how many: [topic, form, n]
    changed_by = models.ForeignKey(Post, models.PROTECT, related_name="+", editable=False)
    changed_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        verbose_name = _("组卷规则")
        constraints = [models.UniqueConstraint(fields=["congress", "branch"], name="one_drawing_rule_each")]

    def __str__(self):
        return self.get_branch_display() or gettext("各类机关")

    @property
    def n(self) -> int:
        return sum(n for _topic, _form, n in self.asks)

    @classmethod
    def of(cls, congress, branch) -> "DrawingRule | None":
        """The rule by which papers for this branch are drawn: its own, else the common one."""
        return cls.objects.filter(congress=congress, branch__in=("", branch)).order_by("-branch").first()


class Sitting(Matter):
    """One candidate sits the examination once. He acts by a code, for most candidates hold no post here yet."""

    examinee = models.ForeignKey(Person, models.PROTECT, related_name="sittings", verbose_name=_("考生"))
    branch = models.CharField(_("拟任职机关"), max_length=20, choices=Branch)
    held_on = models.DateField(_("考试日期"), null=True, blank=True)
    attempt = models.PositiveSmallIntegerField(_("第几次"), default=1, editable=False)
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True, related_name="+", editable=False)
    minutes = models.PositiveSmallIntegerField(_("考试时间（分钟）"), null=True, editable=False)
    pass_mark = models.PositiveSmallIntegerField(_("合格分数"), null=True, editable=False)
    began_at = models.DateTimeField(_("开考时间"), null=True, editable=False)
    ends_at = models.DateTimeField(_("到时时间"), null=True, editable=False)
    handed_in_at = models.DateTimeField(_("交卷时间"), null=True, editable=False)
    asked = models.PositiveSmallIntegerField(_("题数"), null=True, editable=False)
    right = models.PositiveSmallIntegerField(_("答对"), null=True, editable=False)
    # the office that still has to tell the nomination; nobody, where there is none or it was told
    tells = models.ForeignKey(Organ, models.PROTECT, null=True, related_name="+", editable=False)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("任前法律知识考试")

    @property
    def is_over_time(self) -> bool:
        return self.ends_at is not None and now() >= self.ends_at

    @property
    def score(self) -> str:
        """Of a hundred, to one decimal place, never rounded up: 82.5."""
        tenths = 1000 * (self.right or 0) // (self.asked or 1)
        return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else f"{tenths // 10}"

    @property
    def has_passed(self) -> bool:
        """Counted exactly: what misses the mark by less than a tenth misses it."""
        return bool(self.asked) and 100 * (self.right or 0) >= (self.pass_mark or 0) * (self.asked or 0)


class Paper(models.Model):
    """What one candidate was asked, as it stood on that day, and what he has chosen so far."""

    sitting = models.OneToOneField(Sitting, models.PROTECT, related_name="paper")
    asked = models.JSONField()  # each question as it was shown: question, form, topic, text, options
    key = models.TextField(editable=False)  # sealed: of each question the places of the right options, as shown
    chosen = models.TextField(blank=True, editable=False)  # sealed too: a paper without a fault would be the key
    saved_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("试卷")

    def __str__(self):
        return f"{self._meta.verbose_name}{self.pk}"

    def seal(self, field: str, said: Any):
        setattr(self, field, seal(json.dumps(said), f"examination.paper {field} {self.sitting_id}"))

    def open(self, field: str) -> Any:
        """What is sealed in this field; nothing where nothing was kept. Raises Unreadable."""
        kept = getattr(self, field)
        return json.loads(unseal(kept, f"examination.paper {field} {self.sitting_id}")) if kept else []
