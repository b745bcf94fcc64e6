"""Meetings: when an organ of the congress sits, what it deals with, and who is there from when to when."""

from datetime import datetime

from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.utils.functional import cached_property
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from qingting.desk.visitor import Among
from qingting.docket.models import Matter, MatterQuerySet
from qingting.organs.fields import Line, Text
from qingting.organs.models import Organ, Person, Post, Role, Session, Term

# Whose meetings are held here, and in what roles one is a member of each.
SITTING = {
    Organ.Kind.STANDING_COMMITTEE: (Role.CHAIR, Role.VICE_CHAIR, Role.MEMBER),
    Organ.Kind.CHAIRPERSONS: (Role.CHAIR, Role.VICE_CHAIR, Role.MEMBER),
    Organ.Kind.SPECIAL_COMMITTEE: (Role.CHAIR, Role.VICE_CHAIR, Role.MEMBER),
    Organ.Kind.CONGRESS: (Role.DEPUTY,),
    Organ.Kind.PRESIDIUM: (Role.CHAIR, Role.MEMBER),
    Organ.Kind.GROUP: (Role.CHAIR, Role.VICE_CHAIR, Role.MEMBER),
}

CLOSED_ITEM = _("不公开议题")


# Whose meetings make up a session of the congress: its own, its presidium's, its delegations'.
OF_A_SESSION = (Organ.Kind.CONGRESS, Organ.Kind.PRESIDIUM, Organ.Kind.GROUP)


class Meeting(Matter):
    """One meeting of one organ: a standing committee's, a chairpersons', a special committee's; in a session of the congress
    the preparatory meeting, a plenary one, the presidium's or a delegation's.
    """

    body = models.ForeignKey(
        Organ,
        models.PROTECT,
        related_name="meetings",
        verbose_name=_("谁的会议"),
        limit_choices_to={"kind__in": list(SITTING)},
    )
    term = models.ForeignKey(Term, models.PROTECT, null=True, related_name="+", editable=False)
    ordinal = models.PositiveSmallIntegerField(_("第几次会议"), null=True, blank=True)
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name=_("人民代表大会会议")
    )
    is_preparatory = models.BooleanField(
        _("预备会议"), default=False, help_text=_("选举主席团和秘书长，通过会议议程，由常委会主持")
    )
    presiding = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("主持人"))
    held_on = models.DateField(_("开会日期"), null=True, blank=True)
    opens_at = models.TimeField(_("开会时间"), null=True, blank=True)
    place = Line(_("地点"), max_length=100, blank=True)
    materials_on = models.DateField(_("材料送达日期"), null=True, blank=True)
    agenda_adopted = models.BooleanField(_("议程已通过"), default=False, editable=False)
    minutes = Text(_("会议纪要"), max_length=50_000, blank=True)
    opened_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("会议")
        constraints = [models.UniqueConstraint(fields=["body", "term", "ordinal"], name="one_meeting_of_an_ordinal")]

    @property
    def roles(self):
        return SITTING[self.body.kind]

    @property
    def seats(self):
        """The seats of the organ that are held on the day of the meeting, suspended or not."""
        posts = self.body.posts.current(self.held_on or localdate()).filter(role__in=self.roles)
        return posts.select_related("person", "organ").order_by("pk")

    @cached_property
    def members(self) -> list[Post]:
        """Who sits in them: whose attendance is counted. Each is read with when he was in the hall, as `spans`."""
        span = FilteredRelation("presences", condition=Q(presences__meeting=self.pk))
        members: dict[int, Post] = {}
        for row in self.seats.annotate(span=span).select_related("person", "organ", "span").order_by():
            post = members.setdefault(row.pk, row)
            post.spans = [*getattr(post, "spans", ()), *([row.span] if hasattr(row, "span") else ())]
        for post in members.values():
            post.spans.sort(key=lambda span: span.pk)
        return [post for _pk, post in sorted(members.items())]

    def read_members_again(self):
        """After one of them has come or left."""
        vars(self).pop("members", None)

    @property
    def is_kin(self) -> Q:
        """And each vote that is held at it, also one that arose from a matter on its agenda."""
        return super().is_kin | Q(Among("pk", self.votes.values("pk")))

    @cached_property
    def every_vote(self) -> list:
        """What was put to the vote at it, in that order."""
        return [kin for kin in self.kin if kin.kind == "meetings.vote"]

    @cached_property
    def presidium(self) -> Organ | None:
        """The presidium of the session that a meeting is part of; None before the preparatory meeting has elected one."""
        return self.session and Organ.objects.filter(kind=Organ.Kind.PRESIDIUM, slate__session=self.session).first()

    def member(self, key) -> Post | None:
        """The member whose post has this key: of five hundred, one is read."""
        return self.seats.filter(pk=key).first()

    def member_among(self, posts) -> Post | None:
        """The one of these posts that is a seat in it: one holds one seat. Asks no database."""
        on = self.held_on or localdate()
        seats = (post for post in posts if post.organ_id == self.body_id and post.role in self.roles)
        return next((post for post in seats if post.is_held(on)), None)


class Item(models.Model):
    """One item of an agenda (议题), alone or arising from a matter: a report, an appointment, a bill, an opinion."""

    class Access(models.TextChoices):
        PUBLIC = "public", _("公开")
        INTERNAL = "internal", _("内部")
        CLOSED = "closed", _("不公开")  # in no export

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items", verbose_name=_("会议"))
    place = models.PositiveSmallIntegerField(_("次序"))
    title = Line(_("议题"), max_length=200)
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("来自事项")
    )
    reporter = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("报告机关")
    )
    access = models.CharField(_("公开程度"), max_length=10, choices=Access, default=Access.PUBLIC)

    class Meta:
        verbose_name = _("议题")
        ordering = ("place", "pk")

    def __str__(self):
        return self.title

    @property
    def outward_title(self) -> str:
        """What it is called where others than the members and the office read it: of what is closed, not even its name."""
        return str(CLOSED_ITEM) if self.access == self.Access.CLOSED else self.title


class Presence(models.Model):
    """From when to when a member was in the hall. One who leaves and comes back has two."""

    class Way(models.TextChoices):
        CODE = "code", _("扫码")
        SELF = "self", _("本人签到")
        CLERK = "clerk", _("工作人员登记")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="presences")
    post = models.ForeignKey(Post, models.PROTECT, related_name="presences")
    came_at = models.DateTimeField(default=now)
    left_at = models.DateTimeField(null=True)
    way = models.CharField(max_length=10, choices=Way)
    written_by = models.ForeignKey(Post, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "post"], condition=Q(left_at=None), name="one_is_in_the_hall_once"
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("came_at")), name="one_leaves_after_he_came"
            ),
        ]

    @property
    def way_label(self) -> str:
        return str(self.Way(self.way).label)

    def covers(self, at: datetime) -> bool:
        """Whether he was there at that moment; whoever leaves at it is not."""
        return self.came_at <= at and (self.left_at is None or at < self.left_at)


class Leave(Matter):
    """A member asks to be absent, in writing, before the meeting (请假)."""

    on = models.ForeignKey(Meeting, models.PROTECT, related_name="leaves", verbose_name=_("会议"))
    asker = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("请假人"))
    presiding = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    reason = Text(_("请假理由"), max_length=500)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("请假")
        constraints = [models.UniqueConstraint(fields=["on", "asker"], name="one_leave_each")]

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.source_id, self.keeper_id, self.presiding_id = self.on_id, self.on.keeper_id, self.on.presiding_id
            self.title = self.on.title
        super().save(*args, **kwargs)
