"""What the office does for a vote beside its steps: put to the vote, hand out papers, count, say who was meant."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qingting.desk.views import who_takes
from qingting.desk.visitor import actors_of, find
from qingting.meetings import tellers
from qingting.meetings.casting import issue_paper, may_tally, recuse, tell_tally
from qingting.meetings.counting import Form
from qingting.meetings.forms import SpellingForm, TallyForm, VoteForm
from qingting.meetings.papers import papers
from qingting.meetings.views import _key, asked, done, meeting_of
from qingting.meetings.votes import Vote
from qingting.organs.models import Post


def vote_of(request, pk) -> tuple[Vote, Post]:
    """The vote, and the post in which this visitor runs it; else 404."""
    actors = actors_of(request)
    v = find(actors, pk)
    post = isinstance(v, Vote) and who_takes(v.process.open, v, actors)
    if not post:
        raise Http404
    return v, post


@login_required
def new_vote(request, pk):
    m, _by = meeting_of(request, pk)
    form = VoteForm(
        request.POST or None, instance=Vote(held_at=m), initial=_proposed(m, request.GET.get("follows", ""))
    )

    def act():
        v = form.save(commit=False)
        asks = form.cleaned_data["asks"]
        is_election = v.form == Form.ELECTION
        v.title = asks[0] if len(asks) == 1 and not is_election else str(v.item or _("会议议程"))
        its = v.item and v.item.matter and v.item.matter.specific
        matter = its if len(asks) == 1 and its and "carry" in its.process.steps and not is_election else None
        # whoever was tied is asked about again, with the matter that has waited for it
        waiting = {q.text: q.matter for q, one in v.follows.totals if one.is_tied} if v.follows else {}
        return v.ask((text, waiting.get(text, matter)) for text in asks)

    return asked(request, form, _("提请表决"), m, act, _("存好，等候表决"))


def _proposed(m, follows: str) -> dict:
    """What the form of a vote begins with; of another ballot, the candidates and the seats that are left, to be changed."""
    before = Vote.objects.filter(pk=_key(follows), body=m.body_id, state="elected").first()
    if not before:
        return {"way": Vote.Way.SECRET}
    return {
        "way": before.way, "form": before.form, "elects": before.elects, "seats": before.election.left, "follows": before.pk,
        "item": before.item_id if before.held_at_id == m.pk else None,
        "asks": "\n".join(one.name for one in before.election.again),
    }  # fmt: skip


@login_required
def tally(request, pk):
    """One of two tellers enters what he has counted, without seeing what the other has entered."""
    actors = actors_of(request)
    v = find(actors, pk)
    by = isinstance(v, Vote) and next((actor for actor in actors if may_tally(v, actor)), None)
    if not by:
        raise Http404
    if tellers.by_paper(v):
        return papers(request, v, by)
    form = TallyForm(request.POST or None, vote=v)

    def act():
        tell_tally(v, by, form.ballots)
        return v

    return asked(request, form, _("录入计票"), v, act, _("录入"))


@login_required
def spelling(request, pk):
    """The office says, before the announcement, that two names which were written in are one person."""
    v, by = vote_of(request, pk)
    if v.form != Form.ELECTION or v.state != "counted":
        raise Http404
    form = SpellingForm(request.POST or None, vote=v)

    def act():
        tellers.say_it_is_one(v, by, **form.cleaned_data)
        return v

    return asked(request, form, _("认定另选人的姓名"), v, act, _("认定是同一个人"))


@require_POST
@login_required
def voter(request, pk):
    """A member withdraws from a vote, or takes a paper: noted by the office."""
    v, _by = vote_of(request, pk)
    post = v.held_at.member(_key(request.POST.get("post", "")))
    if post and request.POST.get("act") == "recuse":
        return done(request, v, lambda: recuse(v, post, request.POST.get("reason", "")[:200]))
    if post and request.POST.get("act") == "paper" and v.way == Vote.Way.PAPER:
        return done(request, v, lambda: issue_paper(v, post))
    raise Http404
