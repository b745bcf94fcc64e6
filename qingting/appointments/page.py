"""What the pages of nominations, departures, ceremonies and accounts show besides their steps; what they lend a document."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from qingting.appointments.candidacy import deputies
from qingting.appointments.contests import Candidacy, Contest
from qingting.appointments.models import Account, Ceremony, Departure, Nomination
from qingting.appointments.offices import local
from qingting.desk.begins import Beginning
from qingting.desk.papers import facts_of
from qingting.desk.story import body_of
from qingting.docket.models import hats
from qingting.meetings.models import Meeting
from qingting.meetings.votes import ANNOUNCED, Question
from qingting.organs.models import Organ

Beginning(
    words=_("人事事项付表决"),
    address=lambda m: reverse("people_vote", args=[m.pk]),
    may=lambda m, actors: (
        isinstance(m, Meeting)
        and m.state == "sitting"
        and m.body.kind in (Organ.Kind.STANDING_COMMITTEE, Organ.Kind.CONGRESS)
        and m.process.move.by.hat(m) in hats(actors)
    ),
)


Beginning(
    words=_("候选人付选举"),
    address=lambda m: reverse("candidates_vote", args=[m.pk]),
    may=lambda m, actors: (
        isinstance(m, Meeting)
        and m.state == "sitting"
        and m.body.kind == Organ.Kind.CONGRESS
        and not m.is_preparatory
        and m.process.move.by.hat(m) in hats(actors)
    ),
)
Beginning(
    words=_("大会选举"),
    address=lambda m: reverse("register", args=["contests"]),
    may=lambda m, actors: isinstance(m, Meeting) and bool(m.session_id),
)
Beginning(
    words=_("提名候选人"),
    address=lambda c: reverse("candidacy_new", args=[c.pk]),
    may=lambda c, actors: (
        isinstance(c, Contest)
        and c.state == "open"
        and bool({deputies.hat(c), c.process.open.by.hat(c)} & set(hats(actors)))
    ),
)


@body_of(Contest)
def body_of_contest(c, actors):
    """Who stands: of those who are still being put forward only who has a part in it knows."""
    return {
        "standing": list(
            c.candidacies.seen_by(*actors).exclude(state="draft").select_related("nominee", "lead").order_by("pk")
        )
    }


@body_of(Candidacy)
def body_of_candidacy(c, actors):
    backings = list(c.backings.select_related("person").order_by("pk"))
    return {
        "backings": backings,
        "joined": sum(one.state == "joined" for one in backings) + bool(c.lead_id),
        "votes": votes_on(c),
    }


def votes_on(matter) -> list:
    """Each vote on it, and the sentence that was announced."""
    found = []
    for question in (
        Question.objects.filter(matter=matter.pk).exclude(vote__state="draft").select_related("vote").order_by("pk")
    ):
        v = question.vote
        told = (
            next((one for q, one in v.totals if q.pk == question.pk), None)
            if v.state in (*ANNOUNCED, "annulled")
            else None
        )
        found.append({"vote": v, "sentence": told})
    return found


@body_of(Nomination)
def body(n, actors):
    rule = local("examined", n.congress, n.today)
    return {
        "votes": votes_on(n),
        "examined": rule if n.begins and n.office in rule["offices"] else None,
        "may_edit": n.state in ("draft", "returned")
        and bool(
            {n.process.propose.by.hat(n), f"organ:{n.proposer_id}:clerk", n.process.register.by.hat(n)}
            & set(hats(actors))
        ),
    }


@body_of(Departure)
def body_of_departure(d, actors):
    return {"votes": votes_on(d)}


@body_of(Account)
def body_of_account(a, actors):
    return {"votes": votes_on(a)}


@body_of(Ceremony)
def body_of_ceremony(c, actors):
    return {"takers": list(c.takers.select_related("nominee", "organ").order_by("pk"))}


@facts_of(Nomination)
def facts(n):
    """What the letter of appointment, the list and the notice to the proposer are filled in with."""
    known = {"person": n.nominee, "office": n.office_title, "proposer": n.proposer}
    known |= {"appointed" if n.begins else "removed": n.motion}
    if n.state in ("carried", "closed", "lost"):
        known["result"] = _("未通过") if n.state == "lost" else _("通过")
    return known | of_meeting(n)


@facts_of(Departure)
def facts_of_departure(d):
    return {"person": d.office_holder.person, "office": d.office_title, "reason": d.grounds} | of_meeting(d)


def of_meeting(matter):
    m = matter.at_meeting
    if not m:
        return {}
    chair = {"chair": matter.presiding} if matter.presiding else {}
    return {"meeting": m.title, "date": date_format(m.held_on, "Y年n月j日")} | chair
