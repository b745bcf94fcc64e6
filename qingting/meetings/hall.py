"""Who is in the hall, at any moment, and whether that is enough: presence as intervals, quorum as a computed fact.

Nobody types a number of those present. It follows from who came and who left, from the rule and from its base, and it
can be asked of any moment afterwards.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from qingting.docket.process import Refused
from qingting.meetings.models import Meeting, Presence
from qingting.meetings.thresholds import Threshold, Whole, threshold, whole
from qingting.organs.models import Post


@dataclass(frozen=True)
class Quorum:
    """Of how many, how many must be there, how many are; with the rule that says so."""

    present: int
    whole: Whole
    rule: Threshold

    @property
    def least(self) -> int:
        return self.rule.least(self.whole.n)

    @property
    def is_there(self) -> bool:
        return self.rule.is_reached(self.present, self.whole.n)

    @property
    def to_spare(self) -> int:
        """How many may leave before the meeting can go on no longer; below zero, how many are missing."""
        return self.present - self.least

    def __str__(self):
        said = {"whole": self.whole.n, "least": self.least, "present": self.present}
        return _("应到 %(whole)s 人，到会 %(present)s 人，法定人数 %(least)s 人") % said


def quorum(meeting: Meeting, at: datetime | None = None) -> Quorum:
    """The quorum of a meeting at this moment, or at any before."""
    at = at or now()
    day, there = localdate(at), len(present_posts(meeting, at))
    seats = meeting.members if day == meeting.held_on else None  # of another day, the database is asked
    return Quorum(there, whole(meeting.body, meeting.roles, day, seats), threshold(meeting.body, "sit", day))


def present_posts(meeting: Meeting, at: datetime) -> list[Post]:
    """The members who are in the hall at this moment and may act."""
    day = localdate(at)
    return [post for post in meeting.members if any(p.covers(at) for p in post.spans) and post.is_current(day)]


def why_not_come(meeting: Meeting, post: Post, at: datetime | None = None) -> str | None:
    """Why this post may not sign in to a meeting, now or at another moment of its day; None if it may."""
    day = localdate(at) if at else localdate()
    if meeting.state not in ("notified", "sitting"):
        return _("会议“%(state)s”，现在不能签到") % {"state": meeting.state_label}
    if meeting.held_on != day:
        return _("会议在 %(day)s 举行，当天才能签到") % {"day": f"{meeting.held_on:%Y-%m-%d}"}
    if not meeting.member_among([post]):
        return _("%(post)s不是%(body)s的组成人员，不在签到名单里") % {"post": post, "body": meeting.body}
    if not post.is_current(day):
        return _("%(post)s暂停执行职务，不能签到") % {"post": post}
    return None


@transaction.atomic
def come(meeting: Meeting, post: Post, by: Post, way: str = Presence.Way.CLERK, at: datetime | None = None) -> Presence:
    """A member is in the hall from now on. Twice is once. Raises Refused."""
    meeting.read_members_again()
    meeting = Meeting.objects.select_for_update(of=("matter_ptr",)).select_related("body").get(pk=meeting.pk)
    if reason := why_not_come(meeting, post, at):
        raise Refused(reason)
    there = Presence.objects.filter(meeting=meeting, post=post, left_at=None).first()
    return there or Presence.objects.create(meeting=meeting, post=post, way=way, written_by=by, came_at=at or now())


@transaction.atomic
def leave(meeting: Meeting, post: Post, at: datetime | None = None) -> Presence:
    """A member leaves the hall. Raises Refused where he was not there."""
    meeting.read_members_again()
    there = Presence.objects.select_for_update().filter(meeting=meeting, post=post, left_at=None).first()
    if not there:
        raise Refused(_("%(post)s还没有签到，不能登记离开") % {"post": post})
    there.left_at = at or now()
    if there.left_at < there.came_at:
        raise Refused(_("离场时间早于签到时间，请核对"))
    there.save(update_fields=["left_at"])
    return there
