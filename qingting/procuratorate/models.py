"""Procuratorial suggestions in the public interest (公益诉讼检察建议), from the clue on; and what is handed back to the deputies.

One line of the docket from clue to decision, so that both sides see one state. What runs beside it, a deputy's
suggestion that is to arise from it, has a line of its own: concurrency is more matters, not more states.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qingting.docket.models import Matter, MatterQuerySet
from qingting.organs.fields import Line, Text
from qingting.organs.models import Organ, Person, Role


class Field(models.TextChoices):
    """Where a procuratorate acts for the public interest. The article of each stands in the rulebook, interests.toml."""

    ENVIRONMENT = "environment", _("生态环境和资源保护")
    FOOD = "food", _("食品药品安全")
    PROPERTY = "property", _("国有财产保护")
    LAND = "land", _("国有土地使用权出让")
    HEROES = "heroes", _("英雄烈士保护")
    MINORS = "minors", _("未成年人保护")
    SOLDIERS = "soldiers", _("军人地位和权益保障")
    WORK_SAFETY = "work_safety", _("安全生产")
    PERSONAL_DATA = "personal_data", _("个人信息保护")
    MONOPOLY = "monopoly", _("反垄断")
    FRAUD = "fraud", _("反电信网络诈骗")
    PRODUCE = "produce", _("农产品质量安全")
    WOMEN = "women", _("妇女权益保障")
    ACCESSIBILITY = "accessibility", _("无障碍环境建设")
    HERITAGE = "heritage", _("文物保护")


OVER = ("no_case", "dropped", "withdrawn", "reported")  # states in which nobody has to do anything with it any more
ISSUED = ("issued", "rectifying", "objected", "replied", "decided", "reported")  # the written suggestion has gone out


class ProcuratorialSuggestion(Matter):
    """A clue that the office flags in another matter, or a case that the procuratorate opens itself; and what came of it."""

    class Adoption(models.TextChoices):
        DONE = "done", _("采纳，已整改")
        UNDER_WAY = "under_way", _("采纳，正在整改")
        PARTLY = "partly", _("部分采纳")
        NOT = "not", _("不采纳")

    class Outcome(models.TextChoices):
        CLOSED = "closed", _("已依法履职，终结案件")
        SUED = "sued", _("提起公益诉讼")

    procuratorate = models.ForeignKey(
        Organ, models.PROTECT, related_name="+", editable=False, verbose_name=_("人民检察院")
    )
    committee = models.ForeignKey(
        Organ, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("监察和司法委员会")
    )
    field = models.CharField(_("公益诉讼领域"), max_length=20, choices=Field)
    facts = Text(_("情况"), help_text=_("什么地方、什么问题、损害了什么公共利益。不写居民的姓名、电话和住址。"))
    ground = Text(_("标记理由"), max_length=1000, blank=True)
    handling_views = Text(_("来源事项的办理意见"), max_length=5000, blank=True)
    assessment = Text(
        _("评估意见"),
        max_length=5000,
        blank=True,
        help_text=_("代表工作机构、监察和司法委员会看得到；被建议单位和代表看不到。"),
    )

    document_number = Line(_("检察建议书文号"), max_length=60, blank=True)
    addressee = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("被建议单位")
    )
    demand = Text(_("检察建议的内容"), max_length=10_000, blank=True)
    reply_by = models.DateField(_("检察院另定的回复日期"), null=True, blank=True)
    # who still has to send copies; nobody, before there are any and once they were sent
    owes_copies = models.ForeignKey(Organ, models.PROTECT, null=True, related_name="+", editable=False)
    # who has copies or a report to read; nobody, once they were read
    informed = models.ForeignKey(Organ, models.PROTECT, null=True, related_name="+", editable=False)
    copied_papers = Line(_("抄送的文书"), max_length=200, blank=True, help_text=_("如“立案决定书、检察建议书”"))
    adoption = models.CharField(_("采纳情况"), max_length=10, choices=Adoption, blank=True)
    reply = Text(_("书面回复"), max_length=10_000, blank=True)
    outcome = models.CharField(_("处理决定"), max_length=10, choices=Outcome, blank=True)
    decision = Text(_("处理决定的理由"), max_length=5000, blank=True)
    decision_papers = Line(_("抄送的处理决定文书"), max_length=200, blank=True, help_text=_("如“终结案件决定书”"))

    lead = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("商请的代表")
    )
    # the number of the deputy's suggestion that arose from it
    became = Line(_("代表建议编号"), max_length=30, blank=True, editable=False)

    objects = MatterQuerySet.as_manager()
    searched = ("facts",)

    class Meta:
        verbose_name = _("检察建议")

    def clean(self):
        if self.addressee_id and self.addressee_id in (self.procuratorate_id, self.keeper_id):
            raise ValidationError(
                {"addressee": gettext("检察建议发给应当整改的单位，不能发给检察院自己或代表工作机构")}
            )


class Referral(Matter):
    """An important procuratorial suggestion handed to the office for deputies, so that a deputy may make a suggestion of it."""

    on = models.ForeignKey(
        ProcuratorialSuggestion, models.PROTECT, related_name="referrals", verbose_name=_("检察建议")
    )
    procuratorate = models.ForeignKey(Organ, models.PROTECT, related_name="+", editable=False)
    committee = models.ForeignKey(Organ, models.PROTECT, null=True, related_name="+", editable=False)
    importance = Text(_("移送理由"), max_length=2000, help_text=_("为什么需要由代表建议推动系统治理"))
    lead = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("商请的代表")
    )

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("检察建议移送")

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.source_id, self.keeper_id, self.title = self.on_id, self.on.keeper_id, self.on.title
            self.procuratorate_id, self.committee_id = self.on.procuratorate_id, self.on.committee_id
        super().save(*args, **kwargs)

    def clean(self):
        serves = self.lead and self.lead.posts.current(self.today).filter(role=Role.DEPUTY).exists()
        if self.state == "offered" and not serves:
            raise ValidationError({"lead": gettext("只能商请现任代表")})
