"""A matter is proposed for the agenda of a meeting to come (提请列入议程), and its page says where it is on one.

Organic Law (2022), art. 54: the chairpersons' meeting drafts the agenda; the office writes it down.
"""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingting.desk.begins import Beginning, told_elsewhere
from qingting.desk.visitor import actors_of, find
from qingting.docket.models import Matter, Part, hats
from qingting.docket.process import Refused
from qingting.meetings import agenda
from qingting.meetings.forms import ItemForm
from qingting.meetings.models import Item, Meeting
from qingting.meetings.views import asked, is_office
from qingting.organs.models import Post

AHEAD = ("draft", "planned", "notified")
TOLD = (
    "notified",
    "sitting",
    "closed",
    "written",
    "signed",
)  # states of a meeting of which those know who do not sit in it


def who_proposes(matter, actors) -> Post | None:
    """The clerk of an office of the standing committee who has a part in a filed matter; None where no actor is."""
    if not matter.process.is_heard or matter.state == "draft":
        return None
    cast = {part.hat for part in matter.read_parts}
    return next((one for one in actors if is_office(one) and cast & {*one.hats} and one.is_current()), None)


Beginning(
    words=gettext_lazy("提请列入议程"),
    address=lambda matter: reverse("item_propose", args=[matter.pk]),
    may=lambda matter, actors: who_proposes(matter, actors) is not None,
)


class Proposal(ItemForm):
    """An item that arises from a matter: at which meeting, and how it is called there."""

    class Meta(ItemForm.Meta):
        fields = ["meeting", "title", "reporter", "access"]

    def __init__(self, *args, by, **kwargs):
        kwargs["instance"].meeting = Meeting(congress_id=by.congress_id)  # none is chosen yet
        super().__init__(*args, initial={"meeting": None}, **kwargs)
        ahead = Meeting.objects.filter(keeper=by.organ_id, state__in=AHEAD, agenda_adopted=False)
        self.fields["meeting"].queryset = ahead.order_by("held_on", "pk")
        self.fields["meeting"].label_from_instance = in_words
        self.fields["meeting"].error_messages["required"] = _("请选一次会议。没有可选的，请先召集会议")

    def clean(self):
        said = super().clean()
        if said.get("meeting") and said["meeting"].items.filter(matter=self.instance.matter_id).exists():
            self.add_error("meeting", _("本件已经列入这次会议的议程"))
        return said


def in_words(meeting) -> str:
    return " · ".join(str(part) for part in (meeting.body, meeting.title, meeting.held_on) if part)


@login_required
def propose(request, pk):
    """The form by which the office puts a matter on the agenda."""
    actors = actors_of(request)
    matter = find(actors, pk)
    by = who_proposes(matter, actors)
    if not by:
        raise Http404
    its = Item(matter_id=matter.pk, title=matter.title, access=Item.Access.INTERNAL)  # made public by choice alone
    form = Proposal(request.POST or None, instance=its, by=by)
    return asked(
        request, form, _("提请列入议程"), matter, lambda: listed(form.save(commit=False), matter), _("列入议程")
    )


@transaction.atomic
def listed(item: Item, matter: Matter) -> Matter:
    """Put it on the agenda, once in a meeting. Raises Refused."""
    item = agenda.add(item)  # the meeting is locked from here on
    if Item.objects.filter(meeting=item.meeting_id, matter=matter.pk).exclude(pk=item.pk).exists():
        raise Refused(_("本件已经列入这次会议的议程"))
    return matter


@told_elsewhere(gettext_lazy("列入会议议程"))
def on_agendas(matter, actors):
    """At which meetings it is on the agenda: for those who may see the meeting, or what of it everyone may know."""
    if not matter.process.is_heard or matter.state == "draft":
        return []
    is_theirs = Exists(Part.objects.filter(matter=OuterRef("meeting"), hat__in=hats(actors)))
    found = Item.objects.filter(matter=matter.pk).annotate(is_theirs=is_theirs).select_related("meeting__body")
    known = found.filter(Q(is_theirs=True) | Q(access=Item.Access.PUBLIC, meeting__state__in=TOLD))
    return [
        (in_words(item.meeting), item.meeting.get_absolute_url() if item.is_theirs else "")
        for item in known.exclude(meeting__state="cancelled").order_by("pk")
    ]
