"""Papers of several persons or candidates, entered one by one by two tellers who do not see each other's entries (双人录入).

A teller enters a paper by digits, one a line of the paper, and the names that were written in. Nothing counts before he says
that he is done; then his papers lie sorted, in no order of theirs.
"""

import re
from collections import Counter

from django.db import transaction
from django.utils.translation import gettext as _

from qingting.docket.process import Refused
from qingting.meetings.casting import may_tally, read
from qingting.meetings.counting import CHOICES, INVALID, Form
from qingting.meetings.votes import Spelling, Tally, Vote

SPOILED = "0"  # a whole paper on which nothing can be read
NOT_CLEAR = "9"  # one line of it


def by_paper(vote: Vote) -> bool:
    """Whether papers are entered one by one: a total for each choice says nothing of a paper with several lines."""
    return vote.way == Vote.Way.PAPER and (vote.form == Form.ELECTION or vote.questions.count() > 1)


def keys(vote: Vote) -> dict[str, str]:
    """Which digit stands for which choice of one line."""
    return {str(n): choice for n, choice in enumerate(CHOICES[vote.form], 1)} | {NOT_CLEAR: INVALID}


def read_digits(vote: Vote, digits: str, others: str = "") -> list[str]:
    """The paper that these keys say. Raises Refused."""
    n, meaning, digits = vote.questions.count(), keys(vote), re.sub(r"\s", "", digits)
    if digits == SPOILED:
        return [INVALID] * n
    if len(digits) != n or not set(digits) <= set(meaning):
        told = {"n": n, "said": len(digits), "keys": _("、").join(meaning)}
        raise Refused(_("这张票有 %(n)s 行，请按 %(n)s 个数字（%(keys)s），您按了 %(said)s 个。整张作废按 0") % told)
    names = [name for name in re.split("[、，,；;\n]", others) if name.strip()]
    if names and vote.form != Form.ELECTION:
        raise Refused(_("这次表决不是选举，不能另选他人"))
    return read(vote, [*(meaning[digit] for digit in digits), *names], on_paper=True)


@transaction.atomic
def own(vote: Vote, teller, seen: int) -> Tally:
    """A teller's own papers, to be changed. `seen`: how many he had before him, so that a press that came twice is once."""
    if not may_tally(vote, teller):
        raise Refused(_("只有%(office)s的两个人能计票") % {"office": vote.keeper})
    locked = Vote.objects.select_for_update(of=("matter_ptr",)).get(pk=vote.pk)
    if locked.state != "voting":
        raise Refused(_("“%(vote)s”%(state)s，现在不能录入") % {"vote": vote.title, "state": locked.state_label})
    blank = {"ballots": [], "is_finished": False}
    mine, _new = Tally.objects.get_or_create(vote=vote, teller=teller, defaults=blank)
    if len(mine.ballots) != seen:
        raise Refused(_("您已经录入 %(n)s 张，这一次没有再记。请看清张数再录") % {"n": len(mine.ballots)})
    return mine


@transaction.atomic
def enter(vote: Vote, teller, seen: int, ballot: list[str]):
    """One paper more. Raises Refused."""
    mine = own(vote, teller, seen)
    if mine.is_finished:
        raise Refused(_("您已经录完。要改，请先点“接着改”"))
    mine.ballots = [*mine.ballots, ballot]
    mine.save(update_fields=["ballots"])


@transaction.atomic
def take_back(vote: Vote, teller, seen: int, place: int):
    """A paper that was entered wrongly is taken out, the last one by -1. Raises Refused."""
    mine = own(vote, teller, seen)
    if mine.is_finished or not -1 <= place < len(mine.ballots) or not mine.ballots:
        raise Refused(_("没有可以撤回的票"))
    mine.ballots = [*mine.ballots[:place], *mine.ballots[place % len(mine.ballots) + 1 :]]
    mine.save(update_fields=["ballots"])


@transaction.atomic
def finish(vote: Vote, teller, seen: int, done: bool):
    """He is done, or goes on. Raises Refused."""
    mine = own(vote, teller, seen)
    mine.ballots, mine.is_finished = sorted(mine.ballots) if done else mine.ballots, done
    mine.save(update_fields=["ballots", "is_finished"])


def where_they_differ(vote: Vote, one: list, other: list) -> str:
    """On which lines two tellers differ, and on which written-in names; of a vote on one thing nothing more is to be said."""
    asks = [question.text for question in vote.questions.all()]
    n = len(asks)
    places = [
        ask for place, ask in enumerate(asks) if Counter(b[place] for b in one) != Counter(b[place] for b in other)
    ]
    names = [Counter(name for ballot in ballots for name in ballot[n:]) for ballots in (one, other)]
    places += sorted(name for name in {*names[0], *names[1]} if names[0][name] != names[1][name])
    if n == 1 and vote.form != Form.ELECTION:
        return ""
    # each line may add up to the same while the papers are others
    where = _("、").join(places) or _("各行合计一样，是哪几行在同一张票上不一样")
    return _("，不一致的是：%(where)s") % {"where": where}


@transaction.atomic
def say_it_is_one(vote: Vote, by, written: str, meant: str, note: str):
    """Two spellings are one person: with whoever said so, and why. Raises Refused after the announcement."""
    locked = Vote.objects.select_for_update(of=("matter_ptr",)).get(pk=vote.pk)
    if locked.state != "counted":
        raise Refused(_("选举结果已经宣布，不能再认定另选人的姓名"))
    Spelling.objects.filter(vote=vote, meant=written).update(meant=meant)
    Spelling.objects.create(vote=vote, written=written, meant=meant, note=note, by=by)
