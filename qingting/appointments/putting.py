"""How what is on the agenda of a meeting is put to the vote: nominations together or one by one, cases alone, accounts rated."""

from django.utils.translation import gettext as _

from qingting.appointments.departing import a_hearing
from qingting.appointments.models import Account, Departure, Nomination
from qingting.docket.process import Refused
from qingting.meetings.counting import Form
from qingting.meetings.votes import Question, Vote


def waiting_in(meeting) -> list:
    """What is on the agenda of a meeting and has been neither voted on nor put to the vote."""
    put = Question.objects.filter(vote__held_at=meeting, vote__state__in=("draft", "voting", "counted")).exclude(
        matter=None
    )
    at = dict(at_meeting=meeting, state="scheduled")
    found = [
        *Nomination.objects.filter(**at).exclude(pk__in=put.values("matter")).select_related("nominee").order_by("pk"),
        *Departure.objects.filter(**at)
        .exclude(pk__in=put.values("matter"))
        .select_related("office_holder__person")
        .order_by("pk"),
        *Account.objects.filter(**at, is_rated=True)
        .exclude(pk__in=put.values("matter"))
        .select_related("office_holder__person")
        .order_by("pk"),
    ]
    return found


def put_to_the_vote(meeting, matters, way) -> Vote:
    """One ballot that asks about each of them, in a meeting's own record. Raises Refused."""
    if reason := next(
        (why for matter in matters if isinstance(matter, Departure) and (why := a_hearing(matter))), None
    ):
        raise Refused(reason)
    first = matters[0]
    title = first.motion if len(matters) == 1 else _("%(first)s等%(n)s项") % {"first": first.motion, "n": len(matters)}
    form = Form.SATISFACTION if isinstance(first, Account) else Form.PERSONS
    v = Vote(held_at=meeting, item=first.item, way=way, form=form, title=title[:200])
    return v.ask((one.motion, one) for one in matters)
