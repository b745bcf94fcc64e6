"""Deputies' mandates (代表资格): how one begins by a by-election, rests, and ends before the term does.

A mandate is a post (`organs.Post`). What changes it is a matter of this room; the post itself is changed in `effects.py` alone.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qingting.docket.models import Matter, MatterQuerySet
from qingting.mandates import titles
from qingting.mandates.direct import Count, Nature, Result, result
from qingting.meetings.following import VotedOn
from qingting.organs.fields import Line, Text
from qingting.organs.models import Constituency, Organ, Person, Post, Role


class OfTheCommittee(VotedOn):
    """What the standing committee decides or announces, upon the report of its credentials committee. Until a vote names
    whoever presides over it, that is the chair, who convenes it.
    """

    examiners = models.ForeignKey(
        Organ, models.PROTECT, related_name="+", editable=False, verbose_name=_("代表资格审查委员会")
    )
    prepared_by = Role.CLERK  # in what role of the office one puts it on an agenda
    is_closed = False  # whether an agenda must not name it outside the hall

    class Meta:
        abstract = True

    @property
    def motion(self) -> str:
        """What it is called on an agenda and on a ballot."""
        return self.title

    @property
    def decides(self) -> Organ:
        """Whose vote it takes."""
        return self.committee


class OfAMandate(OfTheCommittee):
    """What befalls one deputy's mandate."""

    mandate = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("代表"))
    deputy = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False, verbose_name=_("代表"))
    deputies = models.PositiveIntegerField(_("现有代表人数"), null=True, editable=False)  # on the day it was announced

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.deputy_id = self.mandate.person_id
            self.title = self.called
        super().save(*args, **kwargs)

    @property
    def called(self) -> str:
        return titles.of_a_mandate(self.mandate.person, self._meta.verbose_name)


class ByElection(OfTheCommittee):
    """A vacant seat of a constituency is filled by its voters (补选). Of the voters the number is kept, and no name."""

    constituency = models.ForeignKey(Constituency, models.PROTECT, related_name="+", verbose_name=_("选区"))
    seats = models.PositiveSmallIntegerField(_("补选名额"), default=1)
    election_on = models.DateField(_("选举日"), null=True, blank=True)
    place = Line(_("投票地点"), max_length=200, blank=True)
    voters = models.PositiveIntegerField(
        _("选民人数"), null=True, blank=True, help_text=_("选民名单上的人数。名单本身张榜公布，平台不存选民的姓名")
    )
    turnout = models.PositiveIntegerField(_("参加投票的选民人数"), null=True, blank=True)
    ballots = models.PositiveIntegerField(_("收回的选票"), null=True, blank=True)
    spoilt = models.PositiveIntegerField(_("无效票"), null=True, blank=True)
    votes = models.JSONField(_("得票"), default=dict, blank=True)  # by the number on the ballot
    counter = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", editable=False)  # who entered them
    rest_stays_vacant = models.BooleanField(default=False, editable=False)
    deputies = models.PositiveIntegerField(_("现有代表人数"), null=True, editable=False)  # on the day it was announced

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("补选")

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.title = titles.of_by_election(self.constituency)
        super().save(*args, **kwargs)

    def clean(self):
        if self.state == "entered" and self.votes and (fault := self.count.fault(self.round.seats)):
            raise ValidationError(fault)

    @property
    def round(self) -> "Round":
        """The vote that is being held, or was held last. Raises Round.DoesNotExist before candidates are published."""
        return self.rounds.latest("number")

    @property
    def count(self) -> Count:
        """What was entered of the present vote."""
        votes = {int(key): n for key, n in self.votes.items()}
        return Count(self.voters or 0, self.turnout or 0, self.ballots or 0, self.spoilt or 0, votes)

    @property
    def elected(self):
        return self.candidates.exclude(elected_in=None)


class Candidate(models.Model):
    """Who stands. Of one who is not on the platform only the name is kept, which the law makes public (art. 32)."""

    class By(models.TextChoices):
        PARTIES = "parties", _("各政党、各人民团体推荐")
        VOTERS = "voters", _("选民或者代表联名推荐")

    on = models.ForeignKey(ByElection, models.PROTECT, related_name="candidates")
    place = models.PositiveSmallIntegerField()  # the number on the ballot
    name = Line(_("姓名"), max_length=50)
    by = models.CharField(_("推荐方式"), max_length=10, choices=By)
    nominators = models.PositiveSmallIntegerField(
        _("联名人数"), null=True, blank=True, help_text=_("选民或者代表联名推荐的，须十人以上（《选举法》第三十条）")
    )
    elected_in = models.ForeignKey("Round", models.PROTECT, null=True, related_name="elected")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")  # the mandate that came of it

    class Meta:
        verbose_name = _("候选人")
        ordering = ("place",)
        constraints = [
            models.UniqueConstraint(fields=["on", "name"], name="a_candidate_stands_once"),
            models.UniqueConstraint(fields=["on", "place"], name="one_candidate_of_a_number"),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        if self.by == self.By.VOTERS and (self.nominators or 0) < 10:
            raise ValidationError(
                {"nominators": gettext("选民或者代表联名推荐候选人，须十人以上（《选举法》第三十条）")}
            )


class Round(models.Model):
    """One vote of a by-election, with what was counted once two persons stand by it."""

    on = models.ForeignKey(ByElection, models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    nature = models.CharField(max_length=10, choices=Nature)
    seats = models.PositiveSmallIntegerField()
    candidates = models.ManyToManyField(Candidate, related_name="rounds")
    held_on = models.DateField(null=True)
    count = models.JSONField(null=True)  # voters, turnout, ballots, spoilt, votes

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["on", "number"], name="one_round_of_a_number")]

    @property
    def counted(self) -> Count | None:
        return self.count and Count(**self.count | {"votes": {int(k): n for k, n in self.count["votes"].items()}})

    @property
    def result(self) -> Result | None:
        """Derived whenever it is asked, and typed by nobody."""
        return self.count and result(self.counted, self.seats, self.nature)

    @property
    def standings(self):
        """The candidates of this vote with their votes, the most first; without votes before they are counted."""
        votes = self.counted.votes if self.count else {}
        found = [(one, votes.get(one.place)) for one in self.candidates.order_by("place")]
        return sorted(found, key=lambda pair: -(pair[1] or 0))


class Credentials(OfTheCommittee):
    """The report on the credentials of those who were elected; the committee confirms them or finds the election void."""

    on = models.ForeignKey(ByElection, models.PROTECT, related_name="reports", verbose_name=_("补选"))

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("代表资格审查报告")

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.source_id, self.keeper_id, self.committee_id = self.on_id, self.on.keeper_id, self.on.committee_id
            self.examiners_id, self.presiding_id = self.on.examiners_id, self.on.presiding_id
            self.title = titles.of_credentials(self.on.constituency)
        super().save(*args, **kwargs)


class MunicipalByElection(OfTheCommittee):
    """One who stands for a seat in the city's congress that fell vacant in recess; several may stand for one seat."""

    replaces = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("补谁的缺"))
    nominee = Line(_("候选人姓名"), max_length=50)
    reported_on = models.DateField(_("报市人大常委会的日期"), null=True, blank=True)
    confirmed_on = models.DateField(_("市人大常委会确认资格的日期"), null=True, blank=True)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", editable=False)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("市代表补选")

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.title = titles.of_municipal(self.nominee)
        super().save(*args, **kwargs)


class Resignation(OfAMandate):
    """A deputy asks in writing to resign (Electoral Law, arts. 55 and 56)."""

    received_on = models.DateField(_("收到书面辞职的日期"), null=True, blank=True)
    reason = Text(_("辞职理由"), max_length=1000, blank=True)
    reported_on = models.DateField(_("报市人大常委会备案的日期"), null=True, blank=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("代表辞职")


class Suspension(OfAMandate):
    """A deputy may not act for a time (Deputies Law, art. 61). Only the ground that the law names is kept, and no circumstance."""

    class Ground(models.TextChoices):
        TRIAL = "trial", _("因刑事案件被羁押，正在受侦查、起诉、审判")
        SENTENCE = "sentence", _("被依法判处刑罚而没有附加剥夺政治权利，正在服刑")

    ground = models.CharField(_("法定情形"), max_length=10, choices=Ground, blank=True)
    began_on = models.DateField(_("自哪天起"), null=True, blank=True)
    ended_on = models.DateField(_("情形消失的日期"), null=True, blank=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("暂停执行代表职务")


class Termination(OfAMandate):
    """A mandate ends by what the law names (Deputies Law, art. 62); the committee announces it (art. 63)."""

    class Ground(models.TextChoices):
        MOVED = "moved", _("迁出或者调离本行政区域")
        ORDERED = "ordered", _("责令辞职被接受")
        ABSENT = "absent", _("未经批准两次不出席本级人民代表大会会议")
        NATIONALITY = "nationality", _("丧失中华人民共和国国籍")
        RIGHTS = "rights", _("依照法律被剥夺政治权利")
        CAPACITY = "capacity", _("丧失行为能力")
        DEATH = "death", _("去世")

    ground = models.CharField(_("终止情形"), max_length=12, choices=Ground, blank=True)
    ended_on = models.DateField(_("资格终止的日期"), null=True, blank=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("代表资格终止")

    @property
    def article(self) -> str:
        """Of two grounds the number of the item was read; the others go by the article."""
        items = {self.Ground.ORDERED: _("第二项"), self.Ground.ABSENT: _("第三项")}
        return gettext("《代表法》第六十二条%(item)s") % {"item": items.get(self.ground, "")}


class Recall(OfAMandate):
    """Voters ask to recall the deputy of their constituency (Electoral Law, arts. 50, 52 and 53); their number, and no name."""

    class Defence(models.TextChoices):
        ORAL = "oral", _("在选民会议上口头申辩")
        WRITTEN = "written", _("书面申辩")
        NONE = "none", _("不申辩")

    requesters = models.PositiveIntegerField(_("联名要求罢免的选民人数"), null=True, blank=True)
    received_on = models.DateField(_("收到罢免要求的日期"), null=True, blank=True)
    reasons = Text(_("罢免理由"), max_length=5000, blank=True)
    defence = models.CharField(_("申辩方式"), max_length=10, choices=Defence, blank=True)
    plea = Text(_("申辩意见"), max_length=10_000, blank=True, help_text=_("口头申辩的写要点；不申辩的写明已经告知"))
    held_on = models.DateField(_("表决日期"), null=True, blank=True)
    voters = models.PositiveIntegerField(_("原选区全体选民人数"), null=True, blank=True)
    ballots = models.PositiveIntegerField(_("收回的选票"), null=True, blank=True)
    ayes = models.PositiveIntegerField(_("赞成罢免的票数"), null=True, blank=True)
    counter = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", editable=False)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("选民罢免代表")

    def clean(self):
        if self.state == "received" and (self.requesters or 0) < 50:
            raise ValidationError(
                {"requesters": gettext("罢免县级人大代表，须原选区选民五十人以上联名（《选举法》第五十条）")}
            )
        if self.state == "entered" and not (self.ayes or 0) <= (self.ballots or 0) <= (self.voters or 0):
            raise ValidationError(gettext("赞成票不能多于收回的选票，收回的选票不能多于全体选民，请核对"))


class MunicipalRecall(OfAMandate):
    """In recess the committee recalls a deputy whom the district's congress has elected to the city's (arts. 51 to 53)."""

    is_closed = True

    class Mover(models.TextChoices):
        CHAIRPERSONS = "chairpersons", _("主任会议")
        MEMBERS = "members", _("常委会组成人员联名")

    mover = models.CharField(_("提出人"), max_length=15, choices=Mover, blank=True)
    movers = models.PositiveSmallIntegerField(_("联名人数"), default=0, help_text=_("主任会议提出的填 0"))
    reasons = Text(_("罢免理由"), max_length=5000, blank=True)
    defence = models.CharField(_("申辩方式"), max_length=10, choices=Recall.Defence, blank=True)
    plea = Text(_("申辩意见"), max_length=10_000, blank=True)
    reported_on = models.DateField(_("报市人大常委会备案的日期"), null=True, blank=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("罢免市代表")


class Ended(models.Model):
    """A post that a matter has ended, and when it would have ended else: so that a vote that does not count leaves no trace."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="ended")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    until_before = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "post"], name="a_matter_ends_a_post_once")]
