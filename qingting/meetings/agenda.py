"""The agenda of a meeting: what is on it, in which order, and until when it may be changed.

Organic Law (2022), art. 54: the chairpersons' meeting drafts it, the committee adopts it. Once it is adopted, nothing is
added, moved or taken off here (so also Chongqing's rules, art. 9, confidence B: a change is proposed by the chairpersons'
meeting and decided by the committee).
"""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from qingting.docket.process import Refused
from qingting.meetings.models import Item, Meeting

OPEN = ("draft", "planned", "notified", "sitting")


def why_not_change(meeting: Meeting) -> str | None:
    """Why the agenda may not be changed now; None if it may."""
    if meeting.agenda_adopted:
        return _("议程已由会议通过，不能再改。需要调整的，由主任会议提出、会议决定")
    if meeting.state not in OPEN:
        return _("会议“%(state)s”，议程不能再改") % {"state": meeting.state_label}
    return None


def _locked(pk) -> Meeting:
    meeting = Meeting.objects.select_for_update(of=("matter_ptr",)).get(pk=pk)
    if reason := why_not_change(meeting):
        raise Refused(reason)
    return meeting


@transaction.atomic
def add(item: Item) -> Item:
    """Put an item at the end of the agenda. Raises Refused."""
    meeting = _locked(item.meeting_id)
    item.place = (meeting.items.aggregate(last=Max("place"))["last"] or 0) + 1
    item.save()
    return item


@transaction.atomic
def move(item: Item, by: int):
    """Move an item up (-1) or down (+1) by one place; at the end it stays. Raises Refused."""
    meeting = _locked(item.meeting_id)
    items = list(meeting.items.all())
    here = next(n for n, one in enumerate(items) if one.pk == item.pk)
    there = here + by
    if 0 <= there < len(items):
        items[here], items[there] = items[there], items[here]
        _number(items)


@transaction.atomic
def put(item: Item, place: int):
    """Put an item at this place, counted from one; the others close up. Raises Refused."""
    meeting = _locked(item.meeting_id)
    items = [one for one in meeting.items.all() if one.pk != item.pk]
    items.insert(max(0, place - 1), item)
    _number(items)


@transaction.atomic
def take_off(item: Item):
    """Take an item off the agenda; one that was voted on stays. Raises Refused."""
    meeting = _locked(item.meeting_id)
    if item.votes.exists():
        raise Refused(_("“%(item)s”已经有表决，不能从议程里去掉") % {"item": item})
    if item.materials.exists():
        raise Refused(_("“%(item)s”已经有会议材料，不能从议程里去掉") % {"item": item})
    item.delete()
    _number(list(meeting.items.all()))


def _number(items):
    """Write the places anew. The meeting is locked, so no two items get the same."""
    for place, item in enumerate(items, 1):
        item.place = place
    Item.objects.bulk_update(items, ["place"])
