"""What everyone may know of meetings: which are announced, and what of each may be read before and after.

Organic Law (2022), art. 14: the day of a session of the congress is decided and announced by the standing committee. That
a standing committee announces its meeting with the draft agenda and the places for citizens is Wuhan's practice (2019,
confidence D). The chairpersons' meeting and special committees are not announced here.
"""

from django.db.models import Exists, OuterRef, Q

from qingting.docket.models import Event
from qingting.meetings.models import Item, Meeting
from qingting.meetings.votes import ANNOUNCED, Vote
from qingting.organs.models import Organ

K = Organ.Kind
NOTIFIED = ("notified", "sitting", "closed", "written", "signed")
OVER = ("closed", "written", "signed")


def announced():
    """The meetings that everyone may know of; one that was announced and then cancelled is among them, and says so."""
    told = Exists(Event.objects.filter(matter=OuterRef("pk"), step="notify"))
    held_here = Q(body__kind__in=(K.STANDING_COMMITTEE, K.CONGRESS))
    is_told = Q(state__in=NOTIFIED) | Q(told, state="cancelled")
    its_day_is_public = Q(body__kind=K.CONGRESS, state="planned")  # as soon as it is decided
    return Meeting.objects.filter(held_here & is_told | its_day_is_public).select_related("body", "congress")


def is_announced(m: Meeting) -> bool:
    return announced().filter(pk=m.pk).exists()


def items_of(m: Meeting) -> list[Item]:
    """Of its agenda what is public; before the notice, nothing."""
    if m.state not in NOTIFIED:
        return []
    return list(m.items.filter(access=Item.Access.PUBLIC).select_related("reporter", "matter"))


def results_of(m: Meeting) -> dict[int, list]:
    """What was announced of each public item, by its key: vote, and for each question the derived sentence."""
    votes = m.votes.filter(state__in=ANNOUNCED, item__access=Item.Access.PUBLIC).order_by("pk")
    found: dict[int, list] = {}
    for vote in votes.prefetch_related("questions") if m.state in OVER else Vote.objects.none():
        found.setdefault(vote.item_id, []).append((vote.state_label, vote.totals))
    return found
