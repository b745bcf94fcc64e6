"""Official documents: what an organ sends out, in which series, and under which number, with no gap and no double."""

from dataclasses import replace

from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from qingting.docket.models import Event, Matter, Series
from qingting.docket.process import Refused
from qingting.documents.elements import Elements
from qingting.organs.fields import Line, Text
from qingting.organs.models import Organ, Post, Term

MARK = RegexValidator(r"\A[\u4e00-\u9fffA-Za-z]+\Z", _("机关代字只写汉字或字母，不写年份和序号"))
DIGITS = "〇一二三四五六七八九"


class Mark(models.Model):
    """A series in which an organ numbers its documents (机关代字): by the year, or, as announcements are, by the term."""

    class By(models.TextChoices):
        YEAR = "year", _("按年编号，如〔2023〕5号")
        TERM = "term", _("按届编号，如〔十六届〕第五号")

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="marks", verbose_name=_("发文机关"))
    words = models.CharField(_("机关代字"), max_length=12, validators=[MARK], help_text=_("如“青人常任”"))
    used_for = Line(_("用于"), max_length=60, help_text=_("如“任命书、任免决定”"))
    by = models.CharField(_("编号办法"), max_length=4, choices=By, default=By.YEAR)
    until = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("文号系列")
        constraints = [models.UniqueConstraint(fields=["organ", "words"], name="one_series_of_a_mark")]

    def __str__(self):
        return f"{self.words}（{self.used_for}）"

    @property
    def congress_id(self):
        return self.organ.congress_id


class Number(models.Model):
    """The number of one document, or of the letter that goes with one event. It is given once, and never given back."""

    event = models.OneToOneField(
        Event, models.PROTECT, null=True, related_name="number", verbose_name=_("哪一步的文件")
    )
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name=_("发文机关"))
    mark = models.CharField(
        _("机关代字"),
        max_length=12,
        validators=[MARK],
        help_text=_("如“清水函”。年份和序号由平台接着编"),
    )
    year = models.PositiveSmallIntegerField(_("年份"))
    term = models.PositiveSmallIntegerField(_("届"), null=True)  # where the series is numbered by the term
    n = models.PositiveIntegerField(_("序号"))
    given_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("编号人"))
    given_at = models.DateTimeField(_("编号时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("文号")
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "mark", "year", "n"], condition=Q(term=None), name="one_document_of_a_number"
            ),
            models.UniqueConstraint(
                fields=["organ", "mark", "term", "n"],
                condition=Q(term__isnull=False),
                name="one_document_of_a_number_in_a_term",
            ),
        ]

    def __str__(self):
        return f"{self.mark}{self.printed}" if self.term else self.printed

    @property
    def printed(self) -> str:
        """As it stands on the document: an announcement names itself in its head already."""
        if self.term:
            return f"〔{in_words(self.term)}届〕第{in_words(self.n)}号"
        return f"{self.mark}〔{self.year}〕{self.n}号"

    @classmethod
    @transaction.atomic
    def give(cls, event, mark: str, post) -> "Number":
        """The next number of this organ under this mark, in the year of the event; the one it has, if it has one."""
        Matter.objects.select_for_update().get(
            pk=event.matter_id
        )  # the second of two clerks finds what the first was given
        if known := cls.objects.filter(event=event).first():
            return known
        return cls.following(post.organ, mark, localdate(event.at), post, event=event)

    @classmethod
    def following(cls, organ, mark: str, day, post, by=Mark.By.YEAR, event=None) -> "Number":
        """The next number of this organ in this series on that day. The series is locked until all of it is saved."""
        term = term_on(organ, day) if by == Mark.By.TERM else None
        within = f"term{term}" if term else day.year
        n = Series.following(organ.congress_id, f"document-{organ.pk}-{mark}-{within}")
        return cls.objects.create(event=event, organ=organ, mark=mark, year=day.year, term=term, n=n, given_by=post)


def term_on(organ, day) -> int:
    """In which term of the congress a day falls. Raises Refused where none is entered for it."""
    term = Term.objects.filter(congress=organ.congress_id, since__lte=day).order_by("-since").first()
    if not term:
        raise Refused(say("%(day)s还没有登记所在的届，不能按届编号") % {"day": f"{day:%Y-%m-%d}"})
    return term.number


def in_words(n: int) -> str:
    """A number below a thousand in Chinese, as announcements are numbered: 十六, 二十, 一百〇三."""
    hundreds, rest = divmod(n, 100)
    tens, ones = divmod(rest, 10)
    said = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        said += "十" if tens == 1 and not hundreds else f"{DIGITS[tens]}十"
    elif hundreds and ones:
        said += "〇"
    return said + (DIGITS[ones] if ones or not n else "")


def lines(text: str) -> tuple[str, ...]:
    """What stands one to a line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


class OfficialDocument(models.Model):
    """What an organ sends out upon a matter (公文). Its matter has the states that a law names; this is the paper.

    A draft is written until it is issued; then it has its number, and not a word of it changes. What was issued in
    error is withdrawn: it keeps its number and says so.
    """

    class Form(models.TextChoices):
        FILE = "file", _("文件")
        LETTER = "letter", _("函")
        ORDER = "order", _("公告、任命书")
        MINUTES = "minutes", _("纪要")

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        ISSUED = "issued", _("已印发")
        WITHDRAWN = "withdrawn", _("已作废")

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="documents", verbose_name=_("所办事项"))
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name=_("发文机关"))
    form = models.CharField(_("格式"), max_length=8, choices=Form, default=Form.FILE)
    mark = models.ForeignKey(
        Mark,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("文号系列"),
        help_text=_("印发时自动编号"),
    )
    number = models.OneToOneField(Number, models.PROTECT, null=True, editable=False, related_name="document")
    head = Text(_("发文机关标志"), max_length=120, help_text=_("红字，公告和任命书可分两行"))
    title = Line(_("标题"), max_length=200)
    addressees = Text(_("主送机关"), max_length=4000, blank=True, help_text=_("一行一个"))
    body = Text(
        _("正文"),
        max_length=100_000,
        blank=True,
        help_text=_("一行一段；以“一、”“（一）”起头的短行是标题；从表格里粘贴来的行是表"),
    )
    attachments = Text(_("附件说明"), max_length=2000, blank=True, help_text=_("一行一个，不写序号"))
    signed_by = Line(_("署名机关"), max_length=100, blank=True)
    signer_title = Line(_("签署人职务"), max_length=30, blank=True)
    signer = Line(_("签署人"), max_length=50, blank=True, help_text=_("由个人签署的写姓名，不再写署名机关"))
    signed_on = models.DateField(_("成文日期"), null=True, blank=True)
    note = Line(_("附注"), max_length=100, blank=True, help_text=_("如“此件公开发布”"))
    present = Text(_("出席"), max_length=4000, blank=True, help_text=_("纪要用，一行一人"))
    on_leave = Text(_("请假"), max_length=2000, blank=True)
    sitting_in = Text(_("列席"), max_length=4000, blank=True)
    copies = Text(_("抄送机关"), max_length=4000, blank=True, help_text=_("一行一个"))
    printed_by = Line(_("印发机关"), max_length=100, blank=True)
    printed_on = models.DateField(_("印发日期"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    drafted_by = models.ForeignKey(Post, models.PROTECT, related_name="+", editable=False)
    issued_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", editable=False)
    issued_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    why = models.CharField(_("作废理由"), max_length=2000, blank=True, editable=False)

    class Meta:
        verbose_name = _("公文")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", number=None) | Q(state__in=["issued", "withdrawn"], number__isnull=False),
                name="what_is_issued_has_a_number",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}" if self.number else self.title

    @property
    def congress_id(self):
        return self.matter.congress_id

    def save(self, *args, **kwargs):
        """What was issued meanwhile is not written over, by whoever still had it before him as a draft."""
        if {self.organ.congress_id, *([self.mark.organ.congress_id] if self.mark else [])} != {self.matter.congress_id}:
            raise Refused(say("发文机关与所办事项不属于同一个人大"))
        if self._state.adding:
            return super().save(*args, **kwargs)
        own = {
            f.attname: getattr(self, f.attname) for f in self._meta.concrete_fields if f.editable and not f.primary_key
        }
        if not type(self).objects.filter(pk=self.pk, state=self.State.DRAFT).update(**own):
            raise Refused(say("这份公文已经印发，不能再改"))

    def delete(self, *args, **kwargs):
        """Only a draft goes away."""
        gone = type(self).objects.filter(pk=self.pk, state=self.State.DRAFT)
        if not gone.delete()[0]:
            raise Refused(say("这份公文已经印发，不能删除"))

    @property
    def elements(self) -> Elements:
        """What it consists of, for whoever sets it."""
        made = Elements(
            form=self.form,
            head=self.head,
            title=self.title,
            body=self.body,
            number=self.number.printed if self.number else "",
            addressees=lines(self.addressees),
            attachments=lines(self.attachments),
            signed_by=self.signed_by,
            signer_title=self.signer_title,
            signer=self.signer,
            signed_on=self.signed_on,
            note=self.note,
            present=lines(self.present),
            on_leave=lines(self.on_leave),
            sitting_in=lines(self.sitting_in),
            copies=lines(self.copies),
            printed_by=self.printed_by,
            printed_on=self.printed_on,
        )
        return replace(made, stamp={self.State.DRAFT: "草稿", self.State.WITHDRAWN: "作废"}.get(self.state, ""))
