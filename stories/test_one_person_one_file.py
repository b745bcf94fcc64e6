"""One person, one file: what every domain tells of a deputy, counted the same way twice, and read by whoever may."""

from datetime import date

import pytest

from qingting.duties.models import Activity, Presence
from qingting.figures.figure import Figure
from qingting.files.sections import Section, in_order, numbers, pages
from qingting.meetings import hall
from qingting.meetings.models import Meeting
from qingting.organs.models import Post, Role
from qingting.organs.offices import office_for_deputies

YEAR = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture(autouse=True)
def a_day_in_march(on):
    on("2026-03-20")


def an_activity(town, *who, title="代表进社区听民声", held_on=date(2026, 3, 18), kind="study_exchange"):
    given = dict(title=title, activity_kind=kind, held_on=held_on, keeper=town.street, recorder=town.xu.person)
    a = Activity.objects.create(coordinator=office_for_deputies(town.congress.pk), **given)
    for post in who:
        Presence.objects.create(activity=a, post=post)
    a.take("record", town.xu, confirmer=town.deng.person)
    a.take("confirm", town.deng)
    return a


def page(person, name, *actors):
    return next(one for one in pages(person, *YEAR, actors) if one.section.name == name)


def test_the_file_is_written_by_what_was_done(town):
    an_activity(town, town.lin, town.he)
    s = town.walk(town.suggestion())
    v = town.voice()
    v.take("reply", town.lin, outcome="solved", answer="已经换好。")
    file = {one.section.name: one for one in pages(town.lin.person, *YEAR, [town.lin])}
    assert {name: one.n for name, one in file.items() if one.n} == {
        "activities": 1, "suggestions": 1, "voices": 1, "voices_first": 1
    }  # fmt: skip
    assert file["activities"].sorts == {"交流研讨": 1} and "代表进社区听民声" in file["activities"].lines[0].said
    assert "办结" in file["suggestions"].lines[0].said and file["suggestions"].lines[0].address == f"/matters/{s.pk}/"


def test_what_a_resident_said_stands_in_no_file(town):
    town.voice()
    told = page(town.lin.person, "voices", town.lin).lines
    assert told and not any("井盖" in line.said for line in told)


def test_a_line_is_read_by_whoever_may_see_its_matter_and_the_rest_is_told_in_numbers(town):
    town.walk(town.suggestion())
    (own,) = page(town.lin.person, "suggestions", town.lin).lines
    by_street = page(town.lin.person, "suggestions", town.xu)
    assert own.address and (by_street.n, by_street.lines, by_street.unread) == (1, [], 1)


def test_every_section_counts_for_all_as_it_does_for_one(town):
    """A number beside a deputy's name is the length of his own list, for every section that there is."""
    an_activity(town, town.lin, town.he)
    an_activity(town, town.lin, kind="training", title="履职培训")
    town.walk(town.suggestion())
    town.voice()
    for section in in_order():
        counts = section.counts(town.congress, *YEAR)
        for post in (town.lin, town.he, town.fang):
            assert counts.get(post.person_id, 0) == section.of(post.person, *YEAR).count(), section.name
    assert Section.all["training"].counts(town.congress, *YEAR) == {town.lin.person_id: 1}


def test_meetings_are_of_those_held_while_in_office(town):
    """A member since July is not blamed for March; one who was suspended that day could not come."""
    member = town.seat("林秀英", town.committee, Role.MEMBER)
    late = town.seat("何建国", town.committee, Role.MEMBER)
    able = town.seat("方若谷", town.committee, Role.MEMBER)
    Post.objects.filter(pk=late.pk).update(since=date(2026, 3, 21))
    Post.objects.filter(pk=able.pk).update(suspended_since=date(2026, 1, 1))
    m = Meeting.objects.create(title="第四十次会议", body=town.committee, keeper=town.office, presiding=town.gao.person)
    Meeting.objects.filter(pk=m.pk).update(held_on=date(2026, 3, 20), state="notified")
    m = Meeting.objects.get(pk=m.pk)
    hall.come(m, member, town.wang)
    from django.utils.timezone import now

    Meeting.objects.filter(pk=m.pk).update(opened_at=now())
    held = Section.all["meetings"].out_of(town.congress, *YEAR)
    assert [held.get(post.person_id, 0) for post in (member, late, able, town.gao)] == [1, 0, 0, 1]
    assert Section.all["meetings"].counts(town.congress, *YEAR) == {member.person_id: 1}


def test_a_record_that_is_struck_leaves_the_file(town):
    a = an_activity(town, town.lin)
    a.take("strike", town.xu, "没有举行")
    assert page(town.lin.person, "activities", town.lin).n == 0


def test_a_file_is_one_once_it_has_a_line(town):
    figure = Figure.all["deputy_files"]
    assert figure.value(town.congress, *YEAR) == 0
    an_activity(town, town.lin, town.he)
    town.walk(town.suggestion())
    assert figure.value(town.congress, *YEAR) == 2  # Lin has two lines and one file
    assert figure.value(town.congress, date(2025, 1, 1), date(2025, 12, 31)) == 0


def test_who_left_before_the_period_has_no_file_in_it(town):
    an_activity(town, town.lin)
    Post.objects.filter(pk=town.lin.pk).update(until=date(2026, 3, 19))
    figure = Figure.all["deputy_files"]
    assert figure.value(town.congress, *YEAR) == 1
    assert figure.value(town.congress, date(2026, 4, 1), date(2026, 12, 31)) == 0


def test_everyone_may_know_the_numbers_and_not_the_objections(town):
    an_activity(town, town.lin)
    told = {one.section.name: one.n for one in numbers(town.lin.person, *YEAR)}
    assert told["activities"] == 1 and "objections" not in told
