"""How what the committee has to decide of mandates comes on the agenda of a meeting, and from there to the vote."""

from django.utils.translation import gettext as _

from qingting.docket.process import Process, Refused
from qingting.mandates.models import MunicipalByElection, MunicipalRecall
from qingting.mandates.titles import MUNICIPAL_ELECTION
from qingting.meetings.agenda import add
from qingting.meetings.counting import Form
from qingting.meetings.election import Elects
from qingting.meetings.following import SECRET
from qingting.meetings.models import Item, Meeting
from qingting.meetings.putting import awaiting, on_one_ballot
from qingting.meetings.votes import Vote


def is_votable(kind: str) -> bool:
    """Whether the committee votes on this kind of matter."""
    return kind.startswith("mandates.") and "carry" in Process.of_kind(kind).steps


def waits_for_a_vote(matter) -> bool:
    return is_votable(matter.kind) and matter.state in matter.rules.steps["carry"].source


def who_puts(matter, actors):
    """Whoever prepares it in the office, where it waits for the committee and is on no agenda yet; else None."""
    if not waits_for_a_vote(matter):
        return None
    hat = f"organ:{matter.keeper_id}:{matter.prepared_by}"
    return next((actor for actor in actors if hat in actor.hats and actor.is_current()), None)


def on_an_agenda(matter) -> Meeting | None:
    """The meeting that will deal with it; one that is over or called off does so no more."""
    items = Item.objects.filter(matter=matter.pk).exclude(
        meeting__state__in=("closed", "written", "signed", "cancelled")
    )
    item = items.select_related("meeting").first()
    return item and item.meeting


def scheduled(matter, meeting: Meeting) -> Meeting:
    """Put it on the agenda. Raises Refused where it is on one already."""
    if other := on_an_agenda(matter):
        raise Refused(_("已经列入“%(meeting)s”的议程") % {"meeting": other.title})
    access = Item.Access.CLOSED if matter.is_closed else Item.Access.INTERNAL
    add(Item(meeting=meeting, title=matter.motion, matter=matter.matter_ptr, access=access))
    return meeting


def waiting_in(meeting: Meeting):
    """The items of a meeting that concern mandates and have been neither voted on nor put to the vote."""
    items = meeting.items.filter(matter__kind__startswith="mandates.").select_related("matter")
    waiting = awaiting(item.matter for item in items if is_votable(item.matter.kind))
    return meeting.items.filter(matter__in=[m.pk for m in waiting])


def put_to_the_vote(meeting: Meeting, items, way) -> Vote:
    """One ballot that asks about each of them. Raises Refused."""
    items = list(items)
    matters = [item.matter.specific for item in items]
    if any(isinstance(one, MunicipalByElection) for one in matters):
        return put_to_the_election(meeting, items, matters, way)
    if way not in SECRET and any(isinstance(one, MunicipalRecall) for one in matters):
        raise Refused(_("罢免代表用无记名投票表决，请改用平板或者纸质票（《选举法》第五十二条）"))
    return on_one_ballot(meeting, items[0], way, Form.MOTION, [(item.title, item.matter) for item in items])


def put_to_the_election(meeting: Meeting, items, candidates, way) -> Vote:
    """Deputies of the city: all candidates of a meeting on one ballot, for as many seats as they were put forward for.

    Electoral Law, arts. 40 (secret) and 57(4) (in a by-election as many candidates as seats are enough, and there may be more).
    """
    if not all(isinstance(one, MunicipalByElection) for one in candidates):
        raise Refused(_("补选市代表是选举，另用一张选票，请不要和别的事项一起付表决"))
    if left_out := set(waiting_in(meeting)) - set(items):
        others = [item.matter.specific for item in left_out]
        names = _("、").join(one.nominee for one in others if isinstance(one, MunicipalByElection))
        if names:
            raise Refused(_("补选市代表的候选人在同一张选票上，还有：%(names)s") % {"names": names})
    if way not in SECRET:
        raise Refused(_("选举用无记名投票，请改用平板或者纸质票"))
    return on_one_ballot(
        meeting,
        items[0],
        way,
        Form.ELECTION,
        [(one.nominee, one.matter_ptr) for one in candidates],
        title=MUNICIPAL_ELECTION,
        elects=Elects.MUNICIPAL,
        seats=len({one.replaces_id for one in candidates}),
    )
