"""Votes: what is put to whom, who has voted, and what the ballots say once it is closed.

The roll (`Voter`) and the box (`Ballot`) of a secret vote have nothing in common but the vote: no key, no time, no order.
The roll is written at the opening and ticked; the ballots are written all at once at the closing, by their random codes.
"""

import hashlib
import json
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qingting.docket.models import Matter, MatterQuerySet
from qingting.meetings.counting import Form, Total, total
from qingting.meetings.election import Election, Elects, elect
from qingting.meetings.models import CLOSED_ITEM, Item, Meeting
from qingting.meetings.thresholds import ANOTHER_BALLOT, Threshold
from qingting.organs.fields import Line
from qingting.organs.models import Organ, Person, Post

ANNOUNCED = ("carried", "partly", "lost", "elected")  # the states in which what came of a vote is known to the hall


class Vote(Matter):
    """One vote of a meeting: on its agenda, on a motion, on persons one by one, on how satisfied the members are."""

    class Way(models.TextChoices):
        SECRET = "secret", _("无记名（表决器、平板）")
        PAPER = "paper", _("无记名（纸质票）")
        NAMED = "named", _("记名")
        HANDS = "hands", _("举手")

    held_at = models.ForeignKey(Meeting, models.PROTECT, related_name="votes", verbose_name=_("会议"))
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="votes", verbose_name=_("议题"))
    amends = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="amendments",
        verbose_name=_("所修正的表决事项"),
    )
    again_for = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="again", verbose_name=_("代替哪次表决")
    )
    # an election that was valid and has left seats open; `again_for` is for a vote that does not count
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("接着哪次选举（再次投票、另行选举）"),
    )
    elects = models.CharField(_("选举什么"), max_length=12, choices=Elects, blank=True)
    seats = models.PositiveSmallIntegerField(_("应选人数"), null=True, blank=True)
    body = models.ForeignKey(Organ, models.PROTECT, related_name="+", editable=False)
    presiding = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    way = models.CharField(_("表决方式"), max_length=10, choices=Way)
    form = models.CharField(_("表决内容"), max_length=15, choices=Form, default=Form.MOTION)
    # the rule and its base as they were when it was opened: what changes afterwards moves no result
    ruling = models.JSONField(default=dict, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)  # over all its ballots

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("表决")

    def save(self, *args, **kwargs):
        if self._state.adding:
            m = self.held_at
            self.keeper_id, self.body_id, self.presiding_id = m.keeper_id, m.body_id, m.presiding_id
            of_item = self.item and self.item.matter_id
            self.source_id = of_item or m.pk
            if self.is_closed:  # a title goes into lists, sheets, the search, the mail and onto the screen of the hall
                self.title = str(CLOSED_ITEM)
        super().save(*args, **kwargs)

    def clean(self):
        if self.item and self.item.meeting_id != self.held_at_id:
            raise ValidationError({"item": gettext("这个议题不在这次会议的议程里")})

    @property
    def is_on_the_agenda(self) -> bool:
        """Whether what is put to the vote is the agenda of the meeting itself."""
        return self.item_id is None

    @property
    def is_closed(self) -> bool:
        """Whether it is on an item of which not even the name is told outside."""
        return self.item is not None and self.item.access == Item.Access.CLOSED

    @property
    def inward_title(self) -> str:
        """What it is called before the members and the office, who may know what is closed."""
        return self.item.title if self.item and self.is_closed else self.title

    @property
    def way_label(self) -> str:
        return str(self.Way(self.way).label)

    @property
    def rule(self) -> Threshold:
        said = self.ruling
        return Threshold(Fraction(said["share"]), said["of"], said["over"], said["basis"], said["confidence"])

    @property
    def whole(self) -> int:
        return self.ruling["whole"]

    def ask(self, asks) -> "Vote":
        """Save it with what it asks, in this order: each a text and the matter that learns what came of it, or None."""
        self.save()
        Question.objects.bulk_create(
            [Question(vote=self, place=n, text=text[:200], matter=matter) for n, (text, matter) in enumerate(asks, 1)]
        )
        return self

    @cached_property
    def choices_cast(self) -> list[list[str]]:
        """What every ballot says; by name, from the roll, else from the box. None before it is closed."""
        return ballots_of([self])[self.pk]

    @cached_property
    def election(self) -> Election | None:
        """What an election came to; None of any other vote."""
        if self.form != Form.ELECTION:
            return None
        names, same = [q.text for q in self.questions.all()], dict(self.spellings.values_list("written", "meant"))
        of_congress = self.body.kind == Organ.Kind.CONGRESS
        article = ANOTHER_BALLOT if of_congress else gettext("参照%(law)s") % {"law": ANOTHER_BALLOT}
        return elect(names, self.seats, self.choices_cast, self.whole, self.rule, article, same)

    @cached_property
    def totals(self) -> list[tuple["Question", Total]]:
        """What the ballots come to, question by question: derived whenever it is asked, and typed by nobody."""
        if self.election:  # those who were written in have no question
            return list(zip(self.questions.all(), self.election.standings, strict=False))
        cast = self.choices_cast
        return [
            (question, total(self.form, cast, place, self.whole, self.rule))
            for place, question in enumerate(self.questions.all())
        ]


class Question(models.Model):
    """What a ballot asks: the motion, or one of several persons."""

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="questions")
    place = models.PositiveSmallIntegerField()
    text = Line(_("表决事项"), max_length=200)
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("place",)
        constraints = [models.UniqueConstraint(fields=["vote", "place"], name="one_question_at_a_place")]

    def __str__(self):
        return self.text


class Voter(models.Model):
    """A line of the roll: a member who may vote, and whether he has. By name, what he said; else never what, nor when."""

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="voters")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    has_voted = models.BooleanField(default=False)
    recused = Line(_("回避理由"), max_length=200, blank=True)
    choices = models.JSONField(null=True)  # of a vote by name alone

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vote", "post"], name="one_line_of_the_roll_each"),
            models.CheckConstraint(
                condition=models.Q(recused="") | models.Q(has_voted=False), name="who_withdraws_does_not_vote"
            ),
        ]


class Ballot(models.Model):
    """One ballot of a vote that is closed. Its code is random and is all that its voter has in common with it."""

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="ballots")
    code = models.CharField(max_length=12)
    choices = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vote", "code"], name="one_ballot_of_a_code")]


class Tally(models.Model):
    """What one teller has counted: every paper, or every hand. Two must agree before it is a result (双人录入)."""

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="tallies")
    teller = models.ForeignKey(Post, models.PROTECT, related_name="+")
    ballots = models.JSONField()  # a list of ballots, sorted when he is done: in no order of theirs
    is_finished = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vote", "teller"], name="one_tally_of_a_teller")]


def ballots_of(votes) -> dict[int, list[list[str]]]:
    """What the ballots of each vote say, in no order: those that say the same are counted where they lie."""
    found: dict[int, list[list[str]]] = {vote.pk: [] for vote in votes}
    named = [vote.pk for vote in votes if vote.way == Vote.Way.NAMED]
    boxes = [pk for pk in found if pk not in named]
    for lines in (
        Voter.objects.filter(vote__in=named, choices__isnull=False),
        Ballot.objects.filter(vote__in=boxes),
    ):
        for pk, choices, n in lines.values_list("vote", "choices").annotate(n=Count("pk")):
            found[pk] += [choices] * n
    return found


class Spelling(models.Model):
    """That two written-in names are one person: said by the office before the announcement, and shown with the result."""

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="spellings")
    written = Line(_("票上写的"), max_length=40)
    meant = Line(_("就是"), max_length=40)
    note = Line(_("认定理由"), max_length=200)
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vote", "written"], name="one_meaning_of_a_written_name")]


def digest_of(ballots) -> str:
    """The digest over all ballots (code, choices) by their codes: published, it holds the box to what it was."""
    lines = [f"{code} {json.dumps(choices)}" for code, choices in sorted(ballots)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
