"""A meeting from the desk, the tablet and the screen: what each sees and may press, and wrong things people send."""

import re

import pytest
from django.test import Client

from qingting.meetings import hall
from qingting.meetings.casting import cast
from qingting.meetings.counting import YES
from qingting.meetings.models import Item, Leave, Meeting, Presence
from qingting.meetings.tests.doings import anew
from qingting.meetings.votes import Tally, Vote


def signed_in(post):
    client = Client()
    client.force_login(post.person.user)
    return client


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))


@pytest.fixture
def office(house):
    return signed_in(house.town.wang)


def test_the_office_calls_a_meeting(house, office):
    assert "召集会议" in text(office.get("/registers/meetings/"))
    sent = {"body": house.town.committee.pk, "title": "第三十二次会议", "ordinal": ""}
    answer = office.post("/meetings/new/", sent)
    m = Meeting.objects.get()
    assert answer.status_code == 302 and (m.state, m.presiding, m.keeper) == (
        "draft",
        house.chair.person,
        house.town.office,
    )
    assert office.post("/meetings/new/", sent | {"title": ""}).status_code == 422
    judicial = office.post("/meetings/new/", sent | {"body": house.town.judicial.pk})
    assert judicial.status_code == 422 and "还没有登记主任" in text(judicial)


def test_nobody_else_calls_one(house):
    for post in (house.chair, house.members[0], house.town.lin, house.town.zhao):
        assert signed_in(post).get("/meetings/new/").status_code == 404


def test_items_are_listed_and_moved_by_a_press(house, office):
    m = house.meeting(upto="plan")
    for title in ("第二项", "第三项"):
        office.post(f"/meetings/{m.pk}/items/new/", {"title": title, "access": "public", "reporter": ""})
    third = Item.objects.get(title="第三项")
    office.post(f"/meetings/{m.pk}/items/{third.pk}/", {"act": "up"})
    assert [item.title[:3] for item in m.items.all()] == ["听取审", "第三项", "第二项"]
    office.post(f"/meetings/{m.pk}/items/{third.pk}/", {"act": "off"})
    assert [item.place for item in m.items.all()] == [1, 2]
    assert office.post(f"/meetings/{m.pk}/items/{third.pk}/", {"act": "up"}).status_code == 404
    assert office.post(f"/meetings/{m.pk}/items/new/", {"title": " ", "access": "public"}).status_code == 422


def test_an_agenda_that_was_adopted_stays(house, office, a_box):
    m = house.sitting()
    answer = office.post(f"/meetings/{m.pk}/items/{m.items.first().pk}/", {"act": "off"})
    assert answer.status_code == 409 and "议程已由会议通过，不能再改" in text(answer)
    answer = office.post(f"/meetings/{m.pk}/items/new/", {"title": "临时加一项", "access": "public"})
    assert answer.status_code == 422 and "临时加一项" in answer.content.decode()


def test_a_member_signs_in_himself_and_nobody_for_another(house, office):
    m = house.meeting()
    mine = signed_in(house.vice)
    assert mine.post(
        f"/meetings/{m.pk}/presence/", {"post": house.vice.pk, "act": "come", "to": "tablet"}
    ).url.endswith("/tablet/")
    assert Presence.objects.get().way == "self"
    assert mine.post(f"/meetings/{m.pk}/presence/", {"post": house.chair.pk, "act": "come"}).status_code == 404
    office.post(f"/meetings/{m.pk}/presence/", {"post": house.chair.pk, "act": "come"})
    assert Presence.objects.filter(way="clerk").count() == 1
    office.post(f"/meetings/{m.pk}/presence/", {"post": house.chair.pk, "act": "leave"})
    assert hall.quorum(m).present == 1
    for nonsense in ("", "x", "9" * 30, "１"):
        assert office.post(f"/meetings/{m.pk}/presence/", {"post": nonsense, "act": "come"}).status_code == 404


def test_a_vote_that_cannot_be_is_not_found(office):
    for key in (999_999, 2**63, 10**30):
        assert office.post(f"/votes/{key}/cast/", {"q1": "yes"}).status_code == 404


def test_a_whole_vote_over_the_web(house, office, a_box):
    m = house.sitting()
    asked = {"item": m.items.first().pk, "form": "motion", "way": "secret", "asks": "关于批准的决议"}
    address = office.post(f"/meetings/{m.pk}/votes/new/", asked).url
    v = Vote.objects.get(way="secret")
    office.post(f"{address}open/", {"once": "a" * 32, "seen": ""})
    codes = {}
    for post in house.all[:5]:
        client = signed_in(post)
        page = client.get(f"/meetings/{m.pk}/tablet/")
        assert "提交表决" in text(page) and "无记名：只记票数" in text(page)
        assert client.post(f"/votes/{v.pk}/cast/", {}).status_code == 409
        answer = client.post(f"/votes/{v.pk}/cast/", {"q1": YES})
        codes[post] = re.search(r"<code>([2-9A-Z]{12})</code>", answer.content.decode())[1]
        assert codes[post] not in client.get(f"/meetings/{m.pk}/tablet/").content.decode()
        again = client.post(f"/votes/{v.pk}/cast/", {"q1": YES})
        assert again.status_code == 409 and "一人只投一次" in text(again)
    screen = text(office.get(f"/meetings/{m.pk}/screen/"))
    assert "已投5" in screen and "赞成" not in screen
    office.post(f"{address}close/", {"once": "b" * 32, "seen": anew(v).head})
    chair = signed_in(house.chair)
    assert "请等主持人宣布结果" in text(chair.get(f"/meetings/{m.pk}/tablet/"))
    chair.post(f"{address}carry/", {"once": "c" * 32, "seen": anew(v).head})
    assert anew(v).state == "carried"
    assert "赞成5" in text(office.get(f"/meetings/{m.pk}/screen/"))
    page = text(chair.get(address))
    assert "赞成 5 票、反对 0 票、弃权 0 票" in page and all(code in page for code in codes.values())


def test_until_it_is_announced_only_those_who_must_know_see_what_came_of_it(house, a_box, office):
    v = house.open(house.vote(house.sitting(), way="named"))
    for post in house.all[:4]:
        cast(anew(v), post, [YES])
    house.close(v)
    for post, sees in ((house.town.wang, True), (house.chair, True), (house.vice, False), (house.members[0], False)):
        assert ("赞成 4 票" in text(signed_in(post).get(f"/matters/{v.pk}/"))) == sees, post
    anew(v).take("carry", house.chair)
    assert "赞成 4 票" in text(signed_in(house.vice).get(f"/matters/{v.pk}/"))


def test_a_ballot_that_was_refused_keeps_what_was_chosen_on_it(house, a_box):
    v = house.open(house.vote(house.sitting(), form="persons", asks=("任命甲", "任命乙")))
    answer = signed_in(house.vice).post(f"/votes/{v.pk}/cast/", {"q1": "no"})
    page = answer.content.decode()
    assert answer.status_code == 409 and page.count("checked") == 1 and 'value="no" required checked' in page


def test_an_ordinal_is_given_once(house, office):
    house.meeting(upto="plan", ordinal=32)
    sent = {"body": house.town.committee.pk, "title": "又一次第三十二次会议", "ordinal": "32"}
    answer = office.post("/meetings/new/", sent)
    assert answer.status_code == 422 and "本届已经有第 32 次会议：第三十二次会议" in text(answer)
    other = Meeting.objects.create(
        title="又一次", ordinal=32, body=house.town.committee, keeper=house.town.office, presiding=house.chair.person
    )
    answer = office.post(
        f"/matters/{other.pk}/plan/",
        {"once": "e" * 32, "seen": "", "held_on": "2026-05-26", "opens_at": "09:00", "place": "会场"},
    )
    assert answer.status_code == 409 and "本届已经有第 32 次会议" in text(answer)
    anew(other).take("cancel", house.town.wang, "次序填错")


def test_who_sits_in_sees_no_ballot(house, a_box, office):
    """The office runs the vote and casts none; a deputy who is no member does not see the meeting at all."""
    m = house.sitting()
    v = house.open(house.vote(m))
    assert "您列席会议，不参加表决" in text(office.get(f"/meetings/{m.pk}/tablet/"))
    assert office.post(f"/votes/{v.pk}/cast/", {"q1": YES}).status_code == 404
    lin = signed_in(house.town.lin)
    for address in (f"/meetings/{m.pk}/tablet/", f"/meetings/{m.pk}/screen/", f"/matters/{v.pk}/"):
        assert lin.get(address).status_code == 404
    assert lin.post(f"/votes/{v.pk}/cast/", {"q1": YES}).status_code == 404


def test_a_page_that_shows_the_same_is_not_drawn_again(house, a_box):
    """A choice that was made and not sent stays: only what has changed is drawn."""
    m = house.sitting()
    client = signed_in(house.vice)
    page = client.get(f"/meetings/{m.pk}/tablet/").content.decode()
    mark = re.search(r"stand=([^\"]+)\"", page)[1]
    asks = {"HTTP_HX_REQUEST": "true"}
    assert client.get(f"/meetings/{m.pk}/tablet/?stand={mark}", **asks).status_code == 204
    house.open(house.vote(m))
    answer = client.get(f"/meetings/{m.pk}/tablet/?stand={mark}", **asks)
    assert answer.status_code == 200 and "提交表决" in text(answer)


def test_two_tellers_enter_what_they_counted(house, a_box, office):
    v = house.open(house.vote(house.sitting(), way="hands"))
    assert office.post(f"/votes/{v.pk}/tally/", {"yes": "-1", "no": "0", "abstain": "0"}).status_code == 422
    assert office.post(f"/votes/{v.pk}/tally/", {"yes": "五", "no": "0", "abstain": "0"}).status_code == 422
    assert office.post(f"/votes/{v.pk}/tally/", {"yes": "5", "no": "1", "abstain": "0"}).status_code == 302
    assert (
        signed_in(house.town.sun).post(f"/votes/{v.pk}/tally/", {"yes": "5", "no": "1", "abstain": "0"}).status_code
        == 302
    )
    assert Tally.objects.count() == 2
    assert signed_in(house.members[0]).get(f"/votes/{v.pk}/tally/").status_code == 404
    house.close(v)
    late = office.post(f"/votes/{v.pk}/tally/", {"yes": "5", "no": "1", "abstain": "0"})
    assert late.status_code == 422 and "现在不能录入" in text(late)


def test_withdrawing_and_papers_are_noted_by_the_office(house, a_box, office):
    v = house.vote(house.sitting(), way="paper")
    refused = office.post(f"/votes/{v.pk}/voter/", {"act": "recuse", "post": house.vice.pk, "reason": " "})
    assert refused.status_code == 409 and "请写明为什么回避" in text(refused)
    office.post(f"/votes/{v.pk}/voter/", {"act": "recuse", "post": house.vice.pk, "reason": "亲属"})
    v = house.open(v)
    assert office.post(f"/votes/{v.pk}/voter/", {"act": "paper", "post": house.vice.pk}).status_code == 409
    assert office.post(f"/votes/{v.pk}/voter/", {"act": "paper", "post": house.chair.pk}).status_code == 302
    assert (
        signed_in(house.chair).post(f"/votes/{v.pk}/voter/", {"act": "paper", "post": house.chair.pk}).status_code
        == 404
    )


def test_leave_is_asked_for_on_the_page(house):
    m = house.meeting()
    client = signed_in(house.vice)
    assert client.post(f"/meetings/{m.pk}/leave/", {"reason": ""}).status_code == 422
    assert client.post(f"/meetings/{m.pk}/leave/", {"reason": "在省里开会"}).status_code == 302
    assert Leave.objects.get().state == "asked"
    again = client.post(f"/meetings/{m.pk}/leave/", {"reason": "再请一次"})
    assert again.status_code == 422 and "已经为这次会议请过假" in text(again)
    assert signed_in(house.town.wang).get(f"/meetings/{m.pk}/leave/").status_code == 404


def test_whoever_presides_acts_as_the_chair_and_not_as_the_deputy_he_is_as_well(house, a_box):
    """He holds both posts; the ledger names the one in which the law lets him."""
    deputy = house.town.seat(house.chair.person.name, house.town.congress, "deputy")
    deputy.__class__.objects.filter(pk=deputy.pk).update(since="2019-01-01")
    m = house.meeting()
    for post in house.all:
        hall.come(m, post, house.town.wang)
    client = signed_in(house.chair)
    session = client.session
    session["acting"] = deputy.pk
    session.save()
    client.post(f"/matters/{m.pk}/open/", {"once": "d" * 32, "seen": anew(m).head})
    assert anew(m).events.order_by("pk").last().post == house.chair


@pytest.mark.parametrize(
    "asks, why", [("", "请填写"), ("\n".join(["项"] * 61), "最多 60 项"), ("长" * 201, "最多 200 字")]
)
def test_wrong_questions(house, a_box, office, asks, why):
    m = house.sitting()
    answer = office.post(f"/meetings/{m.pk}/votes/new/", {"item": "", "form": "motion", "way": "named", "asks": asks})
    assert answer.status_code == 422 and why in text(answer)
