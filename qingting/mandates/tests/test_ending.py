"""A mandate ends before the term does: by resignation, by the law, by recall; and what ends with it."""

from datetime import date

import pytest

from qingting.mandates.effects import actual_number, begin_mandate, end_mandate, vacant
from qingting.mandates.models import MunicipalRecall, Recall, Resignation, Termination
from qingting.mandates.opening import opened
from qingting.mandates.tests.doings import refused
from qingting.meetings.models import Meeting
from qingting.meetings.tests.doings import anew
from qingting.meetings.votes import Vote
from qingting.organs.models import Level, Post, Role

TODAY = date(2026, 3, 26)


def resigning(hall, post=None):
    r = opened(Resignation(mandate=post or hall.town.he, reason="调往外地工作"), hall.town.congress)
    r.take("receive", hall.town.wang, received_on=TODAY)
    return anew(r)


def test_a_resignation_is_accepted_by_vote_and_the_seat_is_vacant(hall):
    r = resigning(hall)
    assert "由会议表决决定" in refused(r.take, "carry", hall.chair)
    before = actual_number(hall.town.congress)
    hall.decide(r)
    he = anew(hall.town.he)
    assert (anew(r).state, he.until) == ("accepted", TODAY)
    assert he.is_current(TODAY) and not he.is_current(date(2026, 3, 27))
    assert vacant(hall.first, date(2026, 3, 27)) == 1
    anew(r).take("announce", hall.town.wang)
    assert anew(r).deputies == before  # the day itself is still one of his
    assert not any("调往" in str(event.data) for event in r.events.all())


def test_a_resignation_that_is_not_accepted_changes_nothing(hall):
    r = resigning(hall)
    hall.decide(r, yes=3)
    assert anew(r).state == "refused" and anew(hall.town.he).until is None


def test_an_annulled_vote_gives_the_mandate_back(hall):
    seat = hall.town.seat("何建国", hall.town.committee, Role.MEMBER)
    r = resigning(hall)
    v = hall.decide(r)
    assert anew(seat).until == TODAY
    v.take("annul", hall.chair, "程序有误")
    if anew(r).state == "accepted":
        anew(r).take("revote", hall.chair)
    assert anew(r).state == "received" and anew(hall.town.he).until is None and anew(seat).until is None
    hall.decide(r, m=v.held_at)
    assert anew(hall.town.he).until == TODAY


def test_with_the_mandate_end_the_seats_that_only_a_deputy_may_hold(hall):
    committee = hall.town.seat("何建国", hall.town.committee, Role.MEMBER)
    special = hall.town.seat("何建国", hall.town.judicial, Role.MEMBER)
    clerk = hall.town.seat("何建国", hall.town.office, Role.CLERK)
    hall.ended(hall.town.he, TODAY)
    assert [anew(post).until for post in (committee, special, clerk)] == [TODAY, TODAY, None]


def test_a_municipal_mandate_takes_no_seat_of_the_district_with_it(hall):
    seat = hall.town.seat("邵青", hall.town.committee, Role.MEMBER)
    hall.ended(hall.shao, TODAY)
    assert anew(seat).until is None


def test_a_district_mandate_takes_no_municipal_one_with_it(hall):
    both = Post.objects.create(
        person=hall.town.he.person, organ=hall.group, role=Role.DEPUTY, level=Level.MUNICIPAL, since=date(2022, 1, 5)
    )
    hall.ended(hall.town.he, TODAY)
    assert anew(both).until is None


def test_a_mandate_does_not_end_twice_nor_begin_twice(hall):
    t = hall.ended(hall.town.he, TODAY)
    assert "已于 2026-03-26 终止，不能再终止一次" in refused(end_mandate, t, anew(hall.town.he), TODAY)
    assert "已经是区人大代表" in refused(begin_mandate, hall.town.lin.person, Level.DISTRICT, TODAY, hall.second)
    assert "没有缺额" in refused(begin_mandate, hall.town.gao.person, Level.DISTRICT, TODAY, hall.first)


def test_one_thing_at_a_time_ends_a_mandate(hall):
    resigning(hall)
    t = opened(Termination(mandate=hall.town.he), hall.town.congress)
    said = "何建国的代表资格已在办理“代表辞职”，请先办完"
    assert refused(t.take, "note", hall.town.wang, ground="moved", ended_on=TODAY) == said


@pytest.mark.parametrize(
    "ground, article",
    [
        ("moved", "《代表法》第六十二条"),
        ("absent", "《代表法》第六十二条第三项"),
        ("ordered", "《代表法》第六十二条第二项"),
    ],
)
def test_the_law_ends_it_the_credentials_committee_reports_the_office_announces(hall, ground, article):
    t = opened(Termination(mandate=hall.town.he), hall.town.congress)
    t.take("note", hall.town.wang, ground=ground, ended_on=date(2026, 3, 20))
    assert anew(hall.town.he).until is None
    anew(t).take("report", hall.gu)
    anew(t).take("announce", hall.town.wang)
    assert anew(hall.town.he).until == date(2026, 3, 20) and anew(t).article == article
    assert anew(t).deputies == actual_number(hall.town.congress) and vacant(hall.first) == 1


def test_a_day_to_come_and_a_day_before_he_was_elected_are_refused(hall):
    t = opened(Termination(mandate=hall.town.he), hall.town.congress)
    assert "还没有到" in refused(t.take, "note", hall.town.wang, ground="moved", ended_on=date(2026, 3, 27))
    assert "早于当选的日期" in refused(t.take, "note", hall.town.wang, ground="moved", ended_on=date(2019, 3, 27))


def test_a_national_mandate_is_not_ended_here(hall):
    hall.town.he.level = Level.NATIONAL
    hall.town.he.save()
    r = opened(Resignation(mandate=hall.town.he), hall.town.congress)
    assert refused(r.take, "receive", hall.town.wang, received_on=TODAY) == "全国人大代表的资格不由本级办理"


# Recall by voters


def recalling(hall, requesters=50):
    r = opened(Recall(mandate=hall.town.he), hall.town.congress)
    r.take("receive", hall.town.wang, requesters=requesters, received_on=TODAY, reasons="长期不联系选民")
    return anew(r)


def test_forty_nine_voters_are_too_few(hall):
    assert "五十人以上联名" in refused(recalling, hall, 49)


@pytest.mark.parametrize("ayes, state", [(501, "recalled"), (500, "kept"), (0, "kept")])
def test_more_than_half_of_all_voters_recall_him(hall, on, ayes, state):
    r = recalling(hall)
    r.take("defend", hall.town.wang, defence="oral", plea="逐条说明")
    assert "须在今天以后" in refused(anew(r).take, "print", hall.town.wang, held_on=TODAY, voters=1000)
    anew(r).take("print", hall.town.wang, held_on=date(2026, 4, 20), voters=1000)
    assert "表决日是 2026-04-20" in refused(anew(r).take, "enter", hall.town.wang, ballots=700, ayes=ayes)
    on("2026-04-20")
    assert "赞成票不能多于" in refused(anew(r).take, "enter", hall.town.wang, ballots=400, ayes=401)
    anew(r).take("enter", hall.town.wang, ballots=700, ayes=ayes)
    anew(r).take("countersign", hall.town.sun)
    steps = {"recalled": "recall", "kept": "keep"}
    other = next(step for end, step in steps.items() if end != state)
    assert "第五十三条" in refused(anew(r).take, other, hall.town.wang)
    anew(r).take(steps[state], hall.town.wang)
    assert anew(r).state == state and anew(hall.town.he).until == (date(2026, 4, 20) if state == "recalled" else None)


def test_a_municipal_deputy_is_not_recalled_by_voters(hall):
    r = opened(Recall(mandate=hall.shao), hall.town.congress)
    said = refused(r.take, "receive", hall.town.wang, requesters=60, received_on=TODAY, reasons="理由")
    assert "市代表由区人大常委会罢免" in said


# The city's deputies


def test_the_committee_recalls_a_municipal_deputy_by_secret_ballot(hall, a_box):
    r = opened(MunicipalRecall(mandate=hall.shao), hall.town.congress)
    said = dict(mover="members", reasons="失职")
    assert "全体 7 人，至少 2 人，现在 1 人" in refused(r.take, "propose", hall.town.wang, movers=1, **said)
    r.take("propose", hall.town.wang, movers=2, **said)
    anew(r).take("defend", hall.town.wang, defence="none", plea="已告知，本人不申辩")
    assert "无记名投票表决" in refused(hall.decide, r)
    Vote.objects.get(state="counted").take("annul", hall.chair, "不是无记名投票")
    hall.decide(r, way="secret", m=Meeting.objects.get())
    assert anew(hall.shao).until == TODAY
    anew(r).take("report_up", hall.town.wang, reported_on=TODAY)


def test_the_committee_does_not_recall_whom_the_voters_elected(hall):
    r = opened(MunicipalRecall(mandate=hall.town.he), hall.town.congress)
    assert "由原选区选民罢免" in refused(
        r.take, "propose", hall.town.wang, mover="chairpersons", movers=0, reasons="失职"
    )


def test_a_municipal_resignation_is_reported_to_the_city(hall):
    r = resigning(hall, hall.shao)
    hall.decide(r)
    assert "报市人大常委会备案" in refused(anew(r).take, "announce", hall.town.wang)
    anew(r).take("report_up", hall.town.wang, reported_on=TODAY)
    assert anew(r).state == "reported"
