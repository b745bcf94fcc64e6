"""How matters on an agenda are put to the vote: which of them wait for one, and the ballot that asks about them."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from qingting.meetings.votes import Question, Vote

UNDER_WAY = ("draft", "voting", "counted")  # votes that are not announced yet


def awaiting(matters) -> list:
    """Of these, in their order, those that a vote can bring further now and that are on no ballot yet."""
    found = [m for m in matters if m.state in m.rules.steps["carry"].source]
    put = Question.objects.filter(vote__state__in=UNDER_WAY, matter__in=[m.pk for m in found])
    on_a_ballot = set(put.values_list("matter", flat=True))
    return [m for m in found if m.pk not in on_a_ballot]


def on_one_ballot(meeting, item, way, form, asks, *, title="", **election) -> Vote:
    """One vote that asks all of this, each a text and the matter that learns what came of it.

    Like every matter it is called in Chinese, in whatever language whoever drafts it works.
    """
    asks = list(asks)
    if not title:
        with override("zh-hans"):
            several = {"first": asks[0][0], "n": len(asks)}
            title = _("%(first)s等%(n)s项") % several if len(asks) > 1 else asks[0][0]
    v = Vote(held_at=meeting, item=item, way=way, form=form, title=title[:200], **election)
    return v.ask(asks)
