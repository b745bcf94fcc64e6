"""Deputies' suggestions, criticisms and opinions (代表建议、批评和意见), and what hangs on each of them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qingting.docket.models import Matter, MatterQuerySet
from qingting.organs.fields import Line, Text
from qingting.organs.models import Organ, Person, Session


class Result(models.TextChoices):
    """What came of it, in neutral words. Which letter a place prints for it stands in its scheme of the rulebook."""

    SOLVED = "solved", _("已经解决或基本解决")
    IN_PROGRESS = "in_progress", _("正在解决")
    PLANNED = "planned", _("已列入计划，逐步解决")
    NOT_NOW = "not_now", _("受条件限制，暂不能解决")
    BEYOND = "beyond", _("超出本级职权，向上级反映")
    NOTED = "noted", _("留作参考")


PROMISING = {Result.IN_PROGRESS, Result.PLANNED}  # an answer of these classes makes dated promises


ANSWERED = ("answered", "rated", "unrated", "mediating", "closed")  # states in which an answer stands


UNREAD = _("承办单位只知道您评价过，看不到您怎样评价。")  # said first to whoever rates


class Rating(models.TextChoices):
    SATISFIED = "satisfied", _("满意")
    FAIR = "fair", _("基本满意")
    DISSATISFIED = "dissatisfied", _("不满意")


class Suggestion(Matter):
    class Occasion(models.TextChoices):
        SESSION = "session", _("大会期间")
        RECESS = "recess", _("闭会期间")

    class Category(models.TextChoices):
        BUILDING = "building", _("城乡建设")
        TRAFFIC = "traffic", _("交通出行")
        ENVIRONMENT = "environment", _("生态环境")
        ECONOMY = "economy", _("经济发展")
        EDUCATION = "education", _("教育")
        HEALTH = "health", _("卫生健康")
        CIVIL = "civil", _("民政养老")
        LABOUR = "labour", _("就业和社会保障")
        CULTURE = "culture", _("文化体育旅游")
        SAFETY = "safety", _("公共安全")
        GOVERNANCE = "governance", _("社会治理")
        RURAL = "rural", _("农业农村")
        LAW = "law", _("监察和司法")
        OTHER = "other", _("其他")

    class Ground(models.TextChoices):
        """Hubei's list of 2012, art. 8 (confidence C); comparable lists elsewhere (B)."""

        BEYOND_POWERS = "beyond_powers", _("不属于本级职权范围")
        PERSONAL = "personal", _("涉及代表本人或亲属的个人问题")
        CASE = "case", _("涉及具体司法案件")
        FORWARDED = "forwarded", _("转交群众来信")
        ACADEMIC = "academic", _("学术探讨")
        PROMOTION = "promotion", _("产品推介")
        EMPTY = "empty", _("没有实际内容")
        OTHER = "other", _("其他不作为建议办理的情形")

    class Contact(models.TextChoices):
        VISIT = "visit", _("走访")
        MEETING = "meeting", _("座谈")
        RESEARCH = "research", _("共同调研")
        TELEPHONE = "telephone", _("电话、信函")

    lead = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("领衔代表"))
    delegation = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("提出的代表团")
    )
    occasion = models.CharField(_("提出时间"), max_length=10, choices=Occasion, blank=True)
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("大会")
    )
    category = models.CharField(_("分类"), max_length=20, choices=Category, blank=True)
    text = Text(_("内容"), help_text=_("情况、问题、建议。一事一案，有具体事项。"))
    bill_number = Line(_("原议案编号"), max_length=30, blank=True)
    converted_on = models.DateField(_("主席团决定日期"), null=True, blank=True)
    ground = models.CharField(_("不作为建议的理由"), max_length=20, choices=Ground, blank=True)
    other_path = Text(_("可以走的途径"), max_length=500, blank=True, help_text=_("写明应当向哪里反映、怎样反映"))

    handler = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("主办单位")
    )
    is_complex = models.BooleanField(_("涉及面广、处理难度大（六个月）"), default=False)
    joined_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="joined", verbose_name=_("并入哪件建议")
    )
    ruled = models.BooleanField(_("退办已裁定"), default=False, editable=False)
    contacted_on = models.DateField(_("沟通日期"), null=True, blank=True)
    contact_kind = models.CharField(_("沟通方式"), max_length=10, choices=Contact, blank=True)
    contact_note = Text(_("沟通情况"), max_length=2000, blank=True)
    result = models.CharField(_("办理结果"), max_length=12, choices=Result, blank=True)
    answer = Text(_("答复"), blank=True)

    process_rating = models.CharField(_("对办理过程"), max_length=12, choices=Rating, blank=True, help_text=UNREAD)
    result_rating = models.CharField(_("对办理结果"), max_length=12, choices=Rating, blank=True)
    round = models.PositiveSmallIntegerField(_("第几次办理"), default=1, editable=False)
    mediation = Text(_("调处情况"), max_length=5000, blank=True)
    closed_on = models.DateField(_("办结日期"), null=True, editable=False)
    second_process_rating = models.CharField(
        _("回访：对办理过程"), max_length=12, choices=Rating, blank=True, help_text=UNREAD
    )
    second_result_rating = models.CharField(_("回访：对办理结果"), max_length=12, choices=Rating, blank=True)

    confidential = models.BooleanField(_("代表要求不公开"), default=False)
    public_title = Line(_("公开的标题"), max_length=200, blank=True)
    public_text = Text(_("公开的内容"), blank=True)
    public_answer = Text(_("公开的答复"), blank=True)

    objects = MatterQuerySet.as_manager()
    searched = ("text",)

    class Meta:
        verbose_name = _("代表建议")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(joined_to=models.F("matter_ptr")), name="nothing_is_joined_to_itself"
            )
        ]

    @cached_property
    def sitting(self):
        """The session that is being held on the day of the step; None in recess."""
        return Session.objects.filter(
            term__congress=self.congress_id, opens_on__lte=self.today, closes_on__gte=self.today
        ).first()

    @property
    def closes_on(self):
        """The last day of the session at which it was filed; while it is being filed, of the one that is being held."""
        return (self.session or self.sitting).closes_on

    @property
    def given_answer(self):
        """The answer once it is signed and as long as it stands: before that, it is the handler's own draft."""
        return self.answer if self.state in ANSWERED else ""

    def clean(self):
        if (
            self.joined_to and not self.handler_id and self.joined_to.state not in ("assigned", "signed")
        ):  # while it is being joined
            raise ValidationError({"joined_to": gettext("只能并入已交办、尚未答复的建议")})


class Hung(Matter):
    """A matter that hangs on a suggestion and arose from it."""

    on = models.ForeignKey(Suggestion, models.PROTECT, related_name="%(class)ss", verbose_name=_("代表建议"))
    lead = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("领衔代表"))

    objects = MatterQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.source_id, self.keeper_id, self.lead_id = self.on_id, self.on.keeper_id, self.on.lead_id
            self.title = self.title or self.on.title
        super().save(*args, **kwargs)


class Handling(Hung):
    """One organ's share in a suggestion: a co-handler's opinion for the lead, or a separate handler's own answer."""

    class Share(models.TextChoices):
        CO = "co", _("会办")
        SEPARATE = "separate", _("分办")

    share = models.CharField(_("办理方式"), max_length=10, choices=Share, default=Share.CO)
    handler = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name=_("承办单位"))
    contacted_on = models.DateField(_("沟通日期"), null=True, blank=True)
    opinion = Text(_("意见"), blank=True)
    result = models.CharField(_("办理结果"), max_length=12, choices=Result, blank=True)

    class Meta:
        verbose_name = _("会办、分办")
        constraints = [models.UniqueConstraint(fields=["on", "handler"], name="one_share_each")]


class Cosigning(Hung):
    """One joint deputy: he confirms the text for himself, and rates the answer for himself."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("联名代表"))
    handler = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("主办单位")
    )
    process_rating = models.CharField(_("对办理过程"), max_length=12, choices=Rating, blank=True, help_text=UNREAD)
    result_rating = models.CharField(_("对办理结果"), max_length=12, choices=Rating, blank=True)

    class Meta:
        verbose_name = _("联名")
        constraints = [
            models.UniqueConstraint(fields=["on", "person"], name="one_signature_each"),
            models.CheckConstraint(condition=~models.Q(person=models.F("lead")), name="the_lead_does_not_cosign"),
        ]


class Extension(Hung):
    """A handler's request to treat a suggestion as a complex one, with six months instead of three."""

    handler = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name=_("申请单位"))
    reason = Text(_("理由"), max_length=2000)

    class Meta:
        verbose_name = _("延长办理申请")


class Promise(Hung):
    """What an answer promises: by whom, by when, and how one will know. It stays open across years and terms."""

    class View(models.TextChoices):
        CONTENT = "content", _("认可进展")
        URGE = "urge", _("请加快")

    handler = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name=_("承诺单位"))
    finish = Text(_("怎样算办成"), max_length=1000, help_text=_("看得见、量得出的标准，如“32 个门栋全部通电梯”"))
    promised_for = models.DateField(_("承诺完成日期"))
    progress = Text(_("进展"), max_length=5000, blank=True)
    proof = Text(_("完成情况和证明"), max_length=5000, blank=True)
    deputy_view = models.CharField(_("代表意见"), max_length=10, choices=View, blank=True)

    searched = ("finish",)

    class Meta:
        verbose_name = _("承诺事项")


class KeySupervision(Hung):
    """Key supervision of a suggestion by a member of the chairpersons' meeting (Deputies Law 2025, art. 52)."""

    supervisor = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("督办领导"))
    action = Text(_("督办情况"), max_length=5000, blank=True)
    report = Text(_("向主任会议的报告"), max_length=10_000, blank=True)

    class Meta:
        verbose_name = _("重点督办")
