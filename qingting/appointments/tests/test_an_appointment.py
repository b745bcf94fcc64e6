"""An appointment from the nomination to the oath; what the law and the by-laws refuse on the way."""

from datetime import date

import pytest

from qingting.appointments.models import Nomination
from qingting.appointments.tests.doings import TODAY, moment
from qingting.docket.process import Refused
from qingting.meetings.tests.doings import anew
from qingting.organs.models import Post, Role

pytestmark = pytest.mark.django_db


def test_from_the_nomination_to_the_oath(hall, a_box):
    n = hall.appointed()
    assert n.state == "carried"
    post = n.post
    assert (post.person, post.organ, post.role, post.since) == (hall.person, hall.town.water, Role.HEAD, TODAY)
    for step, field in (
        ("letter", "lettered_on"),
        ("tell", "told_on"),
        ("publish", "published_on"),
        ("report", "reported_on"),
    ):
        anew(n).take(step, hall.town.wang, **{field: TODAY})
    with pytest.raises(Refused, match="还没有办完：宪法宣誓"):
        anew(n).take("close", hall.town.wang)
    c = hall.ceremony(n)
    c.take("plan", hall.town.wang)
    anew(c).take("hold", hall.town.wang, witness="高平")
    anew(n).take("close", hall.town.wang)
    assert anew(n).state == "closed"
    assert "忠于中华人民共和国宪法" in anew(c).spoken


def test_nobody_presses_the_outcome_of_a_vote(hall):
    n = hall.nomination(upto="schedule")
    Nomination.objects.filter(pk=n.pk).update(presiding=hall.chair.person)
    with pytest.raises(Refused, match="由会议表决决定"):
        anew(n).take("carry", hall.chair)


def test_too_few_votes_and_he_is_not_appointed(hall, a_box):
    n = hall.nomination(upto="schedule")
    v = hall.put(hall.sit(), [n])
    hall.decide(v, yes=3, no=4, step="lose")
    assert anew(n).state == "lost"
    assert not hall.person.posts.exists()


def test_several_on_one_ballot_and_each_learns_his_own_outcome(hall, a_box):
    from qingting.meetings.casting import cast

    first, second = (
        hall.nomination(upto="schedule"),
        hall.nomination(upto="schedule", organ=hall.town.roads, office_title="县交通局局长"),
    )
    v = hall.put(hall.sit(), [first, second])
    hall.open(v)
    for post in hall.all:
        cast(anew(v), post, ["yes", "no"])
    hall.announce(v, "split")
    assert (anew(first).state, anew(second).state) == ("carried", "lost")


def test_an_annulled_vote_makes_no_director(hall, a_box):
    n = hall.nomination(upto="schedule")
    v = hall.put(hall.sit(), [n])
    hall.decide(v)
    anew(v).take("annul", hall.chair, "计票有误")
    n = anew(n)
    assert (n.state, n.post) == ("scheduled", None)
    assert not Post.objects.current(date(2026, 3, 27)).filter(person=hall.person).exists()
    hall.decide(hall.put(anew(n.at_meeting), [n]))
    assert anew(n).state == "carried"


def test_a_removal_ends_the_post(hall, a_box):
    zhou = hall.town.zhou
    n = hall.appointed(change="remove", nominee=zhou.person, title="免去周平的县水利局局长职务")
    assert anew(zhou).until == TODAY
    with pytest.raises(Refused, match="免职"):
        n.take("letter", hall.town.wang, lettered_on=TODAY)
    for step, field in (("tell", "told_on"), ("publish_end", "published_on"), ("report", "reported_on")):
        anew(n).take(step, hall.town.wang, **{field: TODAY})
    anew(n).take("close", hall.town.wang)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (dict(office="court"), "由人民法院提请"),
        (dict(office="working_body"), "由主任会议提请"),
        (dict(change="remove"), "没有登记水利局的这个职务"),
    ],
    ids=["a judge by the government", "an office head by the government", "nobody to remove"],
)
def test_the_wrong_organ_puts_nobody_forward(hall, given, why):
    with pytest.raises(Refused, match=why):
        hall.nomination(**given)


def test_who_holds_the_office_is_not_appointed_again(hall):
    with pytest.raises(Refused, match="已经担任这个职务"):
        hall.nomination(nominee=hall.town.zhou.person)


def test_an_acting_head_is_one_of_the_deputies(hall):
    t = hall.town
    court = type(t.water).objects.create(name="清河县人民法院", kind="court", parent=t.congress)
    given = dict(
        change="act", office="acting_head", organ=court, proposer=hall.chairs, office_title="县人民法院代理院长"
    )
    n = Nomination.objects.create(
        keeper=t.office, nominee=hall.person, role=Role.HEAD, grounds="院长离任。", title="代理", **given
    )
    with pytest.raises(Refused, match="代理人选从清河县人民法院的副职中决定"):
        n.take("register", t.wang, paper_number="主任会议〔2026〕3号")
    t.seat("陆明远", court, Role.VICE_HEAD)
    n.take("register", t.wang, paper_number="主任会议〔2026〕3号")
    assert anew(n).number == "任免2026-0001"


def test_no_examination_no_chairpersons_meeting(hall):
    n = hall.nomination(upto="check")
    with pytest.raises(Refused, match="还没有通过任前法律知识考试"):
        n.take("submit", hall.town.wang, chairs_meeting=hall.chairs_meeting())
    with pytest.raises(Refused, match="考试通过以后自动登记"):
        n.take("examined", hall.town.wang)


def test_late_ones_say_why(hall):
    n = hall.nomination(upto="submit")
    Nomination.objects.filter(pk=n.pk).update(filed_on=date(2026, 3, 20))
    m = hall.its_meeting()
    with pytest.raises(Refused, match="请写明迟于期限的理由"):
        anew(n).take("schedule", hall.town.wang, at_meeting=m, late_because="")
    anew(n).take("schedule", hall.town.wang, at_meeting=m, late_because="机构改革，时间紧")
    assert anew(n).state == "scheduled"


def test_not_onto_an_agenda_that_was_adopted(hall):
    n = hall.nomination(upto="submit")
    hall.its_meeting()
    m = hall.sit()
    with pytest.raises(Refused, match="议程已由会议通过"):
        n.take("schedule", hall.town.wang, at_meeting=m, late_because="")


def test_after_two_votes_against_not_for_the_same_office_in_this_term(hall):
    for _again in range(2):
        n = hall.nomination()
        Nomination.objects.filter(pk=n.pk).update(state="lost")
    with pytest.raises(Refused, match="连续2次未获通过"):
        hall.nomination()
    hall.nomination(organ=hall.town.roads, office_title="县交通局局长")


def test_no_oath_before_the_vote(hall):
    c = hall.ceremony(hall.nomination(upto="schedule"))
    with pytest.raises(Refused, match="还没有任命"):
        c.take("plan", hall.town.wang)


def test_who_leads_is_one_of_those_who_swear(hall, a_box):
    n = hall.appointed()
    other = Nomination.objects.get(pk=n.pk)
    c = hall.ceremony(n, leader=hall.town.zhou.person)
    c.take("plan", hall.town.wang)
    with pytest.raises(Refused, match="领誓人要从这次的宣誓人里选"):
        anew(c).take("hold", hall.town.wang, witness="高平")
    anew(c).take("lead", hall.town.wang, leader=hall.person)
    anew(c).take("hold", hall.town.wang, witness="高平")
    assert other.events.filter(step="swear").exists()


def test_a_ceremony_is_held_on_its_day(hall, a_box):
    n = hall.appointed()
    c = hall.ceremony(n, held_on=date(2026, 3, 27))
    c.take("plan", hall.town.wang)
    with pytest.raises(Refused, match="当天才能登记举行"):
        anew(c).take("hold", hall.town.wang, witness="高平")
    anew(c).take("cancel", hall.town.wang, "改期")
    assert anew(n).sworn_at is None


def test_members_read_of_a_candidate_when_he_is_on_the_agenda(hall):
    member = hall.members[0]
    n = hall.nomination(upto="submit")
    hat = f"organ:{hall.town.committee.pk}:member"
    assert hat in member.hats
    assert not n.parts.filter(hat=hat).exists()
    n.take("schedule", hall.town.wang, at_meeting=hall.its_meeting(), late_because="")
    assert n.parts.filter(hat=hat).exists()
    anew(n).take("put_off", hall.town.wang, "主任会议决定暂不付表决")
    assert not n.parts.filter(hat=hat).exists()


def test_the_oath_is_owed_within_fifteen_working_days_of_the_letter(hall, a_box):
    n = hall.appointed()
    n.take("letter", hall.town.wang, lettered_on=TODAY, at=moment(TODAY, 18))
    debt = anew(n).last_debt("swearing")
    assert debt.due_on == date(2026, 4, 17)  # two days off for Qingming


def test_no_officer_of_state_is_spared_the_oath(hall, a_box):
    n = hall.appointed()
    with pytest.raises(Refused, match="应当公开宪法宣誓（宪法第二十七条）"):
        n.take("waive_oath", hall.town.wang, "没有时间")


def test_whoever_owes_no_oath_is_closed_without_one_and_for_a_reason(hall, a_box):
    street = {
        "office": "working_body",
        "organ": hall.town.street,
        "role": Role.MEMBER,
        "office_title": "清河街道人大工委委员",
    }
    n = hall.appointed(proposer=hall.chairs, **street)
    for step, field in (("letter", "lettered_on"), ("tell", "told_on"), ("publish", "published_on")):
        anew(n).take(step, hall.town.wang, **{field: TODAY})
    with pytest.raises(Refused, match="宪法宣誓"):
        anew(n).take("close", hall.town.wang)
    with pytest.raises(Refused, match="须说明理由"):
        anew(n).take("waive_oath", hall.town.wang)
    anew(n).take("waive_oath", hall.town.wang, "兼职委员")
    assert anew(n).last_debt("swearing").met
    anew(n).take("close", hall.town.wang)
    assert anew(n).state == "closed"


def test_what_was_withdrawn_is_not_voted_on(hall):
    n = hall.nomination(upto="schedule")
    v = hall.put(hall.sit(), [n])
    anew(n).take("withdraw_for", hall.town.wang, "提请机关撤回，主任会议同意")
    with pytest.raises(Refused, match="已撤回，不能再表决"):
        hall.open(v)
    anew(v).take("drop", hall.town.wang, "已撤回")


def test_together_one_leads(hall, a_box):
    first = hall.nomination(upto="schedule")
    second = hall.nomination(upto="schedule", organ=hall.town.roads, office_title="县交通局局长")
    hall.decide(hall.put(hall.sit(), [first, second]))
    c = hall.ceremony(first, second)
    c.take("plan", hall.town.wang)
    with pytest.raises(Refused, match="几人一起宣誓的，请选定领誓人"):
        anew(c).take("hold", hall.town.wang, witness="高平")
    anew(c).take("lead", hall.town.wang, leader=hall.person)
    anew(c).take("hold", hall.town.wang, witness="高平")
    assert anew(c).state == "held"
