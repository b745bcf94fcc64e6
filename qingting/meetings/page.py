"""What the pages of a meeting, a vote, a leave, an invitation and a briefing show besides their steps."""

from qingting.desk.story import body_of
from qingting.docket.models import hats
from qingting.meetings import hall
from qingting.meetings.agenda import why_not_change
from qingting.meetings.briefings import Briefing
from qingting.meetings.casting import may_tally
from qingting.meetings.counting import CHOICES, INVALID
from qingting.meetings.guests import Invitation
from qingting.meetings.models import Leave, Meeting
from qingting.meetings.process import office, presiding
from qingting.meetings.votes import Vote


@body_of(Meeting)
def body(m, actors):
    of_post: dict[int, list] = {}
    for one in m.presences.order_by("pk"):
        of_post.setdefault(one.post_id, []).append(one)
    leaves = {leave.asker_id: leave for leave in m.leaves.exclude(state="draft")}
    is_office = office.hat(m) in set(hats(actors))
    mine = {actor.pk for actor in actors}
    me, rows = m.member(mine), []
    for post in m.members:
        its = of_post.get(post.pk, [])
        is_here = any(p.left_at is None for p in its)
        may = m.state in ("notified", "sitting") and (is_office or post.pk in mine)
        rows.append({"post": post, "spans": its, "is_here": is_here, "leave": leaves.get(post.person_id), "may": may})
    return {
        "items": list(m.items.select_related("reporter")),
        "why_not_change": why_not_change(m),
        "is_office": is_office,
        "votes": list(m.votes.order_by("pk")),
        "quorum": hall.quorum(m, m.opened_at if m.closed_at else None) if m.held_on else None,
        "members": rows,
        "is_member": bool(me),
        "may_ask_leave": m.state in ("planned", "notified") and bool(me) and me.person_id not in leaves,
        "is_live": m.state in ("notified", "sitting"),
    }


@body_of(Vote)
def body_of_vote(v, actors):
    worn = set(hats(actors))
    runs_it = {office.hat(v), presiding.hat(v)} & worn
    # until it is announced, only those who count it and whoever announces it know what came of it
    is_over = v.state in ("carried", "partly", "lost", "annulled") or v.state == "counted" and runs_it
    is_secret = v.way in (Vote.Way.SECRET, Vote.Way.PAPER)
    labels = {**CHOICES[v.form], INVALID: "×"}
    voters = list(v.voters.select_related("post__person", "post__organ").order_by("post__pk"))
    ballots = v.ballots.order_by("code") if is_over and v.way == Vote.Way.SECRET else ()
    return {
        "questions": list(v.questions.all()),
        "totals": v.totals if is_over else (),
        "is_secret": is_secret,
        "voters": voters,
        "voted": sum(voter.has_voted for voter in voters),
        "named": [(voter, [labels[c] for c in voter.choices]) for voter in voters if is_over and voter.choices],
        "ballots": [(ballot.code, [labels[c] for c in ballot.choices]) for ballot in ballots],
        "is_office": office.hat(v) in worn,
        "tellers": list(v.tallies.select_related("teller__person")),
        "may_tally": v.state == "voting" and any(may_tally(v, actor) for actor in actors),
        "members": v.held_at.members if v.state == "draft" else (),
    }


@body_of(Leave)
def body_of_leave(leave, actors):
    return {"meeting": leave.on}


@body_of(Briefing)
def body_of_briefing(b, actors):
    """Who came is the office's to read; the others read how many."""
    asked_to = list(b.attendees.select_related("post__person").order_by("post"))
    return {
        "reporting": list(b.reporting.order_by("pk")),
        "asked": len(asked_to),
        "came": sum(one.came for one in asked_to),
        "is_office": office.hat(b) in hats(actors),
    }


@body_of(Invitation)
def body_of_invitation(i, actors):
    """The day, the place and the items are the meeting's, which the guest may not open."""
    return {"meeting": i.on, "what_for": i.what_for, "is_office": office.hat(i) in hats(actors)}
