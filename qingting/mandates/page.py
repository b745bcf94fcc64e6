"""What the pages of mandates show besides their steps; and that a by-election may be begun where a seat fell vacant."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qingting.desk.begins import Beginning
from qingting.desk.story import body_of
from qingting.desk.views import who_takes
from qingting.docket.models import hats
from qingting.mandates.carrying import ending, left_behind, newly_elected
from qingting.mandates.cast import office
from qingting.mandates.effects import held, vacant
from qingting.mandates.leave import Permission
from qingting.mandates.models import (
    ByElection,
    Credentials,
    MunicipalByElection,
    MunicipalRecall,
    Recall,
    Resignation,
    Suspension,
    Termination,
)
from qingting.mandates.putting import on_an_agenda, waits_for_a_vote, who_puts
from qingting.mandates.terms import Changeover
from qingting.mandates.views import may_open
from qingting.meetings.models import Meeting
from qingting.organs.models import Level, Post, Role

ENDED = ("accepted", "announced", "recalled", "reported")


def left_a_seat(level):
    """Whether a mandate of this level has ended by this matter."""

    def may(matter, actors):
        is_such = isinstance(matter, (Resignation, Termination, Recall, MunicipalRecall))
        return (
            is_such
            and matter.state in ENDED
            and bool(matter.mandate.until)
            and matter.mandate.level == level
            and may_open("byelection")(actors)
        )

    return may


Beginning(
    words=_("补选"),
    address=lambda m: f"{reverse('mandates_new_byelection')}?{urlencode({'constituency': m.mandate.constituency_id})}",
    may=lambda m, actors: left_a_seat(Level.DISTRICT)(m, actors) and bool(m.mandate.constituency_id),
)
Beginning(
    words=_("补选市代表"),
    address=lambda m: f"{reverse('mandates_new_municipal')}?{urlencode({'replaces': m.mandate_id})}",
    may=left_a_seat(Level.MUNICIPAL),
)


Beginning(
    words=_("列入会议议程"),
    address=lambda m: reverse("mandates_schedule", args=[m.pk]),
    may=lambda m, actors: bool(who_puts(m, actors)),
)
Beginning(
    words=_("代表资格事项付表决"),
    address=lambda m: reverse("mandates_put", args=[m.pk]),
    may=lambda m, actors: (
        isinstance(m, Meeting)
        and m.state == "sitting"
        and m.agenda_adopted
        and bool(who_takes(m.process.move, m, actors))
    ),
)


def meeting_of(matter):
    """On whose agenda it is, while it waits for a vote."""
    return on_an_agenda(matter) if waits_for_a_vote(matter) else None


@body_of(MunicipalByElection)
def body_of_municipal(b, actors):
    return {"meeting": meeting_of(b)}


@body_of(ByElection)
def body(b, actors):
    rounds = list(b.rounds.all())
    return {
        "held": held(b.constituency),
        "vacant": vacant(b.constituency),
        "standing": list(b.candidates.select_related("post__person", "elected_in")),
        "rounds": [(one, one.standings, one.result) for one in rounds],
        "meeting": meeting_of(b),
        "may_list": b.state in ("dated", "listed") and office.hat(b) in set(hats(actors)),
    }


@body_of(Credentials)
def body_of_credentials(report, actors):
    return {"meeting": meeting_of(report), "b": report.on, "elected": list(report.on.elected.order_by("place"))}


def body_of_a_mandate(m, actors):
    """Whose mandate it is, and what has ended with it."""
    return {
        "meeting": meeting_of(m),
        "ended": list(m.ended.select_related("post__organ", "post__person").order_by("pk")),
    }


@body_of(Permission)
def body_of_permission(p, actors):
    """Who decides; and whether another congress has to be asked too."""
    other = Post.objects.current().filter(person=p.deputy, role=Role.DEPUTY).exclude(level__in=("", p.mandate.level))
    levels = [str(Level(level).label) for level in dict.fromkeys(other.order_by("pk").values_list("level", flat=True))]
    return body_of_a_mandate(p, actors) | {"decides": p.decides, "levels": levels}


for kind in (Resignation, Termination, Recall, MunicipalRecall, Suspension):
    body_of(kind)(body_of_a_mandate)


@body_of(Changeover)
def body_of_changeover(c, actors):
    """What will end, or has; what has come in; and who will be missed."""
    ends = ending(c) if c.state == "planned" else [(one.post, None) for one in c.ended.select_related("post")]
    fresh = list(newly_elected(c).select_related("constituency")) if c.state in ("ended", "confirmed") else []
    gone = left_behind(c) if c.state == "ended" else []
    return {
        "mandates": sum(post.role == Role.DEPUTY for post, _last in ends),
        "seats": sum(post.role != Role.DEPUTY for post, _last in ends),
        "fresh": len(fresh),
        "again": len({post.person_id for post in fresh} & {p.person_id for p, _last in ends if p.role == Role.DEPUTY}),
        "quota": c.congress.quota,
        "gone": gone,
        "may_import": c.state == "ended" and office.hat(c) in set(hats(actors)),
    }
