"""Resignation and dismissal; and what an office-holder accounts for afterwards."""

import pytest

from qingting.appointments.career import career
from qingting.appointments.tests.doings import TODAY
from qingting.docket.process import Refused
from qingting.meetings.casting import cast
from qingting.meetings.tests.doings import anew
from qingting.meetings.votes import Vote

pytestmark = pytest.mark.django_db


def test_a_resignation_is_accepted_and_reported_to_the_congress(hall, a_box):
    d = hall.case(hall.town.zhou)
    hall.decide(hall.put(hall.sit(), [d]))
    assert anew(hall.town.zhou).until == TODAY
    with pytest.raises(Refused, match="要报人民代表大会备案"):
        anew(d).take("close", hall.town.wang)
    anew(d).take("report", hall.town.wang, reported_on=TODAY)
    anew(d).take("close", hall.town.wang)


def test_a_chief_procurators_resignation_waits_for_the_higher_committee(hall, a_box):
    yan = hall.town.yan
    d = hall.case(yan, office_title="县人民检察院检察长")
    hall.decide(hall.put(hall.sit(), [d]))
    assert anew(yan).until is None
    anew(d).take("report", hall.town.wang, reported_on=TODAY)
    with pytest.raises(Refused, match="须经上一级人大常委会批准"):
        anew(d).take("close", hall.town.wang)
    anew(d).take("approve", hall.town.wang, approved_by="武人常〔2026〕8号")
    assert anew(yan).until == TODAY


def test_a_fifth_of_the_committee_moves_a_dismissal(hall):
    # seven members of a quota of 27; the incumbents are the base: two of seven
    with pytest.raises(Refused, match="至少2人联名"):
        hall.case(hall.town.zhou, way="dismiss", mover="members", signatures=1)
    hall.case(hall.town.zhou, upto="file", way="dismiss", mover="members", signatures=2)


def test_nobody_is_dismissed_unheard(hall, a_box):
    d = hall.case(hall.town.zhou, way="dismiss", mover="government")
    m = hall.sit()
    with pytest.raises(Refused, match="应当听取本人申辩"):
        hall.put(m, [d])
    anew(d).take("defend", hall.town.wang, defence="已按规定履行职责。")
    hall.decide(hall.put(m, [d]))
    assert anew(d).state == "carried"
    assert anew(hall.town.zhou).until == TODAY


def test_a_dismissal_by_name_is_no_dismissal(hall):
    d = hall.case(hall.town.zhou, way="dismiss", mover="government")
    anew(d).take("waive", hall.town.wang, "本人书面表示", waives_defence=True)
    v = hall.put(hall.sit(), [d], way=Vote.Way.NAMED)
    hall.open(v)
    for post in hall.all:
        cast(anew(v), post, ["yes"])
    v = hall.close(v)
    with pytest.raises(Refused, match="撤职案用无记名投票表决"):
        v.take("carry", hall.chair)
    assert anew(d).state == "scheduled"


def test_an_account_is_heard_rated_and_followed_up(hall, a_box):
    zhou = hall.town.zhou
    a = hall.account(zhou)
    a.take("ask", hall.town.wang)
    anew(a).take("hand_in", zhou, report="一年来完成清淤三处。")
    anew(a).take("schedule", hall.town.wang, at_meeting=hall.its_meeting())
    v = hall.put(hall.sit(), [a])
    hall.open(v)
    for post, said in zip(hall.all, ["satisfied"] * 3 + ["basically"] * 2 + ["unsatisfied"] * 2, strict=True):
        cast(anew(v), post, [said])
    hall.announce(v)
    assert anew(a).state == "satisfied"
    anew(a).take("opine", hall.town.wang, opinion="抓紧整治黑臭水体。")
    anew(a).take("respond", zhou, response="已整治两处。")
    anew(a).take("close", hall.town.wang)
    assert anew(a).state == "closed"


def test_who_is_not_found_satisfactory_reports_again(hall, a_box):
    a = hall.account(hall.town.zhou)
    a.take("ask", hall.town.wang)
    anew(a).take("hand_in_for", hall.town.wang, report="纸质报告。")
    anew(a).take("schedule", hall.town.wang, at_meeting=hall.its_meeting())
    v = hall.put(hall.sit(), [a])
    hall.open(v)
    for post in hall.all:
        cast(anew(v), post, ["unsatisfied"])
    hall.announce(v, "lose")
    anew(a).take("again", hall.town.wang)
    assert anew(a).state == "asked"


def test_the_file_reads_as_vote_oath_reports_and_tells_only_what_one_may_see(hall, a_box):
    n = hall.appointed()
    c = hall.ceremony(n)
    c.take("plan", hall.town.wang)
    anew(c).take("hold", hall.town.wang, witness="高平")
    a = hall.account(anew(n).post)
    a.take("ask", hall.town.wang)
    anew(a).take("hand_in_for", hall.town.wang, report="报告。")
    lines = career(hall.person, [hall.town.wang])
    assert [str(line.what) for line in lines] == ["提请", "表决通过", "宪法宣誓", "登记纸质报告"]
    assert "同意 7 票" in lines[1].result
    assert career(hall.person, [hall.town.qian]) == []
