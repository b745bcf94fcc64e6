"""How what is on the agenda of a meeting is put to the vote: nominations together or one by one, cases alone, accounts rated."""

from qingting.appointments.departing import a_hearing
from qingting.appointments.models import Account, Departure, Nomination
from qingting.docket.process import Refused
from qingting.meetings.counting import Form
from qingting.meetings.putting import awaiting, on_one_ballot
from qingting.meetings.votes import Vote


def waiting_in(meeting) -> list:
    """What is on the agenda of a meeting and has been neither voted on nor put to the vote."""
    of_it = dict(at_meeting=meeting)
    return awaiting(
        [
            *Nomination.objects.filter(**of_it).select_related("nominee").order_by("pk"),
            *Departure.objects.filter(**of_it).select_related("office_holder__person").order_by("pk"),
            *Account.objects.filter(**of_it, is_rated=True).select_related("office_holder__person").order_by("pk"),
        ]
    )


def put_to_the_vote(meeting, matters, way) -> Vote:
    """One ballot that asks about each of them, in a meeting's own record. Raises Refused."""
    cases = [matter for matter in matters if isinstance(matter, Departure)]
    if reason := next(filter(None, map(a_hearing, cases)), None):
        raise Refused(reason)
    form = Form.SATISFACTION if isinstance(matters[0], Account) else Form.PERSONS
    return on_one_ballot(meeting, matters[0].item, way, form, [(one.motion, one) for one in matters])
