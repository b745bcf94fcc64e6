"""What the file of a deputy tells of meetings: of those held while he was in office, and of those he was invited to."""

from django.db.models import Count, F, Min, Q
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.files.sections import Chapter, Section
from qingting.meetings.briefings import Attendee, Briefing
from qingting.meetings.guests import HELD, Invitation
from qingting.meetings.models import SITTING, Presence
from qingting.organs.models import Post


def attended(congress, since, until):
    """Who was at a meeting that opened in the period; who left and came back was there once."""
    was = Presence.objects.filter(
        meeting__congress=congress, meeting__opened_at__isnull=False, meeting__held_on__range=(since, until)
    )
    firsts = was.order_by().values("meeting", "post").annotate(first=Min("pk"))
    return Presence.objects.filter(pk__in=firsts.values("first"))


def held_in_office(congress, since, until) -> dict[int, int]:
    """The meetings of his organs that opened while he was a member of each and not suspended, by person."""
    day = F("organ__meetings__held_on")
    sits = Q(pk__in=[])
    for kind, roles in SITTING.items():
        sits |= Q(organ__kind=kind, role__in=roles)
    able = Q(suspended_since=None) | Q(suspended_since__gt=day) | Q(suspended_until__lte=day)
    posts = Post.objects.filter(
        sits,
        able,
        Q(until=None) | Q(until__gte=day),
        organ__congress=congress,
        organ__meetings__opened_at__isnull=False,
        organ__meetings__held_on__range=(since, until),
        since__lte=day,
    )
    return dict(posts.order_by().values_list("person").annotate(Count("organ__meetings", distinct=True)))


def sat_in(congress, since, until):
    return invited_to(congress, since, until).filter(state="came")


def invited_to(congress, since, until):
    """Deputies invited to meetings held in the period: who said that he could not come was invited all the same."""
    asked = Invitation.objects.filter(congress=congress, on__held_on__range=(since, until), deputy__isnull=False)
    return asked.filter(on__state__in=HELD[1:]).exclude(state="draft")


def asked_in(congress, since, until) -> dict[int, int]:
    return by_person(invited_to(congress, since, until), "deputy")


def briefed(congress, since, until):
    return at_briefings(congress, since, until).filter(came=True)


def at_briefings(congress, since, until):
    held = Briefing.objects.filter(congress=congress, state="held", held_on__range=(since, until))
    return Attendee.objects.filter(briefing__in=held)


def asked_to_briefings(congress, since, until) -> dict[int, int]:
    return by_person(at_briefings(congress, since, until), "post__person")


def by_person(rows, path) -> dict[int, int]:
    return dict(rows.order_by().values_list(path).annotate(Count("pk")))


def of_meeting(m) -> str:
    """A meeting by its name; whether it is on record for the reader, its page says."""
    return said("%(title)s（%(body)s）") % {"title": m.title, "body": m.body}


Section(
    "meetings",
    _("出席会议"),
    _("次"),
    _("任职期间举行、本人是组成人员的会议；暂停执行职务期间的不计"),
    Chapter.MEETINGS,
    1,
    attended,
    "post__person",
    "meeting__held_on",
    lambda p: of_meeting(p.meeting),
    "meeting",
    ("meeting__body",),
    out_of=held_in_office,
    out_of_words=_("任职期间举行 %(n)s 次"),
)
Section(
    "sat_in",
    _("列席会议"),
    _("次"),
    _("应邀列席并且到会"),
    Chapter.MEETINGS,
    2,
    sat_in,
    "deputy",
    "on__held_on",
    lambda i: of_meeting(i.on),
    reads=("on__body",),
    out_of=asked_in,
    out_of_words=_("应邀 %(n)s 次"),
)
Section(
    "briefings",
    _("参加政情通报会"),
    _("次"),
    _("应邀参加并且到会"),
    Chapter.MEETINGS,
    3,
    briefed,
    "post__person",
    "briefing__held_on",
    lambda a: a.briefing.title,
    "briefing",
    ("briefing",),
    out_of=asked_to_briefings,
    out_of_words=_("应邀 %(n)s 次"),
)
