"""What a matter may ask of the vote that was taken on it, so that nobody presses its outcome by hand.

Such a matter has the steps `carry` and `lose`, by whoever presides, and where it can be voted on anew the step `revote`.
"""

from django.utils.translation import gettext as _

from qingting.meetings.votes import ANNOUNCED, Question


def outcome(matter) -> bool | None:
    """Whether the last vote on it that was announced, and still stands, carried it; None where there is none."""
    asked = Question.objects.filter(matter=matter.pk, vote__state__in=ANNOUNCED).select_related("vote").last()
    return asked and next(one.is_carried for question, one in asked.vote.totals if question.pk == asked.pk)


def a_vote_that_carried(matter):
    return None if outcome(matter) is True else _("由会议表决决定，宣布通过时自动办理")


def a_vote_that_lost(matter):
    return None if outcome(matter) is False else _("由会议表决决定，宣布未通过时自动办理")


def an_annulled_vote(matter):
    return None if outcome(matter) is None else _("表决结果宣布无效以后，才重新表决")
