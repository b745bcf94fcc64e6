"""What a matter may ask of the vote that was taken on it, so that nobody presses its outcome by hand.

Such a matter has the steps `carry` and `lose`, by whoever presides, and where it can be voted on anew the step `revote`.
"""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingting.docket.models import Matter
from qingting.meetings.votes import ANNOUNCED, Question, Vote
from qingting.organs.models import Organ, Person

SECRET = (Vote.Way.SECRET, Vote.Way.PAPER)


class VotedOn(Matter):
    """What a standing committee has to decide: which committee it is, and who presides over the vote and announces it."""

    committee = models.ForeignKey(
        Organ, models.PROTECT, related_name="+", editable=False, verbose_name=gettext_lazy("常务委员会")
    )
    presiding = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=gettext_lazy("主持人")
    )

    class Meta:
        abstract = True


def last_asked(matter) -> Question | None:
    """The question of the last vote on it that was announced and still stands; None where there is none."""
    asked = Question.objects.filter(matter=matter.pk, vote__state__in=ANNOUNCED).select_related("vote")
    return asked.order_by("vote", "pk").last()


def outcome(matter) -> bool | None:
    """Whether that vote carried it; None where there is none."""
    asked = last_asked(matter)
    return asked and next(one.is_carried for question, one in asked.vote.totals if question.pk == asked.pk)


def was_open(matter) -> bool:
    """Whether that vote was by name or by show of hands, and so no secret ballot."""
    asked = last_asked(matter)
    return bool(asked) and asked.vote.way not in SECRET


def a_vote_that_carried(matter):
    return None if outcome(matter) is True else _("由会议表决决定，宣布通过时自动办理")


def a_vote_that_lost(matter):
    return None if outcome(matter) is False else _("由会议表决决定，宣布未通过时自动办理")


def an_annulled_vote(matter):
    return None if outcome(matter) is None else _("表决结果宣布无效以后，才重新表决")
