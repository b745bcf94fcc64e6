"""Who is in the hall from when to when, and whether that is enough, at any moment."""

from datetime import date, datetime, timedelta

import pytest
from django.utils.timezone import make_aware

from conftest import at_once
from qingting.docket.process import Refused
from qingting.meetings import hall
from qingting.meetings.attendance import attendance
from qingting.meetings.models import Item, Leave, Meeting, Presence
from qingting.meetings.tests.doings import DAY, House, anew


def clock(hour, minute=0):
    return make_aware(datetime(2026, 3, 26, hour, minute))


def refused(act, *args, **kwargs):
    with pytest.raises(Refused) as told:
        act(*args, **kwargs)
    return str(told.value)


def test_a_meeting_does_not_open_without_its_quorum(house, town):
    m = house.meeting()
    for post in house.all[:3]:
        hall.come(m, post, town.wang)
    said = refused(m.take, "open", house.chair)
    assert "还差 1 人" in said and "应到 7 人，到会 3 人，法定人数 4 人" in said and "第五十一条第三款" in said
    hall.come(m, house.all[3], town.wang)
    m.take("open", house.chair)
    assert anew(m).state == "sitting" and anew(m).opened_at


def test_quorum_at_every_moment(house, town):
    """Who came late, who left and who came back: the quorum of any moment can be asked for afterwards."""
    m = house.meeting()
    late, gone = house.all[5], house.all[0]
    for post in house.all[:4]:
        hall.come(m, post, town.wang, at=clock(9))
    hall.leave(m, gone, at=clock(10))
    hall.come(m, late, town.wang, at=clock(10, 30))
    hall.come(m, gone, town.wang, at=clock(11))
    present = [hall.quorum(m, at).present for at in (clock(8, 59), clock(9), clock(10), clock(10, 30), clock(11))]
    assert present == [0, 4, 3, 4, 5]
    assert [hall.quorum(m, at).is_there for at in (clock(9), clock(10), clock(11))] == [True, False, True]
    assert hall.quorum(m, clock(9)).to_spare == 0 and hall.quorum(m, clock(10)).to_spare == -1
    assert m.presences.filter(post=gone).count() == 2


def test_who_is_in_one_hall_is_not_in_the_other(house, town):
    """Of two meetings on one day, each has those who came to it; whoever came twice is one, with two spans."""
    m, other = house.meeting(), house.meeting(title="第三十三次会议", is_preparatory=False)
    hall.come(m, house.chair, town.wang, at=clock(9))
    hall.leave(m, house.chair, at=clock(10))
    hall.come(m, house.chair, town.wang, at=clock(11))
    hall.come(other, house.vice, town.wang, at=clock(9))
    assert (hall.quorum(m, clock(12)).present, hall.quorum(other, clock(12)).present) == (1, 1)
    assert [len(post.spans) for post in anew(m).members] == [2, 0, 0, 0, 0, 0, 0]
    assert anew(m).members == house.all and hall.quorum(m, clock(12)).whole.incumbents == 7


def test_a_vote_on_a_matter_of_the_agenda_is_the_meetings_too(house, town, client):
    """It arose from the matter, and not from the meeting: its page tells of it all the same, and it is not closed over it."""
    m = house.sitting()
    item = Item.objects.create(meeting=m, place=2, title="修桥", matter=town.suggestion(title="修桥"))
    v = house.vote(m, item=item, title="关于修桥的决议", way="named")
    assert v.source_id == item.matter_id and v in anew(m).every_vote
    assert "“关于修桥的决议”待表决，不能闭会" in refused(anew(m).take, "close", house.chair)
    client.force_login(house.chair.person.user)
    page = client.get(f"/matters/{m.pk}/").content.decode()
    assert f'<a href="/matters/{v.pk}/">关于修桥的决议</a>' in page


def test_to_sign_in_twice_is_once(house, town):
    m = house.meeting()
    hall.come(m, house.chair, house.chair)
    hall.come(m, house.chair, town.wang)
    assert Presence.objects.get().written_by == house.chair


def test_who_may_not_sign_in(house, town, on):
    m = house.meeting()
    assert "不是清河县人大常委会的组成人员" in refused(hall.come, m, town.lin, town.wang)
    house.vice.suspended_since = date(2026, 3, 1)
    house.vice.save()
    assert "暂停执行职务" in refused(hall.come, m, house.vice, town.wang)
    assert "还没有签到" in refused(hall.leave, m, house.chair)
    on("2026-03-25")
    assert "会议在 2026-03-26 举行" in refused(hall.come, m, house.chair, town.wang)


def test_who_is_suspended_in_the_hall_makes_no_quorum(house, town):
    m = house.meeting()
    for post in house.all[:4]:
        hall.come(m, post, town.wang)
    assert hall.quorum(m).is_there
    house.all[3].suspended_since = date(2026, 3, 26)
    house.all[3].save()
    assert not hall.quorum(anew(m)).is_there


def test_the_hall_is_empty_when_the_meeting_is_over(house):
    m = house.sitting()
    m.take("close", house.chair, at=clock(11))
    assert not Presence.objects.filter(left_at=None).exists()
    assert "不能签到" in refused(hall.come, anew(m), house.chair, house.chair)


def test_attendance_has_its_denominator(house, town):
    """Meetings held while in office: who came into office later, or was suspended, is measured by fewer."""
    m = house.meeting(upto="open")
    newcomer = house.members[-1]
    other = anew(m)
    assert str(attendance(newcomer, [other])) == "任职期间举行 1 次，出席 1 次，请假 0 次，缺席 0 次"
    newcomer.since = date(2026, 4, 1)
    newcomer.save()
    assert attendance(newcomer, [other]).held == 0
    assert attendance(town.lin, [other]).attended == 0


def test_leave_is_asked_for_and_granted(house, town, on):
    m = house.meeting()
    leave = Leave.objects.create(on=m, asker=house.vice.person)
    leave.take("ask", house.vice, reason="在省里开会")
    anew(leave).take("grant", house.chair)
    assert anew(leave).state == "granted" and anew(leave).source_id == m.pk
    assert attendance(house.vice, [anew(m)]).held == 0  # it has not opened yet


def test_only_whoever_presides_grants_leave(house, town):
    m = house.meeting()
    leave = Leave.objects.create(on=m, asker=house.vice.person)
    leave.take("ask", house.vice, reason="在省里开会")
    for post in (town.wang, house.vice, house.members[0]):
        assert "不能准假" in refused(anew(leave).take, "grant", post)


def test_leave_comes_before_the_meeting(house):
    m = house.meeting(upto="open")
    leave = Leave.objects.create(on=m, asker=house.vice.person)
    assert "请假应当在会前提出" in refused(leave.take, "ask", house.vice, reason="在省里开会")


def test_a_meeting_in_the_past_is_not_called(house, town):
    late = Meeting.objects.create(
        title="第三十三次会议", body=town.committee, keeper=town.office, presiding=house.chair.person
    )
    assert "已经过去" in refused(late.take, "plan", town.wang, **house.when(held_on=date(2026, 3, 25)))
    late.take("plan", town.wang, **house.when(held_on=date(2026, 5, 26)))
    assert "还没有议题" in refused(anew(late).take, "notify", town.wang)
    assert "已经过去" in refused(anew(late).take, "move", town.wang, "改期", **house.when(held_on=date(2026, 3, 1)))


def test_only_whom_the_law_names_may_preside(house, town):
    m = house.meeting()
    assert "主任可以委托副主任主持" in refused(m.take, "entrust", house.chair, presiding=house.members[0].person)
    anew(m).take("entrust", house.chair, presiding=house.vice.person)
    for post in house.all:
        hall.come(m, post, town.wang)
    assert "不能宣布开会" in refused(anew(m).take, "open", house.chair)
    anew(m).take("open", house.vice)


def test_its_clocks_run_back_from_the_day(house, town, on):
    on("2026-03-02")
    m = house.meeting(upto="plan")
    due = {debt.clock: debt.due_on for debt in m.debts}
    assert due == {"notice": date(2026, 3, 19), "materials": date(2026, 3, 21)}
    m.take("move", town.wang, "会场检修", **house.when(held_on=date(2026, 3, 30)))
    assert {debt.clock: debt.due_on for debt in anew(m).debts} == {
        clock: day + timedelta(days=4) for clock, day in due.items()
    }


def test_signed_in_at_one_moment_from_two_devices(busy_town, on):
    on(DAY)
    house = House(busy_town)
    m = house.meeting()
    at_once(*[lambda: hall.come(m, house.chair, house.chair)] * 4)
    assert Presence.objects.count() == 1
