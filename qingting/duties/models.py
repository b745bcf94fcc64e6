"""Duties: what deputies do outside the hall, recorded once, where it happens; and the places it happens in."""

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from qingting.docket.models import Event, Matter, MatterQuerySet
from qingting.duties.kinds import Kind, kinds_of
from qingting.organs.fields import Line, Text
from qingting.organs.models import Level, Organ, Person, Post
from qingting.organs.offices import general_office


class Place(models.Model):
    """A real thing that is visited: so that “86 communities” counts communities and not visits."""

    class Kind(models.TextChoices):
        COMMUNITY = "community", _("社区")
        VILLAGE = "village", _("村")
        ENTERPRISE = "enterprise", _("企业")
        PROJECT = "project", _("项目")
        CONTACT_POINT = "contact_point", _("乡村振兴联系点")
        CENTRE = "centre", _("街道综合执法中心")
        OTHER = "other", _("学校、园区等")

    congress = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name=_("人大"))
    kind = models.CharField(_("类别"), max_length=15, choices=Kind)
    name = Line(_("名称"), max_length=80)
    subdistrict = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="places", verbose_name=_("所在街道工委")
    )
    invented = models.BooleanField(_("示例"), default=False)
    # one that was written down twice: the other stands for it, and who found that out
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="merged")
    merged_by = models.ForeignKey(Post, models.PROTECT, null=True, editable=False, related_name="+")
    merged_at = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)  # so that a figure of places that is remembered is counted anew

    class Meta:
        verbose_name = _("走访点位")
        constraints = [models.UniqueConstraint(fields=["congress", "kind", "name"], name="one_place_of_a_name")]

    def __str__(self):
        return self.name


class Spelling(models.Model):
    """How a place is also written. `key` is the bare name, without what an enterprise's name ends with."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="spellings")
    written = Line(max_length=80)
    key = models.CharField(max_length=80, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "written"], name="one_spelling_once")]


class Campaign(models.Model):
    """What holds activities together under one name, from a day to a day."""

    class Brand(models.TextChoices):
        QINGTING = "qingting", _("青听青声")
        ONE_EACH = "one_each", _("一街一品")
        OTHER = "other", _("其他专项行动")

    congress = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name=_("人大"))
    brand = models.CharField(_("品牌"), max_length=10, choices=Brand)
    name = Line(_("名称"), max_length=80)
    organ = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("由哪个街道工委开展")
    )
    since = models.DateField(_("开始日期"))
    until = models.DateField(_("结束日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("专项行动")
        constraints = [
            models.UniqueConstraint(fields=["congress", "name"], name="one_campaign_of_a_name"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="a_campaign_ends_after_it_begins"
            ),
        ]

    def __str__(self):
        return self.name


class Activity(Matter):
    """One activity: what it was, on which day, where, who was there. Its kind says what else is asked."""

    # the key of a kind; kinds are data of a place, so the database does not list them
    activity_kind = models.SlugField(_("活动种类"), max_length=30)
    held_on = models.DateField(_("日期"))
    ends_on = models.DateField(_("结束日期"), null=True, blank=True)
    venue = Line(_("地点"), max_length=100, blank=True)
    told = Text(_("情况"), max_length=5000, blank=True, help_text=_("做了什么、听到什么、后来怎样，几句话就行"))
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("属于哪个专项行动")
    )
    group = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("代表专业小组")
    )
    lecturer = Line(_("主讲专家"), max_length=60, blank=True)
    copies = models.PositiveIntegerField(_("发放书籍资料（册）"), null=True, blank=True)
    reached = models.PositiveIntegerField(_("听讲、参与的群众（人次）"), null=True, blank=True)
    outlet = Line(_("媒体"), max_length=60, blank=True)
    outlet_level = models.CharField(_("媒体层级"), max_length=10, choices=Level, blank=True)
    link = models.URLField(_("网址"), max_length=300, blank=True)
    recorder = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    confirmer = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("请谁确认"))
    coordinator = models.ForeignKey(Organ, models.PROTECT, null=True, related_name="+", editable=False)
    # the standing committee's general office, which compiles the report: whoever defends a figure opens its records
    registry = models.ForeignKey(Organ, models.PROTECT, null=True, related_name="+", editable=False)
    # of which sheet it was a line: the same sheet is not taken twice
    sheet = models.CharField(max_length=64, blank=True, editable=False)
    mark = models.CharField(max_length=32, null=True, unique=True, editable=False)  # the form it came by
    places = models.ManyToManyField(Place, through="Visit", related_name="activities")

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("履职活动")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("held_on")), name="an_activity_ends_after_it_begins"
            )
        ]
        indexes = [models.Index(fields=["activity_kind", "held_on"], name="activities_by_day")]

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.registry = general_office(self.keeper.congress_id)
        super().save(*args, **kwargs)

    @cached_property
    def its_kind(self) -> Kind:
        key = self.activity_kind  # one that a place has taken out of its rulebook is called by its key
        return kinds_of(self.congress, self.held_on).get(key) or Kind(key=key, label=key, english=key)

    @property
    def present(self):
        """Those who were there, as the list stands."""
        return self.presences.filter(struck=False).select_related("post__person", "post__organ").order_by("pk")


class Presence(models.Model):
    """One deputy at one activity: a person-time. It is struck out, never deleted, so that an objection has its object."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="presences")
    post = models.ForeignKey(Post, models.PROTECT, related_name="activities", verbose_name=_("代表"))
    leads = models.BooleanField(_("主讲或带队"), default=False)
    struck = models.BooleanField(default=False)
    # by which event it stands as it does; none while the list is being drawn up or put right
    settled = models.ForeignKey(Event, models.PROTECT, null=True, editable=False, related_name="+")

    class Meta:
        verbose_name = _("参加活动")
        constraints = [models.UniqueConstraint(fields=["activity", "post"], name="present_once")]

    def __str__(self):
        return str(self.post.person)


class Visit(models.Model):
    """One place that an activity went to."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="visits")
    place = models.ForeignKey(Place, models.PROTECT, related_name="visits")

    class Meta:
        verbose_name = _("走访")
        constraints = [models.UniqueConstraint(fields=["activity", "place"], name="a_place_once_in_an_activity")]

    def __str__(self):
        return str(self.place)


class Linked(models.Model):
    """An enterprise, a project or a village that a leading member keeps in touch with, from a day to a day (挂点包保)."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="links", verbose_name=_("点位"))
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("挂点领导"))
    since = models.DateField(_("开始日期"))
    until = models.DateField(_("结束日期"), null=True, blank=True)
    # who wrote it down, who wrote down that it ended; empty for what was there before anybody was asked
    begun_by = models.ForeignKey(Post, models.PROTECT, null=True, editable=False, related_name="+")
    ended_by = models.ForeignKey(Post, models.PROTECT, null=True, editable=False, related_name="+")

    class Meta:
        verbose_name = _("挂点包保")
        constraints = [
            models.UniqueConstraint(fields=["place", "post", "since"], name="one_link_begins_once"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="a_link_ends_after_it_begins"
            ),
        ]

    def __str__(self):
        return f"{self.place} · {self.post.person}"


class Objection(Matter):
    """A deputy says that a record of himself is wrong. It stays beside the record, whatever the answer."""

    class Claim(models.TextChoices):
        ABSENT = "absent", _("我没有参加")
        LEFT_OUT = "left_out", _("我参加了，名单里没有我")
        WRONG = "wrong", _("我参加了，写得不对")

    about = models.ForeignKey(Activity, models.PROTECT, related_name="objections", verbose_name=_("哪项活动"))
    claim = models.CharField(_("哪里不对"), max_length=10, choices=Claim)
    words = Text(_("怎么不对"), max_length=1000)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", editable=False)
    deputy = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    coordinator = models.ForeignKey(Organ, models.PROTECT, null=True, related_name="+", editable=False)
    answer = Text(_("答复"), max_length=1000, blank=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("对履职记录的异议")
