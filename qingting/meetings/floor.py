"""The speaking list of an item (发言登记): who asks for the floor, in which order, who has it, and how much of his time is left.

Plain facts, and none of them a step: who spoke is no move of the meeting. Chongqing's rules, art. 43 (confidence B): members
and those who sit in speak to the item; so long at the plenary, longer where whoever presides consents. Who has spoken
comes after those who have not.
"""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from qingting.clocks.rules import in_force, in_turn, of_place, read
from qingting.docket.process import Refused
from qingting.meetings.models import Item, Meeting
from qingting.meetings.words import Turn
from qingting.organs.models import Post, Role

MORE = 5  # minutes, each time that more is granted


def rule(congress, day: date) -> dict:
    """How long one speech may be on that day: minutes, with their article."""
    common = read(settings.RULEBOOK / "speeches.toml")["speech"]
    return in_force(in_turn(common, of_place(congress, ".speeches").get("speech", [])), day)


def speakers(item: Item) -> list[Post]:
    """Who may speak to an item: the members, and whoever leads or answers for the organ that reports."""
    m = item.meeting
    if not item.reporter_id:
        return list(m.members)
    theirs = item.reporter.posts.current(m.held_on).filter(
        role__in=(Role.CHAIR, Role.VICE_CHAIR, Role.HEAD, Role.CLERK)
    )
    known = {post.pk for post in m.members}
    more = theirs.select_related("person", "organ").exclude(pk__in=known).order_by("pk")
    return [*m.members, *more]


def why_closed(m: Meeting) -> str | None:
    """Why the list is closed now; None while it is open."""
    if m.state != "sitting":
        return _("会议“%(state)s”，开会的时候才能登记发言") % {"state": m.state_label}
    return None if m.agenda_adopted else _("会议还没有通过议程，通过以后才能登记发言")


def _locked(pk) -> Meeting:
    m = Meeting.objects.select_for_update(of=("matter_ptr",)).select_related("body").get(pk=pk)
    if reason := why_closed(m):
        raise Refused(reason)
    return m


@transaction.atomic
def ask(item: Item, post: Post, by: Post) -> Turn:
    """Somebody asks for the floor, or the office writes him down. Twice is once. Raises Refused."""
    m = _locked(item.meeting_id)
    if post.pk not in {one.pk for one in speakers(item)}:
        raise Refused(_("%(post)s不是这个议题的发言人：组成人员和报告机关的人可以发言") % {"post": post})
    if not post.is_current():
        raise Refused(_("%(post)s暂停执行职务，不能发言") % {"post": post})
    turns = Turn.objects.filter(item=item)
    if known := turns.filter(post=post, ended_at=None).first():
        return known
    last = turns.aggregate(last=Max("place"))["last"] or 0
    said = {"again": turns.filter(post=post).exists(), "minutes": rule(m.congress, localdate())["minutes"]}
    return Turn.objects.create(meeting=m, item=item, post=post, place=last + 1, written_by=by, **said)


def _waiting(turn: Turn) -> Turn:
    """The turn as it stands now, if it has not begun. Raises Refused."""
    found = Turn.objects.filter(pk=turn.pk, began_at=None).first()
    if not found:
        raise Refused(_("这条登记已经取消，或者已经开始发言"))
    return found


@transaction.atomic
def give_up(turn: Turn):
    """Who has not begun is taken off the list. Raises Refused."""
    _locked(turn.meeting_id)
    _waiting(turn).delete()


@transaction.atomic
def move(turn: Turn, by: int):
    """Up (-1) or down (+1) by one, among those who speak for the first time, or among those who speak again."""
    _locked(turn.meeting_id)
    turn = _waiting(turn)
    line = list(Turn.objects.filter(item=turn.item_id, began_at=None, again=turn.again))
    here = next(n for n, one in enumerate(line) if one.pk == turn.pk)
    there = here + by
    if 0 <= there < len(line):
        line[here].place, line[there].place = line[there].place, line[here].place
        Turn.objects.bulk_update([line[here], line[there]], ["place"])


@transaction.atomic
def begin(turn: Turn) -> Turn:
    """He has the floor from now on: one at a time, and a second speech after the first ones. Raises Refused."""
    m = _locked(turn.meeting_id)
    turn = _waiting(turn)
    if speaks := speaking(m):
        raise Refused(_("%(post)s正在发言，请先点“发言结束”") % {"post": speaks.post.person})
    first = Turn.objects.filter(item=turn.item_id, began_at=None, again=False).exclude(pk=turn.pk).first()
    if turn.again and first:
        said = {"post": turn.post.person, "first": first.post.person}
        raise Refused(_("%(post)s已经就这个议题发过言，请先让还没有发言的%(first)s发言") % said)
    turn.began_at = now()
    turn.save(update_fields=["began_at"])
    return turn


def _speaking_still(turn: Turn) -> Turn:
    found = Turn.objects.filter(pk=turn.pk, began_at__isnull=False, ended_at=None).first()
    if not found:
        raise Refused(_("这次发言已经结束，或者还没有开始"))
    return found


@transaction.atomic
def end(turn: Turn) -> Turn:
    """He has done. Raises Refused."""
    _locked(turn.meeting_id)
    turn = _speaking_still(turn)
    turn.ended_at = now()
    turn.save(update_fields=["ended_at"])
    return turn


@transaction.atomic
def grant_more(turn: Turn) -> Turn:
    """Whoever presides consents to five minutes more. Raises Refused."""
    _locked(turn.meeting_id)
    turn = _speaking_still(turn)
    turn.more += MORE
    turn.save(update_fields=["more"])
    return turn


def speaking(m: Meeting) -> Turn | None:
    """Who has the floor."""
    its = m.turns.filter(began_at__isnull=False, ended_at=None)
    return its.select_related("post__person", "post__organ", "item").first()
