"""Who speaks when, what is written down of it, who confirms it, and that it can be erased."""

from datetime import datetime, timedelta

import pytest
from django.utils.timezone import make_aware

from conftest import at_once
from qingting.docket.process import Refused
from qingting.meetings import floor, speeches
from qingting.meetings.models import Item
from qingting.meetings.tests.doings import DAY, House, anew
from qingting.meetings.words import Passage, Speech, Turn


def refused(act, *args, **kwargs):
    with pytest.raises(Refused) as told:
        act(*args, **kwargs)
    return str(told.value)


@pytest.fixture
def item(house):
    return house.sitting().items.get()


def names(item):
    return [turn.post.person.name for turn in Turn.objects.filter(item=item, began_at=None)]


# ---- The list


def test_nobody_asks_for_the_floor_but_while_the_meeting_sits_by_its_agenda(house, town):
    item = house.meeting().items.get()
    assert "“已通知”，开会的时候才能登记发言" in refused(floor.ask, item, house.vice, house.vice)
    item = house.sitting(adopted=False).items.get()
    assert "还没有通过议程" in refused(floor.ask, item, house.vice, house.vice)


def test_the_list_is_closed_with_the_meeting(house, item):
    turn = floor.begin(floor.ask(item, house.vice, house.vice))
    waits = floor.ask(item, house.members[0], house.members[0])
    item.meeting.take("close", house.chair)
    for act in (floor.begin, floor.end, floor.give_up, floor.grant_more):
        assert "开会的时候才能" in refused(act, waits)
    assert Turn.objects.get(pk=turn.pk).ended_at == anew(item.meeting).closed_at  # who still spoke has done


def test_members_and_the_organ_that_reports_may_speak_and_nobody_else(house, town, item):
    mayor = town.seat("郑县长", town.government, "head")
    assert floor.ask(item, mayor, town.wang).post == mayor
    assert "不是这个议题的发言人" in refused(floor.ask, item, town.lin, town.lin)
    house.vice.suspended_since = anew(item.meeting).held_on
    house.vice.save()
    assert "暂停执行职务" in refused(floor.ask, item, house.vice, house.vice)


def test_to_ask_twice_is_once(house, item):
    first = floor.ask(item, house.vice, house.vice)
    assert floor.ask(item, house.vice, house.town.wang) == first and Turn.objects.count() == 1


def test_the_order_is_theirs_who_asked_until_the_office_changes_it(house, item):
    a, b, c = (floor.ask(item, post, post) for post in house.members[:3])
    floor.move(c, -1)
    floor.move(c, -1)
    floor.move(c, -1)  # he is the first already
    assert names(item) == ["委员02", "委员00", "委员01"]
    floor.give_up(a)
    assert names(item) == ["委员02", "委员01"] and "已经取消" in refused(floor.move, a, 1)
    assert b.place


def test_one_speaks_at_a_time(house, item):
    first, second = (floor.ask(item, post, post) for post in house.members[:2])
    floor.begin(first)
    assert "委员00正在发言" in refused(floor.begin, second)
    floor.end(first)
    floor.begin(second)
    assert floor.speaking(item.meeting).pk == second.pk
    assert "已经结束" in refused(floor.end, first)


def test_who_has_spoken_comes_after_those_who_have_not(house, item):
    first = floor.ask(item, house.members[0], house.members[0])
    floor.end(floor.begin(first))
    again = floor.ask(item, house.members[0], house.members[0])
    other = floor.ask(item, house.members[1], house.members[1])
    assert again.again and names(item) == ["委员01", "委员00"]
    assert "请先让还没有发言的委员01发言" in refused(floor.begin, again)
    floor.move(again, -1)
    assert names(item) == ["委员01", "委员00"]
    floor.end(floor.begin(other))
    floor.begin(again)


def test_his_time_is_a_fact_and_more_is_granted(house, item, on):
    on(DAY, "10:00")
    turn = floor.begin(floor.ask(item, house.vice, house.vice))
    on(DAY, "10:04")
    assert turn.minutes == 10 and turn.left() == timedelta(minutes=6)
    on(DAY, "10:12")
    assert turn.left() == timedelta(minutes=-2)
    turn = floor.grant_more(turn)
    assert turn.left() == timedelta(minutes=3)
    assert floor.end(turn).used() == timedelta(minutes=12)


def test_how_long_is_the_places_own_rule(house, item, settings, tmp_path):
    (tmp_path / "speeches.toml").write_text((settings.RULEBOOK / "speeches.toml").read_text())
    own = 'minutes = 8\nbasis = "本地"\nlayer = "H"\nconfidence = "B"\nsince = 2020-01-01\n'
    (tmp_path / "429900.speeches.toml").write_text(f"[[speech]]\n{own}")
    settings.RULEBOOK = tmp_path
    assert floor.ask(item, house.vice, house.vice).minutes == 8


def test_two_who_press_begin_at_one_moment(busy_town, on):
    on(DAY)
    house = House(busy_town)
    item = house.sitting().items.get()
    turns = [floor.ask(item, post, post) for post in house.members[:3]]
    came = at_once(*[lambda turn=turn: floor.begin(turn) for turn in turns])
    assert sum(isinstance(one, Turn) for one in came) == 1
    assert Turn.objects.filter(began_at__isnull=False).count() == 1


# ---- The record


def test_the_speaker_confirms_what_he_said(house, town, item):
    its = speeches.write(item, house.vice, "应当加快清淤。", town.wang)
    assert "由发言人本人核对" in refused(speeches.confirm, its, town.wang, speeches.seen(its))
    its = speeches.confirm(its, house.vice, speeches.seen(its), "应当加快清淤。")
    assert its.confirmed_at and not its.corrected and its.words == "应当加快清淤。"
    assert "已经核对" in refused(speeches.rewrite, its, "别的", town.wang)


def test_both_versions_stay(house, town, item):
    its = speeches.write(item, house.vice, "应当加快清鱼。", town.wang)
    its = speeches.confirm(its, house.vice, speeches.seen(its), "应当加快清淤。")
    assert (its.text, its.corrected, its.words) == ("应当加快清鱼。", "应当加快清淤。", "应当加快清淤。")


def test_nobody_confirms_what_he_has_not_read(house, town, item):
    its = speeches.write(item, house.vice, "应当加快清淤。", town.wang)
    read = speeches.seen(its)
    speeches.rewrite(its, "不应当清淤。", town.wang)
    assert "刚才改过" in refused(speeches.confirm, its, house.vice, read)
    assert not Speech.objects.get().confirmed_at


def test_what_was_said_can_be_erased(house, town, item):
    its = speeches.write(item, house.vice, "张某某家的电话是……", town.wang)
    its = speeches.confirm(its, house.vice, speeches.seen(its), "张某家的电话是……")
    Passage.objects.create(item=item, speech=its, group="其他", text="张某家的电话是……", written_by=town.wang)
    assert "请说明删去的理由" in refused(speeches.erase, its, town.wang, " ")
    its = speeches.erase(its, town.wang, "涉及个人信息")
    assert (its.text, its.corrected, its.erased_by, its.why_erased) == ("", "", town.wang, "涉及个人信息")
    assert not Passage.objects.exists()
    assert "已经依法删去" in refused(speeches.rewrite, its, "又写", town.wang)


def test_nothing_is_recorded_of_a_meeting_that_has_not_opened(house, town):
    item = house.meeting().items.get()
    assert "通过议程以后才有发言" in refused(speeches.write, item, house.vice, "话", town.wang)


# ---- On the pages


def at(client, post, url, data=None):
    client.force_login(post.person.user)
    return client.get(url) if data is None else client.post(url, data)


def test_a_member_asks_for_the_floor_on_his_tablet_and_the_office_gives_it(house, town, item, client):
    pk = item.meeting_id
    url, change = f"/meetings/{pk}/floor/", f"/meetings/{pk}/floor/change/"
    assert url in at(client, house.vice, f"/meetings/{pk}/tablet/").content.decode()
    assert "要求发言" in at(client, house.vice, url).content.decode()
    assert at(client, house.vice, change, {"act": "ask", "item": item.pk}).status_code == 302
    turn = Turn.objects.get()
    for act in ("begin", "up", "down", "end", "more"):
        assert at(client, house.vice, change, {"act": act, "turn": turn.pk}).status_code == 404
    assert at(client, house.members[0], change, {"act": "give_up", "turn": turn.pk}).status_code == 404
    assert at(client, town.wang, change, {"act": "begin", "turn": turn.pk}).status_code == 302
    now = at(client, house.members[0], f"/meetings/{pk}/floor/now/").content.decode()
    assert "副主任甲" in now and "还剩 10 分 00 秒" in now
    assert "副主任甲发言" in at(client, house.chair, f"/meetings/{pk}/screen/").content.decode()
    assert at(client, town.wang, change, {"act": "end", "turn": turn.pk}).status_code == 302
    told = at(client, town.wang, change, {"act": "end", "turn": turn.pk})
    assert told.status_code == 409 and "已经结束" in told.content.decode()


def test_the_office_writes_one_down(house, town, item, client):
    change = f"/meetings/{item.meeting_id}/floor/change/"
    told = at(client, town.wang, change, {"act": "add", "item": item.pk, "post": ""})
    assert told.status_code == 409 and "请选发言人" in told.content.decode()
    assert at(client, town.wang, change, {"act": "add", "item": item.pk, "post": house.chair.pk}).status_code == 302
    assert Turn.objects.get().written_by == town.wang
    for said in ({"act": "add", "item": "x", "post": 1}, {"act": "fly"}, {}):
        assert at(client, town.wang, change, said).status_code == 404
    told = at(client, town.wang, change, {"act": "begin", "turn": "99999999999999999999"})
    assert told.status_code == 409


def test_each_reads_his_own_record_and_the_office_both_versions(house, town, item, client):
    pk = item.meeting_id
    new = f"/meetings/{pk}/items/{item.pk}/speeches/new/"
    assert at(client, town.wang, new, {"post": house.vice.pk, "text": "a\x07b"}).status_code == 422
    assert at(client, town.wang, new, {"post": house.vice.pk, "text": "应当加快清鱼。"}).status_code == 302
    its = Speech.objects.get()
    url = f"/speeches/{its.pk}/"
    assert "未核对" in at(client, town.wang, f"/meetings/{pk}/speeches/").content.decode()
    assert "清鱼" in at(client, house.vice, f"/meetings/{pk}/speeches/").content.decode()
    assert "清鱼" not in at(client, house.chair, f"/meetings/{pk}/speeches/").content.decode()
    assert {at(client, post, url).status_code for post in (house.chair, town.lin, town.zhao)} == {404}
    page = at(client, house.vice, url).content.decode()
    assert "清鱼" in page and "依法删去" not in page
    said = {"text": "应当加快清淤。", "mark": "0" * 16}
    told = at(client, house.vice, url, said)
    assert told.status_code == 409 and "应当加快清淤。" in told.content.decode() and "清鱼" in told.content.decode()
    assert at(client, house.vice, url, said | {"mark": speeches.seen(its)}).status_code == 302
    for post in (town.wang, town.sun, house.vice):
        page = at(client, post, url).content.decode()
        assert "清鱼" in page and "清淤" in page and "发言人已更正" in page
    assert at(client, town.wang, url, {"text": "又改"}).status_code == 409
    assert at(client, house.vice, f"{url}erase/", {"why": "不要了"}).status_code == 404
    assert at(client, town.wang, f"{url}erase/", {"why": ""}).status_code == 422
    assert at(client, town.wang, f"{url}erase/", {"why": "涉及个人信息"}).status_code == 302
    page = at(client, town.wang, url).content.decode()
    assert "清淤" not in page and "涉及个人信息" in page


def test_a_turn_of_another_meeting_is_none(house, town, item, client):
    turn = floor.ask(item, house.vice, house.vice)
    other = house.meeting(title="第三十三次会议", upto="plan")
    Item.objects.create(meeting=other, place=2, title="别的")
    told = at(client, town.wang, f"/meetings/{other.pk}/floor/change/", {"act": "give_up", "turn": turn.pk})
    assert told.status_code == 409 and Turn.objects.exists()


def test_moments_are_those_of_the_day(house, item, on):
    on(DAY, "15:30")
    assert floor.begin(floor.ask(item, house.vice, house.vice)).began_at == make_aware(datetime(2026, 3, 26, 15, 30))
