"""Votes: what is refused and why, what the ballots come to, and what follows from a vote that was carried."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import at_once
from qingting.docket.ledger import verify
from qingting.docket.models import Event
from qingting.docket.process import Refused
from qingting.meetings import hall
from qingting.meetings.casting import cast, issue_paper, recuse, tell_tally
from qingting.meetings.counting import ABSTAIN, CHOICES, INVALID, NO, YES, Form, read_ballot, total
from qingting.meetings.tests.doings import DAY, House, anew
from qingting.meetings.thresholds import NATIONAL
from qingting.meetings.votes import Ballot, Vote, Voter
from qingting.organs.models import Organ

RULE = NATIONAL[Organ.Kind.STANDING_COMMITTEE, "carry"]


def refused(act, *args, **kwargs):
    with pytest.raises(Refused) as told:
        act(*args, **kwargs)
    return str(told.value)


def everyone(house, v, *choices):
    """The members cast in turn; those for whom there is no choice stay silent."""
    return [cast(anew(v), post, [choice]) for post, choice in zip(house.all, choices, strict=False)]


@pytest.fixture
def v(house, a_box):
    """A secret vote that is open, in a meeting of seven."""
    vote = house.vote(house.sitting())
    return house.open(vote)


# What it comes to


def test_more_than_half_of_all_members_and_not_of_those_who_vote(house, v):
    """Three of three is not enough of seven: who is silent, abstains or is absent has not said yes (art. 51)."""
    everyone(house, v, YES, YES, YES)
    v = house.close(v)
    ((_question, said),) = v.totals
    assert not said.is_carried and said.absent == 4
    assert str(said) == "赞成 3 票、反对 0 票、弃权 0 票。全体 7 人，全体组成人员的过半数为 4 票：未通过"
    assert refused(v.take, "carry", house.chair) == "不是每一项都达到法定多数，不能宣布通过"
    v.take("lose", house.chair)
    assert anew(v).state == "lost"


def test_four_of_seven_carry_it(house, v, town):
    everyone(house, v, YES, NO, YES, ABSTAIN, YES, YES)
    v = house.close(v)
    assert refused(v.take, "lose", house.chair) == "有票数达到法定多数的，不能宣布未通过"
    v.take("carry", house.chair)
    assert anew(v).state == "carried" and verify(town.congress) is None


def test_the_base_is_that_of_the_opening(house, v, town):
    """Whoever comes into office or leaves it while the box is open, or after, moves no result."""
    everyone(house, v, YES, YES, YES, YES)
    for n in range(5):
        town.seat(f"新委员{n}", town.committee, "member")
    ((_question, said),) = house.close(v).totals
    assert said.whole == 7 and said.is_carried


@given(st.lists(st.sampled_from([YES, NO, ABSTAIN]), max_size=60), st.integers(1, 60))
def test_totals_add_up_and_are_carried_by_the_fraction_alone(said, whole):
    ballots = [[one] for one in said]
    result = total(Form.MOTION, ballots, 0, max(whole, len(said)), RULE)
    assert sum(result.counts.values()) == len(said) == result.cast
    assert result.is_carried == (2 * said.count(YES) > max(whole, len(said)))
    assert result.absent + result.cast == result.whole


def test_satisfied_and_basically_satisfied_speak_for_it(house, a_box):
    v = house.open(house.vote(house.sitting(), form="satisfaction", title="满意度测评", asks=("河道治理工作",)))
    everyone(house, v, "satisfied", "basically", "basically", "satisfied", "unsatisfied")
    ((_question, said),) = house.close(v).totals
    assert said.is_carried and str(said).startswith("满意 2 票、基本满意 2 票、不满意 1 票")


def test_persons_one_by_one_on_one_ballot(house, a_box):
    v = house.open(house.vote(house.sitting(), form="persons", asks=("任命甲为水利局局长", "任命乙为交通局局长")))
    for post in house.all[:5]:
        cast(anew(v), post, [YES, NO])
    v = house.close(v)
    assert [said.is_carried for _question, said in v.totals] == [True, False]
    assert "不是每一项都达到" in refused(v.take, "carry", house.chair)
    assert "不能宣布未通过" in refused(anew(v).take, "lose", house.chair)
    anew(v).take("split", house.chair)
    assert anew(v).state_label == "部分通过"


# What is refused


def test_one_vote_each(house, v):
    cast(v, house.chair, [YES])
    assert refused(cast, anew(v), house.chair, [NO]) == "您已经投过票了，一人只投一次"


def test_two_devices_at_one_moment(busy_town, on, a_box):
    """Of two telephones of one member, one is in the box; the other is told so."""
    on(DAY)
    house = House(busy_town)
    v = house.open(house.vote(house.sitting()))
    came = at_once(*[lambda: cast(anew(v), house.chair, [YES])] * 4)
    assert sum(isinstance(one, str) for one in came) == 1
    assert len(a_box.votes[str(v.pk)]) == 1  # what the others had laid in was taken out again
    ((_question, said),) = house.close(v).totals
    assert said.counts[YES] == 1 and said.cast == 1


def test_after_closing(house, v):
    everyone(house, v, YES, YES, YES, YES)
    house.close(v)
    assert "现在不能投票" in refused(cast, anew(v), house.all[5], [YES])


def test_before_opening(house, a_box):
    v = house.vote(house.sitting())
    assert "待表决，现在不能投票" in refused(cast, v, house.chair, [YES])


def test_who_is_no_member(house, v, town):
    assert "不在这次表决的名单里" in refused(cast, v, town.lin, [YES])


def test_who_must_withdraw(house, a_box):
    v = house.vote(house.sitting())
    recuse(v, house.members[0], "本人是被任命人选的配偶")
    v = house.open(v)
    assert "应当回避（本人是被任命人选的配偶）" in refused(cast, v, house.members[0], [YES])
    assert "回避应当在表决前提出" in refused(recuse, v, house.members[1], "亲属")
    assert not Voter.objects.get(vote=v, post=house.members[0]).has_voted


def test_who_is_not_in_the_hall(house, v):
    hall.leave(v.held_at, house.vice)
    assert "还没有签到，或者已经登记离场" in refused(cast, v, house.vice, [YES])


def test_who_is_suspended(house, v):
    house.vice.suspended_since = date(2026, 3, 1)
    house.vice.save()
    assert "暂停执行职务" in refused(cast, v, house.vice, [YES])


@pytest.mark.parametrize(
    "said, why", [([], "填了 0 项"), ([YES, YES], "填了 2 项"), (["maybe"], "不是这张票上的选项"), ([INVALID], "不是这张票上的选项"), ([""], "不是这张票上的选项")]
)  # fmt: skip
def test_a_ballot_that_says_nothing_or_too_much(house, v, said, why):
    assert why in refused(cast, v, house.chair, said)
    assert cast(v, house.chair, [YES])


def test_without_a_quorum_nothing_is_put_to_the_vote(house, a_box):
    """Four were there when the meeting began; one leaves, and no vote opens any more."""
    m = house.sitting()
    for post in house.all[:4]:
        hall.leave(m, post)
    v = house.vote(m)
    said = refused(v.take, "open", house.town.wang)
    assert "不足法定人数" in said and "还差 1 人" in said
    hall.come(m, house.chair, house.town.wang)
    anew(v).take("open", house.town.wang)


def test_the_order_of_the_hall(house, a_box, town):
    """Not before the meeting is open, the agenda adopted, the amendment put, the other vote announced."""
    m = house.meeting()
    v = house.vote(m)
    assert "开会以后才能表决" in refused(v.take, "open", town.wang)
    m = house.meeting(upto="open", title="第三十三次会议")
    v = house.vote(m)
    assert "还没有通过议程" in refused(anew(v).take, "open", town.wang)
    assert "请先就议程发起表决" in refused(anew(m).take, "adopt", house.chair)
    assert "议程还没有经会议通过" in refused(anew(m).take, "close", house.chair)
    house.adopt(m)
    amendment = house.vote(m, amends=v, title="修正案")
    assert "先表决修正案“修正案”" in refused(anew(v).take, "open", town.wang)
    house.open(amendment)
    other = house.vote(m, title="另一项")
    assert "一次只表决一项" in refused(other.take, "open", town.wang)
    assert "不能闭会。不表决的，请点“不付表决”" in refused(anew(m).take, "close", house.chair)
    assert "还没有写明表决什么" in refused(house.vote(m, asks=()).take, "open", town.wang)


def test_a_meeting_is_not_closed_over_what_waits_for_a_vote(house, a_box, town):
    """It would stand in the office's inbox for ever."""
    m = house.sitting()
    v = house.vote(m, title="没有表决的一项")
    assert "“没有表决的一项”待表决，不能闭会" in refused(anew(m).take, "close", house.chair)
    v.take("drop", town.wang, "提请单位撤回")
    anew(m).take("close", house.chair)


def test_what_is_adopted_is_not_put_to_the_vote_again(house, a_box, town):
    v = house.vote(house.sitting(), item=None, title="会议议程")
    assert "会议已经通过议程，不再就议程表决" in refused(v.take, "open", town.wang)


def test_hands_ask_one_thing_at_a_time(house, a_box, town):
    v = house.vote(house.sitting(), way="hands", form="persons", asks=("任命甲", "任命乙"))
    assert "一次只表决一项，请分开提请表决" in refused(v.take, "open", town.wang)


def test_whoever_presides_when_it_is_opened_announces_it(house, a_box, town):
    """It was drafted before the chair entrusted a vice-chair."""
    m = house.meeting()
    v = house.vote(m, item=None, way="named", title="会议议程")
    anew(m).take("entrust", house.chair, presiding=house.vice.person)
    for post in house.all:
        hall.come(m, post, town.wang)
    anew(m).take("open", house.vice)
    house.open(v)
    for post in house.all:
        cast(anew(v), post, [YES])
    v = house.close(v)
    assert "不能宣布通过" in refused(v.take, "carry", house.chair)
    anew(v).take("carry", house.vice)
    assert anew(m).agenda_adopted


def test_satisfaction_is_counted_by_a_rule_that_says_it_is_inferred(house, a_box):
    """No national law names such a vote: its rule is ours, and says so (procedures note P07)."""
    v = house.open(house.vote(house.sitting(), form="satisfaction", asks=("河道治理工作",)))
    assert v.rule.confidence == "E" and "国家法律没有规定满意度测评" in v.rule.basis
    motion = house.vote(v.held_at)
    everyone(house, v, "satisfied", "satisfied", "satisfied", "satisfied")
    house.announce(v)
    assert house.open(motion).rule.confidence == "A"


def test_what_was_counted_wrong_is_annulled_and_its_ballots_stay(house, v):
    everyone(house, v, YES, YES, YES, YES)
    v = house.close(v)
    assert "当前为“已计票，待宣布”，不能作废" in refused(v.take, "void", house.town.wang, "误计")
    anew(v).take("annul", house.chair, "计票程序有误")
    assert Ballot.objects.filter(vote=v).count() == 4


def test_only_the_office_opens_and_only_whoever_presides_announces(house, v, town):
    for post in (house.chair, house.members[0], town.lin):
        assert "不能结束表决并计票" in refused(anew(v).take, "close", post)
    everyone(house, v, YES, YES, YES, YES)
    v = house.close(v)
    for post in (town.wang, house.vice, house.members[0]):
        assert "不能宣布通过" in refused(v.take, "carry", post)


# By name, by hand, on paper


def test_by_name_everyone_can_read_what_each_has_said(house, a_box):
    v = house.open(house.vote(house.sitting(), way="named"))
    assert everyone(house, v, YES, NO, YES) == ["", "", ""]
    assert refused(cast, anew(v), house.chair, [NO]) == "您已经投过票了，一人只投一次"
    v = house.close(v)
    assert {voter.post: voter.choices for voter in v.voters.exclude(choices__isnull=True)} == {
        house.all[0]: [YES], house.all[1]: [NO], house.all[2]: [YES],
    }  # fmt: skip
    assert not Ballot.objects.filter(vote=v).exists()


def test_two_tellers_must_agree(house, a_box, town):
    v = house.open(house.vote(house.sitting(), way="hands"))
    assert "举手，不在平板上投票" in refused(cast, v, house.chair, [YES])
    tell_tally(v, town.wang, [[YES]] * 5 + [[NO]])
    assert "现在有 1 人录入" in refused(anew(v).take, "close", town.wang)
    assert "只有代表工作委员会的两个人能计票" in refused(tell_tally, v, house.chair, [[YES]])
    again = town.seat(town.wang.person.name, town.office, "member")
    tell_tally(v, again, [[YES]] * 5 + [[NO]])
    assert "现在有 1 人录入" in refused(anew(v).take, "close", town.wang)  # one person in two posts is one person
    tell_tally(v, town.sun, [[YES]] * 4 + [[NO]] * 2)
    assert "不一致（相差 2 张）" in refused(anew(v).take, "close", town.wang)
    tell_tally(v, town.sun, [[NO]] + [[YES]] * 5)
    ((_question, said),) = house.close(v).totals
    assert (said.counts[YES], said.counts[NO], said.is_carried) == (5, 1, True)


def test_more_hands_than_people(house, a_box, town):
    v = house.open(house.vote(house.sitting(), way="hands"))
    for teller in (town.wang, town.sun):
        tell_tally(v, teller, [[YES]] * 8)
    assert "收回 8 票，多于发出的 7 票" in refused(anew(v).take, "close", town.wang)


def test_papers_are_given_out_and_counted_twice(house, a_box, town):
    """A paper that says nothing or too much is invalid, and is counted as a paper all the same."""
    v = house.open(house.vote(house.sitting(), way="paper"))
    for post in house.all[:6]:
        issue_paper(anew(v), post)
    assert "已经投过票了" in refused(issue_paper, anew(v), house.chair)
    for teller in (town.wang, town.sun):
        tell_tally(v, teller, [[YES]] * 4 + [[INVALID], [NO]])
    v = house.close(v)
    ((_question, said),) = v.totals
    assert (said.cast, said.counts[INVALID], said.is_carried) == (6, 1, True)
    assert "无效 1 票" in str(said)
    assert v.ballots.count() == 6 and v.digest


# What follows


def test_the_meeting_adopts_its_agenda_by_a_vote(house, a_box):
    m = house.sitting()
    assert m.agenda_adopted and m.events.order_by("pk").last().step == "adopt"


def test_a_vote_annulled_or_taken_again_is_a_new_record_and_the_old_one_stays(house, v, town):
    everyone(house, v, YES, YES, YES, YES)
    house.announce(v)
    was = Ballot.objects.count()
    anew(v).take("annul", house.chair, "一名代表误入会场投票")
    again = house.open(house.vote(v.held_at, again_for=v))
    everyone(house, again, NO, NO, NO, NO)
    house.announce(again, "lose")
    assert (anew(v).state, anew(again).state) == ("annulled", "lost")
    assert Ballot.objects.filter(vote=v).count() == was == 4 and len(anew(v).totals) == 1


def test_of_a_void_vote_nobodys_choice_is_kept(house, a_box, town):
    v = house.open(house.vote(house.sitting(), way="named"))
    everyone(house, v, YES, NO)
    anew(v).take("void", town.wang, "误开")
    assert anew(v).state == "void" and not v.voters.exclude(choices__isnull=True).exists()


def test_the_rule_is_on_the_record(house, v):
    assert (
        v.ruling["share"] == "1/2" and v.ruling["whole"] == 7 and v.ruling["quota"] == 27 and v.ruling["present"] == 7
    )
    assert "第五十一条第四款" in v.ruling["basis"]
    assert Event.objects.filter(matter=v, step="open").count() == 1


def test_what_a_ballot_may_say():
    for form in Form:
        for choice in CHOICES[form]:
            assert read_ballot(form, 1, [choice]) == [choice]
        assert read_ballot(form, 1, [INVALID], on_paper=True) == [INVALID]


def test_votes_of_another_meeting_stay_there(house, a_box):
    m = house.sitting()
    other = house.meeting(upto="plan", title="另一次会议")
    v = house.vote(m, item=other.items.first())
    with pytest.raises(Refused, match="不在这次会议的议程里"):
        Vote.objects.get(pk=v.pk).take("open", house.town.wang)
