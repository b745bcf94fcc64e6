"""How a ballot is cast, and how papers and hands are counted. None of it is a step: the ledger would tell who voted when.

Electoral Law, art. 44, by analogy for papers: as many ballots as voters, or fewer, are valid; more are not.
"""

from contextlib import suppress

from django.db import connection, transaction
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from qingting.docket.process import Refused
from qingting.meetings.asking import ask_the_box
from qingting.meetings.counting import Form, read_ballot
from qingting.meetings.election import read_election
from qingting.meetings.votes import Tally, Vote, Voter


def forget_afterwards(key: str):
    """The box lets go of its ballots once what came of them is committed; one that is gone has let go already."""

    def forget():
        with suppress(Refused):
            ask_the_box("forget", key)

    transaction.on_commit(forget)


# By hand: Django spends longer writing it than a database spends answering the whole query.
IS_HERE = """EXISTS (SELECT 1 FROM meetings_presence AS its WHERE its.meeting_id = meetings_vote.held_at_id
    AND its.post_id = meetings_voter.post_id AND its.left_at IS NULL)"""


def line_of(vote_pk: int, posts) -> Voter | None:
    """The line of the roll of one of these posts, with its vote, and whether he is in the hall (`is_here`); None without one.

    All that a ballot is judged by, in one query: five hundred may cast theirs in the same half minute.
    """
    if vote_pk >= 2**63:  # no key is so large, and SQLite cannot be asked for it
        return None
    lines = Voter.objects.filter(vote=vote_pk, post__in=[post.pk for post in posts])
    lines = lines.select_related("vote__item").annotate(is_here=RawSQL(IS_HERE, [], BooleanField()))
    return min(lines, key=lambda line: line.pk, default=None)  # of all his posts, one is a seat in the body that votes


def why_not_vote(vote: Vote, post, line: Voter | None) -> str | None:
    """Why this member may not vote now, by his line of the roll (`line_of`); None if he may."""
    if vote.state != "voting":
        return _("“%(vote)s”%(state)s，现在不能投票") % {"vote": vote.title, "state": vote.state_label}
    if not line:
        return _("%(post)s不在这次表决的名单里") % {"post": post}
    if line.recused:
        return _("您在这次表决中应当回避（%(reason)s），不参加投票") % {"reason": line.recused}
    if line.has_voted:
        return _("您已经投过票了，一人只投一次")
    if not post.is_current():
        return _("%(post)s暂停执行职务，不能投票") % {"post": post}
    return None if line.is_here else _("您还没有签到，或者已经登记离场。请先签到再投票")


def cast(vote: Vote, post, choices: list[str], line: Voter | None = None) -> str:
    """Cast one ballot; the code by which the voter finds it in the closed box, empty for a vote by name. Raises Refused.

    Whoever has read his line of the roll already gives it.
    """
    line = line or line_of(vote.pk, [post])
    if reason := why_not_vote(vote, post, line):
        raise Refused(reason)
    ballot = read(vote, choices)
    if vote.way == Vote.Way.NAMED:
        tick(vote, line, choices=ballot)
        return ""
    if vote.way != Vote.Way.SECRET:
        raise Refused(_("这次表决用%(way)s，不在平板上投票") % {"way": vote.get_way_display()})
    laid_in = ask_the_box("lay_in", str(vote.pk), ballot)
    if not laid_in:
        raise Refused(_("表决已经结束，或者票箱中断了，这一票没有投进去"))
    ticket, code = laid_in
    try:
        tick(vote, line)
    except BaseException:
        ask_the_box("take_out", str(vote.pk), ticket)
        raise
    ask_the_box("confirm", str(vote.pk), ticket)
    return code


def read(vote: Vote, said: list[str], *, on_paper=False) -> list[str]:
    """One ballot of this vote, as its form has it. Raises Refused."""
    if vote.form == Form.ELECTION:
        return read_election([q.text for q in vote.questions.all()], vote.seats, said, on_paper=on_paper)
    return read_ballot(vote.form, vote.questions.count(), said, on_paper=on_paper)


# Of a vote that is open still. On PostgreSQL its row is held until the tick is written, by many voters at once; whoever
# closes the vote wants it for himself. On SQLite there is one writer in any case.
STILL_OPEN = "SELECT id FROM docket_matter WHERE id = %s AND state = 'voting'"


def tick(vote, line, **more):
    """Note on the roll that he has voted, once, in one statement: whoever closes the vote sees every tick, or the tick is too late."""
    held = " FOR SHARE" if connection.features.has_select_for_update else ""
    his = Voter.objects.filter(pk=line.pk, has_voted=False, recused="", vote__in=RawSQL(STILL_OPEN + held, [vote.pk]))
    if not his.update(has_voted=True, **more):
        now = line_of(vote.pk, [line.post])
        raise Refused(why_not_vote(now.vote, line.post, now) or _("这一票没有投进去，请再投一次"))


def recuse(vote: Vote, post, reason: str):
    """A member withdraws from a vote that has not been opened (回避). Raises Refused."""
    if vote.state != "draft":
        raise Refused(_("表决已经开始，回避应当在表决前提出"))
    if not reason.strip():
        raise Refused(_("请写明为什么回避"))
    Voter.objects.update_or_create(vote=vote, post=post, defaults={"recused": reason.strip()})


def may_tally(vote: Vote, post) -> bool:
    """Whether papers or hands are counted, and this post is of the office that runs the vote."""
    return vote.way in (Vote.Way.PAPER, Vote.Way.HANDS) and post.organ_id == vote.keeper_id


def tell_tally(vote: Vote, teller, ballots: list[list[str]]):
    """What a teller has counted of papers or hands; once more writes over his own. Raises Refused."""
    if vote.state != "voting":
        raise Refused(_("“%(vote)s”%(state)s，现在不能录入") % {"vote": vote.title, "state": vote.state_label})
    if not may_tally(vote, teller):
        raise Refused(_("只有%(office)s的两个人能计票") % {"office": vote.keeper})
    told = sorted(read(vote, ballot, on_paper=True) for ballot in ballots)
    Tally.objects.update_or_create(vote=vote, teller=teller, defaults={"ballots": told, "is_finished": True})


def issue_paper(vote: Vote, post):
    """A member takes a paper: the roll says so, and says no more. Raises Refused."""
    line = line_of(vote.pk, [post])
    if reason := why_not_vote(vote, post, line):
        raise Refused(reason)
    tick(vote, line)
