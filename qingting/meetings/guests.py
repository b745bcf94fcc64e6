"""Sitting in (列席): who is invited to a meeting without a vote, who answers, and who was there.

Law: Deputies Law (2025), art. 33 (deputies are invited to sit in); Organic Law of Local Congresses and Governments (2022),
art. 21 (heads of government, supervision, court and procuratorate at a session; others as the committee decides). That an
organ sends its head or another is practice (Chongqing's rules, art. 13, confidence B: heads of departments and committees,
deputies of all levels; they may speak). Nobody who sits in counts for a quorum or votes: presence of a member is another
table (`Presence`), and the roll of a vote is drawn from it alone.
"""

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.docket.models import Matter, MatterQuerySet
from qingting.docket.process import Process, Refused, Step, Who
from qingting.meetings.models import Item, Meeting
from qingting.meetings.process import office, office_head
from qingting.meetings.telling import tell_hats
from qingting.organs.fields import Line
from qingting.organs.models import Organ, Person, Role

HELD = ("notified", "sitting", "closed", "written", "signed")  # states of a meeting at which someone can have been


class Invitation(Matter):
    """A deputy, or an organ, is invited to sit in at a meeting: at the whole of it or while some items are dealt with."""

    on = models.ForeignKey(Meeting, models.PROTECT, related_name="invitations", verbose_name=_("会议"))
    deputy = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("列席代表")
    )
    organ = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("列席单位")
    )
    is_whole = models.BooleanField(_("全程列席"), default=True)
    items = models.ManyToManyField(Item, related_name="+", blank=True, verbose_name=_("列席议题"))
    sent = Line(_("谁来列席（姓名、职务）"), max_length=60, blank=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("列席邀请")
        constraints = [
            models.CheckConstraint(condition=Q(deputy=None) ^ Q(organ=None), name="one_deputy_or_one_organ_is_invited"),
            models.UniqueConstraint(fields=["on", "deputy"], name="a_deputy_is_invited_once"),
            models.UniqueConstraint(fields=["on", "organ"], name="an_organ_is_invited_once"),
        ]

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.source_id, self.keeper_id, self.title = self.on_id, self.on.keeper_id, self.on.title
        super().save(*args, **kwargs)

    @property
    def guest(self) -> Person | Organ:
        return self.deputy or self.organ

    @property
    def what_for(self) -> list[Item]:
        """The items at which the guest sits in; nothing that is closed is named to whoever is invited to the whole."""
        if not self.is_whole:
            return list(self.items.all())
        return list(self.on.items.exclude(access=Item.Access.CLOSED))


def coming(meeting, actors) -> list[Invitation]:
    """The invitations by which one of these sits in: whoever has said that he comes, and the head of an organ that sends one."""
    return list(Invitation.objects.seen_by(*actors).filter(on=meeting, state__in=("coming", "came")))


def items_sat_in(meeting, actors) -> set[int]:
    """The keys of the items at which one of these sits in: he reads their papers."""
    return {item.pk for invitation in coming(meeting, actors) for item in invitation.what_for}


guest = Who("deputy", "", _("列席代表"))
organ_clerk = Who("organ", Role.CLERK, _("列席单位经办人"))
organ_head = Who("organ", Role.HEAD, _("列席单位负责人"))


def a_deputy(i):
    return None if i.deputy_id else said("单位列席，由单位的经办人答复派谁来")


def an_organ(i):
    return None if i.organ_id else said("代表列席，由代表本人答复")


def a_meeting_to_come(i):
    on = i.on
    return None if on.state in ("planned", "notified") else said("会议“%(state)s”，邀请应当在会前发出、答复") % {"state": on.state_label}


def its_day(i):
    """Nobody has sat in before the day."""
    on = i.on
    if on.state not in HELD:
        return said("会议“%(state)s”，不能登记到会") % {"state": on.state_label}
    return said("会议在 %(day)s 举行，当天才能登记到会") % {"day": f"{on.held_on:%Y-%m-%d}"} if on.held_on > i.today else None


def a_moved_meeting(i):
    """The meeting presses this when it is moved."""
    last = i.on.events.order_by("pk").last()
    return None if last and last.step == "move" else said("会议改期时自动告知")


def a_meeting_that_is_over(i):
    over = ("cancelled", "closed", "written", "signed")
    return None if i.on.state in over else said("会议取消，或者会后整理纪要时还没有答复的，自动作罢")


def tell_the_guest(i, event):
    tell_hats(event, [who.hat(i) for who in (guest, organ_clerk, organ_head)])


class InvitationProcess(Process, of=Invitation):
    is_heard = False
    watched_by = (office, office_head, organ_head)
    reads = ("on__body", "deputy", "organ")
    route = ("invite", "accept", "send", "come")

    states = dict(
        draft=_("草稿"), invited=_("已邀请，待答复"), coming=_("应邀列席"), declined=_("不能列席"), came=_("已列席"), called_off=_("作罢"),
    )

    invite   = Step(_("邀请列席"), "draft", "invited", by=office, needs=(a_meeting_to_come,))
    accept   = Step(_("应邀列席"), "invited", "coming", by=guest, only=(a_deputy,), needs=(a_meeting_to_come,))
    send     = Step(_("答复派谁列席"), "invited", "coming", by=organ_clerk, fields=("sent",), only=(an_organ,), needs=(a_meeting_to_come,))
    resend   = Step(_("换人列席"), "coming", "", by=organ_clerk, fields=("sent",), needs=(a_meeting_to_come,), at_will=True)
    decline  = Step(_("不能列席"), ("invited", "coming"), "declined", by=guest, why=True, at_will=True)
    excuse   = Step(_("单位不能派人"), ("invited", "coming"), "declined", by=organ_clerk, why=True, at_will=True)
    note_yes = Step(_("代为登记：来"), ("invited", "declined"), "coming", by=office, needs=(a_meeting_to_come,), at_will=True)
    note_no  = Step(_("代为登记：不来"), ("invited", "coming"), "declined", by=office, why=True, at_will=True)
    come     = Step(_("登记到会"), ("invited", "coming", "declined"), "came", by=office, needs=(its_day,), at_will=True)
    uncome   = Step(_("更正：没有到会"), "came", "coming", by=office, why=True, at_will=True)
    tell_day = Step(_("告知改期"), ("invited", "coming"), "", by=office, needs=(a_moved_meeting,), at_will=True, then=tell_the_guest)
    call_off = Step(_("邀请作罢"), ("invited", "coming"), "called_off", by=office, needs=(a_meeting_that_is_over,), at_will=True, then=tell_the_guest)


@transaction.atomic
def invite(meeting, by, *, deputies=(), organs=(), items=()) -> list[Invitation]:
    """Invite these to the whole meeting, or to the items named. Whoever sits in it as a member, or was asked before, is left out.

    Raises Refused where nobody is left to be invited.
    """
    before = set(meeting.invitations.values_list("deputy", "organ"))
    members = {post.person_id for post in meeting.members}
    guests = [("deputy", one) for one in deputies if one.pk not in members and (one.pk, None) not in before]
    guests += [("organ", one) for one in organs if (None, one.pk) not in before]
    if not guests:
        raise Refused(said("选的人都已经邀请过，或者是会议的组成人员，不用邀请"))
    invited = []
    for field, one in guests:
        invitation = Invitation.objects.create(on=meeting, is_whole=not items, **{field: one})
        invitation.items.set(items)
        invitation.take("invite", by)
        invited.append(invitation)
    return invited
