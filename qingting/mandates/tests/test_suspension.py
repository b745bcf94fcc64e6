"""A deputy rests for a time; few know of it, and he acts in nothing meanwhile."""

from datetime import date

from qingting.docket.models import Matter
from qingting.mandates.models import Suspension
from qingting.mandates.opening import opened
from qingting.mandates.tests.doings import refused
from qingting.meetings.tests.doings import anew

TODAY = date(2026, 3, 26)


def noted(hall, began=date(2026, 3, 20)):
    s = opened(Suspension(mandate=hall.town.he), hall.town.congress)
    s.take("note", hall.town.sun, ground="trial", began_on=began)
    return anew(s)


def test_he_does_not_act_from_the_report_on_and_acts_again_when_the_cause_is_gone(hall, on):
    s = noted(hall)
    assert anew(hall.town.he).is_current(TODAY)  # noted is not yet reported
    s.take("report", hall.gu)
    he = anew(hall.town.he)
    assert not he.is_current(TODAY) and he.until is None
    assert hall.town.congress.strength("deputy", TODAY)[2] == 1  # quorums know of it
    on("2026-05-06")
    assert "应当在 2026-03-20 以后" in refused(anew(s).take, "resume", hall.gu, ended_on=date(2026, 3, 19))
    anew(s).take("resume", hall.gu, ended_on=date(2026, 5, 6))
    assert anew(hall.town.he).is_current(date(2026, 5, 6)) and not anew(hall.town.he).is_current(date(2026, 5, 5))
    assert hall.town.congress.strength("deputy", date(2026, 5, 6))[2] == 0


def test_nobody_rests_twice_nor_from_a_day_to_come(hall):
    noted(hall)
    again = opened(Suspension(mandate=hall.town.he), hall.town.congress)
    assert "不能再暂停一次" in refused(again.take, "note", hall.town.sun, ground="trial", began_on=TODAY)
    other = opened(Suspension(mandate=hall.town.lin), hall.town.congress)
    assert "还没有到" in refused(other.take, "note", hall.town.sun, ground="trial", began_on=date(2026, 4, 1))


def test_with_the_mandate_ends_the_rest_from_it(hall):
    s = noted(hall)
    s.take("report", hall.gu)
    assert "代表资格没有终止" in refused(anew(s).take, "end", hall.gu)
    hall.ended(hall.town.he, TODAY)
    anew(s).take("end", hall.gu)
    assert anew(s).state == "ended"


def test_three_see_it_and_nobody_else(hall):
    s = noted(hall)
    everyone = [*hall.town.posts, hall.gu, *hall.members, hall.vice]
    seen = {post.person.name for post in everyone if Matter.objects.seen_by(post).filter(pk=s.pk).exists()}
    assert seen == {"孙立", "顾明", "高平"}


def test_the_ledger_knows_the_ground_and_nothing_else(hall):
    s = noted(hall)
    said = s.events.get().data
    assert said == {"ground": "trial", "began_on": "2026-03-20"}
