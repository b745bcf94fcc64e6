"""What many speak of, and how it is offered to the chairpersons' meeting, taken up, left, or withdrawn."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qingting.docket.models import Matter, Part
from qingting.docket.process import Refused
from qingting.figures.figure import Figure
from qingting.organs.models import Organ, Role
from qingting.voices.candidates import CandidateProcess
from qingting.voices.models import Candidate, Voice
from qingting.voices.process import FOR_FEW_EYES
from qingting.voices.tests.doings import anew
from qingting.voices.topics import DAYS, FEWEST

LIFTS = [
    "翠湖小区的电梯停运三天了，老人下不了楼",
    "翠湖小区电梯停运，没有人来修",
    "电梯停运，翠湖小区十二楼的住户天天爬楼",
    "翠湖小区电梯又停运了，推轮椅的出不了门",
    "什么时候修翠湖小区的电梯？停运很久了",
    "翠湖小区电梯停运，孩子上学迟到",
]
OTHERS = "路灯 井盖 噪声 油烟 垃圾 树枝 公交 暖气 水压 漏水 宠物 广告 停车 围挡 雨篷 信箱 栏杆 沙坑 泳池 药店 菜价 网速 快递 书屋 球场 门禁 彩票 邮筒 戏台 茶馆".split()
ONCE = "0123456789abcdef" * 2
SAID = {"title": "老旧小区电梯停运", "summary": "六个人说，都还没有答复。", "once": ONCE}


@pytest.fixture(autouse=True)
def monday(on):
    on("2026-03-02")


@pytest.fixture
def at_desk(client):
    def sit(post):
        client.force_login(post.person.user)
        return client

    return sit


@pytest.fixture
def meeting(town):
    """The chairpersons' meeting: its chair, and a member."""
    organ = Organ.objects.create(name="主任会议", kind=Organ.Kind.CHAIRPERSONS, parent=town.committee)
    town.luo, town.yu = town.seat("罗正", organ, Role.CHAIR), town.seat("于晴", organ, Role.MEMBER)
    return organ


def lifts(town, n=6):
    return [town.voice(what, place="", keeper=town.street) for what in LIFTS[:n]]


def others(town, n):
    return [town.voice(f"{OTHERS[k]}的事，{OTHERS[k]}真是没人管。", place="") for k in range(n)]


def topic_of(client):
    """The people of the first topic, and the keys that would be offered."""
    told = client.get("/voices/topics/").content.decode()
    people = re.search(r"<b>(\d+) 人</b>", told)
    keys = re.search(r"offer/\?voices=([0-9.]+)", told)
    return (int(people[1]), {int(key) for key in keys[1].split(".")}) if people else (0, set())


@pytest.fixture
def offered(town, meeting, at_desk):
    """A candidate with two voices of two people, one of which is answered."""
    voices = [town.handle(town.voice(LIFTS[0]), upto="check"), town.voice(LIFTS[1])]
    at_desk(town.wang).post("/voices/topics/offer/", SAID | {"voices": ".".join(str(v.pk) for v in voices)})
    return Candidate.objects.get()


# ---- What many speak of


def test_fewer_than_thirty_are_not_put_together(town, at_desk):
    assert FEWEST == 30
    lifts(town)
    more = others(town, 23)
    told = at_desk(town.wang).get("/voices/topics/").content.decode()
    assert "只有 29 件" in told and "不到 30 件" in told and topic_of(at_desk(town.wang)) == (0, set())
    town.voice("鱼塘的水发黑。", place="")
    people, keys = topic_of(at_desk(town.wang))
    assert people == 6 and not keys & {v.pk for v in more}


def test_people_are_counted_and_not_what_they_sent(town, at_desk):
    voices = lifts(town)
    others(town, 26)
    Voice.objects.filter(pk__in=[v.pk for v in voices[:3]]).update(receipt=voices[0].receipt)
    assert topic_of(at_desk(town.wang)) == (4, {v.pk for v in voices})


LEFT_OUT = [*({"hold": hold} for hold in FOR_FEW_EYES), {"counts": False}, {"filed_on": date(2025, 12, 1)}]


def test_what_is_left_out_is_in_no_topic_and_cannot_be_offered(town, meeting, at_desk):
    """What is for few eyes, what an organ said itself, what is long ago."""
    assert DAYS == 90 and len(LEFT_OUT) == 7
    first, *_more, third = voices = lifts(town)
    others(town, 25)
    client = at_desk(town.wang)
    for why in LEFT_OUT:
        Voice.objects.filter(pk=third.pk).update(**{"hold": "", "counts": True, "filed_on": date(2026, 3, 2)} | why)
        assert topic_of(client) == (5, {v.pk for v in voices} - {third.pk}), why
        assert third.number not in client.get("/voices/topics/").content.decode()
        assert client.get(f"/voices/topics/offer/?voices={third.pk}").status_code == 404
        both = client.get(f"/voices/topics/offer/?voices={third.pk}.{first.pk}").content.decode()
        assert first.number in both and third.number not in both


def test_what_a_person_only_looks_at_first_is_counted(town, at_desk):
    voices = lifts(town)
    others(town, 24)
    for hold in ("life", "burst", "unproven"):
        Voice.objects.filter(pk=voices[2].pk).update(hold=hold)
        assert topic_of(at_desk(town.wang)) == (6, {v.pk for v in voices}), hold


def anew_like(v):
    """A copy of it, as cheap as can be."""
    same = {
        name: getattr(v, name) for name in ("receipt", "keeper", "coordinator", "title", "text", "state", "filed_on")
    }
    return Voice.objects.create(**same)


def forgotten(town, v):
    town.handle(v)
    v.take("forget", v.receipt)


def test_what_was_taken_back_or_erased_is_in_no_topic(town, at_desk):
    first, second, *voices = lifts(town)
    others(town, 26)
    first.take("withdraw", first.receipt)
    forgotten(town, second)
    assert topic_of(at_desk(town.wang)) == (4, {v.pk for v in voices})


def test_what_was_erased_makes_no_topic_of_its_own(town, at_desk):
    for v in lifts(town):
        forgotten(town, v)
    others(town, 30)
    told = at_desk(town.wang).get("/voices/topics/").content.decode()
    assert "删去" not in told and "30 件" in told and topic_of(at_desk(town.wang)) == (0, set())


def test_two_congresses_speak_of_their_own(town, next_town, at_desk):
    lifts(town)
    clerk = next_town.seat("白石文书", next_town.office, Role.CLERK)
    told = at_desk(clerk).get("/voices/topics/").content.decode()
    assert "只有 0 件" in told and "翠湖" not in told


def test_a_page_asks_as_often_with_many_as_with_few(town, at_desk):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert topic_of(at_desk(town.wang))[0] > 1
        return len(queries)

    lifts(town, 3)
    others(town, 28)
    asked()
    before = asked()
    town.voice("翠湖小区电梯停运，请快修", keeper=town.office)
    lifts(town, 4)
    for what in ("球场没有灯", "球场的灯坏了", "球场灯不亮"):
        town.voice(what)
    assert asked() == before


# ---- Offering


def test_a_topic_becomes_a_matter_with_its_figures_frozen(town, meeting, at_desk):
    first, second, third = lifts(town, 3)
    town.handle(first, upto="check")
    Voice.objects.filter(pk=third.pk).update(receipt=second.receipt)
    client = at_desk(town.wang)
    keys = ".".join(str(v.pk) for v in (first, second, third))
    form = unescape(client.get(f"/voices/topics/offer/?voices={keys}").content.decode())
    assert "2 人反映同类问题 3 件，其中 2 件还没有答复" in form
    told = client.post("/voices/topics/offer/", SAID | {"voices": keys})
    c = Candidate.objects.get()
    assert (told.status_code, told.url) == (302, f"/matters/{c.pk}/")
    assert (c.state, c.people, c.unanswered, c.chairpersons, c.keeper) == ("offered", 2, 2, meeting, town.office)
    assert set(c.voices.all()) == {anew(v) for v in (first, second, third)} and c.title == SAID["title"]
    town.handle(anew(second), upto="check")
    page = client.get(f"/matters/{c.pk}/").content.decode()
    assert "2 人说" in page and "2 件没有答复" in page
    assert Candidate.objects.get().unanswered == 2


def test_a_topic_too_large_for_an_address_is_offered_whole(town, meeting, at_desk, monkeypatch):
    voices, client = lifts(town), at_desk(town.wang)
    others(town, 26)
    assert topic_of(client)[1] == {v.pk for v in voices}
    monkeypatch.setattr("qingting.voices.topics.HELD", 5)
    (address,) = re.findall(r'href="(/voices/topics/offer/[^"]*)"', client.get("/voices/topics/").content.decode())
    assert address == f"/voices/topics/offer/?voices={voices[0].pk}-"
    page = client.get(address).content.decode()
    assert "6 人反映同类问题 6 件" in page
    late = town.voice(
        LIFTS[0], place="", keeper=town.street
    )  # what is said between the form and its sending is not in it
    keys = re.search(r'name="voices" value="([0-9.]+)"', page)[1]
    assert client.post("/voices/topics/offer/", SAID | {"voices": keys}).status_code == 302
    c = Candidate.objects.get()
    assert set(c.voices.all()) == {anew(v) for v in voices} and c.people == 6 and late not in c.voices.all()
    page = client.get(f"/matters/{c.pk}/").content.decode()
    assert all(v.number in page for v in voices)


def test_more_than_two_hundred_are_offered_and_shown(town, meeting, at_desk):
    first = town.voice()
    Voice.objects.filter(pk=first.pk).update(hold="")
    voices = [first, *(anew_like(first) for _n in range(200))]
    keys, client = ".".join(str(v.pk) for v in voices), at_desk(town.wang)
    client.post("/voices/topics/offer/", SAID | {"voices": keys})
    c = Candidate.objects.get()
    assert c.voices.count() == 201
    assert client.get(f"/matters/{c.pk}/").content.decode().count(first.title) == 201


def test_the_same_form_sent_twice_offers_once(town, meeting, at_desk):
    v = town.voice()
    client = at_desk(town.wang)
    form = client.get(f"/voices/topics/offer/?voices={v.pk}").content.decode()
    once = re.search(r'name="once" value="([0-9a-f]{32})"', form)[1]
    said = SAID | {"voices": str(v.pk), "once": once}
    assert [client.post("/voices/topics/offer/", said).status_code for _ in range(2)] == [302, 409]
    assert Candidate.objects.count() == 1


def test_the_page_of_a_voice_offers_it_with_those_who_say_the_same(town, meeting, at_desk):
    lead, other = town.voice(), town.voice(LIFTS[0])
    other.take("merge", town.xu, merged_into=lead)
    page = at_desk(town.wang).get(f"/matters/{lead.pk}/").content.decode()
    assert f"/voices/topics/offer/?voices={lead.pk}.{other.pk}" in page
    assert "/voices/topics/offer/" not in at_desk(town.xu).get(f"/matters/{lead.pk}/").content.decode()


WRONG = [
    {"title": ""}, {"title": "长" * 201}, {"title": "a\0b"}, {"title": "a\x07b"},
    {"summary": ""}, {"summary": "长" * 10_000}, {"summary": "a\0b"}, {"summary": "a\x07b"},
]  # fmt: skip


def test_a_wrong_field_is_told_and_the_rest_stays(town, meeting, at_desk):
    said, client = SAID | {"voices": str(town.voice().pk)}, at_desk(town.wang)
    for wrong in WRONG:
        told = client.post("/voices/topics/offer/", said | wrong)
        page = told.content.decode()
        kept = next(name for name in ("title", "summary") if name not in wrong)
        assert told.status_code == 422 and SAID[kept] in page and ONCE in page, wrong
    assert not Candidate.objects.exists()


def test_what_names_no_voice_offers_nothing(town, meeting, at_desk):
    client = at_desk(town.wang)
    Voice.objects.filter(pk=town.voice().pk).update(counts=False)
    for keys in (
        "",
        "x",
        "0",
        "9" * 400,
        "1.2.3.4",
        "😀",
        "\0",
        "-1",
        "长" * 10_000,
        "²",
        "-",
        "0-",
        "1.2-",
        f"{2**62}-",
    ):
        assert client.get("/voices/topics/offer/", {"voices": keys}).status_code == 404, keys
        assert client.post("/voices/topics/offer/", SAID | {"voices": keys}).status_code == 404, keys


def test_without_a_chairpersons_meeting_one_is_told_what_to_do(town, next_town, at_desk):
    Organ.objects.create(name="白石主任会议", kind=Organ.Kind.CHAIRPERSONS, parent=next_town.committee)
    told = at_desk(town.wang).post("/voices/topics/offer/", SAID | {"voices": str(town.voice().pk)})
    assert told.status_code == 422 and "机构表里还没有主任会议" in told.content.decode()
    assert not Candidate.objects.exists()


# ---- Who may


def test_only_the_office_for_deputies_opens_it(town, next_town, meeting, offered, at_desk, client):
    v = town.voice()
    other = Organ.objects.create(name="办公室", kind=Organ.Kind.OFFICE, parent=town.committee)
    strangers = [
        town.seat("办公室文书", other, Role.CLERK),
        next_town.seat("白石文书", next_town.office, Role.CLERK),
        town.sun, town.xu, town.qian, town.lin, town.luo,
    ]  # fmt: skip
    for post in strangers:
        client = at_desk(post)
        ours = post.organ.congress_id == town.congress.pk
        assert client.get("/voices/topics/").status_code == (404 if ours else 200), post
        assert client.get(f"/voices/topics/offer/?voices={v.pk}").status_code == 404, post
        assert client.post("/voices/topics/offer/", SAID | {"voices": str(v.pk)}).status_code == 404, post
        assert (client.get(f"/matters/{offered.pk}/").status_code == 200) == (post == town.luo), post
    both = town.seat("两处文书", other, Role.CLERK)
    town.seat("两处文书", town.office, Role.CLERK)  # whichever post he has chosen
    assert at_desk(both).get("/voices/topics/").status_code == 200
    client.logout()
    assert client.get("/voices/topics/").url.startswith("/accounts/login/")
    assert Candidate.objects.count() == 1


MAY = {"wang": "offer withdraw amend", "luo": "take_up leave"}


def test_the_table_names_every_step_once():
    assert sorted(" ".join(MAY.values()).split()) == sorted(CandidateProcess.steps)


@pytest.mark.parametrize("name", CandidateProcess.steps)
def test_nobody_else_may(town, meeting, offered, name):
    step = CandidateProcess.steps[name]
    (who,) = [getattr(town, who) for who, names in MAY.items() if name in names.split()]
    for state in CandidateProcess.states:
        offered.state = state
        for post in town.posts:
            may = post is who and state in step.source
            assert (step.why_not(offered, post) is None) == may, (post, state)


def test_who_sees_it_and_whose_turn_it_is(town, meeting, offered):
    seen = {p.person.name for p in town.posts if Matter.objects.seen_by(p).filter(pk=offered.pk).exists()}
    turn = {p.person.name for p in town.posts if Part.objects.inbox(p).filter(matter=offered.pk).exists()}
    assert (seen, turn) == ({"王敏", "罗正", "于晴"}, {"罗正"})


def test_a_member_reads_it_and_may_open_only_what_he_may(town, meeting, offered, at_desk):
    v = offered.voices.first()
    for post, opens in ((town.yu, False), (town.luo, False), (town.wang, True)):
        page = at_desk(post).get(f"/matters/{offered.pk}/").content.decode()
        assert SAID["summary"] in page and v.number in page and v.title in page
        assert (f'href="/matters/{v.pk}/"' in page) == opens, post


# ---- What becomes of it


def test_it_is_to_be_decided_within_two_months(town, offered):
    """2 May is a rest day, and so are those after it until the 6th."""
    assert offered.last_debt("deciding").due_on == date(2026, 5, 6)
    assert offered.last_debt("deciding").ruling["rule"] == "candidate_decide"


def counted(town):
    year = date(2026, 1, 1), date(2026, 12, 31)
    return [Figure.all[f"candidates_{name}"].count(town.congress, *year) for name in ("offered", "taken_up")]


@pytest.mark.parametrize(
    "name, who, why, state, taken_up",
    [("take_up", "luo", "", "taken", 1), ("leave", "luo", "已在今年的计划里", "left", 0), ("withdraw", "wang", "数字有误", "withdrawn", 0)],
)  # fmt: skip
def test_it_is_taken_up_left_or_withdrawn(town, next_town, offered, at_desk, name, who, why, state, taken_up):
    assert counted(town) == [1, 0]
    offered.take(name, getattr(town, who), why)
    c = Candidate.objects.get()
    assert c.state == state and c.last_debt("deciding").met_id and c.owed_on is None
    assert counted(town) == [1, taken_up] and counted(next_town) == [0, 0]
    assert why in at_desk(town.yu).get(f"/matters/{c.pk}/").content.decode()
    assert not Part.objects.exclude(due_on=None).filter(matter=c.pk).exists()


@pytest.mark.parametrize("name, who", [("leave", "luo"), ("withdraw", "wang"), ("amend", "wang")])
def test_whoever_says_no_says_why(town, offered, name, who):
    with pytest.raises(Refused, match="须说明理由"):
        offered.take(name, getattr(town, who))
    assert Candidate.objects.get().state == "offered"


def test_the_register_of_candidates_lists_it(town, offered, at_desk):
    for post, sees in ((town.wang, True), (town.yu, True), (town.xu, False)):
        told = at_desk(post).get("/registers/candidates/")
        assert (told.status_code == 200 and offered.title in told.content.decode()) == sees, post
