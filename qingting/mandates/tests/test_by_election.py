"""A seat falls vacant, and its voters fill it."""

from datetime import date

import pytest

from qingting.mandates.effects import actual_number, vacant
from qingting.mandates.models import ByElection
from qingting.mandates.tests.doings import ELECTION, refused
from qingting.meetings.tests.doings import anew
from qingting.organs.models import Level, Person, Post, Role


def test_no_by_election_for_a_full_constituency(hall):
    b = hall.by_election(hall.first)
    said = "第一选区应选代表 2 名，现有 2 名，没有缺额，不能补选（《选举法》第五十七条）"
    assert refused(b.take, "propose", hall.town.wang) == said
    assert ByElection.objects.get().state == "draft"


def test_no_more_seats_than_are_vacant_and_each_once(hall):
    assert "不能补选 3 名" in refused(hall.by_election(seats=3).take, "propose", hall.town.wang)
    hall.proposed(seats=2)
    said = "另有 2 名正在补选，没有更多缺额"
    assert said in refused(hall.by_election().take, "propose", hall.town.wang)


def test_a_suspended_deputy_holds_his_seat(hall):
    hall.town.lin.suspended_since = date(2026, 1, 1)
    hall.town.lin.save()
    assert vacant(hall.first) == 0


def test_the_committee_decides_and_nobody_presses_it_by_hand(hall):
    b = hall.proposed()
    for step in ("carry", "lose"):
        assert "由会议表决决定" in refused(b.take, step, hall.chair)
    hall.decide(b)
    assert anew(b).state == "decided"


def test_a_vote_that_is_lost_ends_it(hall):
    b = hall.proposed()
    hall.decide(b, yes=3)
    assert anew(b).state == "refused" and not b.parts.exclude(due_on=None).exists()


def test_a_whole_by_election(hall, on):
    m = hall.sitting()
    b = hall.published(on, "季云", "甘霖", voters=1000, m=m)
    before = actual_number(hall.town.congress)
    assert "选举日是 2026-04-28" in refused(
        b.take, "enter", hall.town.wang, turnout=1, ballots=1, spoilt=0, votes={1: 1}
    )
    b = hall.counted(b, on, 700, {1: 360, 2: 330}, spoilt=10)
    assert [one.name for one in b.elected] == ["季云"] and not Person.objects.filter(name="季云").exists()
    b.take("report", hall.gu)
    report = b.reports.get()
    assert report.state == "reported" and anew(b).state == "reported"
    for step in ("confirm", "annul"):
        assert "由常委会会议表决" in refused(anew(b).take, step, hall.chair)
    hall.confirm(report)
    b = anew(b)
    assert (b.state, anew(report).state) == ("confirmed", "confirmed")
    on("2026-05-06")
    b.take("announce", hall.town.wang)
    b = anew(b)
    post = Post.objects.get(person__name="季云")
    assert (post.role, post.level, post.constituency, post.since) == (
        Role.DEPUTY,
        Level.DISTRICT,
        hall.second,
        date(2026, 5, 6),
    )
    assert b.deputies == before + 1 == actual_number(hall.town.congress)
    b.take("certify", hall.town.wang)
    assert anew(b).state == "closed" and not b.parts.exclude(due_on=None).exists()
    assert not any("季云" in str(event.data) for event in b.events.all())  # the ledger knows numbers, and no name


def test_credentials_that_are_not_confirmed_seat_nobody(hall, on):
    b = hall.counted(hall.published(on, "季云"), on, 700, {1: 400})
    b.take("report", hall.gu)
    hall.confirm(b.reports.get(), yes=2)
    assert anew(b).state == "void" and not Person.objects.filter(name="季云").exists()


def test_a_confirmation_that_is_annulled_is_voted_on_again_until_it_is_announced(hall, on):
    b = hall.counted(hall.published(on, "季云"), on, 700, {1: 400})
    b.take("report", hall.gu)
    report = b.reports.get()
    v = hall.confirm(report)
    v.take("annul", hall.chair, "程序有误")
    if anew(report).state == "confirmed":  # pressed by the vote itself where the meeting does so
        anew(report).take("revote", hall.chair)
    assert (anew(report).state, anew(b).state) == ("reported", "reported")


def test_the_list_and_the_candidates_must_be_out_in_time(hall, on):
    b = hall.proposed()
    hall.decide(b)
    anew(b).take("fix", hall.town.wang, election_on=ELECTION, place="社区活动室")
    debts = {debt.clock: debt.due_on for debt in b.deadlines.all()}
    assert debts == {"listing": date(2026, 4, 8), "nominating": date(2026, 4, 21)}
    on("2026-04-09")
    assert (
        refused(anew(b).take, "publish_list", hall.town.wang, voters=900)
        == "公布选民名单最迟在 2026-04-08，已经过了，请先改期"
    )
    anew(b).take("move", hall.town.wang, "选民登记未完成", election_on=date(2026, 5, 12), place="社区活动室")
    anew(b).take("publish_list", hall.town.wang, voters=900)
    hall.stand(b, "季云")
    on("2026-05-06")
    assert "公布候选人名单最迟在 2026-05-05" in refused(anew(b).take, "publish_candidates", hall.town.wang)


def test_objections_have_their_days_and_are_answered_before_candidates_stand(hall, on):
    b = hall.proposed()
    hall.decide(b)
    anew(b).take("fix", hall.town.wang, election_on=ELECTION, place="社区活动室")
    on("2026-04-01")
    anew(b).take("publish_list", hall.town.wang, voters=900)
    hall.stand(b, "季云")
    on("2026-04-03")
    anew(b).take("object", hall.town.wang)
    assert b.deadlines.get(clock="ruling").due_on == date(2026, 4, 7)  # the third day is a rest day: it moves on
    assert refused(anew(b).take, "publish_candidates", hall.town.wang) == "对选民名单的意见还没有处理"
    anew(b).take("rule", hall.town.wang, voters=901)
    assert b.deadlines.get(clock="suing").due_on == date(2026, 4, 23)
    on("2026-04-15")
    assert "提出意见的期限到" in refused(anew(b).take, "object", hall.town.wang)
    anew(b).take("publish_candidates", hall.town.wang)


def test_as_many_candidates_as_seats_are_enough_and_fewer_are_not(hall, on):
    b = hall.proposed(seats=2)
    hall.decide(b)
    anew(b).take("fix", hall.town.wang, election_on=ELECTION, place="社区活动室")
    anew(b).take("publish_list", hall.town.wang, voters=900)
    hall.stand(b, "季云")
    assert "候选人 1 名，少于补选名额 2 名" in refused(anew(b).take, "publish_candidates", hall.town.wang)
    hall.stand(b, "甘霖")
    anew(b).take("publish_candidates", hall.town.wang)


def test_whoever_has_entered_the_count_does_not_countersign_it(hall, on):
    b = hall.published(on, "季云")
    on("2026-04-28")
    both = hall.town.seat("王敏", hall.town.office, Role.HEAD)
    anew(b).take("enter", hall.town.wang, turnout=700, ballots=700, spoilt=0, votes={1: 400})
    assert "王敏已经录入，请由别人复核" in refused(anew(b).take, "countersign", both)
    anew(b).take("recount", hall.town.sun, "与计票单不符")
    assert anew(b).state == "published" and not b.round.count


def test_figures_that_cannot_be_are_refused(hall, on):
    b = hall.published(on, "季云", voters=1000)
    on("2026-04-28")
    assert "多于选民名单的 1000 人" in refused(
        b.take, "enter", hall.town.wang, turnout=1001, ballots=900, spoilt=0, votes={1: 400}
    )


def test_too_few_voters_make_it_void_and_it_is_held_again(hall, on):
    b = hall.counted(hall.published(on, "季云"), on, 500, {1: 500})
    assert "没有人当选" in refused(b.take, "report", hall.gu)
    assert "第四十五条" in b.round.result.invalid
    b.take("again", hall.town.wang, election_on=date(2026, 5, 20), place="社区活动室")
    assert (anew(b).round.nature, anew(b).round.seats) == ("first", 1)
    b = hall.counted(b, on, 600, {1: 301}, day="2026-05-20")
    assert [one.name for one in b.elected] == ["季云"]


def test_equal_votes_are_voted_on_again_and_then_a_third_is_enough_for_another_vote(hall, on):
    b = hall.counted(hall.published(on, "季云", "甘霖", "祝安", seats=2), on, 600, {1: 310, 2: 310, 3: 310})
    assert b.round.result.tied == (1, 2, 3) and not b.elected.exists()
    b.take("again", hall.town.wang, election_on=date(2026, 5, 8), place="社区活动室")
    b = hall.counted(b, on, 600, {1: 400, 2: 390, 3: 200}, day="2026-05-08")
    assert [one.name for one in b.elected] == ["季云", "甘霖"]
    assert "名额已经选满" in refused(b.take, "again", hall.town.wang, election_on=date(2026, 6, 8), place="x")


def test_the_rest_may_stay_vacant_where_somebody_was_elected(hall, on):
    b = hall.counted(hall.published(on, "季云", "甘霖", seats=2), on, 600, {1: 400, 2: 100})
    assert "还有 1 个名额没有选出" in refused(b.take, "report", hall.gu)
    assert "已经有人当选" in refused(b.take, "fail", hall.town.wang, "无人")
    b.take("leave", hall.town.wang, "另行补选")
    anew(b).take("report", hall.gu)


def test_where_nobody_is_left_to_stand_it_comes_to_nothing(hall, on):
    b = hall.counted(hall.published(on, "季云"), on, 600, {1: 300})
    b.take("fail", hall.town.wang, "没有其他候选人")
    assert anew(b).state == "failed" and vacant(hall.second) == 2


@pytest.mark.parametrize("post", ["lin", "zhao", "gao"])
def test_nobody_else_announces_it(hall, post):
    b = hall.proposed()
    b.state = "confirmed"
    assert "不能公告补选结果" in b.process.announce.why_not(b, getattr(hall.town, post))
