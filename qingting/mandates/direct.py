"""What the ballots of a direct election come to: whether it is valid, who is elected, who must be voted on again.

Electoral Law (2020): art. 44 (as many ballots as voters, or fewer), art. 45 (more than half of all voters of the constituency
take part; elected is who has the votes of more than half of those; equal votes are voted on again; where too few are elected,
another vote is held, in which one third of the ballots is enough), art. 31 (how many candidates to how many seats).
Everything is counted with whole numbers and exact fractions. Who is voted for is a key; names stand elsewhere.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


class Nature(TextChoices):
    """What kind of vote it is: the first, one among equals, or another for the seats that are left."""

    FIRST = "first", gettext_lazy("选举")
    TIE = "tie", gettext_lazy("得票相等，再次投票")
    RUNOFF = "runoff", gettext_lazy("另行选举")


@dataclass(frozen=True)
class Result:
    elected: tuple = ()
    tied: tuple = ()  # those whose equal votes leave open who of them is elected
    left: int = 0  # seats that are still to be filled
    invalid: str = ""  # why the whole vote does not count

    @property
    def is_settled(self) -> bool:
        return not self.left


@dataclass(frozen=True)
class Count:
    """What was counted: voters on the list, those who took part, ballots in the box, invalid ones, and the votes of each."""

    voters: int
    turnout: int
    ballots: int
    spoilt: int
    votes: dict = field(default_factory=dict)

    def fault(self, seats: int) -> str | None:
        """What cannot be so, in one sentence; None where the figures agree."""
        if self.turnout > self.voters:
            return _("参加投票的 %(turnout)s 人多于选民名单的 %(voters)s 人，请核对") % vars(self)
        if self.spoilt > self.ballots:
            return _("无效票 %(spoilt)s 张多于收回的 %(ballots)s 张，请核对") % vars(self)
        good = self.ballots - self.spoilt
        if (most := max(self.votes.values(), default=0)) > good:
            return _("有候选人得 %(n)s 票，多于有效票 %(good)s 张，请核对") % {"n": most, "good": good}
        if (total := sum(self.votes.values())) > good * seats:
            said = {"n": total, "good": good, "seats": seats}
            return _("得票合计 %(n)s，多于有效票 %(good)s 张乘以应选 %(seats)s 名，请核对") % said
        return None


def is_valid_turnout(turnout: int, voters: int) -> bool:
    """Art. 45(1): more than half of all voters of the constituency took part."""
    return turnout > HALF * voters


def result(count: Count, seats: int, nature: str = Nature.FIRST) -> Result:
    """Who is elected to these seats. That another vote, too, needs more than half of the voters is our reading (E)."""
    if not is_valid_turnout(count.turnout, count.voters):
        said = {"turnout": count.turnout, "voters": count.voters}
        return Result(
            left=seats,
            invalid=_("参加投票 %(turnout)s 人，没有超过全体选民 %(voters)s 人的半数，选举无效（《选举法》第四十五条）")
            % said,
        )
    if count.ballots > count.turnout:
        said = {"ballots": count.ballots, "turnout": count.turnout}
        return Result(
            left=seats,
            invalid=_("收回 %(ballots)s 张票，多于投票的 %(turnout)s 人，选举无效（《选举法》第四十四条）") % said,
        )
    enough = sorted(
        (key for key in count.votes if is_enough(count.votes[key], count, nature)), key=lambda k: -count.votes[k]
    )
    if len(enough) <= seats:
        return Result(tuple(enough), left=seats - len(enough))
    last = count.votes[enough[seats - 1]]
    if last > count.votes[enough[seats]]:
        return Result(tuple(enough[:seats]))
    above = tuple(key for key in enough if count.votes[key] > last)
    return Result(above, tuple(key for key in enough if count.votes[key] == last), left=seats - len(above))


def is_enough(votes: int, count: Count, nature: str) -> bool:
    """Whether so many votes elect: of those who took part more than half, in another vote a third of the ballots;
    among equals, who had enough before, the most are enough.
    """
    if nature == Nature.TIE:
        return votes > 0
    return votes >= THIRD * count.ballots and votes > 0 if nature == Nature.RUNOFF else votes > HALF * count.turnout


def next_round(count: Count, found: Result, nature: str) -> tuple[str, tuple]:
    """What is voted on next, and on whom. After a vote that does not count, the same again."""
    if found.invalid:
        return nature, tuple(count.votes)
    if found.tied:
        return Nature.TIE, found.tied
    others = sorted((key for key in count.votes if key not in found.elected), key=lambda key: -count.votes[key])
    return Nature.RUNOFF, tuple(others[: candidates_for(found.left)])


def candidates_for(seats: int) -> int:
    """How many stand in another vote: two for one seat, else a third more than there are seats (arts. 45 and 31)."""
    return 2 if seats == 1 else ceil(seats * (1 + THIRD))
