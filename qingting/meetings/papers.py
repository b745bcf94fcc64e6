"""The page on which a teller enters papers one by one: a few digits and Enter for each, with or without JavaScript."""

from django.shortcuts import redirect, render

from qingting.docket.process import Refused
from qingting.meetings import tellers
from qingting.meetings.counting import CHOICES, INVALID, Form


def papers(request, v, by):
    """A teller's own papers; of the other's nothing is shown."""
    said, refusal = request.POST, ""
    try:
        enter(v, by, said)
    except Refused as told:
        refusal = str(told)
    if said and not refusal:
        return redirect(v) if said.get("act") == "finish" else redirect("vote_tally", v.pk)
    mine = v.tallies.filter(teller=by).first()
    lines, labels = v.questions.count(), {**CHOICES[v.form], INVALID: "×"}
    ballots = mine.ballots if mine else []
    entered = [(n, [labels[one] for one in ballot[:lines]], ballot[lines:]) for n, ballot in enumerate(ballots)]
    page = {
        "about": "meetings.meeting",
        "v": v,
        "refusal": refusal,
        "entered": entered[::-1],
        "n": len(entered),
        "typed": said if refusal else {},
        "is_finished": bool(mine and mine.is_finished),
        "issued": v.voters.filter(has_voted=True).count(),
        "questions": v.questions.all(),
        "keys": [(key, labels[one]) for key, one in tellers.keys(v).items()],
        "is_election": v.form == Form.ELECTION,
    }
    return render(request, "meetings/papers.html", page, status=409 if refusal else 200)


def enter(v, by, said):
    """What the form was sent for: a paper more, one less, done, or on again. Raises Refused."""
    act, seen = said.get("act"), number(said.get("seen"))
    if act == "enter":
        tellers.enter(v, by, seen, tellers.read_digits(v, said.get("digits", ""), said.get("others", "")))
    elif act in ("undo", "out"):
        tellers.take_back(v, by, seen, number(said.get("place")) if act == "out" else -1)
    elif act in ("finish", "go_on"):
        tellers.finish(v, by, seen, act == "finish")


def number(said) -> int:
    """A number of papers that a page has sent; nonsense is none that there could be."""
    return int(said) if said and said.isascii() and said.isdecimal() and len(said) < 6 else 10**6
