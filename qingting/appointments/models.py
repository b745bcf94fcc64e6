"""Appointments and removals: who is put forward for what, who leaves, who takes the oath, and how the years after are told."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qingting.appointments.offices import CHOICES, OFFICES, Office
from qingting.docket.models import Matter, MatterQuerySet
from qingting.meetings.following import VotedOn
from qingting.meetings.models import Item, Meeting
from qingting.organs.fields import Line, Text
from qingting.organs.models import Organ, Person, Post, Role

# The decision of 24 February 2018, item 1. It is spoken in Chinese, whatever language the page is in.
OATH = (
    "我宣誓：忠于中华人民共和国宪法，维护宪法权威，履行法定职责，忠于祖国、忠于人民，恪尽职守、廉洁奉公，"
    "接受人民监督，为建设富强民主文明和谐美丽的社会主义现代化强国努力奋斗！"
)


class Decided(VotedOn):
    """What a nomination, a departure and an account have in common: a chairpersons' meeting puts them before the committee."""

    chairs_meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("哪次主任会议决定")
    )
    at_meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("提请哪次常委会会议")
    )
    item = models.ForeignKey(Item, models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    # the committee, once its members may read it: nothing is known of a nominee before
    introduced_to = models.ForeignKey(Organ, models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.committee_id = self.keeper.parent_id
        super().save(*args, **kwargs)

    @property
    def decides(self) -> Organ:
        """Whose meeting it goes to."""
        return self.committee


class Nomination(Decided):
    """One person put forward for one office: to be appointed, to act in it, or to be removed from it (任免案)."""

    class Change(models.TextChoices):
        APPOINT = "appoint", _("任命")
        ACT = "act", _("决定代理")
        REMOVE = "remove", _("免职")

    proposer = models.ForeignKey(Organ, models.PROTECT, related_name="+", editable=False, verbose_name=_("提请机关"))
    change = models.CharField(_("任免"), max_length=10, choices=Change, default=Change.APPOINT)
    office = models.CharField(_("职务类别"), max_length=20, choices=CHOICES)
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name=_("任职机构"))
    role = models.CharField(_("任何职"), max_length=10, choices=Role)
    office_title = Line(_("职务全称"), max_length=60, help_text=_("如“区水务局局长”，任命书上就这样写"))
    nominee = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("拟任免人选"))
    grounds = Text(_("提请理由"), max_length=2000, help_text=_("任命的写德能勤绩廉情况，免职的写免职原因。"))
    paper_number = Line(_("来文文号"), max_length=60, blank=True, help_text=_("纸质提请的文号，如“青政〔2026〕12号”"))
    qualification = Text(
        _("初审意见"), max_length=2000, blank=True, help_text=_("任职资格、材料是否齐全、征求意见的情况")
    )
    examined_by = Line(_("考试记录"), max_length=100, blank=True, editable=False)
    late_because = Line(_("迟于期限提请的理由"), max_length=200, blank=True)
    introduction = Text(_("提请人的说明"), max_length=5000, blank=True)
    statement = Text(_("拟任人发言"), max_length=5000, blank=True)
    lettered_on = models.DateField(_("颁发任命书日期"), null=True, blank=True)
    told_on = models.DateField(_("通知提请机关日期"), null=True, blank=True)
    published_on = models.DateField(_("公布日期"), null=True, blank=True)
    reported_on = models.DateField(_("报送备案日期"), null=True, blank=True)
    sworn_at = models.ForeignKey(
        "Ceremony", models.PROTECT, null=True, blank=True, related_name="takers", editable=False, verbose_name=_("宣誓")
    )
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", editable=False)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("任免案")

    @property
    def its_office(self) -> Office:
        return OFFICES[self.office]

    @property
    def begins(self) -> bool:
        """Whether someone takes office by it."""
        return self.change != self.Change.REMOVE

    @property
    def motion(self) -> str:
        """What the committee votes on, as the ballot says it."""
        said = {"person": self.nominee, "office": self.office_title}
        if self.change == self.Change.REMOVE:
            return gettext("免去%(person)s的%(office)s职务") % said
        return (
            gettext("决定%(person)s为%(office)s")
            if self.change == self.Change.ACT
            else gettext("任命%(person)s为%(office)s")
        ) % said

    def clean(self):
        office = OFFICES.get(self.office)
        if not office or not self.organ_id:
            return
        if self.organ.kind not in office.organs or office.named not in self.organ.name:
            raise ValidationError(
                {
                    "organ": gettext("“%(office)s”不设在%(organ)s，请另选机构或者职务类别")
                    % {"office": office.label, "organ": self.organ}
                }
            )
        if self.role not in office.roles:
            roles = gettext("、").join(str(Role(role).label) for role in office.roles)
            raise ValidationError(
                {"role": gettext("“%(office)s”只能选：%(roles)s") % {"office": office.label, "roles": roles}}
            )
        if bool(office.acting) != (self.change == self.Change.ACT) and self.begins:
            raise ValidationError({"change": gettext("代理人选用“决定代理”和“代理”类的职务，任命用其他各类")})


class Departure(Decided):
    """Someone leaves an office that the committee or the congress has given him: he resigns, or is dismissed (辞职、撤职)."""

    class Way(models.TextChoices):
        RESIGN = "resign", _("辞职")
        DISMISS = "dismiss", _("撤职")
        RECALL = "recall", _("罢免（人民代表大会会议）")

    class Mover(models.TextChoices):
        """Who may move a dismissal (Supervision Law (2024), art. 61), or at a session a recall (Organic Law (2022), art. 31)."""

        GOVERNMENT = "government", _("区人民政府")
        SUPERVISION = "supervision", _("区监察委员会")
        COURT = "court", _("区人民法院")
        PROCURATORATE = "procuratorate", _("区人民检察院")
        CHAIRPERSONS = "chairpersons", _("主任会议")
        MEMBERS = "members", _("常委会五分之一以上的组成人员书面联名")
        PRESIDIUM = "presidium", _("主席团")
        COMMITTEE = "committee", _("常务委员会")
        DEPUTIES = "deputies", _("十分之一以上代表联名")

    way = models.CharField(_("怎样离职"), max_length=10, choices=Way)
    office_holder = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("谁的什么职务"))
    office_title = Line(_("职务全称"), max_length=60, help_text=_("如“区水务局局长”，决定里就这样写"))
    mover = models.CharField(_("撤职案提出人"), max_length=20, choices=Mover, blank=True)
    signatures = models.PositiveSmallIntegerField(
        _("联名人数"), null=True, blank=True, help_text=_("联名提出的，写几人")
    )
    grounds = Text(_("理由"), max_length=5000, help_text=_("撤职案、罢免案写明对象和理由；辞职的写辞职请求。"))
    defence = Text(
        _("申辩意见"),
        max_length=10_000,
        blank=True,
        help_text=_("本人口头或者书面申辩的内容；书面申辩由主任会议印发会议"),
    )
    waives_defence = models.BooleanField(_("本人书面表示不申辩"), default=False)
    approved_by = Line(
        _("上级批准文号"), max_length=60, blank=True, help_text=_("检察长辞职须经上一级检察院提请上一级人大常委会批准")
    )
    reported_on = models.DateField(_("报人民代表大会备案日期"), null=True, blank=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("辞职、撤职案")

    AT_A_SESSION = (Mover.PRESIDIUM, Mover.COMMITTEE, Mover.DEPUTIES)

    @property
    def motion(self) -> str:
        said = {"person": self.office_holder.person, "office": self.office_title}
        return {
            self.Way.DISMISS: gettext("撤销%(person)s的%(office)s职务"),
            self.Way.RECALL: gettext("罢免%(person)s的%(office)s职务"),
        }.get(self.way, gettext("接受%(person)s辞去%(office)s职务的请求")) % said

    @property
    def decides(self) -> Organ:
        """A recall is for the congress, in session."""
        return self.congress if self.way == self.Way.RECALL else self.committee

    def clean(self):
        dismissed, recalled = self.way == self.Way.DISMISS, self.way == self.Way.RECALL
        if dismissed and (not self.mover or self.mover in self.AT_A_SESSION):
            raise ValidationError({"mover": gettext("撤职案要写明由谁提出（《监督法》第六十一条）")})
        if recalled and self.mover not in self.AT_A_SESSION:
            raise ValidationError(
                {"mover": gettext("罢免案由主席团、常委会或者十分之一以上代表联名提出（《地方组织法》第三十一条）")}
            )
        if self.mover in (self.Mover.MEMBERS, self.Mover.DEPUTIES) and not self.signatures:
            raise ValidationError({"signatures": gettext("请写明有几人联名")})


class Ceremony(Matter):
    """A constitutional oath ceremony: where, when, who led, who took it, in which words (宪法宣誓)."""

    held_on = models.DateField(_("宣誓日期"))
    place = Line(_("地点"), max_length=100)
    committee = models.ForeignKey(Organ, models.PROTECT, related_name="+", editable=False)
    organiser = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name=_("组织宣誓的机关"))
    witness = Line(_("监誓人"), max_length=50, blank=True)
    leader = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("领誓人"),
        help_text=_("几人一起宣誓的，由其中一人领誓"),
    )
    spoken = Text(
        _("誓词"), max_length=500, editable=False
    )  # as they were spoken: a later law changes no oath that was taken

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("宪法宣誓")

    @property
    def oath(self) -> str:
        """The words that are to be spoken."""
        return OATH

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.committee_id = self.keeper.parent_id
        super().save(*args, **kwargs)


class Account(Decided):
    """What an office-holder tells the committee of a year's work, what is said to him, and what comes of it (履职报告)."""

    office_holder = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("报告人"))
    holder = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    year = models.PositiveSmallIntegerField(_("哪一年的工作"))
    report = Text(_("履职报告"), max_length=20_000, blank=True)
    is_rated = models.BooleanField(_("听取后进行满意度测评"), default=True)
    opinion = Text(_("审议意见"), max_length=5000, blank=True)
    response = Text(_("落实审议意见的情况"), max_length=10_000, blank=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("履职报告")
        constraints = [models.UniqueConstraint(fields=["office_holder", "year"], name="one_account_of_a_year")]

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.holder_id = self.office_holder.person_id
        super().save(*args, **kwargs)

    @property
    def motion(self) -> str:
        return gettext("%(person)s%(year)s年度履职情况") % {"person": self.office_holder.person, "year": self.year}
