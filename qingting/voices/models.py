"""What residents say (群众诉求): a voice, from the word at the door to what came of it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qingting.clocks.rules import Rule
from qingting.docket.models import Matter, MatterQuerySet
from qingting.organs.fields import Line, Text
from qingting.organs.models import Organ, Person, Receipt
from qingting.triage.models import Category
from qingting.voices.confidence import Identity, Said

__all__ = [
    "Candidate",
    "Following",
    "Identity",
    "Said",
    "Toll",
    "Voice",
]  # the models, wherever they are written


class Channel(models.TextChoices):
    """By what way it came."""

    DEPUTY_CODE = "deputy_code", _("代表码")
    STATION_CODE = "station_code", _("联络站码")
    SITE = "site", _("网站")
    VISIT = "visit", _("到站反映")
    TELEPHONE = "telephone", _("电话")
    PAPER = "paper", _("来信、意见簿")


class Grade(models.TextChoices):
    """Who can settle it (分级)."""

    ON_THE_SPOT = "on_the_spot", _("当场能答复")
    SUBDISTRICT = "subdistrict", _("街道办理")
    DISTRICT = "district", _("区级部门办理")
    HIGHER = "higher", _("须上级解决")


class Outcome(models.TextChoices):
    """What the handling organ says came of it. Whether it is solved, the resident says."""

    SOLVED = "solved", _("已经解决")
    PLANNED = "planned", _("已列入计划")
    EXPLAINED = "explained", _("作了解释说明")
    NOT_NOW = "not_now", _("暂时办不了，说明了原因")


class Elsewhere(models.TextChoices):
    """Where a matter belongs that this house may not handle."""

    COURT = "court", _("诉讼、仲裁、行政复议中的事项，请循法律途径")
    PETITION = "petition", _("属信访事项，请向信访部门提出")
    SUPERVISION = "supervision", _("举报公职人员，由监察机关受理")
    POLICE = "police", _("报警、案件线索，由公安机关受理")
    PLACE = "place", _("不在本区，请向所在地反映")
    PRIVATE = "private", _("私人之间的纠纷，可请社区调解")
    UNCLEAR = "unclear", _("没有说清是什么事，且联系不上")


class Hold(models.TextChoices):
    """Why a machine leaves it alone and a person looks first."""

    LIFE = "life", _("危及生命安全")
    OFFICIAL = "official", _("反映公职人员")
    CRIME = "crime", _("涉嫌违法犯罪")
    COURT = "court", _("涉及诉讼、仲裁")
    ELECTION = "election", _("涉及选举")
    VIOLENCE = "violence", _("涉及暴力")
    BURST = "burst", _("短时间内大量相似，请先看一看")
    UNPROVEN = "unproven", _("没有通过防刷核验，请先看一看")


class Rating(models.TextChoices):
    SATISFIED = "satisfied", _("满意")
    FAIR = "fair", _("基本满意")
    DISSATISFIED = "dissatisfied", _("不满意")


class Solved(models.TextChoices):
    YES = "yes", _("解决了")
    PARTLY = "partly", _("解决了一部分")
    NO = "no", _("没有解决")


class Shares(models.TextChoices):
    """To whom a resident lets himself be known, besides the keeper."""

    NOBODY = "nobody", _("谁也不给")
    DEPUTY = "deputy", _("可以给代表")
    HANDLER = "handler", _("可以给承办单位")
    BOTH = "both", _("可以给代表和承办单位")


class Told(models.TextChoices):
    TELEPHONE = "telephone", _("电话告知")
    MESSAGE = "message", _("短信告知")
    IN_PERSON = "in_person", _("当面告知")


UNREAD = _("评价只用来检查办得怎样，承办单位看不到是谁评的。")  # said first to whoever rates


class Voice(Matter):
    """One thing that a resident says is wrong. What all but the keeper read of it is masked (`text`, `place`)."""

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="voices", verbose_name=_("反映人"))
    told = models.ForeignKey(Said, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("原话"))
    added = models.ForeignKey(Said, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("补充"))
    text = Text(_("内容"), max_length=12_000, blank=True)
    place = Line(_("地点"), max_length=300, blank=True)
    longitude = models.FloatField(_("经度"), null=True, blank=True)
    latitude = models.FloatField(_("纬度"), null=True, blank=True)
    channel = models.CharField(_("渠道"), max_length=12, choices=Channel, default=Channel.SITE)
    deputy = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("代表"))
    station = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("联络站")
    )
    coordinator = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name=_("代表工作机构"))
    handler = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("承办单位")
    )
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("分类")
    )
    # what the machine had proposed when a person classified it: so one sees how well it does, and it learns
    proposed = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+", editable=False)
    grade = models.CharField(_("分级"), max_length=12, choices=Grade, blank=True)
    hold = models.CharField(_("先由人看"), max_length=10, choices=Hold, blank=True)
    is_urgent = models.BooleanField(_("紧急"), default=False)
    counts = models.BooleanField(_("计入统计"), default=True, help_text=_("代表和机关自己提的不计入"))
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("并入哪一件")
    )
    people = models.PositiveIntegerField(_("多少人说"), default=1, editable=False)  # it, and those merged into it
    deputy_word = Text(_("代表的话"), max_length=2000, blank=True)
    elsewhere = models.CharField(_("去向"), max_length=12, choices=Elsewhere, blank=True)
    outcome = models.CharField(_("办理结果"), max_length=10, choices=Outcome, blank=True)
    answer = Text(_("答复"), max_length=5000, blank=True)
    resumes_on = models.DateField(_("何时恢复办理"), null=True, blank=True)
    days_left = models.PositiveSmallIntegerField(_("暂停前还剩的天数"), null=True, editable=False)
    told_on = models.DateField(_("告知日期"), null=True, editable=False)
    told_by = models.CharField(_("告知方式"), max_length=10, choices=Told, blank=True)
    process_rating = models.CharField(_("办的过程"), max_length=12, choices=Rating, blank=True, help_text=UNREAD)
    result_rating = models.CharField(_("办的结果"), max_length=12, choices=Rating, blank=True)
    solved = models.CharField(_("问题解决了吗"), max_length=6, choices=Solved, blank=True)
    round = models.PositiveSmallIntegerField(_("第几次办理"), default=1, editable=False)
    concluded_on = models.DateField(_("办结日期"), null=True, editable=False)
    drawn_on = models.DateField(_("抽中回访"), null=True, editable=False)
    solved_later = models.CharField(_("半年后，问题解决了吗"), max_length=6, choices=Solved, blank=True)
    shares = models.CharField(_("身份可以给谁"), max_length=8, choices=Shares, default=Shares.NOBODY)
    public_title = Line(_("公开的标题"), max_length=200, blank=True)
    public_text = Text(_("公开的内容"), blank=True)
    public_answer = Text(_("公开的答复"), blank=True)

    searched = ("text", "place")
    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("群众诉求")
        constraints = [models.CheckConstraint(condition=~Q(merged_into=models.F("pk")), name="merged_into_another")]

    def clean(self):
        for said in (self.told, self.added):
            if said and said.receipt_id != self.receipt_id:
                raise ValidationError(gettext("只能用这张回执自己说过的话"))
        if self.merged_into_id and self.merged_into_id == self.pk:
            raise ValidationError(gettext("不能并入自己，请写另一件的编号"))
        if self.merged_into and self.merged_into.merged_into_id:
            raise ValidationError(gettext("要并入的那一件自己已经并入别的，请并到最前面那一件"))
        if self.state == "paused" and self.resumes_on:
            self._checks_the_pause()

    def _checks_the_pause(self):
        """A pause ends on a day that is named, and not too far away."""
        longest = Rule("voice_pause").on(self.today, self.congress, "").span.due(self.today)
        if self.resumes_on <= self.today:
            raise ValidationError(gettext("恢复办理的日子应当在今天以后"))
        if self.resumes_on > longest:
            raise ValidationError(gettext("一次最多暂停到 %(day)s") % {"day": longest})

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @property
    def given_answer(self) -> str:
        """The answer, once the keeper has checked it."""
        return self.answer if self.state in ANSWERED else ""

    def may_see_identity(self, whose: str) -> bool:
        """Whether the resident lets himself be known to the deputy, or to the handling organ."""
        return self.shares in (whose, Shares.BOTH)


class Candidate(Matter):
    """What many say, offered to the chairpersons' meeting as a topic for supervision (监督议题线索)."""

    chairpersons = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name=_("主任会议"))
    summary = Text(_("情况"), max_length=5000, help_text=_("多少人说、在哪里、有什么变化、还有多少没有答复。"))
    people = models.PositiveIntegerField(_("多少人说"), editable=False)  # persons, at the time it was offered
    unanswered = models.PositiveIntegerField(_("没有答复的"), editable=False)  # items, at that time
    voices = models.ManyToManyField(Voice, related_name="candidates")

    searched = ("summary",)
    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("监督议题线索")


FEW = 5  # ratings: of fewer nothing is told


class Toll(models.Model):
    """What the public board says of a year: reckoned each morning, so that a page never counts a million voices.

    For the whole congress, for each sub-district's committee (`keeper`), and for each handling organ.
    """

    class Part(models.TextChoices):
        ALL = "all", _("全部")
        KEEPER = "keeper", _("街道")
        HANDLER = "handler", _("承办单位")

    congress = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=7, choices=Part)
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")  # of all, the congress
    received = models.PositiveIntegerField(default=0)  # items
    told = models.PositiveIntegerField(default=0)  # of these, the resident has his answer
    days = models.PositiveBigIntegerField(default=0)  # calendar days from saying to being told, of all that were told
    late = models.PositiveIntegerField(default=0)  # of these, something is owed and late today
    rated = models.PositiveIntegerField(default=0)
    solved = models.PositiveIntegerField(default=0)  # of those rated, the resident says it is solved
    as_of = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["congress", "year", "part", "organ"], name="one_toll_of_a_part")]

    @property
    def tells_ratings(self) -> bool:
        """Whether so many rated that nobody learns from it what one of them said."""
        return self.rated >= FEW

    @property
    def mean_days(self) -> int | None:
        """Calendar days from saying to being told, on average; None where nobody was told yet."""
        return round(self.days / self.told) if self.told else None


class Following(models.Model):
    """That somebody follows a public voice from his browser: counted as people, and nothing else is known of him."""

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="followers")
    mark = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["voice", "mark"], name="one_follower_once")]


OVER = ("explained", "concluded", "withdrawn")  # states in which nobody owes anything
ANSWERED = ("explained", "checked", "rated", "concluded")  # states in which an answer stands for the resident
