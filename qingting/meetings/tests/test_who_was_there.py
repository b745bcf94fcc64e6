"""The code at the door, attendance with its denominator, how often one must meet, briefings, and each one's calendar."""

import csv
import io
from datetime import date

import pytest
from django.core import mail
from django.urls import reverse
from icalendar import Calendar

from qingting.docket.models import Notice
from qingting.figures.figure import Figure
from qingting.mail.delivery import deliver
from qingting.meetings import briefings, diary, door, guests, hall
from qingting.meetings.attendance import attendance, attendances, held_in, roster
from qingting.meetings.briefings import Attendee, Briefing
from qingting.meetings.casting import cast
from qingting.meetings.models import Item, Leave, Meeting, Presence
from qingting.meetings.rhythm import rhythms, warnings
from qingting.meetings.tests.doings import anew
from qingting.meetings.tests.test_the_hall import refused
from qingting.organs.models import Organ

YEAR = date(2026, 1, 1), date(2026, 12, 31)


def value(name, town):
    return Figure.all[name].value(town.congress, *YEAR)


# ---- The code at the door


def scan(client, m, post=None):
    address = reverse("meeting_door", args=[door.token(m)])
    return client.post(address) if post else client.get(address)


def test_a_member_who_scans_the_code_is_present_by_one_press(house, client):
    m = house.meeting()
    assert "/accounts/login/" in scan(client, m).url
    client.force_login(house.vice.person.user)
    assert "签到" in scan(client, m).content.decode() and not Presence.objects.exists()  # a preview signs nobody in
    scan(client, m, post=True)
    p = Presence.objects.get()
    assert (p.post, p.way, p.written_by) == (house.vice, "code", house.vice)
    again = scan(client, m, post=True)
    assert again.status_code == 200 and "您 09:00 已经签到" in again.content.decode() and Presence.objects.count() == 1


def test_who_is_no_member_is_told_so_and_nothing_else(house, town, client):
    m = house.meeting()
    client.force_login(town.lin.person.user)
    said = scan(client, m, post=True)
    assert said.status_code == 409 and "您不是这次会议的组成人员" in said.content.decode()
    assert m.title not in said.content.decode() and not Presence.objects.exists()


def test_the_code_is_good_on_its_day_alone(house, town, on, client):
    m = house.meeting()
    on("2026-03-25")
    client.force_login(house.vice.person.user)
    assert "会议在 2026-03-26 举行，当天才能签到" in scan(client, m, post=True).content.decode()
    printed = door.token(m)
    on("2026-03-26")
    anew(m).take("move", town.wang, "场地维修", **house.when(held_on=date(2026, 3, 30)))
    on("2026-03-30")
    client.force_login(house.vice.person.user)
    old = client.get(reverse("meeting_door", args=[printed]))
    assert old.status_code == 404 and "已经改期作废" in old.content.decode()
    assert scan(client, anew(m)).status_code == 200


@pytest.mark.parametrize("token", ["1-", "x", "1-aaaaaaaaaaaaaaaa", "9" * 30 + "-a", "-"])
def test_a_code_that_is_none_of_ours(house, client, token):
    house.meeting()
    client.force_login(house.vice.person.user)
    said = client.get(reverse("meeting_door", args=[token]))
    assert said.status_code == 404 and "不是本平台的会议签到码" in said.content.decode()


def test_the_hall_shows_the_code(house, town, client):
    m = house.meeting()
    client.force_login(town.wang.person.user)
    page = client.get(reverse("meeting_door_code", args=[m.pk])).content.decode()
    assert "<svg" in page and door.token(m) in page


# ---- Attendance


def test_attendance_tells_leave_absence_and_suspension_apart(house, town):
    one, two, three, four = house.members[:4]
    m = house.meeting()
    leave = Leave.objects.create(on=m, asker=two.person)
    leave.take("ask", two, reason="出差")
    leave.take("grant", house.chair)
    three.suspended_since = date(2026, 3, 1)
    three.save()
    four.since = date(2026, 4, 1)
    four.save()
    for post in (house.chair, house.vice, one, house.members[4]):
        hall.come(m, post, town.wang)
    hall.leave(m, one)
    hall.come(m, one, town.wang)  # there twice is there once
    anew(m).take("open", house.chair)
    told = dict(attendances(roster(town.committee, *YEAR), held_in(town.committee, *YEAR)))
    assert str(told[one]) == "任职期间举行 1 次，出席 1 次，请假 0 次，缺席 0 次"
    assert str(told[two]) == "任职期间举行 1 次，出席 0 次，请假 1 次，缺席 0 次"
    assert str(told[three]).endswith("；暂停执行职务期间另举行 1 次，不计") and told[three].held == 0
    assert told[four].held == 0
    assert list(told) == sorted(told, key=lambda post: post.pk)  # the roster's order, whoever came oftenest
    assert value("standing_committee_attendance", town) == 4


def test_whoever_was_granted_leave_and_came_was_there(house, town):
    m = house.meeting()
    leave = Leave.objects.create(on=m, asker=house.vice.person)
    leave.take("ask", house.vice, reason="出差")
    leave.take("grant", house.chair)
    for post in house.all:
        hall.come(m, post, town.wang)
    anew(m).take("open", house.chair)
    assert (attendance(house.vice, [anew(m)]).attended, attendance(house.vice, [anew(m)]).on_leave) == (1, 0)


def test_the_office_reads_and_exports_it(house, town, client):
    house.meeting(upto="open")
    client.force_login(town.wang.person.user)
    address = reverse("meetings_attendance")
    page = client.get(address).content.decode()
    assert house.vice.person.name in page and "举行 1 次" in page
    sheet = client.get(f"{address}?export=csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(sheet)))
    assert rows[0][2:] == ["任职期间举行", "出席", "请假", "缺席", "暂停执行职务期间举行"] and len(rows) == 8
    assert client.get(f"{address}?export=xlsx").content[:2] == b"PK"
    wrong = client.get(f"{address}?since=2026-05-01&until=2026-01-01")
    assert wrong.status_code == 422 and "开始日期在结束日期之后" in wrong.content.decode()
    client.force_login(house.vice.person.user)
    assert client.get(address).status_code == 404


def test_the_page_of_attendance_asks_as_often_for_many_meetings(house, town, client, django_assert_max_num_queries):
    house.meeting(upto="open")
    client.force_login(town.wang.person.user)
    client.get(reverse("meetings_attendance"))
    with django_assert_max_num_queries(14):
        client.get(reverse("meetings_attendance"))


def test_a_member_reads_his_own(house, town, client):
    house.meeting(upto="open")
    client.force_login(house.vice.person.user)
    page = client.get(reverse("meetings_mine")).content.decode()
    assert "任职期间举行 1 次，出席 1 次" in page and house.members[0].person.name not in page


# ---- How often


def test_the_next_meeting_is_watched(house, town, on):
    house.meeting(upto="open")
    (one,) = rhythms(town.congress)
    assert (one.by, one.planned) == (date(2026, 5, 26), None)
    assert "至迟应在 2026-05-26 举行" in one.sentence and "第五十一条" in one.sentence
    assert warnings(town.congress) == []
    on("2026-05-06")
    assert warnings(town.congress) == [one.sentence] and not one.is_late(date(2026, 5, 26))
    assert one.is_late(date(2026, 5, 27))


@pytest.mark.parametrize("day, is_warned", [(date(2026, 5, 26), False), (date(2026, 5, 27), True)])
def test_a_meeting_that_is_planned_in_time_quiets_it(house, town, on, day, is_warned):
    house.meeting(upto="open")
    on("2026-05-10")
    ahead = Meeting.objects.create(
        title="第三十三次会议", body=town.committee, keeper=town.office, presiding=house.chair.person
    )
    ahead.take("plan", town.wang, **house.when(held_on=day))
    assert bool(warnings(town.congress)) is is_warned
    assert not is_warned or "超过了期限" in warnings(town.congress)[0]


def test_the_congress_meets_once_a_year_and_the_chairpersons_by_the_rulebook(house, town):
    chairs = Organ.objects.create(name="主任会议", kind=Organ.Kind.CHAIRPERSONS, parent=town.committee)
    for body in (town.congress, chairs):
        m = house.meeting(upto="plan", body=body, title=f"{body}的会")
        Meeting.objects.filter(pk=m.pk).update(state="signed", opened_at="2026-03-26T01:00:00Z")
    by = {one.body: (one.by, one.confidence) for one in rhythms(town.congress)}
    assert by == {town.congress: (date(2027, 3, 26), "A"), chairs: (date(2026, 4, 26), "C")}


def test_the_register_warns_the_office_alone(house, town, on, client):
    house.meeting(upto="open")
    on("2026-05-20")
    for post, is_warned in ((town.wang, True), (house.vice, False)):
        client.force_login(post.person.user)
        said = client.get(reverse("register", args=["meetings"])).content.decode()
        assert ("至迟应在 2026-05-26 举行" in said) is is_warned


# ---- Briefings


def a_briefing(town):
    b = Briefing.objects.create(
        title="上半年经济运行情况通报", held_on=date(2026, 3, 30), opens_at="09:00", place="会议厅", keeper=town.office
    )
    b.reporting.set([town.funds])
    return b


def test_a_briefing_from_the_first_word_to_the_person_times(house, town, on, client):
    client.force_login(town.wang.person.user)
    given = {"title": "经济运行通报", "held_on": "2026-03-30", "opens_at": "09:00", "place": "会议厅"}
    client.post(reverse("briefing_new"), given | {"reporting": [town.funds.pk]})
    b = Briefing.objects.get()
    assert "请先选请谁来" in refused(b.take, "announce", town.wang)
    people = reverse("briefing_people", args=[b.pk])
    assert client.post(people, {"ask": "1"}).status_code == 422
    client.post(people, {"ask": "1", "everyone": "on"})
    assert b.attendees.count() == 3
    b.take("announce", town.wang)
    assert Notice.objects.filter(person=town.lin.person, event__matter=b).count() == 1
    one = b.attendees.get(post=town.lin)
    assert client.post(people, {"came": [one.pk]}).status_code == 409  # not before its day
    on("2026-03-30")
    client.force_login(town.wang.person.user)
    assert "还没有登记谁到会" in refused(anew(b).take, "hold", town.wang, told="情况")
    client.post(people, {"came": [one.pk]})
    anew(b).take("hold", town.wang, told="上半年经济运行情况")
    assert (value("briefings_held", town), value("briefings_attended", town)) == (1, 1)
    client.force_login(town.he.person.user)
    page = client.get(b.get_absolute_url()).content.decode()
    assert "财政局" in page and "上半年经济运行情况" in page and "到会 1 人次" in page
    assert client.get(people).status_code == 404


def test_what_is_noted_is_who_came_and_nobody_else(town, on):
    on("2026-03-30")
    b = a_briefing(town)
    Attendee.objects.bulk_create(Attendee(briefing=b, post=post) for post in (town.lin, town.he))
    b.take("announce", town.wang)
    briefings.note(b, {b.attendees.get(post=town.he).pk, 999})
    briefings.note(b, {b.attendees.get(post=town.lin).pk})
    assert [one.post for one in b.attendees.filter(came=True)] == [town.lin]
    anew(b).take("hold", town.wang, told="情况")
    assert "不能再登记到会" in refused(briefings.note, anew(b), set())


# ---- Mail and calendars


def test_members_are_mailed_that_there_is_word_and_not_that_it_is_their_turn(house, town):
    for post in (house.vice, house.chair):
        post.person.user.email = f"{post.pk}@qinghe.example"
        post.person.user.save()
    house.meeting()
    deliver()
    told = {letter.to[0]: letter for letter in mail.outbox}
    assert "轮到您办理" in told[f"{house.chair.pk}@qinghe.example"].body
    letter = told[f"{house.vice.pk}@qinghe.example"]
    assert letter.subject == "通知：会议" and "轮到您" not in letter.body and "河道" not in letter.body


def feed_of(client, address):
    path = "/" + address.split("//", 1)[1].split("/", 1)[1]
    said = client.get(path)
    if said.status_code != 200:
        return None
    return {str(e["summary"]): e for e in Calendar.from_ical(said.content).walk("VEVENT")}


def test_each_has_a_calendar_of_his_own(house, town, client):
    m = house.meeting()
    guests.invite(m, town.wang, deputies=[town.lin.person])
    b = a_briefing(town)
    Attendee.objects.create(briefing=b, post=town.lin)
    b.take("announce", town.wang)
    mine = diary.address(diary.diary_of(house.vice.person_id))
    found = feed_of(client, mine)  # a calendar signs in nowhere
    assert list(found) == ["清河县人大常委会第三十二次会议"]
    assert found["清河县人大常委会第三十二次会议"]["location"] == "区人大常委会会议厅"
    hers = feed_of(client, diary.address(diary.diary_of(town.lin.person_id)))
    assert set(hers) == {"列席：清河县人大常委会第三十二次会议", "上半年经济运行情况通报"}
    anew(m).take("cancel", town.wang, "不开了")
    assert feed_of(client, mine)["清河县人大常委会第三十二次会议"]["status"] == "CANCELLED"
    assert (
        feed_of(client, diary.address(diary.diary_of(town.lin.person_id)))["列席：清河县人大常委会第三十二次会议"][
            "status"
        ]
        == "CANCELLED"
    )


def test_an_address_that_was_given_away_is_changed(house, client):
    house.meeting()
    client.force_login(house.vice.person.user)
    old = diary.address(diary.diary_of(house.vice.person_id))
    assert old in client.get(reverse("meetings_mine")).content.decode()
    client.post(reverse("meetings_mine"))
    assert feed_of(client, old) is None
    new = diary.address(diary.diary_of(house.vice.person_id))
    assert new != old and feed_of(client, new)
    house.vice.until = date(2026, 3, 25)
    house.vice.save()
    assert feed_of(client, new) is None  # whoever left office reads no more


def test_nobody_guesses_a_calendar(house, client):
    house.meeting()
    token = diary.token(diary.diary_of(house.vice.person_id))
    other = f"{house.chair.person_id}-{token.partition('-')[2]}"
    diary.diary_of(house.chair.person_id)
    for guess in (other, "1", "-", f"{house.vice.person_id}-", "x-y"):
        assert client.get(reverse("meetings_diary", args=[guess])).status_code == 404


# ---- The public site


def test_what_everyone_reads_before_and_after(house, town, on, client):
    on("2026-03-20")
    m = house.meeting(upto="plan")
    address = reverse("public_meeting", args=[m.pk])
    assert (
        client.get(address).status_code == 404
        and "第三十二次" not in client.get(reverse("public_meetings")).content.decode()
    )
    Item.objects.create(meeting=m, place=2, title="内部的议题丙丁", access=Item.Access.INTERNAL)
    m.take("notify", town.wang)
    page = client.get(address).content.decode()
    assert "议程（草案）" in page and "河道治理情况" in page and "内部的议题丙丁" not in page
    assert "第三十二次会议" in client.get(reverse("public_meetings")).content.decode()
    on("2026-03-26")
    for post in house.all:
        hall.come(m, post, town.wang)
    anew(m).take("open", house.chair)
    m = house.adopt(anew(m))
    v = house.vote(m, way="named")
    v = house.open(v)
    for post in house.all:
        cast(anew(v), post, ["yes"])
    house.announce(v)
    assert "赞成" not in client.get(address).content.decode()  # it is still sitting
    anew(m).take("close", house.chair)
    page = client.get(address).content.decode()
    assert "赞成 7 票" in page and "已闭会" in page and "内部的议题丙丁" not in page
    assert house.vice.person.name not in page  # by name or not: no ballot stands on a public page
    assert list(feed_of(client, "http://x" + reverse("public_meetings_feed"))) == ["清河县人大常委会第三十二次会议"]


def test_a_meeting_that_was_announced_and_cancelled_says_so(house, town, client):
    m = house.meeting()
    m.take("cancel", town.wang, "不开了")
    page = client.get(reverse("public_meeting", args=[m.pk])).content.decode()
    assert "已取消" in page and "河道治理情况" not in page and "不开了" not in page


def test_the_day_of_a_session_is_public_as_soon_as_it_is_decided(house, town, client):
    planned = house.meeting(upto="plan", body=town.congress, title="第五次会议")
    page = client.get(reverse("public_meeting", args=[planned.pk])).content.decode()
    assert "第五次会议" in page and "河道治理情况" not in page


def test_the_chairpersons_meet_in_private(house, town, client):
    chairs = Organ.objects.create(name="主任会议", kind=Organ.Kind.CHAIRPERSONS, parent=town.committee)
    house.meeting(upto="plan", body=chairs, title="主任会议的会").take("notify", town.wang)
    assert "主任会议的会" not in client.get(reverse("public_meetings")).content.decode()
    assert b"VEVENT" not in client.get(reverse("public_meetings_feed")).content


def test_two_congresses_have_two_lists(house, next_town, client):
    house.meeting()
    assert "白石县" in client.get(reverse("public_meetings")).content.decode()
    assert "第三十二次" in client.get(reverse("public_meetings_of", args=["429900"])).content.decode()
    assert "第三十二次" not in client.get(reverse("public_meetings_of", args=["429901"])).content.decode()
    assert client.get(reverse("public_meetings_feed")).status_code == 404
    assert b"VEVENT" in client.get(reverse("public_meetings_feed_of", args=["429900"])).content


@pytest.mark.parametrize("after", ["20", "x", "-1", "9" * 40])
def test_a_page_beyond_the_last_is_an_empty_one(house, client, after):
    house.meeting()
    assert client.get(reverse("public_meetings"), {"after": after}).status_code == 200


def test_a_code_that_was_printed_before_the_key_was_changed_still_opens(house, client, settings):
    m = house.meeting()
    printed, settings.SECRET_KEY_FALLBACKS = door.token(m), [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, of which the printed code knows nothing"
    assert door.read(printed) == m and door.token(m) != printed
    settings.SECRET_KEY_FALLBACKS = []
    assert door.read(printed) is None


def test_who_sat_there_before_or_after_is_no_absentee_and_an_unanswered_leave_is_none(house, town):
    gone, fresh, asking = house.members[:3]
    m = house.meeting()
    Leave.objects.create(on=m, asker=asking.person).take("ask", asking, reason="出差")
    gone.until = date(2026, 3, 25)
    gone.save()
    fresh.since = date(2026, 3, 27)
    fresh.save()
    for post in (house.chair, house.vice, *house.members[3:]):
        hall.come(m, post, town.wang)
    anew(m).take("open", house.chair)
    off = house.meeting(ordinal=50)
    told = dict(attendances(roster(town.committee, *YEAR), held_in(town.committee, *YEAR)))
    assert (told[gone].held, told[fresh].held) == (0, 0)
    assert (told[asking].on_leave, told[asking].absent) == (0, 1)
    assert off not in held_in(town.committee, *YEAR)  # it has not opened
    assert fresh not in roster(town.committee, date(2026, 1, 1), date(2026, 3, 26))


def test_a_meeting_that_never_opened_is_no_meeting_that_was_held(house, town, on):
    house.sitting()
    off = house.meeting(ordinal=51, upto="plan")
    on("2026-05-20")
    type(off).objects.filter(pk=off.pk).update(held_on=date(2026, 5, 19), state="cancelled")
    (rhythm,) = [one for one in rhythms(town.congress) if one.body == town.committee]
    assert rhythm.last == date(2026, 3, 26)


def test_a_suspended_deputy_is_not_asked_and_a_briefing_is_held_on_its_day(town, on, client):
    on("2026-03-20")
    town.fang.suspended_since = date(2026, 3, 1)
    town.fang.save()
    assert town.fang not in briefings.in_office(town.congress, date(2026, 3, 30))
    b = a_briefing(town)
    Attendee.objects.create(briefing=b, post=town.lin, came=True)
    b.take("announce", town.wang)
    assert "当天以后才能登记举行" in refused(anew(b).take, "hold", town.wang, told="情况")
    client.force_login(town.wang.person.user)
    client.post(reverse("briefing_people", args=[b.pk]), {"ask": "1", "everyone": "on"})
    assert b.attendees.count() == 1  # after it is announced nobody is added
