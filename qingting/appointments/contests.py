"""Elections of a session of the congress: which office is filled, who stands for it, put forward by whom (大会选举)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qingting.docket.models import Matter, MatterQuerySet
from qingting.meetings.election import Elects
from qingting.organs.fields import Line, Text
from qingting.organs.models import Organ, Person, Post, Role, Session

CONGRESS_ELECTS = [(kind, kind.label) for kind in Elects if kind != Elects.MUNICIPAL]
SEATED = ("elected", "reported", "seated")  # states of a candidacy that take a seat


class OfASession(Matter):
    """What the deputies vote on in a session: the congress, and whoever presides over the vote."""

    body = models.ForeignKey(Organ, models.PROTECT, related_name="+", editable=False)
    presiding = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        abstract = True


class Contest(OfASession):
    """One office, or several seats of one kind, that a session fills by election."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="contests", verbose_name=_("人民代表大会会议"))
    elects = models.CharField(_("选举什么"), max_length=12, choices=CONGRESS_ELECTS)
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name=_("任职机构"))
    role = models.CharField(_("任何职"), max_length=10, choices=Role)
    office_title = Line(_("职务全称"), max_length=60, help_text=_("如“区人民检察院检察长”"))
    seats = models.PositiveSmallIntegerField(_("应选人数"), default=1)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("大会选举")

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.body_id = self.session.congress_id
            self.title = gettext("%(session)s选举%(office)s") % {"session": self.session, "office": self.office_title}
        super().save(*args, **kwargs)

    def clean(self):
        if self.elects == Elects.HEAD and self.seats != 1:
            raise ValidationError({"seats": gettext("正职的应选人数是 1 人，请一个职务一次选举")})

    @property
    def left(self) -> int:
        """Seats that nobody has been elected to."""
        return self.seats - self.candidacies.filter(state__in=SEATED).count()

    @property
    def is_of_the_procurator(self) -> bool:
        """Whether the election takes effect only with the approval from above (Organic Law, art. 11(6))."""
        return self.organ.kind == Organ.Kind.PROCURATORATE and self.role == Role.HEAD

    @property
    def is_of_a_new_government(self) -> bool:
        """Whether it elects the head of a new government, at a change of term (art. 71)."""
        return self.organ.kind == Organ.Kind.GOVERNMENT and self.role == Role.HEAD and self.elects == Elects.HEAD


class Candidacy(OfASession):
    """One person put forward: by the presidium, or by deputies jointly, of whom one leads."""

    on = models.ForeignKey(Contest, models.PROTECT, related_name="candidacies", verbose_name=_("大会选举"))
    nominee = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("候选人"))
    lead = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("领衔代表"))
    introduction = Text(_("候选人情况"), max_length=2000, help_text=_("提名人应当如实介绍（第二十六条）"))
    known_to = models.ForeignKey(Organ, models.PROTECT, null=True, related_name="+", editable=False)  # once filed
    reported_on = models.DateField(_("报上一级人民检察院的日期"), null=True, blank=True)
    approved_by = Line(_("上级批准文号"), max_length=60, blank=True)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", editable=False)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("候选人提名")

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.source_id, self.keeper_id, self.body_id = self.on_id, self.on.keeper_id, self.on.body_id
            self.title = self.motion
        super().save(*args, **kwargs)

    @property
    def motion(self) -> str:
        return gettext("提名%(person)s为%(office)s候选人") % {"person": self.nominee, "office": self.on.office_title}


class Backing(Matter):
    """A deputy who is named among those who nominate jointly: it counts once he has said so himself."""

    on = models.ForeignKey(Candidacy, models.PROTECT, related_name="backings", verbose_name=_("候选人提名"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("联名代表"))
    lead = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("领衔代表"))

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("联合提名")
        constraints = [models.UniqueConstraint(fields=["on", "person"], name="one_backs_a_candidate_once")]

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.source_id, self.keeper_id, self.lead_id = self.on_id, self.on.keeper_id, self.on.lead_id
            self.title = self.on.title
        super().save(*args, **kwargs)
