"""How what the committee has to decide of mandates comes on the agenda of a meeting, and from there to the vote."""

from django.utils.translation import gettext as _

from qingting.docket.process import Process, Refused
from qingting.mandates.cast import office
from qingting.mandates.models import MunicipalByElection
from qingting.mandates.titles import of_vote
from qingting.meetings.agenda import add
from qingting.meetings.counting import Form
from qingting.meetings.models import Item, Meeting
from qingting.meetings.votes import Question, Vote

PUT = ("draft", "voting", "counted")  # votes that are not announced yet


def votable() -> dict:
    """The kinds that the committee votes on, each with the states in which it may."""
    pages = [page for page in Process.all if page.model._meta.app_label == "mandates" and "carry" in page.steps]
    return {page.model._meta.label_lower: page.steps["carry"].source for page in pages}


def who_puts(matter, actors):
    """The clerk who prepares it, where it waits for the committee and is on no agenda yet; else None."""
    if matter.state not in votable().get(matter.kind, ()):
        return None
    return next((actor for actor in actors if office.hat(matter) in actor.hats and actor.is_current()), None)


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
    closed = Item.Access.CLOSED if matter.kind == "mandates.municipalrecall" else Item.Access.INTERNAL
    add(Item(meeting=meeting, title=matter.title, matter=matter.matter_ptr, access=closed))
    return meeting


def waiting_in(meeting: Meeting):
    """The items of a meeting that concern mandates and have been neither voted on nor put to the vote."""
    put = Question.objects.filter(vote__state__in=PUT).exclude(matter=None).values("matter")
    found = meeting.items.exclude(matter=None).exclude(matter__in=put)
    keys = [
        item.pk for item in found.select_related("matter") if item.matter.state in votable().get(item.matter.kind, ())
    ]
    return meeting.items.filter(pk__in=keys)


def put_to_the_vote(meeting: Meeting, items, way) -> Vote:
    """One ballot that asks about each of them. Raises Refused."""
    items = list(items)
    specifics = [item.matter.specific for item in items]
    persons = all(isinstance(one, MunicipalByElection) for one in specifics)
    title = of_vote(items[0].title, len(items))
    form = Form.PERSONS if persons else Form.MOTION
    v = Vote(held_at=meeting, item=items[0], way=way, form=form, title=title[:200])
    return v.ask((item.title, item.matter) for item in items)
