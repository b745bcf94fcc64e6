"""Minutes composed from what happened, numbered, public in part or whole; and the gazette that gathers what was issued."""

import re
from datetime import date

import pytest

from conftest import at_once
from qingting.docket.process import Refused
from qingting.documents.akoma import as_akoma
from qingting.documents.issuing import issue, withdraw
from qingting.documents.models import Mark, OfficialDocument
from qingting.meetings import floor, gazette, hall, minutes
from qingting.meetings.casting import cast
from qingting.meetings.models import Item, Leave, Meeting, Presence
from qingting.meetings.published import Gazette, Publication
from qingting.meetings.tests.doings import DAY, House, anew
from qingting.organs.models import Organ, Role


def refused(act, *args, **kwargs):
    with pytest.raises(Refused) as told:
        act(*args, **kwargs)
    return str(told.value)


def at(client, post, url, data=None):
    if post:
        client.force_login(post.person.user)
    else:
        client.logout()
    return client.get(url) if data is None else client.post(url, data)


def told(house, on):
    """A meeting of three items, the last of them closed: one member on leave, one absent, speeches, votes; closed at noon."""
    town, m = house.town, house.meeting()
    Item.objects.create(meeting=m, place=2, title="关于批准预算调整方案的决定（草案）", access="internal")
    Item.objects.create(meeting=m, place=3, title="听取一件不公开的事项", access="closed")
    Leave.objects.create(on=m, asker=house.members[-1].person).take("ask", house.members[-1], reason="在省里")
    anew(m.leaves.get()).take("grant", house.chair)
    for post in house.all[:5]:
        hall.come(m, post, town.wang)
    on(DAY, "09:30")
    m.take("open", house.chair)
    for item, title in ((None, "会议议程"), (2, "关于批准预算调整方案的决定")):
        v = house.vote(anew(m), way="named", item=item and m.items.get(place=item), title=title, asks=(title,))
        house.open(v)
        for n, post in enumerate(house.all[:5]):
            cast(anew(v), post, ["no" if item and n == 4 else "yes"])
        house.announce(v)
    floor.end(floor.begin(floor.ask(m.items.get(place=1), house.vice, house.vice)))
    on(DAY, "11:05")
    anew(m).take("close", house.chair)
    return anew(m)


@pytest.fixture
def m(house, on):
    return told(house, on)


@pytest.fixture
def signed(house, m):
    m.take("write_up", house.town.wang, minutes=minutes.composed(m))
    anew(m).take("sign", house.chair)
    return anew(m)


def test_minutes_are_composed_from_what_happened(m):
    assert minutes.composed(m).splitlines() == [
        "2026年3月26日，清河县人民代表大会常务委员会第三十二次会议在区人大常委会会议厅举行，9:30开会，11:05闭会。高平主持会议。",
        "开会时应到7人，到会5人，达到法定人数4人。",
        "出席：高平、副主任甲、委员00、委员01、委员02。",
        "请假：委员04。",
        "未到会：委员03。",
        "会议议程：表决“会议议程”，记名：赞成 5 票、反对 0 票、弃权 0 票。全体 7 人，全体组成人员的过半数为 4 票：通过。",
        "一、听取审议区人民政府关于河道治理情况的报告",
        "报告机关：清河县人民政府。",
        "发言的有：副主任甲。",
        "二、关于批准预算调整方案的决定（草案）",
        "表决“关于批准预算调整方案的决定”，记名：赞成 4 票、反对 1 票、弃权 0 票。全体 7 人，全体组成人员的过半数为 4 票：通过。",
        "三、听取一件不公开的事项",
    ]


def test_a_leave_that_was_not_granted_is_no_leave_in_the_minutes(house, m):
    m.leaves.update(state="refused")
    assert "请假" not in minutes.composed(m) and "未到会：委员03、委员04。" in minutes.composed(m)


def test_the_office_begins_from_them_and_edits(house, town, m, client):
    page = at(client, town.wang, f"/matters/{m.pk}/write_up/").content.decode()
    assert "开会时应到7人，到会5人" in page
    anew(m).take("write_up", town.wang, minutes="改过的纪要")
    anew(m).take("send_back", house.chair, "写全")
    page = at(client, town.wang, f"/matters/{m.pk}/write_up/").content.decode()
    assert "改过的纪要" in page and "开会时应到7人" not in page


def test_they_are_chinese_whoever_drafts_them(m, client, town):
    client.force_login(town.wang.person.user)
    page = client.get(f"/matters/{m.pk}/write_up/", headers={"accept-language": "en"}).content.decode()
    assert "赞成 4 票" in page


def test_signed_minutes_become_an_official_document(house, town, m, client):
    assert "签发以后" in refused(minutes.as_paper, m, town.wang)
    m.take("write_up", town.wang, minutes=minutes.composed(m))
    anew(m).take("sign", house.chair)
    assert at(client, house.vice, f"/meetings/{m.pk}/minutes/document/", {}).status_code == 404
    assert at(client, town.wang, f"/meetings/{m.pk}/minutes/document/", {}).status_code == 302
    d = OfficialDocument.objects.get()
    assert d.title == "清河县人民代表大会常务委员会第三十二次会议纪要" and d.body == anew(m).minutes
    assert d.present.splitlines()[0] == "高平" and d.on_leave == "委员04"
    assert at(client, town.wang, f"/meetings/{m.pk}/minutes/document/", {}).status_code == 409
    d.mark = Mark.objects.create(organ=town.committee, words="清人常纪", used_for="纪要")
    d.save()
    assert str(issue(d, town.wang).number) == "清人常纪〔2026〕1号"
    assert "委员04" in as_akoma(OfficialDocument.objects.get()).decode()


# ---- Public


def test_they_are_public_item_by_item_and_never_a_closed_one(house, town, signed, client):
    one, two, three = signed.items.all()
    url = f"/meetings/{signed.pk}/minutes/"
    page = at(client, town.wang, url).content.decode()
    assert re.search(rf'value="{one.pk}" checked', page) and re.search(rf'value="{three.pk}" disabled', page)
    assert "不公开的议题，不能公布" in refused(minutes.publish, signed, [one, three], town.wang)
    assert at(client, house.vice, url).status_code == 404
    response = at(client, town.wang, url, {"item": [three.pk]})
    assert response.status_code == 409 and not Publication.objects.exists()
    assert "请选要公布的议题" in at(client, town.wang, url, {}).content.decode()
    assert at(client, town.wang, url, {"item": [one.pk]}).status_code == 302
    its = Publication.objects.get()
    page = at(client, None, f"/public/minutes/{its.pk}/").content.decode()
    assert "河道治理" in page and "到会5人" in page and "部分公布" in page
    assert "预算调整" not in page and "不公开的事项" not in page
    assert f"/public/minutes/{its.pk}/" in at(client, None, "/public/minutes/").content.decode()
    assert at(client, town.wang, url, {"item": [two.pk]}).status_code == 409  # once


def test_whole_is_whole(house, town, signed):
    Item.objects.filter(access="closed").delete()
    assert minutes.publish(signed, list(signed.items.all()), town.wang).is_whole
    assert minutes.cut(signed)[1].keys() == {item.pk for item in signed.items.all()}


def test_only_what_was_signed_is_made_public(house, town, m):
    one = m.items.first()
    assert "签发以后才能公布" in refused(minutes.publish, m, [one], town.wang)
    m.take("write_up", town.wang, minutes="会议开得很好，没有标题。")
    anew(m).take("sign", house.chair)
    assert "没有这个议题的标题" in refused(minutes.publish, anew(m), [one], town.wang)


def test_words_that_name_a_closed_item_are_not_made_public(house, town, m):
    text = minutes.composed(m).replace("报告机关：", "与听取一件不公开的事项一并审议。报告机关：")
    m.take("write_up", town.wang, minutes=text)
    anew(m).take("sign", house.chair)
    assert "写到了不公开的议题" in refused(minutes.publish, anew(m), [m.items.first()], town.wang)


def test_what_was_taken_down_is_gone_and_may_be_published_anew(house, town, signed, client):
    its = minutes.publish(signed, [signed.items.first()], town.wang)
    url = f"/meetings/{signed.pk}/minutes/withdraw/"
    assert at(client, house.vice, url, {"why": "错"}).status_code == 404
    assert at(client, town.wang, url, {"why": ""}).status_code == 422
    assert at(client, town.wang, url, {"why": "漏了一段"}).status_code == 302
    assert at(client, None, f"/public/minutes/{its.pk}/").status_code == 404
    assert "漏了一段" in at(client, town.wang, f"/meetings/{signed.pk}/minutes/").content.decode()
    assert minutes.publish(signed, list(signed.items.all())[:2], town.wang).pk != its.pk


def test_two_clerks_publish_at_one_moment(busy_town, on):
    on(DAY)
    house = House(busy_town)
    m = told(house, on)
    m.take("write_up", busy_town.wang, minutes=minutes.composed(m))
    anew(m).take("sign", house.chair)
    m = anew(m)
    came = at_once(*[lambda: minutes.publish(m, [m.items.first()], busy_town.wang)] * 3)
    assert sum(isinstance(one, Publication) for one in came) == 1 == Publication.objects.count()


# ---- The gazette


def decided(town, matter, title="关于批准预算调整方案的决定", **given):
    mark, _new = Mark.objects.get_or_create(organ=town.committee, words="清人常发", defaults={"used_for": "决定"})
    d = OfficialDocument.objects.create(
        **dict(matter=matter, organ=town.committee, form="file", mark=mark, head="清河县人大常委会文件", title=title,
        body="一、总的要求\n批准。\n甲\t乙\n1\t2", signed_by="清河县人民代表大会常务委员会", drafted_by=town.wang) | given
    )  # fmt: skip
    return issue(d, town.wang)


def entries(town):
    return gazette.offered(town.committee, date(2026, 3, 1), date(2026, 3, 31))


def test_an_issue_gathers_what_was_issued_with_its_contents_and_its_number(house, town, signed, client):
    decided(town, signed)
    decided(town, signed, "公告", form="order")
    decided(town, signed, "函", form="letter")
    minutes.publish(signed, [signed.items.first()], town.wang)
    titles = [one.title for one in entries(town)]
    assert titles == ["关于批准预算调整方案的决定", "公告", "清河县人民代表大会常务委员会第三十二次会议纪要（摘要）"]
    period = "?since=2026-03-01&until=2026-03-31"
    page = at(client, town.wang, f"/gazettes/{period}").content.decode()
    keys = re.findall(r'name="entry" value="(\w+)"', page)
    assert len(keys) == 3 and at(client, house.vice, "/gazettes/").status_code == 404
    said = {"since": "2026-03-01", "until": "2026-03-31"}
    assert at(client, town.wang, "/gazettes/", said).status_code == 409
    assert at(client, town.wang, "/gazettes/", said | {"entry": keys}).status_code == 302
    its = Gazette.objects.get()
    assert (its.year, its.n, its.entries.count()) == (2026, 1, 3)
    page = at(client, None, f"/public/gazettes/{its.pk}/").content.decode()
    assert page.index("目录") < page.index('href="#e2"') < page.index('id="e1"') and "清人常发〔2026〕1号" in page
    file = at(client, None, f"/public/gazettes/{its.pk}/file.pdf")
    assert file["Content-Type"] == "application/pdf" and file.content[:5] == b"%PDF-"
    assert not entries(town)  # nothing stands in two issues
    decided(town, signed, "又一个决定")
    made = gazette.make(
        town.committee, date(2026, 3, 1), date(2026, 3, 31), {gazette.key_of(one) for one in entries(town)}, town.wang
    )
    assert made.n == 2


def test_what_is_closed_is_never_offered(house, town, signed):
    closed = signed.items.get(access="closed")
    named = decided(town, signed, "会议议程", body=f"一、听取报告\n二、{closed.title}")
    v = signed.votes.first()
    type(v).objects.filter(pk=v.pk).update(item=closed)
    of_it = decided(town, v, "决定任免")
    asked = signed.votes.last()
    asked.questions.update(matter=town.suggestion())
    asked_of = decided(town, asked.questions.first().matter, "关于一件事的决定")
    assert gazette.is_closed(named) and gazette.is_closed(of_it) and not gazette.is_closed(asked_of)
    type(v).objects.filter(pk=asked.pk).update(item=closed)
    assert gazette.is_closed(asked_of) and entries(town) == []


def test_an_issue_stays_as_it_was_and_says_what_was_withdrawn_since(house, town, signed, client):
    d = decided(town, signed)
    its = gazette.make(town.committee, date(2026, 3, 1), date(2026, 3, 31), {f"d{d.pk}"}, town.wang)
    withdraw(d, town.wang, "印错了")
    page = at(client, None, f"/public/gazettes/{its.pk}/").content.decode()
    assert "批准。" in page and "后来已经作废" in page


def test_a_withdrawn_issue_is_absent_and_its_number_is_not_given_again(house, town, signed, client):
    d = decided(town, signed)
    its = gazette.make(town.committee, date(2026, 3, 1), date(2026, 3, 31), {f"d{d.pk}"}, town.wang)
    assert at(client, town.wang, f"/gazettes/{its.pk}/", {"why": ""}).status_code == 422
    assert at(client, town.wang, f"/gazettes/{its.pk}/", {"why": "编错了"}).status_code == 302
    assert at(client, town.wang, f"/gazettes/{its.pk}/", {"why": "又撤"}).status_code == 409
    for url in (f"/public/gazettes/{its.pk}/", f"/public/gazettes/{its.pk}/file.pdf"):
        assert at(client, None, url).status_code == 404
    assert gazette.make(town.committee, date(2026, 3, 1), date(2026, 3, 31), {f"d{d.pk}"}, town.wang).n == 2


def test_bad_periods_are_told(town, client):
    assert at(client, town.wang, "/gazettes/?since=x&until=2026-03-31").status_code == 422
    told = at(client, town.wang, "/gazettes/", {"since": "2026-04-01", "until": "2026-03-01", "entry": ["d1"]})
    assert told.status_code == 409 and "收录止早于收录起" in told.content.decode()
    assert at(client, None, "/public/gazettes/99999999999999999999/").status_code == 404


def test_of_several_congresses_each_has_its_page(house, town, next_town, signed, client):
    its = minutes.publish(signed, [signed.items.first()], town.wang)
    page = at(client, None, "/public/minutes/").content.decode()
    assert "/public/429900/minutes/" in page and "/public/429901/minutes/" in page
    assert f"/public/minutes/{its.pk}/" in at(client, None, "/public/429900/minutes/").content.decode()
    assert f"/public/minutes/{its.pk}/" not in at(client, None, "/public/429901/minutes/").content.decode()
    clerk = next_town.seat("白石徐", next_town.office, Role.CLERK)
    assert at(client, clerk, f"/meetings/{signed.pk}/minutes/").status_code == 404


def test_a_meeting_of_before_the_lists_has_minutes_too(house, town):
    """Nobody has to use the speaking list for minutes to be drafted."""
    m = house.sitting()
    m.take("close", house.chair)
    assert Presence.objects.exists() and "发言的有" not in minutes.composed(anew(m))
    assert Meeting.objects.count() == 1 and Organ.objects.exists()
