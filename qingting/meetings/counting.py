"""What a ballot may say, what ballots add up to, and what that comes to by the rule. Nobody types a total.

A ballot answers the questions of a vote in their order, one choice each. It is a plain list, such as ["yes", "no"].
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qingting.docket.process import Refused
from qingting.meetings.thresholds import Threshold


class Form(TextChoices):
    """What is asked."""

    MOTION = "motion", gettext_lazy("议案、决议等事项")
    PERSONS = "persons", gettext_lazy("人事任免（逐人）")
    SATISFACTION = "satisfaction", gettext_lazy("满意度测评")
    ELECTION = "election", gettext_lazy("选举（可以另选他人）")


YES, NO, ABSTAIN = "yes", "no", "abstain"
SATISFIED, BASICALLY, UNSATISFIED = "satisfied", "basically", "unsatisfied"
INVALID = "invalid"  # a paper that says nothing, or too much

CHOICES: dict[str, dict[str, Any]] = {
    Form.MOTION: {YES: gettext_lazy("赞成"), NO: gettext_lazy("反对"), ABSTAIN: pgettext_lazy("vote", "弃权")},
    Form.PERSONS: {YES: gettext_lazy("同意"), NO: gettext_lazy("不同意"), ABSTAIN: pgettext_lazy("vote", "弃权")},
    Form.ELECTION: {YES: gettext_lazy("赞成"), NO: gettext_lazy("反对"), ABSTAIN: pgettext_lazy("vote", "弃权")},
    Form.SATISFACTION: {
        SATISFIED: gettext_lazy("满意"),
        BASICALLY: gettext_lazy("基本满意"),
        UNSATISFIED: gettext_lazy("不满意"),
    },
}
# What speaks for it. Of satisfaction, that “basically” counts is our inference (procedures note P07, confidence E).
FOR = {Form.MOTION: (YES,), Form.PERSONS: (YES,), Form.SATISFACTION: (SATISFIED, BASICALLY), Form.ELECTION: (YES,)}


def read_ballot(form: str, questions: int, said: list[str], *, on_paper=False) -> list[str]:
    """The choices of one ballot, one for each question. Raises Refused; on paper, what is no choice is an invalid one."""
    if len(said) != questions:
        raise Refused(_("这张票有 %(n)s 项，您填了 %(said)s 项。请每一项选一个") % {"n": questions, "said": len(said)})
    allowed = {*CHOICES[form], *([INVALID] if on_paper else [])}
    if wrong := [one for one in said if one not in allowed]:
        raise Refused(_("“%(said)s”不是这张票上的选项，请重新选") % {"said": wrong[0][:20]})
    return list(said)


@dataclass(frozen=True)
class Total:
    """What the ballots say to one question."""

    form: str
    counts: dict[str, int]  # by choice, in the order of the ballot
    cast: int  # ballots, invalid ones with them
    whole: int  # of how many the share is taken
    rule: Threshold

    @property
    def votes_for(self) -> int:
        return sum(self.counts[choice] for choice in FOR[self.form])

    @property
    def is_carried(self) -> bool | None:
        return self.rule.is_reached(self.votes_for, self.whole)

    @property
    def absent(self) -> int:
        """Members who cast no ballot: in a share of all members they count as those who did not say yes."""
        return max(self.whole - self.cast, 0)

    def __str__(self):
        """The result as it is announced, with the rule that makes it one."""
        said = _("、").join(
            _("%(choice)s %(n)s 票") % {"choice": CHOICES[self.form][choice], "n": n}
            for choice, n in self.counts.items()
            if choice != INVALID
        )
        if self.counts.get(INVALID):
            said += _("、") + _("无效 %(n)s 票") % {"n": self.counts[INVALID]}
        how = {"counts": said, "whole": self.whole, "least": self.rule.least(self.whole), "rule": self.rule}
        how["end"] = _("通过") if self.is_carried else _("未通过")
        return _("%(counts)s。全体 %(whole)s 人，%(rule)s为 %(least)s 票：%(end)s") % how


def total(form: str, ballots: list[list[str]], place: int, whole: int, rule: Threshold) -> Total:
    """What these ballots say to the question at this place."""
    said = Counter(ballot[place] for ballot in ballots)
    counts = {choice: said.get(choice, 0) for choice in (*CHOICES[form], INVALID) if choice != INVALID or said[INVALID]}
    return Total(form, counts, len(ballots), whole, rule)
