"""What a document takes from the record of a mandate: the decision to hold a by-election, its result, the end of a mandate."""

from qingting.desk.papers import facts_of
from qingting.mandates.models import ByElection, Resignation, Termination
from qingting.mandates.titles import in_chinese


def dated(day) -> str:
    """As an official document writes a day, in whatever language its drafter works."""
    return f"{day.year}年{day.month}月{day.day}日"


def known(**facts) -> dict:
    """What is not known yet stands open in the draft."""
    return {name: value for name, value in facts.items() if value}


@facts_of(ByElection)
def of_a_by_election(b):
    elected = "、".join(one.name for one in b.elected)
    day = b.election_on and dated(b.election_on)
    return known(constituency=b.constituency, seats=b.seats, date=day, person=elected, deputies=b.deputies)


@facts_of(Resignation)
def of_a_resignation(r):
    return of_an_end(r, "请求辞去代表职务，常委会已经接受")


@facts_of(Termination)
def of_a_termination(t):
    return of_an_end(t, in_chinese(Termination.Ground(t.ground).label) if t.ground else None)


def of_an_end(m, reason):
    return known(constituency=m.mandate.constituency, person=m.deputy, reason=reason, deputies=m.deputies)
