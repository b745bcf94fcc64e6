"""How the candidates of a contest come on a ballot: the first, one among the tied, or another for the seats that are left."""

from django.utils.translation import gettext as _

from qingting.appointments.contests import Contest
from qingting.docket.process import Refused
from qingting.meetings.counting import Form
from qingting.meetings.election import why_not_so_many
from qingting.meetings.putting import UNDER_WAY, awaiting, on_one_ballot
from qingting.meetings.votes import Question, Vote


def waiting_at(meeting):
    """The contests of a meeting's session whose candidates are settled."""
    return Contest.objects.filter(session=meeting.session_id, state="settled").order_by("pk")


def last_election(contest) -> Vote | None:
    """The last vote on it that was announced and still stands."""
    asked = Question.objects.filter(matter__candidacy__on=contest, vote__state="elected")
    last = asked.select_related("vote").order_by("vote", "pk").last()
    return last and last.vote


def put_to_the_election(meeting, contest, item, way) -> Vote:
    """One ballot with all who stand. Raises Refused where one is under way, or there are too few or too many."""
    named = list(contest.candidacies.filter(state="named").select_related("nominee").order_by("pk"))
    standing = awaiting(named)
    if (
        len(standing) < len(named)
        or Question.objects.filter(matter__candidacy__on=contest, vote__state__in=UNDER_WAY).exists()
    ):
        raise Refused(_("这项选举正在投票，宣布结果以后再接着选"))
    before = last_election(contest)
    tied = bool(before and before.election.tied)
    if tied:
        names = {one.name for one in before.election.tied}
        standing = [one for one in standing if str(one.nominee) in names]
    if reason := why_not_so_many(contest.elects, contest.left, len(standing), follows=bool(before), tied=tied):
        raise Refused(reason)
    asks = [(str(one.nominee), one.matter_ptr) for one in standing]
    election = {"elects": contest.elects, "seats": contest.left, "follows": before}
    return on_one_ballot(meeting, item, way, Form.ELECTION, asks, title=contest.title, **election)
