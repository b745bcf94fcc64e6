"""Who may act: people in the posts that they hold in organs, and residents by the receipts that they hold."""

import hashlib
import secrets
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qingting.organs.fields import Line


class Organ(models.Model):
    """An organ in the tree whose root is the congress; one installation holds several such trees."""

    class Kind(models.TextChoices):
        CONGRESS = "congress", _("人民代表大会")
        STANDING_COMMITTEE = "standing_committee", _("常务委员会")
        CHAIRPERSONS = "chairpersons", _("主任会议")
        PRESIDIUM = "presidium", _("主席团")
        SPECIAL_COMMITTEE = "special_committee", _("专门委员会")
        OFFICE = "office", _("工作机构")
        SUBDISTRICT_COMMITTEE = "subdistrict_committee", _("街道人大工委")
        STATION = "station", _("代表联络站")
        GOVERNMENT = "government", _("人民政府")
        DEPARTMENT = "department", _("政府部门")
        SUPERVISORY_COMMISSION = "supervisory_commission", _("监察委员会")
        COURT = "court", _("人民法院")
        PROCURATORATE = "procuratorate", _("人民检察院")
        SUBDISTRICT = "subdistrict", _("街道办事处")
        COMMUNITY = "community", _("社区")
        VILLAGE = "village", _("村")
        GROUP = "group", _("代表团、代表专业小组")

    name = Line(_("名称"), max_length=100)
    kind = models.CharField(_("类别"), max_length=30, choices=Kind)
    code = models.CharField(_("行政区划代码"), max_length=12, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级机构")
    )
    congress = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="+")
    quota = models.PositiveIntegerField(_("名额"), null=True, blank=True, help_text=_("法定组成人员名额，不是现有人数"))
    since = models.DateField(_("设立日期"), null=True, blank=True)
    until = models.DateField(_("撤销日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("机构")
        constraints = [models.UniqueConstraint(fields=["congress", "name"], name="one_organ_of_a_name")]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        """An organ belongs to the congress at the root of its tree; the root belongs to itself."""
        if self.parent_id:
            self.congress_id = self.parent.congress_id
        super().save(*args, **kwargs)
        if not self.congress_id:
            self.congress_id = self.pk
            super().save(update_fields=["congress"])

    def strength(self, role, on=None):
        """How many seats, how many who hold one, how many of those are suspended: quorums need all three apart."""
        posts = self.posts.current(on).filter(role__in=[role] if isinstance(role, str) else role)
        counted = posts.aggregate(held=Count("pk"), suspended=Count("pk", filter=suspended_on(on or localdate())))
        return self.quota, counted["held"], counted["suspended"]


class Term(models.Model):
    """A congress's term of five years (届)."""

    congress = models.ForeignKey(Organ, models.PROTECT, related_name="terms", verbose_name=_("人大"))
    number = models.PositiveSmallIntegerField(_("届"))
    since = models.DateField(_("开始日期"))
    until = models.DateField(_("结束日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("届")
        constraints = [models.UniqueConstraint(fields=["congress", "number"], name="one_term_of_a_number")]

    def __str__(self):
        return gettext("第%(number)s届") % {"number": self.number}


class Session(models.Model):
    """One session of the congress (次); what is filed between two is filed in recess."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="sessions", verbose_name=_("届"))
    number = models.PositiveSmallIntegerField(_("次"))
    opens_on = models.DateField(_("开幕日期"))
    closes_on = models.DateField(_("闭幕日期"))

    class Meta:
        verbose_name = _("会议（次）")
        constraints = [
            models.UniqueConstraint(fields=["term", "number"], name="one_session_of_a_number"),
            models.CheckConstraint(
                condition=Q(closes_on__gte=models.F("opens_on")), name="a_session_closes_after_it_opens"
            ),
        ]

    def __str__(self):
        return gettext("%(term)s第%(number)s次会议") % {"term": self.term, "number": self.number}

    @property
    def congress_id(self):
        return self.term.congress_id


class Constituency(models.Model):
    """Where district deputies are elected: one to three of them each (Electoral Law, art. 25)."""

    congress = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name=_("人大"))
    name = Line(_("名称"), max_length=60)
    organ = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="constituencies", verbose_name=_("所在街道工委")
    )
    seats = models.PositiveSmallIntegerField(_("应选代表名额"), default=1)

    class Meta:
        verbose_name = _("选区")
        constraints = [models.UniqueConstraint(fields=["congress", "name"], name="one_constituency_of_a_name")]

    def __str__(self):
        return self.name


class Person(models.Model):
    """One who serves in two congresses is two persons here, with one sign-in: so nothing crosses."""

    name = Line(_("姓名"), max_length=50)
    mark = Line(_("区分"), max_length=30, blank=True, help_text=_("同名时用来区分，如“女”或单位"))
    congress = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name=_("人大"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="persons")
    invented = models.BooleanField(_("示例人物"), default=False)

    class Meta:
        verbose_name = _("人员")
        constraints = [models.UniqueConstraint(fields=["congress", "name", "mark"], name="namesakes_are_told_apart")]

    def __str__(self):
        return f"{self.name}（{self.mark}）" if self.mark else self.name


class Role(models.TextChoices):
    DEPUTY = "deputy", _("代表")
    CHAIR = "chair", _("主任")
    VICE_CHAIR = "vice_chair", _("副主任")
    MEMBER = "member", _("委员")
    HEAD = "head", _("负责人")
    VICE_HEAD = "vice_head", _("副职")
    OFFICER = "officer", _("法律职务等")  # judges, procurators, assessors, members of a commission: the title tells
    CLERK = "clerk", _("经办人")


class Level(models.TextChoices):
    NATIONAL = "national", _("全国")
    PROVINCIAL = "provincial", _("省")
    MUNICIPAL = "municipal", _("市")
    DISTRICT = "district", _("区")


def suspended_on(day: date) -> Q:
    """That a post is suspended on that day."""
    return Q(suspended_since__lte=day) & (Q(suspended_until=None) | Q(suspended_until__gt=day))


class PostQuerySet(models.QuerySet):
    def current(self, on=None):
        on = on or localdate()
        return self.filter(Q(until=None) | Q(until__gte=on), since__lte=on)

    def suspended(self, on=None):
        return self.filter(suspended_on(on or localdate()))

    def wearing(self, hats):
        """The posts that wear one of these hats."""
        worn = Q(pk__in=[])
        for kind, pk, role in (hat.split(":") for hat in hats):
            if kind in ("person", "organ"):
                worn |= Q(**{kind: pk}, role=role) if role else Q(**{kind: pk})
        return self.filter(worn)


class Post(models.Model):
    """One person in one role in one organ, from one day to another. A deputy's mandate is a post with a level."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts", verbose_name=_("人员"))
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="posts", verbose_name=_("机构"))
    role = models.CharField(_("职务"), max_length=10, choices=Role)
    title = Line(_("职务名称"), max_length=60, blank=True, help_text=_("如“副区长”“审判员”；空着就按职务称呼"))
    level = models.CharField(_("代表层级"), max_length=10, choices=Level, blank=True)
    constituency = models.ForeignKey(
        Constituency, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("选区")
    )
    since = models.DateField(_("起始日期"), default=localdate)
    until = models.DateField(_("终止日期"), null=True, blank=True)
    suspended_since = models.DateField(_("暂停执行职务起"), null=True, blank=True)
    suspended_until = models.DateField(_("恢复执行职务"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("职务")
        constraints = [
            models.UniqueConstraint(fields=["person", "organ", "role", "level", "since"], name="one_post_begins_once"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="a_post_ends_after_it_begins"
            ),
        ]

    def __str__(self):
        said = {"organ": self.organ, "role": self.role_label, "person": self.person}
        return gettext("%(organ)s%(role)s %(person)s") % said

    def save(self, *args, **kwargs):
        if self.person.congress_id != self.organ.congress_id:
            raise ValidationError(gettext("人员与机构不属于同一个人大"))
        super().save(*args, **kwargs)

    @property
    def role_label(self):
        if self.title:
            return self.title
        role = str(Role(self.role).label)  # a page names a post five hundred times, and Django's own way to it is slow
        return gettext("%(level)s%(role)s") % {"level": Level(self.level).label, "role": role} if self.level else role

    @property
    def hats(self):
        """In what capacities one acts: as oneself, as oneself in this role, in a role in an organ."""
        return [
            f"person:{self.person_id}:",
            f"person:{self.person_id}:{self.role}",
            f"organ:{self.organ_id}:{self.role}",
        ]

    @property
    def congress_id(self):
        return self.organ.congress_id

    def is_current(self, on: date | None = None) -> bool:
        """Whether one may act in it on that day: begun, not ended, not suspended."""
        on = on or localdate()
        suspended = (
            self.suspended_since
            and self.suspended_since <= on
            and (self.suspended_until is None or on < self.suspended_until)
        )
        return self.is_held(on) and not suspended

    def is_held(self, on: date) -> bool:
        """Whether it has begun by that day and not ended, suspended or not."""
        return self.since <= on and (self.until is None or on <= self.until)


class Receipt(models.Model):
    """What a resident holds: whoever shows its secret acts in the matter that names it. The secret is not kept."""

    congress = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    until = models.DateField(null=True, blank=True)

    def __str__(self):
        return gettext("回执%(number)s") % {"number": self.pk}

    @classmethod
    def issue(cls, congress, secret=None):
        """A new receipt and its secret (128 bits), which is told to the resident once."""
        secret = secret or secrets.token_urlsafe(16)
        return cls.objects.create(congress=congress, digest=hashlib.sha256(secret.encode()).hexdigest()), secret

    @classmethod
    def shown(cls, secret):
        """The receipt with this secret, or None."""
        return cls.objects.filter(digest=hashlib.sha256(secret.encode()).hexdigest()).first()

    @property
    def hats(self):
        return [f"receipt:{self.pk}:"]

    def is_current(self, on: date | None = None) -> bool:
        return self.until is None or (on or localdate()) <= self.until
