"""What the pages of a meeting, a vote, a leave, an invitation and a briefing show besides their steps."""

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from qingting.desk.story import body_of
from qingting.docket.models import hats
from qingting.meetings import hall
from qingting.meetings.agenda import why_not_change
from qingting.meetings.briefings import Briefing
from qingting.meetings.casting import may_tally
from qingting.meetings.checking import Checking
from qingting.meetings.counting import CHOICES, INVALID, Form
from qingting.meetings.guests import Invitation
from qingting.meetings.materials import Material
from qingting.meetings.models import Item, Leave, Meeting
from qingting.meetings.process import office, presiding
from qingting.meetings.slate import Slate
from qingting.meetings.votes import ANNOUNCED, Vote


@body_of(Meeting)
def body(m, actors):
    prefetch_related_objects([m], Prefetch("items", Item.objects.select_related("reporter")))  # the steps ask again
    leaves = {kin.asker_id: kin for kin in m.kin if isinstance(kin, Leave) and kin.state != "draft"}
    is_office = office.hat(m) in set(hats(actors))
    mine = {actor.pk for actor in actors}
    me, rows = m.member_among(actors), []
    for post in m.members:
        is_here = any(span.left_at is None for span in post.spans)
        may = m.state in ("notified", "sitting") and (is_office or post.pk in mine)
        rows.append({"post": post, "is_here": is_here, "leave": leaves.get(post.person_id), "may": may})
    return {
        "items": m.items.all(),
        "why_not_change": why_not_change(m),
        "is_office": is_office,
        "votes": m.every_vote,
        "quorum": hall.quorum(m, m.opened_at if m.closed_at else None) if m.held_on else None,
        "members": rows,
        "is_member": bool(me),
        "may_ask_leave": m.state in ("planned", "notified") and bool(me) and me.person_id not in leaves,
        "is_live": m.state in ("notified", "sitting"),
        "words": pages_of_words(m, is_office, bool(me)),
    }


@body_of(Slate)
def body_of_slate(s, actors):
    is_draft = s.state == "draft" and office.hat(s) in hats(actors)
    return {"members": list(s.members.order_by("pk")), "may_edit": is_draft}


def pages_of_words(m, is_office, is_member):
    """The pages of what was said and written down: once the meeting has opened, for whom they are."""
    if not m.opened_at or not (is_office or is_member):
        return []
    mine = [("floor", _("发言登记")), ("speeches", _("发言记录"))]
    return mine + [("opinions_of", _("审议意见")), ("publish", _("纪要公布"))] if is_office else mine


@body_of(Vote)
def body_of_vote(v, actors):
    prefetch_related_objects([v], "questions")
    worn = set(hats(actors))
    runs_it = {office.hat(v), presiding.hat(v)} & worn
    # until it is announced, only those who count it and whoever announces it know what came of it
    is_over = v.state in (*ANNOUNCED, "annulled") or v.state == "counted" and runs_it
    is_election = v.form == Form.ELECTION
    is_secret = v.way in (Vote.Way.SECRET, Vote.Way.PAPER)
    labels = {**CHOICES[v.form], INVALID: "×"}
    voters = list(v.voters.select_related("post__person", "post__organ").order_by("post__pk"))
    ballots = ()
    if is_over and v.way == Vote.Way.SECRET:  # each is shown with its code, so none is counted apart
        ballots = v.ballots.order_by("code")
        v.choices_cast = [ballot.choices for ballot in ballots]
    return {
        "questions": v.questions.all(),
        "election": v.election if is_over else None,
        "spellings": list(v.spellings.select_related("by__person", "by__organ")) if is_over and is_election else (),
        "followed_by": list(v.followed_by.order_by("pk")) if is_over and is_election else (),
        "totals": v.totals if is_over else (),
        "is_secret": is_secret,
        "voters": voters,
        "voted": sum(voter.has_voted for voter in voters),
        "named": [(voter, [labels[c] for c in voter.choices]) for voter in voters if is_over and voter.choices],
        "ballots": [(ballot.code, [labels.get(c, c) for c in ballot.choices]) for ballot in ballots],
        "is_office": office.hat(v) in worn,
        "tellers": v.tallies.select_related("teller__person"),
        "may_tally": v.state == "voting" and any(may_tally(v, actor) for actor in actors),
        "members": v.held_at.members if v.state == "draft" else (),
    }


@body_of(Leave)
def body_of_leave(leave, actors):
    return {"meeting": leave.on}


@body_of(Checking)
def body_of_checking(c, actors):
    return {"waits": c.state == "asked"}


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
    papers = Material.objects.filter(item__in=i.what_for, withdrawn_at=None).exclude(item__access=Item.Access.CLOSED)
    reads = i.state in ("coming", "came")
    return {
        "meeting": i.on,
        "what_for": i.what_for,
        "papers": papers.prefetch_related("versions") if reads else (),
        "is_office": office.hat(i) in hats(actors),
    }
