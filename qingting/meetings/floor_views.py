"""The pages of the floor: the speaking list, and who speaks now."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from qingting.clocks.rules import CONFIDENCE
from qingting.desk.views import who_takes
from qingting.desk.visitor import actors_of, find
from qingting.docket.process import Refused
from qingting.meetings import floor
from qingting.meetings.models import Item, Meeting
from qingting.meetings.views import ABOUT, _key
from qingting.meetings.words import Turn


def meeting_seen(request, pk):
    """The meeting, these actors, and the post in which one of them runs it; else 404."""
    actors = actors_of(request)
    m = find(actors, pk)
    if not isinstance(m, Meeting):
        raise Http404
    return m, actors, who_takes(m.process.steps["move"], m, actors)


def in_minutes(span) -> str:
    """A span of speaking time: 6 分 05 秒."""
    seconds = abs(int(span.total_seconds()))
    return _("%(minutes)s 分 %(seconds)s 秒") % {"minutes": seconds // 60, "seconds": f"{seconds % 60:02d}"}


# ---- The speaking list


def now_speaking(m) -> dict | None:
    """Who has the floor: since when, how long he may, what is left. Facts, without an alarm."""
    turn = floor.speaking(m)
    if not turn:
        return None
    left = turn.left(now())
    return {
        "turn": turn,
        "allowed": turn.minutes + turn.more,
        "left": in_minutes(left),
        "is_over": left.total_seconds() < 0,
    }


@never_cache
@login_required
@require_GET
def speaking_list(request, pk):
    m, actors, office = meeting_seen(request, pk)
    return show_list(request, m, actors, office)


def show_list(request, m, actors, office, refusal="", status=200):
    mine, items = {actor.pk for actor in actors}, list(m.items.select_related("reporter"))
    turns: dict[int, list] = {item.pk: [] for item in items}
    for turn in m.turns.select_related("post__person", "post__organ"):
        turns[turn.item_id].append(turn)
    reason, me = floor.why_closed(m), m.member_among(actors)
    rows = []
    for item in items:
        item.meeting = m
        its = turns[item.pk]
        waiting = [turn for turn in its if not turn.began_at]
        done = sorted((turn for turn in its if turn.ended_at), key=lambda turn: turn.began_at)
        row = {
            "item": item,
            "waiting": waiting,
            "done": [(turn, in_minutes(turn.used())) for turn in done],
            "mine": next((turn for turn in waiting if turn.post_id in mine), None),
            "may_ask": not reason and me and not any(t.post_id == me.pk and not t.ended_at for t in its),
            "speakers": floor.speakers(item) if office and not reason else (),
        }
        rows.append(row)
    rule = floor.rule(m.congress, m.held_on or now().date())
    said = {
        "about": ABOUT,
        "m": m,
        "rows": rows,
        "now": now_speaking(m),
        "reason": reason,
        "office": office,
        "refusal": refusal,
        "rule": rule,
        "known": CONFIDENCE[rule["confidence"]],
    }
    return render(request, "meetings/floor.html", said, status=status)


@never_cache
@login_required
@require_GET
def floor_now(request, pk):
    """Who speaks now, asked for every few seconds."""
    m, _actors, office = meeting_seen(request, pk)
    return render(request, "meetings/floor_now.html", {"m": m, "now": now_speaking(m), "office": office})


@require_POST
@login_required
def change_floor(request, pk):
    """Ask for the floor or give it up, as oneself; the rest is noted by the office."""
    m, actors, office = meeting_seen(request, pk)
    act, mine = request.POST.get("act"), {actor.pk for actor in actors}
    turn = Turn.objects.filter(meeting=m, pk=_key(request.POST.get("turn", ""))).select_related("post").first()
    own = turn and turn.post_id in mine
    acts = {}
    if act in ("ask", "add"):
        item = get_object_or_404(
            Item.objects.select_related("reporter"), meeting=m, pk=_key(request.POST.get("item", ""))
        )
        item.meeting = m
        wanted = _key(request.POST.get("post", ""))
        post = (
            m.member_among(actors)
            if act == "ask"
            else next((one for one in floor.speakers(item) if one.pk == wanted), None)
        )
        if post and (act == "ask" or office):
            acts[act] = lambda: floor.ask(item, post, office or post)
        elif act == "add" and office:
            acts[act] = lambda: _choose_somebody()
    elif turn and (own or office):
        acts["give_up"] = lambda: floor.give_up(turn)
    if turn and office:
        acts |= {
            "up": lambda: floor.move(turn, -1),
            "down": lambda: floor.move(turn, 1),
            "begin": lambda: floor.begin(turn),
            "end": lambda: floor.end(turn),
            "more": lambda: floor.grant_more(turn),
        }
    if act in ("give_up", "up", "down", "begin", "end", "more") and not turn and office:
        acts[act] = _gone
    if act not in acts:
        raise Http404
    try:
        acts[act]()
    except Refused as refusal:
        return show_list(request, m, actors, office, str(refusal), status=409)
    return redirect("floor", m.pk)


def _choose_somebody():
    raise Refused(_("请选发言人"))


def _gone():
    raise Refused(_("这条登记已经取消，或者已经开始发言"))
