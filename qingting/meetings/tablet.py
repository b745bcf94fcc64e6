"""What is seen in the hall while a meeting sits: the member's tablet, on which he votes, and the big screen.

Both ask every few seconds whether anything has changed. The answer is a mark (`stand`) or nothing: only where it differs
is the page drawn again, so that a choice that was made and not sent stays; and a connection that was lost comes back to
the right place by itself, because the page depends on the record alone.
"""

from math import cos, pi, sin

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q, prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from qingting.desk.visitor import actors_of, find
from qingting.docket.process import Refused
from qingting.meetings import floor, hall
from qingting.meetings.casting import cast, line_of, why_not_vote
from qingting.meetings.counting import CHOICES
from qingting.meetings.models import Meeting
from qingting.meetings.votes import ANNOUNCED, Vote


def sitting_of(request, pk) -> tuple[Meeting, list]:
    actors = actors_of(request)
    m = find(actors, pk)
    if not isinstance(m, Meeting):
        raise Http404
    return m, actors


def vote_now(m) -> Vote | None:
    """What is being voted on, or was announced last."""
    under_way = m.votes.filter(state__in=("voting", "counted")).select_related("item", "congress").first()
    last = m.votes.filter(state__in=ANNOUNCED).select_related("item", "congress").order_by("-moved_at", "-pk")
    return under_way or last.first()


def stand(m, v, *more) -> str:
    """A mark of what a page shows; the same for as long as nothing of it has changed."""
    came = m.presences.aggregate(all=Count("pk"), there=Count("pk", filter=Q(left_at=None)))
    return "-".join(str(one) for one in (m.head[:12], *came.values(), v and v.head[:12], *more))


def unchanged(request, mark) -> bool:
    return request.htmx and request.GET.get("stand") == mark


@never_cache
@login_required
@require_GET
def tablet(request, pk):
    """A member's page in the hall."""
    m, actors = sitting_of(request, pk)
    return show_tablet(request, m, actors)


def show_tablet(request, m, actors, status=200, refusal="", said=None):
    """As it stands now. Where a ballot was refused, what was chosen on it (`said`, by question) is chosen still."""
    v, said = vote_now(m), said or {}
    me = m.member_among(actors)
    line = line_of(v.pk, [me]) if v and me else None
    mark = stand(m, v, line and line.has_voted)
    if unchanged(request, mark):
        return HttpResponse(status=204)
    reason = why_not_vote(v, me, line) if v and me and v.state == "voting" else None
    here, stands = hall.quorum(m), stands_of(m)
    page = {
        "m": m,
        "v": v,
        "me": me,
        "is_here": me and stands[me] == "in",
        "may_vote": v and me and v.state == "voting" and reason is None and v.way in (Vote.Way.SECRET, Vote.Way.NAMED),
        "reason": reason,
        "has_voted": bool(line and line.has_voted),
        "choices": CHOICES[v.form].items() if v else (),
        "questions": [(question, said.get(question.place)) for question in v.questions.all()] if v else (),
        "others": [(n, said.get(f"other{n}", "")) for n in range(1, (v.seats or 0) + 1)] if v else (),
        "election": v.election if v and v.state in ANNOUNCED else None,
        "results": v.totals if v and v.state in ANNOUNCED else (),
        "quorum": here,
        "seats": seats_of(list(stands.values())),
        "seats_height": radii_for(len(stands))[-1] + 18,
        "counts": {
            "whole": here.whole.n,
            "present": here.present,
            "leave": sum(how == "leave" for how in stands.values()),
            "missing": sum(how == "out" for how in stands.values()),
        },
        "items": agenda_of(m, v),
        "stand": mark,
        "refusal": refusal,
    }
    return render(request, "meetings/tablet.html", page, status=status)


def agenda_of(m, v):
    """Each item with where it stands."""
    voted = {}
    for one in m.votes.exclude(item=None).order_by("pk"):
        voted[one.item_id] = one.state_label
    return [(item, voted.get(item.pk, ""), v and v.item_id == item.pk) for item in m.items.all()]


def stands_of(m) -> dict:
    """Each member, and whether he is in the hall, on leave or neither: nobody's vote."""
    there = {post.pk for post in m.members if any(span.left_at is None for span in post.spans)}
    excused = set(m.leaves.filter(state="granted").values_list("asker", flat=True))
    return {post: "in" if post.pk in there else "leave" if post.person_id in excused else "out" for post in m.members}


def radii_for(n) -> list[int]:
    """The rows of a half circle for so many seats."""
    return [60 + 26 * row for row in range(max(1, min(6, round(n**0.5 / 2))))]


def seats_of(stands: list[str]) -> list[tuple[str, str, str]]:
    """Where each seat is drawn, in rows of a half circle, and how it stands."""
    radii = radii_for(len(stands))
    shares = [round(len(stands) * radius / sum(radii)) for radius in radii]
    shares[-1] += len(stands) - sum(shares)
    places = [
        (150 - radius * cos(pi * (n + 0.5) / share), 8 + radii[-1] - radius * sin(pi * (n + 0.5) / share))
        for radius, share in zip(radii, shares, strict=True)
        for n in range(share)
    ]
    return [(f"{x:.1f}", f"{y:.1f}", how) for (x, y), how in zip(places, stands, strict=True)]


@never_cache
@require_POST
@login_required
def vote(request, pk):
    """A member casts his ballot. The answer alone bears the code by which he finds it: it is kept nowhere else."""
    actors = actors_of(request)
    line = line_of(pk, actors)
    if line and line.vote.state == "voting":  # whoever is on the roll of an open vote may see it
        v, me = line.vote, next(actor for actor in actors if actor.pk == line.post_id)
    else:
        v = find(actors, pk)
        me = isinstance(v, Vote) and v.held_at.member_among(actors)
    if not me:
        raise Http404
    prefetch_related_objects([v], "questions")
    said = {question.place: request.POST.get(f"q{question.place}", "") for question in v.questions.all()}
    said |= {f"other{n}": request.POST.get(f"other{n}", "") for n in range(1, (v.seats or 0) + 1)}
    try:
        code = cast(v, me, list(said.values()), line)
    except Refused as refusal:
        return show_tablet(request, v.held_at, actors, status=409, refusal=str(refusal), said=said)
    return render(request, "meetings/cast.html", {"v": v, "code": code}) if code else redirect("tablet", v.held_at_id)


@never_cache
@login_required
@require_GET
def screen(request, pk):
    """The big screen of the hall: what is dealt with, who is there, what came of it."""
    m, _actors = sitting_of(request, pk)
    v = vote_now(m)
    voted = v.voters.filter(has_voted=True).count() if v and v.state == "voting" else None
    speaks = None if v and v.state in ("voting", "counted") else floor.speaking(m)
    mark = stand(m, v, voted, speaks and speaks.pk)
    if unchanged(request, mark):
        return HttpResponse(status=204)
    results = v.totals if v and v.state in ANNOUNCED else ()
    page = {
        "m": m,
        "v": v,
        "voted": voted,
        "quorum": hall.quorum(m),
        "results": [(question, said, said.rule.least(said.whole), bar(said)) for question, said in results],
        "is_alone": len(results) == 1,
        "item_place": next((n for n, item in enumerate(m.items.all(), 1) if v and item.pk == v.item_id), None),
        "speaks": speaks,
        "today": localdate(),
        "stand": mark,
        "election": v.election if results else None,
        "verdict": verdict_of(v, len(results)),
        "choices": CHOICES[v.form] if v else {},
    }
    return render(request, "meetings/screen.html", page)


def verdict_of(v, questions: int) -> str:
    """The one word at the foot of the screen; of several persons on one ballot, what came of each stands above."""
    if not questions:
        return ""
    return v.election.verdict if v.election else v.state_label if questions == 1 else ""


def bar(said) -> dict[str, int]:
    """How far the votes for it reach and where the line stands, in thousandths of all members."""
    whole = max(said.whole, 1)
    return {"for": 1000 * said.votes_for // whole, "line": 1000 * said.rule.least(said.whole) // whole}
