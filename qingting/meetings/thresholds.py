"""Quorums and majorities as the law sets them: of whom, how much, by which article. Counted with exact fractions.

过半数 is more than half; 三分之二以上 and 半数以上 include the share itself (so also the law on the second answer: Deputies Law, art. 20).
National law stands here. What by-laws set, for the chairpersons' meeting and for a special committee, stands in the
rulebook (`thresholds.toml`), with its own confidence.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qingting.clocks.rules import in_force, in_turn, of_place, read
from qingting.docket.process import Refused
from qingting.organs.models import Organ, Post


class Of(TextChoices):
    """Of whom the share is taken."""

    MEMBERS = "members", _("全体组成人员")
    DEPUTIES = "deputies", _("全体代表")


@dataclass(frozen=True)
class Threshold:
    """A share of a whole that must be exceeded, or reached."""

    share: Fraction
    of: str
    over: bool  # 过半数: the share itself is not enough
    basis: str  # the article
    confidence: str = "A"

    def least(self, whole: int) -> int:
        """The smallest number of persons that is enough."""
        part = self.share * whole
        return floor(part) + 1 if self.over else ceil(part)

    def is_reached(self, n: int, whole: int) -> bool:
        """Nobody is no quorum of nobody: where there is no member there is no meeting."""
        return whole > 0 and n >= self.least(whole)

    def __str__(self):
        if not self.share:
            return gettext("以得票多的当选")
        said = {"of": Of(self.of).label, "share": _named(self.share)}
        return gettext("%(of)s的过%(share)s") % said if self.over else gettext("%(of)s的%(share)s以上") % said


def _named(share: Fraction) -> str:
    """半数, 三分之二: the shares that Chinese law uses have names."""
    named = {HALF: _("半数"), TWO_THIRDS: _("三分之二")}
    return str(named.get(share) or share)


HALF, TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)
ORGANIC = "《中华人民共和国地方各级人民代表大会和地方各级人民政府组织法》（2022）"
ELECTORAL = "《中华人民共和国全国人民代表大会和地方各级人民代表大会选举法》（2020）"
CANDIDATES = f"{ORGANIC}第二十七条"  # how many there may be
ANOTHER_BALLOT = f"{ORGANIC}第二十九条"  # who is elected, after a tie and where seats are left
BYELECTION = f"{ORGANIC}第三十条"
BYELECTION_OF_DEPUTIES = f"{ELECTORAL}第五十七条"
SUPERVISION = "《中华人民共和国各级人民代表大会常务委员会监督法》（2024）"

# (kind of organ, what for): the threshold. "sit" is the quorum, "carry" the majority.
NATIONAL: dict[tuple[Any, str], Threshold] = {
    (Organ.Kind.STANDING_COMMITTEE, "sit"): Threshold(HALF, Of.MEMBERS, True, f"{ORGANIC}第五十一条第三款"),
    (Organ.Kind.STANDING_COMMITTEE, "carry"): Threshold(HALF, Of.MEMBERS, True, f"{ORGANIC}第五十一条第四款"),
    (Organ.Kind.CONGRESS, "sit"): Threshold(TWO_THIRDS, Of.DEPUTIES, False, f"{ORGANIC}第十四条第四款"),
    (Organ.Kind.CONGRESS, "carry"): Threshold(HALF, Of.DEPUTIES, True, f"{ORGANIC}第二十五条"),
}


def threshold(organ: Organ, act: str, day: date) -> Threshold:
    """What this organ needs to `sit`, to `carry` a motion, to be `satisfied` or to choose among the `tied` on that day. Raises Refused where no rule is
    known for it.
    """
    if (organ.kind, act) in NATIONAL:
        return NATIONAL[organ.kind, act]
    if act == "tied":
        said = _version(act, organ, day)
        if not said["most"]:
            return threshold(organ, "carry", day)
        return Threshold(
            Fraction(0), Of.MEMBERS, True, said["basis"], said["confidence"]
        )  # one vote, and more than others
    said = _version(act if act == "satisfied" else f"{organ.kind}_{act}", organ, day)
    return Threshold(Fraction(said["share"]), Of.MEMBERS, said["over"], said["basis"], said["confidence"])


def whole(organ: Organ, roles, day: date, seats: list[Post] | None = None) -> "Whole":
    """How many its members are on that day, as the share of all of them is taken; by the seats held on it, where they were read."""
    said = _version("all_members", organ, day)
    quota, incumbents, suspended = organ.strength(roles, day) if seats is None else _strength(organ, seats, day)
    return Whole(quota, incumbents, suspended, said["number"], said["basis"], said["confidence"])


def _strength(organ: Organ, seats: list[Post], day: date) -> tuple[int | None, int, int]:
    return organ.quota, len(seats), sum(not post.is_current(day) for post in seats)


@dataclass(frozen=True)
class Whole:
    """Seats by law, those who hold one, and those of them who may not act: kept apart, because no text says which counts."""

    quota: int | None
    incumbents: int
    suspended: int
    number: str  # which of them is the base: quota, incumbents or serving
    basis: str
    confidence: str

    @property
    def n(self) -> int:
        """The base of a share. Where no quota was written down, those who hold a seat stand for it."""
        if self.number == "quota" and self.quota:
            return self.quota
        return self.incumbents - (self.suspended if self.number == "serving" else 0)


def _version(name: str, organ: Organ, day: date) -> dict:
    """The version of a local rule that is in force for an organ's congress."""
    common = read(settings.RULEBOOK / "thresholds.toml").get(name)
    if not common:
        kind = organ.get_kind_display()
        raise Refused(gettext("没有%(kind)s的法定人数规则，不能举行会议或者表决") % {"kind": kind})
    return in_force(in_turn(common, of_place(organ.congress, ".thresholds").get(name, [])), day)
