"""What came of a meeting, item by item: what is looked up in the hall, and what the minutes are written from."""

from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from qingting.meetings.models import Item, Meeting
from qingting.meetings.tablet import sitting_of
from qingting.meetings.votes import ANNOUNCED, Vote, ballots_of


@never_cache
@login_required
@require_GET
def results(request, pk):
    """The agenda with what was announced of each item, for whoever may see the meeting."""
    m, _actors = sitting_of(request, pk)
    return render(request, "meetings/results.html", {"matter": m, "lines": by_item(m), "announced": ANNOUNCED})


def by_item(m: Meeting) -> list[tuple[Item | None, list[Vote]]]:
    """The votes on the agenda itself (None), then each item with its own, in the order in which they were put."""
    votes = list(m.votes.order_by("pk"))
    prefetch_related_objects(votes, "questions")
    announced = [vote for vote in votes if vote.state in ANNOUNCED]
    said = ballots_of(announced)
    for vote in announced:
        vote.choices_cast = said[vote.pk]
    lines = [(item, [vote for vote in votes if vote.item_id == item.pk]) for item in m.items.select_related("reporter")]
    return [(None, [vote for vote in votes if vote.is_on_the_agenda]), *lines]
