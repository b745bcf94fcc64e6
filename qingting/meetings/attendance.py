"""How members attended the meetings of their organ, over a period: each with the denominator, in the order of the roster.

Of the meetings that opened in the period, those count that were held while the member was in office. Those held while he
was suspended are told apart: he could not come. Nobody is ranked.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from qingting.meetings.models import SITTING, Leave, Meeting, Presence
from qingting.organs.models import Organ, Post


@dataclass(frozen=True)
class Attendance:
    """Of the meetings held while a member was in office: at how many he was there, on leave, or neither; in meetings."""

    held: int
    attended: int
    on_leave: int
    suspended: int = 0  # held besides, while he was suspended

    @property
    def absent(self) -> int:
        return self.held - self.attended - self.on_leave

    def __str__(self):
        said = {"held": self.held, "attended": self.attended, "leave": self.on_leave, "absent": self.absent}
        told = _("任职期间举行 %(held)s 次，出席 %(attended)s 次，请假 %(leave)s 次，缺席 %(absent)s 次") % said
        apart = _("；暂停执行职务期间另举行 %(n)s 次，不计") % {"n": self.suspended} if self.suspended else ""
        return told + apart


def held_in(body: Organ, since: date, until: date) -> list[Meeting]:
    """The meetings of an organ that opened in the period."""
    opened = Meeting.objects.filter(body=body, opened_at__isnull=False, held_on__range=(since, until))
    return list(opened.order_by("held_on", "pk"))


def roster(body: Organ, since: date, until: date) -> list[Post]:
    """Who held a seat in it on any day of the period, in the order of the roster."""
    held = body.posts.filter(Q(until=None) | Q(until__gte=since), role__in=SITTING[body.kind], since__lte=until)
    return list(held.select_related("person", "organ").order_by("pk"))


def attendances(posts: Iterable[Post], meetings: Iterable[Meeting]) -> list[tuple[Post, Attendance]]:
    """Of these meetings how each attended, in two queries however many there are. A leave at which he came is no leave."""
    posts, meetings = list(posts), list(meetings)
    keys, people = [m.pk for m in meetings], [post.person_id for post in posts]
    there = set(Presence.objects.filter(meeting__in=keys, post__in=posts).values_list("post", "meeting"))
    leaves = Leave.objects.filter(on__in=keys, asker__in=people, state="granted")
    excused = set(leaves.values_list("asker", "on"))
    return [(post, _of(post, meetings, there, excused)) for post in posts]


def _of(post, meetings, there, excused) -> Attendance:
    n: Counter[str] = Counter()
    for m in meetings:
        if not m.opened_at:
            continue
        day = localdate(m.opened_at)
        if day < post.since or post.until and post.until < day:
            continue
        if (post.pk, m.pk) in there:
            n["attended"] += 1
        elif not post.is_current(day):
            n["suspended"] += 1
            continue
        elif (post.person_id, m.pk) in excused:
            n["leave"] += 1
        n["held"] += 1
    return Attendance(n["held"], n["attended"], n["leave"], n["suspended"])


def attendance(post: Post, meetings: Iterable[Meeting]) -> Attendance:
    """How one member attended these meetings."""
    return attendances([post], meetings)[0][1]
