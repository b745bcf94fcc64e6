"""What the chairpersons' meeting has decided (Organic Law, art. 54): which of its meetings that were held."""

from django.utils.translation import gettext as _

from qingting.docket.process import Step
from qingting.meetings.models import Meeting
from qingting.organs.models import Organ


def a_meeting_of_the_chairs(matter):
    """Which decided it: a chairpersons' meeting that has been held."""
    its = matter.chairs_meeting
    if its is None or its.body.kind == Organ.Kind.CHAIRPERSONS and its.opened_at:
        return None
    return _("请选已经开过的主任会议")


class ByTheChairs(Step):
    """The form offers the chairpersons' meetings that have been held."""

    def form(self, *args, **kwargs):
        form = super().form(*args, **kwargs)
        held = Meeting.objects.filter(
            congress=form.instance.congress_id, body__kind=Organ.Kind.CHAIRPERSONS, opened_at__isnull=False
        )
        form.fields["chairs_meeting"].queryset = held.order_by("-held_on")
        return form
