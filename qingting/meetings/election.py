"""An election: how many candidates there may be for the seats, what a ballot may say, and who is elected.

Law: Organic Law (2022), arts. 27 (how many more candidates than seats), 28 (for, against, abstain, or another person), 29 (more
than half; more than the seats: those with most votes; a tie: again among the tied; too few: another election, at this session
or the next), 30 (by-elections); Electoral Law (2020), arts. 44 (a ballot that names more than the seats is invalid) and 57.

A ballot stays a plain list: first what it says of each candidate, in their order, then the names that were written in.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from math import ceil

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingting.docket.process import Refused
from qingting.meetings.counting import ABSTAIN, CHOICES, INVALID, NO, YES, Form, Total
from qingting.meetings.thresholds import ANOTHER_BALLOT, BYELECTION, BYELECTION_OF_DEPUTIES, CANDIDATES, Threshold
from qingting.organs.fields import visible

LONGEST_NAME = 40


class Elects(TextChoices):
    """What they are elected to, as article 27 tells them apart by how many candidates there may be."""

    HEAD = "head", gettext_lazy("常委会主任、区长、监委主任、法院院长、检察院检察长")
    DEPUTY = "deputy", gettext_lazy("常委会副主任、副区长")
    MEMBER = "member", gettext_lazy("常委会委员")
    BYELECTION = "byelection", gettext_lazy("补选本级国家机关领导人员")
    MUNICIPAL = "municipal", gettext_lazy("补选上一级人大代表（闭会期间，由常委会选举）")


def numbers_allowed(elects: str, seats: int) -> tuple[int, int | None, str]:
    """The least and the most candidates for so many seats (None: no bound), and the article.

    Below five seats no whole number lies between a tenth and a fifth more; that it is then one more is our inference.
    """
    if elects == Elects.HEAD:
        return seats, seats + 1, CANDIDATES
    if elects == Elects.DEPUTY:
        return seats + 1, seats + 3, CANDIDATES
    if elects == Elects.MEMBER:
        least = seats + ceil(seats / 10)
        return least, max(least, seats + seats // 5), CANDIDATES
    return seats, None, BYELECTION if elects == Elects.BYELECTION else BYELECTION_OF_DEPUTIES


def why_not_so_many(elects: str, seats: int, candidates: int, *, follows=False, tied=False) -> str | None:
    """Why there may not be so many candidates. Among the `tied` nobody else stands. In another election for seats that are
    left (`follows`) vice-chairs, members and deputy heads still have more candidates than seats (art. 29); of the others
    the article says nothing: as many as seats are enough.
    """
    if elects == Elects.HEAD and seats != 1:
        return _("正职的应选人数是 1 人，请一个职务一次选举")
    least, most, basis = numbers_allowed(elects, seats)
    if follows:
        basis = ANOTHER_BALLOT
    if tied or follows and elects not in (Elects.DEPUTY, Elects.MEMBER):
        least, most = seats, None
    if candidates >= least and (most is None or candidates <= most):
        return None
    said = {"seats": seats, "least": least, "most": most, "n": candidates, "basis": basis}
    if most is None:
        return _("应选 %(seats)s 人，候选人不能少于 %(least)s 人，现在有 %(n)s 人（%(basis)s）") % said
    if least == most:
        return _("应选 %(seats)s 人，候选人应当是 %(least)s 人，现在有 %(n)s 人（%(basis)s）") % said
    return _("应选 %(seats)s 人，候选人应当是 %(least)s 至 %(most)s 人，现在有 %(n)s 人（%(basis)s）") % said


# What a ballot may say


def plain_name(said: str) -> str:
    """A name as it counts: spaces inside a Chinese name, full and half width, and the dots of other names make no difference."""
    name = re.sub("[•・‧∙⋅]", "·", unicodedata.normalize("NFKC", visible(said)))
    name = "".join(one for one in name if one.isprintable() or one.isspace())
    return re.sub(r"\s+", "" if re.search("[\u3400-\u9fff]", name) else " ", name).strip()


def read_election(candidates: list[str], seats: int, said: list[str], *, on_paper=False) -> list[str]:
    """One ballot. Raises Refused; a paper that names too many is taken as it is, and counts as invalid."""
    n = len(candidates)
    marks, others = said[:n], sorted(filter(None, map(plain_name, said[n:])))
    allowed = {*CHOICES[Form.ELECTION], *([INVALID] if on_paper else [])}
    if len(marks) != n or not allowed.issuperset(marks):
        raise Refused(_("请对每一位候选人表示赞成、反对或者弃权"))
    known = set(map(plain_name, candidates))
    for name in others:
        if not 2 <= len(name) <= LONGEST_NAME or not any(map(str.isalpha, name)):
            raise Refused(_("另选他人请写全名，2 至 %(most)s 个字") % {"most": LONGEST_NAME})
        if name in known:
            raise Refused(_("%(name)s是候选人，请在候选人那一行表示意见，不用另写") % {"name": name})
        if others.count(name) > 1:
            raise Refused(_("%(name)s写了两次，一人只写一次") % {"name": name})
    ballot = [*marks, *others]
    if INVALID not in marks and not on_paper and (over := names_on(ballot, n) - seats) > 0:
        told = {"n": seats + over, "seats": seats, "over": over}
        raise Refused(_("您选了 %(n)s 人，应选 %(seats)s 人。多选的票无效，请减少 %(over)s 人") % told)
    return ballot


def names_on(ballot: list[str], candidates: int) -> int:
    """How many persons a ballot is for."""
    return ballot[:candidates].count(YES) + len(ballot) - candidates


def is_valid(ballot: list[str], candidates: int, seats: int) -> bool:
    """Electoral Law, art. 44: as many names as seats, or fewer. A paper on which nothing can be read is not valid either."""
    spoiled = set(ballot) == {INVALID}
    return not spoiled and names_on(ballot, candidates) <= seats


# Who is elected


@dataclass(frozen=True)
class Standing(Total):
    """How one person came out of it, candidate or written in."""

    name: str = ""
    is_candidate: bool = True
    is_elected: bool = False
    is_tied: bool = False

    @property
    def is_carried(self) -> bool | None:
        """Whether he is elected. None where a tie has left it open: his matter waits for the next ballot."""
        return None if self.is_tied else self.is_elected

    def __str__(self):
        said = _("、").join(
            _("%(choice)s %(n)s 票") % {"choice": {**CHOICES[self.form], INVALID: _("无效")}[choice], "n": n}
            for choice, n in self.counts.items()
        )
        end = _("票数相等，再次投票") if self.is_tied else _("当选") if self.is_elected else _("未当选")
        return _("%(counts)s：%(end)s") % {"counts": said, "end": end}


def settle(votes: dict[str, int], seats: int, least: int) -> tuple[set[str], set[str]]:
    """Who is elected, and who is tied for the seats that are left (art. 29)."""
    enough = {name: n for name, n in votes.items() if n >= least}
    if len(enough) <= seats:
        return set(enough), set()
    cut = sorted(enough.values(), reverse=True)[seats - 1]
    above = {name for name, n in enough.items() if n > cut}
    level = {name for name, n in enough.items() if n == cut}
    return (above | level, set()) if len(above | level) == seats else (above, level)


@dataclass(frozen=True)
class Election:
    """What an election came to."""

    seats: int
    standings: list[Standing]  # the candidates in their order, then those written in, most votes first
    cast: int
    invalid: int
    rule: Threshold
    whole: int
    basis: str

    @property
    def elected(self) -> list[Standing]:
        return [one for one in self.ranked if one.is_elected]

    @property
    def ranked(self) -> list[Standing]:
        """By the number of votes, as they are read out."""
        return sorted(self.standings, key=lambda one: -one.votes_for)

    @property
    def tied(self) -> list[Standing]:
        return [one for one in self.standings if one.is_tied]

    @property
    def left(self) -> int:
        """Seats that are still to be filled."""
        return self.seats - len(self.elected)

    @property
    def again(self) -> list[Standing]:
        """Whom the platform proposes for the next ballot: the tied, or the candidates who were not elected, most votes first."""
        return self.tied or [one for one in self.ranked if one.is_candidate and not one.is_elected]

    @property
    def verdict(self) -> str:
        """In the fewest words, for the screen."""
        if not self.left:
            return _("全部选出")
        told = {"n": len(self.elected), "left": self.left}
        return _("选出 %(n)s 人，缺 %(left)s 人") % told if self.elected else _("没有选出")

    def __str__(self):
        """The result as it is announced. Nobody types any of it."""
        told = {
            "seats": self.seats, "cast": self.cast, "valid": self.cast - self.invalid, "invalid": self.invalid,
            "whole": self.whole, "least": self.rule.least(self.whole), "rule": self.rule,
        }  # fmt: skip
        parts = [_("应选 %(seats)s 人。收回 %(cast)s 票，有效 %(valid)s 票，无效 %(invalid)s 票。") % told]
        parts.append(
            _("全体 %(whole)s 人，%(rule)s为 %(least)s 票。") % told
            if self.rule.share
            else _("票数相等的人再次投票，以得票多的当选。")
        )
        names = _("、").join(_("%(name)s（%(n)s 票）") % {"name": one.name, "n": one.votes_for} for one in self.elected)
        parts.append(_("当选：%(names)s。") % {"names": names} if names else _("没有人当选。"))
        if self.tied:
            told |= {
                "names": _("、").join(one.name for one in self.tied),
                "n": self.tied[0].votes_for,
                "left": self.left,
            }
            parts.append(_("%(names)s票数相等（各 %(n)s 票），不能确定当选人，就他们再次投票，选 %(left)s 人。") % told)
        elif self.left:
            parts.append(_("不足的 %(left)s 人，在本次会议或者下次会议上另行选举。") % {"left": self.left})
        return "".join(parts) + _("（%(basis)s）") % {"basis": self.basis}


def elect(candidates, seats, ballots, whole, rule, basis, same=None) -> Election:
    """Count an election from its ballots. `same`: of two spellings of one person, which stands for which.

    A ballot that bears both spellings of one person has named one person, for the count and for its being valid.
    """
    n, same = len(candidates), same or {}
    meant = [[*ballot[:n], *sorted({same.get(name, name) for name in ballot[n:]})] for ballot in ballots]
    valid = [ballot for ballot in meant if is_valid(ballot, n, seats)]
    invalid = len(meant) - len(valid)
    rows = []
    for place, name in enumerate(candidates):
        said = Counter(ballot[place] for ballot in valid)
        counts = {choice: said[choice] for choice in (YES, NO, ABSTAIN)}
        if not_read := said[INVALID] + invalid:
            counts[INVALID] = not_read
        rows.append((name, True, counts))
    written = Counter(name for ballot in valid for name in ballot[n:])
    rows += [(name, False, {YES: k}) for name, k in sorted(written.items(), key=lambda row: (-row[1], row[0]))]
    elected, tied = settle({name: counts[YES] for name, _is, counts in rows}, seats, rule.least(whole))
    standings = [
        Standing(Form.ELECTION, counts, len(meant), whole, rule, name, is_candidate, name in elected, name in tied)
        for name, is_candidate, counts in rows
    ]
    return Election(seats, standings, len(meant), invalid, rule, whole, basis)
