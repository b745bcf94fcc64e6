"""The deputies' plan is adopted by the chairpersons' vote and by nobody's hand, told to deputies, and open to everyone."""

from datetime import date, time

import pytest
from icalendar import Calendar

from qingting.docket.models import Notice
from qingting.docket.process import Refused
from qingting.duties.tests.hanging import chairpersons
from qingting.duties.tests.test_recording import confirmed
from qingting.duties.yearly import DeputiesPlan, PlanItem
from qingting.meetings import hall
from qingting.meetings.casting import cast
from qingting.meetings.models import Meeting
from qingting.meetings.tests.doings import anew
from qingting.meetings.votes import Vote


@pytest.fixture(autouse=True)
def a_day_in_march(on):
    on("2026-03-20")


@pytest.fixture
def chairs(town):
    return chairpersons(town)


def a_draft(town, *lines, year=2026):
    p = DeputiesPlan.objects.create(title=f"{year}年代表工作计划", year=year, keeper=town.office)
    for month, kind, what, organiser in lines or [(3, "three_entries", "代表进社区", town.street)]:
        PlanItem.objects.create(plan=p, month=month, activity_kind=kind, what=what, organiser=organiser)
    return p


def a_meeting(town, chairs):
    body, chair, _vice = chairs
    return Meeting.objects.create(title="第十次主任会议", body=body, keeper=town.office, presiding=chair.person)


def voted(town, chairs, p, word="yes"):
    """The plan is put to a chairpersons' meeting of today, which votes on its agenda and then on the plan."""
    m, members = a_meeting(town, chairs), chairs[1:]
    p.take("submit", town.wang, at_meeting=m)
    m = anew(m)
    m.take("plan", town.wang, held_on=date(2026, 3, 20), opens_at=time(9), place="会议室")
    anew(m).take("notify", town.wang)
    for post in members:
        hall.come(m, post, town.wang)
    anew(m).take("open", members[0])
    for item, words, matter, said in ((None, "会议议程", None, "yes"), (m.items.get(), p.title, p.matter_ptr, word)):
        v = Vote(held_at=anew(m), item=item, title=words, way="named").ask([(words, matter)])
        v.take("open", town.wang)
        for post in members:
            cast(anew(v), post, [said])
        anew(v).take("close", town.wang)
        anew(v).take("carry" if said == "yes" else "lose", members[0])
    return anew(p)


def published(town, chairs):
    p = voted(town, chairs, a_draft(town))
    p.take("publish", town.wang)
    return anew(p)


def test_the_chairpersons_adopt_it_by_their_vote(town, chairs):
    p = voted(town, chairs, a_draft(town))
    assert p.state == "adopted" and p.deadlines.get(clock="publishing").due_on == date(2026, 4, 3)


def test_what_they_vote_down_may_be_put_to_them_again(town, chairs):
    p = voted(town, chairs, a_draft(town), word="no")
    assert p.state == "lost"
    p.take("submit", town.wang, at_meeting=a_meeting(town, chairs))
    assert p.state == "submitted"


def test_nobody_adopts_it_by_hand(town, chairs):
    p = a_draft(town)
    p.take("submit", town.wang, at_meeting=a_meeting(town, chairs))
    with pytest.raises(Refused, match="由会议表决决定"):
        p.take("carry", chairs[1])


def test_no_other_meeting_adopts_it(town, chairs):
    a_meeting(town, chairs)
    m = Meeting.objects.create(title="常委会", body=town.committee, keeper=town.office, presiding=town.gao.person)
    with pytest.raises(Refused, match="计划由主任会议通过.*第四十三条"):
        a_draft(town).take("submit", town.wang, at_meeting=m)


def test_a_plan_without_lines_is_none(town, chairs):
    p = DeputiesPlan.objects.create(title="空计划", year=2026, keeper=town.office)
    with pytest.raises(Refused, match="计划里还没有事项"):
        p.take("submit", town.wang, at_meeting=a_meeting(town, chairs))


def test_put_to_another_meeting_it_leaves_the_agenda_of_the_first(town, chairs):
    p, first, second = a_draft(town), a_meeting(town, chairs), a_meeting(town, chairs)
    p.take("submit", town.wang, at_meeting=first)
    p.take("move", town.wang, at_meeting=second)
    assert (first.items.count(), second.items.count()) == (0, 1)


def test_every_deputy_is_told_of_it_and_none_before(town, chairs):
    p = voted(town, chairs, a_draft(town))
    assert not DeputiesPlan.objects.seen_by(town.lin).exists()
    event = p.take("publish", town.wang)
    told = {n.person.name for n in Notice.objects.filter(event=event)}
    assert {"林秀英", "何建国", "方若谷"} <= told
    assert DeputiesPlan.objects.seen_by(town.lin).exists()


def test_a_later_plan_of_the_year_takes_its_place(town, chairs, client):
    first = published(town, chairs)
    with pytest.raises(Refused, match="同一年的新计划公布时自动替换"):
        first.take("give_way", town.wang)
    client.force_login(town.wang.person.user)
    client.post("/duties/plans/new/", {"year": "2026"})
    second = DeputiesPlan.objects.get(state="draft")
    assert [item.what for item in second.items.all()] == [
        "代表进社区"
    ]  # it begins with the lines of the one that stands
    voted(town, chairs, second).take("publish", town.wang)
    assert (anew(first).state, anew(first).public, anew(second).public) == ("replaced", False, True)


def test_everyone_reads_it_with_what_was_held(town, chairs, client):
    p = a_draft(town, (2, "research", "养老调研", town.office), (3, "three_entries", "代表进社区", town.street))
    assert "还没有公布" in client.get("/public/deputies-plan/").content.decode()
    confirmed(town, town.lin, title="只在内部的标题")
    voted(town, chairs, p).take("publish", town.wang)
    page = client.get("/public/deputies-plan/").content.decode()
    assert "养老调研" in page and "这个月没有登记" in page and "3月18日 已举行" in page
    assert "只在内部的标题" not in page


def test_it_stands_in_a_calendar_by_its_months(town, chairs, client):
    published(town, chairs)
    feed = Calendar.from_ical(client.get("/public/deputies-plan.ics").content)
    (event,) = feed.walk("VEVENT")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 3, 1), date(2026, 4, 1))


def test_a_plan_that_is_not_published_is_in_no_calendar(town, chairs, client):
    voted(town, chairs, a_draft(town))
    assert not Calendar.from_ical(client.get("/public/deputies-plan.ics").content).walk("VEVENT")
