"""Every step of a reception day × every post in town, and what each step is refused for."""

from datetime import date, time
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from qingting.docket.models import Matter, Notice, Part
from qingting.docket.process import Refused
from qingting.organs.models import Post, Role
from qingting.stations.models import Duty, DutyDay
from qingting.stations.receptions import plan
from qingting.stations.tests.conftest import Street

# As the division of work has it, and not as the page does: the clerk of the committee that keeps the station does it all.
MAY = {"shi": "plan announce rearrange move cancel hold make_up amend"}


def anew(d):
    return DutyDay.objects.get(pk=d.pk)


def test_the_table_names_every_step_once():
    assert sorted(" ".join(MAY.values()).split()) == sorted(DutyDay.process.steps)


@pytest.mark.parametrize("name", DutyDay.process.steps)
def test_nobody_else_may(street, name):
    d, step = street.reception(), DutyDay.process.steps[name]
    (who,) = [getattr(street, who) for who, names in MAY.items() if name in names.split()]
    for state in step.source:
        d.state = state
        for post in street.posts:
            no = f"{post}不能{step.label}"
            assert (step.why_not(d, post) == no) == (post is not who), (post, state)
    for state in set(d.process.states) - set(step.source):
        d.state = state
        assert step.why_not(d, who) == f"当前为“{d.state_label}”，不能{step.label}"


def test_the_clerk_of_the_next_committee_does_nothing_here(street):
    d, other = street.reception(), Street(street.town, "河东街道")  # the same people, in other posts
    for step in d.process.steps.values():
        d.state = step.source[0]
        assert step.why_not(d, other.shi) == f"{other.shi}不能{step.label}"
    hat = f"organ:{other.committee.pk}:clerk"
    assert not Part.objects.filter(matter=d, hat=hat).exists()


def test_whose_turn_it_is(street, on):
    d = street.reception()

    def turns():
        return [
            (post.person.name, Part.objects.inbox(post).get().turn) for post in street.posts if Part.objects.inbox(post)
        ]

    assert turns() == [("石楚红", "announce")]
    d.take("announce", street.shi)
    assert turns() == [("石楚红", "hold")]
    on("2026-03-12")
    anew(d).take("hold", street.shi, report="来了 6 人", received=6)
    assert turns() == []


def test_who_sees_it(street):
    d = street.reception()
    seen = {post.person.name for post in street.posts if Matter.objects.seen_by(post).filter(pk=d.pk).exists()}
    assert seen == {"石楚红", "杜国华", "高平", "王敏", "孙立", "林秀英", "何建国", "方若谷"}
    assert not d.public and anew(street.reception("2026-03-19", upto="announce")).public


def test_the_office_reads_also_what_was_planned_before_it_did(street):
    d, office = street.reception(), (street.town.wang, street.town.sun)
    DutyDay.objects.update(coordinator=None)
    anew(d).recast()
    assert not DutyDay.objects.seen_by(*office).exists()
    earlier = import_module("qingting.stations.migrations.0003_the_office_reads_earlier_days")
    for _twice in range(2):
        earlier.let_the_office_read(apps, None)
    derived = sorted(Part.objects.filter(matter=d).values_list("hat", "state", "turn", "due_on", "owed_on"))
    assert DutyDay.objects.seen_by(office[0]).get() == DutyDay.objects.seen_by(office[1]).get() == d
    anew(d).recast()
    assert sorted(Part.objects.filter(matter=d).values_list("hat", "state", "turn", "due_on", "owed_on")) == derived


def told(step):
    return sorted(Notice.objects.filter(event__step=step, person__isnull=False).values_list("person__name", flat=True))


def test_those_on_duty_are_told_and_can_open_it(street, client, on):
    d = street.reception(upto="announce")
    assert told("plan") == [] and told("announce") == ["何建国", "林秀英"]
    d = anew(d)
    d.take("move", street.shi, "停电", day=date(2026, 3, 13), opens=time(14), closes=time(16))
    d.take("cancel", street.shi, "代表开会")
    assert told("move") == told("cancel") == ["何建国", "林秀英"]
    client.force_login(street.town.he.person.user)
    assert "河西街道代表联络站接待日" in client.get("/notices/").content.decode()
    assert client.get(d.get_absolute_url()).status_code == 200


def test_who_joins_and_who_leaves_are_told_and_the_others_are_not(street):
    d = street.reception(upto="announce")
    d.duties.filter(post=street.town.he).update(standing=Duty.Standing.LEAVING)
    Duty.objects.create(day=d, post=street.town.fang)
    assert [post.person.name for post in d.on_duty()] == ["林秀英", "何建国"]  # until it is put in force
    d.take("rearrange", street.shi, "何代表出差")
    assert told("rearrange") == ["何建国", "方若谷"]
    assert [post.person.name for post in anew(d).on_duty()] == ["林秀英", "方若谷"]
    assert anew(d).revision == 1


# What each step is refused for.


def refused(d, name, by, sentence, note="理由", **given):
    with pytest.raises(Refused) as refusal:
        d.take(name, by, note, **given)
    assert sentence in str(refusal.value)


def test_nothing_is_planned_for_a_day_that_has_passed(street):
    with pytest.raises(Refused, match="2026-03-01 已经过去"):
        street.reception("2026-03-01")
    assert not DutyDay.objects.exists()


def test_nothing_is_planned_without_a_deputy_who_may_act_on_that_day(street):
    with pytest.raises(Refused, match="没有能在 2026-03-12 接待的代表"):
        street.reception(deputies=[])
    Post.objects.filter(pk=street.town.lin.pk).update(until=date(2026, 3, 11))
    street.town.lin.refresh_from_db()
    with pytest.raises(Refused, match="没有能在 2026-03-12 接待的代表"):
        street.reception(deputies=[street.town.lin])


def test_nothing_is_planned_where_the_station_is_closed_by_then(street):
    street.station.organ.until = date(2026, 3, 11)
    street.station.organ.save()
    with pytest.raises(Refused, match="河西街道代表联络站在 2026-03-12 不开放"):
        street.reception()


def test_only_deputies_of_the_congress_itself_are_on_duty(street, next_street):
    for post in (street.town.zhao, next_street.town.lin):
        with pytest.raises(ValidationError, match="不是本级人大代表，不能安排值班"):
            street.reception(deputies=[street.town.lin, post])


def test_what_the_steps_are_refused_for(street, on):
    d = street.reception(upto="announce")
    refused(d, "hold", street.shi, "到那天才能登记", report="来了 6 人", received=6)
    refused(d, "rearrange", street.shi, "名单没有改动")
    refused(d, "cancel", street.shi, "取消须说明理由", note="")
    refused(d, "move", street.shi, "改期要改到今天以后", day=date(2026, 3, 1), opens=time(9), closes=time(11))
    refused(d, "move", street.shi, "结束要晚于开始", day=date(2026, 3, 13), opens=time(9), closes=time(9))
    assert anew(d).day == date(2026, 3, 12) and anew(d).revision == 0
    on("2026-03-12")
    Duty.objects.create(day=d, post=street.town.fang)
    refused(d, "hold", street.shi, "值班名单改了还没有生效", report="来了 6 人", received=6)
    on("2026-03-13")
    refused(d, "move", street.shi, "2026-03-12 已经过去", day=date(2026, 3, 14), opens=time(9), closes=time(11))


def test_a_day_to_which_it_is_moved_needs_an_open_station_and_a_deputy(street):
    d, hours = street.reception(), {"opens": time(9), "closes": time(11)}
    Post.objects.filter(role=Role.DEPUTY).update(until=date(2026, 3, 12))
    refused(d, "move", street.shi, "没有能在 2026-03-13 接待的代表", day=date(2026, 3, 13), **hours)
    Post.objects.filter(role=Role.DEPUTY).update(until=None)
    street.station.organ.until = date(2026, 3, 12)
    street.station.organ.save()
    refused(anew(d), "move", street.shi, "不开放", day=date(2026, 3, 13), **hours)


def test_what_was_held_and_never_announced_is_made_up_for_with_a_reason(street, on):
    d = street.reception()
    refused(d, "make_up", street.shi, "还来得及公告", report="来了 6 人", received=6)
    on("2026-03-12")
    refused(d, "make_up", street.shi, "还来得及公告", report="来了 6 人", received=6)
    on("2026-03-13")
    refused(d, "announce", street.shi, "2026-03-12 已经过去。照常接待了的请补登")
    refused(d, "make_up", street.shi, "须说明理由", note="", report="来了 6 人", received=6)
    d.take("make_up", street.shi, "漏了公告", report="来了 6 人", received=6)
    assert (anew(d).state, anew(d).public) == ("held", False)


def test_a_clerk_of_another_congress_plans_nothing_here(street, next_street):
    with pytest.raises(Refused, match="不能排定"):
        plan(
            next_street.station,
            street.shi,
            [next_street.town.lin],
            day=date(2026, 3, 12),
            opens=time(9),
            closes=time(11),
        )
    assert not DutyDay.objects.exists()
