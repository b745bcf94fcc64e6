"""Who takes part in what befalls a mandate; and what more than one page needs."""

from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.docket.models import Series
from qingting.docket.process import Refused, Step, Who
from qingting.mandates.effects import actual_number, restore
from qingting.meetings.following import a_vote_that_carried, a_vote_that_lost, an_annulled_vote
from qingting.organs.models import Level, Role

office = Who("keeper", Role.CLERK, _("代表工作机构"))
chief = Who("keeper", Role.HEAD, _("代表工作机构负责人"))  # who countersigns what was counted
examiner = Who("examiners", Role.CHAIR, _("代表资格审查委员会主任委员"))  # who reports on credentials
presiding = Who("presiding", "", _("主持人"))  # of the meeting that votes
chair = Who("committee", Role.CHAIR, _("常委会主任"))
vice_chairs = Who("committee", Role.VICE_CHAIR, _("常委会副主任"))
members = Who("committee", Role.MEMBER, _("常委会委员"))
deputy = Who("deputy", Role.DEPUTY, _("本人"))

THE_COMMITTEE = (chief, chair, vice_chairs, members)


def number(series, prefix):
    """A step's `then` that numbers the matter in a series of its own, year by year."""

    def give(matter, event):
        year = matter.today.year
        matter.number = f"{prefix}{year}-{Series.following(matter.congress_id, f'{series}-{year}'):03d}"
        matter.save(update_fields=["number"])

    return give


def carried(source, target, then=None, *, label, also=()):
    """The standing committee has decided for it: pressed by the vote."""
    return Step(label, source, target, by=presiding, needs=(a_vote_that_carried, *also), then=then)


def lost(source, target, then=None, *, label, also=()):
    return Step(label, source, target, by=presiding, needs=(a_vote_that_lost, *also), then=then)


def voted_again(sources, target, then=None):
    """The vote was found void: what it ended is as it was, and the matter waits to be put again."""
    return Step(
        _("重新表决"), sources, target, by=presiding, needs=(an_annulled_vote,), then=then or take_back, at_will=True
    )


def take_back(matter, event):
    restore(matter)


def note_the_counter(matter, event):
    matter.counter_id = event.actor.person_id
    matter.save(update_fields=["counter"])


def see_that_two_have_counted(matter, event):
    """Raises Refused where one person has entered and countersigns."""
    if matter.counter_id == event.actor.person_id:
        raise Refused(
            said("计票由一人录入、另一人复核，%(person)s已经录入，请由别人复核") % {"person": event.actor.person}
        )


def note_the_actual_number(matter, event):
    """Every announcement says how many deputies there are now."""
    level = getattr(getattr(matter, "mandate", None), "level", Level.DISTRICT)
    matter.deputies = actual_number(matter.congress_id, level, matter.today)
    matter.save(update_fields=["deputies"])
