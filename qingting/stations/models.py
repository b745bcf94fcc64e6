"""Where one meets a deputy: stations, who receives at them, the codes that are shown there, and reception days."""

import calendar
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qingting.clocks.calendar import Calendar
from qingting.docket.models import Matter, MatterQuerySet
from qingting.organs.fields import Line, Text
from qingting.organs.models import Organ, Post, Role, Term
from qingting.organs.offices import office_for_deputies

KEEPERS = (Organ.Kind.SUBDISTRICT_COMMITTEE, Organ.Kind.OFFICE)  # who may keep a station
LAST = 5  # the last such weekday of a month, be it the fourth or the fifth


class Outline(models.Model):
    """The outline of a district, for its map: rings of degrees east and north, as GeoJSON writes them."""

    congress = models.OneToOneField(Organ, models.PROTECT, primary_key=True, related_name="outline")
    rings = models.JSONField()
    source = Line(max_length=200)
    drawn = models.BooleanField(default=False)  # drawn for a demonstration, and surveyed by nobody

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        east, north = zip(*(point[:2] for ring in self.rings for point in ring), strict=True)
        return min(east), min(north), max(east), max(north)


class StationQuerySet(models.QuerySet):
    def open(self, on=None):
        """Those that are there on that day: opened, and not closed."""
        on = on or localdate()
        opened, not_closed = (
            Q(organ__since=None) | Q(organ__since__lte=on),
            Q(organ__until=None) | Q(organ__until__gte=on),
        )
        return self.filter(opened, not_closed)


class Station(models.Model):
    """A station of deputies: an organ below the committee that keeps it, with a place, hours and a telephone.

    It opens and closes with its organ. The standing committee sets stations up and hears people's opinions there
    (Organic Law of Local Congresses and Governments 2022, art. 60 para. 2).
    """

    class Kind(models.TextChoices):
        STUDIO = "studio", _("代表工作室")
        STATION = "station", _("代表联络站")
        POINT = "point", _("代表联系点")

    organ = models.OneToOneField(Organ, models.PROTECT, related_name="station")
    congress = models.ForeignKey(Organ, models.PROTECT, related_name="+", editable=False)
    kind = models.CharField(_("类型"), max_length=10, choices=Kind, default=Kind.STATION)
    address = Line(_("地址"), max_length=200, help_text=_("写到门牌，再写几楼、有没有电梯"))
    longitude = models.DecimalField(_("经度"), max_digits=9, decimal_places=6, null=True, blank=True)
    latitude = models.DecimalField(_("纬度"), max_digits=8, decimal_places=6, null=True, blank=True)
    hours = Line(_("开放时间"), max_length=100, blank=True, help_text=_("如“工作日 9:00–17:00”"))
    telephone = Line(_("站点电话"), max_length=40, blank=True, help_text=_("站点的，不要写代表个人的"))

    objects = StationQuerySet.as_manager()

    class Meta:
        verbose_name = _("代表联络站")
        constraints = [
            models.CheckConstraint(
                condition=Q(longitude=None, latitude=None) | Q(longitude__isnull=False, latitude__isnull=False),
                name="a_place_has_both_degrees",
            )
        ]

    def __str__(self):
        return self.organ.name

    def get_absolute_url(self):
        return reverse("station", args=[self.pk])

    def save(self, *args, **kwargs):
        if self.organ.kind != Organ.Kind.STATION:
            raise ValidationError(gettext("“%(organ)s”不是联络站") % {"organ": self.organ})
        self.congress_id = self.organ.congress_id
        super().save(*args, **kwargs)

    def clean(self):
        if self.longitude is not None or self.latitude is not None:
            self.lies_in(Outline.objects.filter(congress=self.organ.congress_id).first())

    def lies_in(self, outline):
        """The map would not show it elsewhere; most often the two were put in each other's place. Raises ValidationError."""
        if (self.longitude is None) != (self.latitude is None):
            raise ValidationError(gettext("经度和纬度要写就都写，不知道就都空着"))
        west, south, east, north = outline.box if outline else (-180, -85, 180, 85)  # degrees
        if self.longitude is not None and not (west <= self.longitude <= east and south <= self.latitude <= north):
            said = {"west": west, "east": east, "south": south, "north": north}
            raise ValidationError(
                gettext(
                    "这个位置不在本区范围内：经度应在 %(west)s 到 %(east)s 之间，纬度应在 %(south)s 到 %(north)s 之间。请核对是不是写反了"
                )
                % said
            )

    @property
    def keeper(self) -> Organ:
        """The committee that keeps it."""
        return self.organ.parent

    def is_open(self, on: date | None = None) -> bool:
        on = on or localdate()
        return (self.organ.since or on) <= on <= (self.organ.until or on)

    def deputies(self, on: date | None = None) -> list[Post]:
        """The deputies who receive here on that day, in the order in which they came."""
        return [stay.post for stay in Stationed.objects.on(on).filter(station=self).select_related(*NAMED)]


NAMED = ("post__person", "post__organ", "post__constituency")  # what it takes to say who a deputy is


class StationedQuerySet(models.QuerySet):
    def on(self, day=None):
        """Who receives on that day: sent to a station, and still a deputy."""
        day = day or localdate()
        held = Q(post__until=None) | Q(post__until__gte=day)
        return self.filter(Q(until=None) | Q(until__gte=day), held, since__lte=day, post__since__lte=day).order_by("pk")


class Stationed(models.Model):
    """A deputy receives at a station, from one day to another."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="stationed", verbose_name=_("代表联络站"))
    post = models.ForeignKey(Post, models.PROTECT, related_name="stationed", verbose_name=_("代表"))
    since = models.DateField(_("起始日期"), default=localdate)
    until = models.DateField(_("终止日期"), null=True, blank=True)

    objects = StationedQuerySet.as_manager()

    class Meta:
        verbose_name = _("进站代表")
        constraints = [
            models.UniqueConstraint(
                fields=["station", "post"], condition=Q(until=None), name="once_at_a_time_at_one_station"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="a_stay_ends_after_it_begins"
            ),
        ]

    def save(self, *args, **kwargs):
        if self.post.role != Role.DEPUTY:
            raise ValidationError(gettext("%(post)s不是代表") % {"post": self.post})
        if self.post.congress_id != self.station.congress_id:
            raise ValidationError(gettext("代表和联络站不属于同一个人大"))
        super().save(*args, **kwargs)


class Profile(models.Model):
    """What the public page of a deputy shows beside his mandate. His own telephone is not among it."""

    post = models.OneToOneField(Post, models.PROTECT, primary_key=True, related_name="profile")
    work = Line(_("工作"), max_length=60, blank=True, help_text=_("单位和职务，如“社区卫生服务中心 全科医生”"))
    concerns = Line(_("关注"), max_length=60, blank=True, help_text=_("如“老人看病、老旧小区、无障碍”"))
    photograph = models.BinaryField(null=True, editable=False)  # JPEG, drawn anew: see photographs.py
    digest = models.CharField(
        max_length=16, blank=True, editable=False
    )  # of the photograph: its address changes with it

    class Meta:
        verbose_name = _("代表公开资料")

    def __str__(self):
        return str(self.post)


class Code(models.Model):
    """A code that was given to a deputy or a station for a term of its congress. What is printed is made in codes.py."""

    congress = models.ForeignKey(Organ, models.PROTECT, related_name="+", editable=False)
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="codes")
    station = models.ForeignKey(Station, models.PROTECT, null=True, blank=True, related_name="codes")
    term = models.ForeignKey(Term, models.PROTECT, related_name="+", verbose_name=_("届"))
    issued_on = models.DateField(_("核发日期"), default=localdate)
    issued_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("核发人"))
    revoked_on = models.DateField(_("作废日期"), null=True, blank=True)
    revoked_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    reason = Line(_("作废理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("码")
        constraints = [
            models.CheckConstraint(condition=Q(post=None) ^ Q(station=None), name="one_holder_of_a_code"),
            models.UniqueConstraint(
                fields=["post", "term"], condition=Q(revoked_on=None), name="one_code_for_each_deputy"
            ),
            models.UniqueConstraint(
                fields=["station", "term"], condition=Q(revoked_on=None), name="one_code_for_each_station"
            ),
        ]

    def __str__(self):
        return str(self.holder)

    def save(self, *args, **kwargs):
        self.congress_id = self.holder.congress_id
        if {self.term.congress_id, self.issued_by.congress_id} != {self.congress_id}:
            raise ValidationError(gettext("码、届次和核发人不属于同一个人大"))
        super().save(*args, **kwargs)

    @property
    def holder(self) -> Post | Station:
        return self.post or self.station


class Recurrence(models.Model):
    """A rule by which a station's reception days come round, from which the coming ones are planned (receptions.py)."""

    class Every(models.TextChoices):
        WEEK = "week", _("每周")
        WEEKDAY_OF_MONTH = "weekday", _("每月第几个星期几")
        DAY_OF_MONTH = "day", _("每月几日")

    class Weekday(models.IntegerChoices):
        MONDAY = 1, _("星期一")
        TUESDAY = 2, _("星期二")
        WEDNESDAY = 3, _("星期三")
        THURSDAY = 4, _("星期四")
        FRIDAY = 5, _("星期五")
        SATURDAY = 6, _("星期六")
        SUNDAY = 7, _("星期日")

    class Nth(models.IntegerChoices):
        FIRST = 1, _("第一个")
        SECOND = 2, _("第二个")
        THIRD = 3, _("第三个")
        FOURTH = 4, _("第四个")
        LAST = LAST, _("最后一个")

    station = models.ForeignKey(Station, models.PROTECT, related_name="recurrences")
    every = models.CharField(_("怎样重复"), max_length=10, choices=Every, default=Every.WEEK)
    weekday = models.PositiveSmallIntegerField(_("星期几"), choices=Weekday, null=True, blank=True)
    nth = models.PositiveSmallIntegerField(_("第几个"), choices=Nth, null=True, blank=True)
    day_of_month = models.PositiveSmallIntegerField(
        _("几日"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
    )
    opens = models.TimeField(_("开始"))
    closes = models.TimeField(_("结束"))
    since = models.DateField(_("自哪天起"), default=localdate)
    until = models.DateField(_("到哪天止"), null=True, blank=True)
    deputies = models.ManyToManyField(Post, verbose_name=_("值班代表"), related_name="+")

    class Meta:
        verbose_name = _("接待日规律")
        constraints = [
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="a_recurrence_closes_after_it_opens"),
        ]

    def __str__(self):
        if self.every == self.Every.DAY_OF_MONTH:
            return gettext("每月 %(day)s 日") % {"day": self.day_of_month}
        if self.every == self.Every.WEEKDAY_OF_MONTH:
            return gettext("每月%(nth)s%(weekday)s") % {
                "nth": self.get_nth_display(),
                "weekday": self.get_weekday_display(),
            }
        return gettext("每%(weekday)s") % {"weekday": self.get_weekday_display()}

    def clean(self):
        wants = {
            self.Every.WEEK: ("weekday",),
            self.Every.WEEKDAY_OF_MONTH: ("nth", "weekday"),
            self.Every.DAY_OF_MONTH: ("day_of_month",),
        }.get(self.every, ())
        missing = [name for name in wants if not getattr(self, name)]
        if missing:
            raise ValidationError({name: gettext("请填写这一项") for name in missing})
        if self.opens and self.closes and self.closes <= self.opens:
            raise ValidationError({"closes": gettext("结束要晚于开始")})
        if self.since and self.until and self.until < self.since:
            raise ValidationError({"until": gettext("早于起始日期")})

    def falls_on(self, day: date) -> bool:
        if self.every == self.Every.WEEK:
            return day.isoweekday() == self.weekday
        in_month = calendar.monthrange(day.year, day.month)[1]
        if self.every == self.Every.DAY_OF_MONTH:
            return day.day == min(self.day_of_month, in_month)
        is_nth = day.day + 7 > in_month if self.nth == LAST else (day.day - 1) // 7 + 1 == self.nth
        return day.isoweekday() == self.weekday and is_nth

    def days(self, since: date, until: date) -> list[date]:
        """The days on which it falls, from the first through the last of these."""
        since, until = max(since, self.since), min(until, self.until or until)
        span = (since + timedelta(days=n) for n in range((until - since).days + 1))
        return [day for day in span if self.falls_on(day)]


class DutyDay(Matter):
    """A reception day (接待日): deputies receive whoever comes to a station, for some hours of a day."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="duty_days", verbose_name=_("代表联络站"))
    day = models.DateField(_("接待日"))
    opens = models.TimeField(_("开始"))
    closes = models.TimeField(_("结束"))
    recurrence = models.ForeignKey(
        Recurrence, models.PROTECT, null=True, blank=True, related_name="duty_days", editable=False
    )
    coordinator = models.ForeignKey(  # empty where the congress had no office when the day was planned
        Organ,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("代表工作机构"),
    )
    planned_for = models.DateField(null=True, editable=False)  # the day that it was first planned for
    revision = models.PositiveSmallIntegerField(default=0, editable=False)  # how often a calendar must read it anew
    report = Text(_("接待情况"), max_length=2000, blank=True, help_text=_("说了哪些方面的事；不写来访人的姓名和电话"))
    # empty on days that were held before it was asked for: nobody guesses it from the words
    received = models.PositiveSmallIntegerField(
        _("接待群众（人次）"), null=True, blank=True, help_text=_("当天来了多少人，没有人来写 0")
    )

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("接待日")
        indexes = [models.Index(fields=["station", "day"], name="reception_days_of_a_station")]
        constraints = [
            models.UniqueConstraint(fields=["recurrence", "planned_for"], name="planned_once_for_a_day"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="a_reception_closes_after_it_opens"),
        ]

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.keeper_id = self.station.organ.parent_id
            self.planned_for = self.day
            self.coordinator = self.coordinator or office_for_deputies(self.station.congress_id)
            self.title = self.title or gettext("%(station)s接待日") % {"station": self.station}
        super().save(*args, **kwargs)

    def clean(self):
        if self.opens and self.closes and self.closes <= self.opens:
            raise ValidationError(gettext("结束要晚于开始"))

    @property
    def is_cancelled(self) -> bool:
        return self.state == "cancelled"

    @property
    def moved_from(self) -> date | None:
        """The day that it was first planned for, where it was moved to another."""
        return self.planned_for if self.planned_for != self.day else None

    @property
    def rest_day(self) -> str:
        """What kind of rest day it falls on; empty on a working day. Pointed out, and never moved by itself."""
        table = Calendar.current()
        return "" if table.works(self.day) else str(table.kind(self.day))

    def on_duty(self) -> list[Post]:
        """The deputies who receive on it, or did."""
        duties = self.duties.filter(standing__in=(Duty.Standing.ON, Duty.Standing.LEAVING))
        return [duty.post for duty in duties.select_related(*NAMED).order_by("pk")]


class Duty(models.Model):
    """A deputy on duty on a reception day. The list is drawn up first; a step of the day puts it in force."""

    class Standing(models.TextChoices):
        JOINING = "joining", _("拟安排")
        ON = "on", _("值班")
        LEAVING = "leaving", _("拟调出")
        LEFT = "left", _("已调出")

    day = models.ForeignKey(DutyDay, models.PROTECT, related_name="duties")
    post = models.ForeignKey(Post, models.PROTECT, related_name="duties", verbose_name=_("代表"))
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.JOINING)

    class Meta:
        verbose_name = _("值班")
        constraints = [models.UniqueConstraint(fields=["day", "post"], name="on_duty_once_a_day")]

    def save(self, *args, **kwargs):
        if (self.post.role, self.post.organ_id) != (Role.DEPUTY, self.day.congress_id):
            raise ValidationError(gettext("%(post)s不是本级人大代表，不能安排值班") % {"post": self.post})
        super().save(*args, **kwargs)
