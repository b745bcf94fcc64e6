"""Both ways round: a suggestion becomes a procuratorial one, a procuratorial one a deputy's; and both sides see one state."""

import pytest
from django.test import Client

from conftest import at_once
from qingting.docket.ledger import verify
from qingting.docket.models import Matter, Notice, Part
from qingting.docket.process import Refused
from qingting.organs.models import Role
from qingting.procuratorate.models import OVER, ProcuratorialSuggestion, Referral
from qingting.procuratorate.tests.doings import (
    WAY,
    anew,
    drafted,
    flagged,
    offered,
    own,
    referred,
    taken_up,
    walk,
)
from qingting.suggestions.models import Suggestion


@pytest.fixture(autouse=True)
def monday(on):
    on("2026-03-02")


@pytest.fixture
def page(client):
    def look(post, matter):
        client.force_login(post.person.user)
        return client.get(matter.get_absolute_url()).content.decode()

    return look


def steps_of(matter):
    return " ".join(event.step for event in matter.events.order_by("pk"))


def test_from_the_clue_to_the_decision(town):
    s = town.walk(town.suggestion(), upto="assign")
    p = walk(town, flagged(town, s))
    assert (p.state, p.number, p.source_id) == ("reported", "公益2026-0001", s.pk)
    assert steps_of(p) == f"flag {' '.join(WAY)}"
    assert not Part.objects.filter(matter=p).exclude(due_on=None).exists()
    assert verify(town.congress) is None


def test_the_suggestion_itself_goes_on_and_is_not_moved(town):
    s = town.walk(town.suggestion(), upto="assign")
    head = s.head
    p = walk(town, flagged(town, s), upto="receive")
    assert Suggestion.objects.get(pk=s.pk).head == head
    assert town.walk(Suggestion.objects.get(pk=s.pk)).state == "closed"
    assert walk(town, anew(p)).state == "reported"


@pytest.mark.parametrize("upto, label", [("forward", "已转交检察院，待评估"), ("receive", "正在整改，待回复")])
def test_both_sides_see_one_state(town, page, upto, label):
    """On the suggestion's page stands how far the clue has come; on the clue's, how far the suggestion has."""
    s = town.walk(town.suggestion(), upto="sign")
    p = walk(town, flagged(town, s), upto=upto)
    for post in (town.lin, town.wang, town.zhao):
        assert f"检察建议 公益2026-0001</b>{label}" in page(post, s).replace("</a>", ""), post
    for post in (town.wang, town.shi, town.yan, town.pan):
        assert "已签收，待答复" in page(post, p), post


def test_who_is_asked_to_put_right_what_he_handles_is_told_that_it_is_one_thing(town, page):
    s = town.walk(town.suggestion(), upto="sign")
    p = walk(town, flagged(town, s), upto="issue")
    told = "水利局也是来源事项的承办单位"
    assert told in page(town.zhao, p) and told in page(town.wang, p)
    other = walk(town, own(town), upto="issue")
    assert told not in page(town.zhao, other)
    roads = walk(
        town, flagged(town, town.walk(town.suggestion(title="修路"), upto="assign", handler=town.roads)), upto="issue"
    )
    assert told not in page(town.zhao, roads)


def test_a_second_open_clue_from_the_same_matter_is_refused(town, client):
    s = town.walk(town.suggestion(), upto="assign")
    first = flagged(town, s)
    with pytest.raises(Refused, match="已经标记过线索，正在办理：公益2026-0001"):
        flagged(town, s)
    client.force_login(town.wang.person.user)
    said = {"title": "再标一次", "field": "food", "facts": "情况", "ground": "理由"}
    told = client.post(f"/procuratorate/flag/{s.pk}/", said)
    assert (
        told.status_code == 422
        and "正在办理：公益2026-0001" in told.content.decode()
        and "再标一次" in told.content.decode()
    )
    assert ProcuratorialSuggestion.objects.filter(source=s.pk).exclude(state="draft").count() == 1
    walk(town, first, upto="forward").take("refuse", town.shi, assessment="未发现违法履职")
    assert client.post(f"/procuratorate/flag/{s.pk}/", said).status_code == 302  # the first one is over


def test_where_no_case_is_opened_the_reason_stays_and_nobody_has_a_turn(town, page):
    p = walk(town, flagged(town), upto="forward")
    p.take("refuse", town.shi, assessment="已在整治，公益未受侵害")
    p = anew(p)
    assert p.state == "no_case" and not p.parts.exclude(due_on=None).exists()
    for post in (town.wang, town.pan, town.yan):
        assert "已在整治，公益未受侵害" in page(post, p)


def test_an_objection_is_re_examined_and_may_be_upheld_revised_or_withdrawn(town):
    cases = (
        ("uphold", {}, "rectifying"),
        ("revise", {"demand": "改为六十日内清理"}, "rectifying"),
        ("revoke", {}, "withdrawn"),
    )
    for name, said, state in cases:
        p = walk(town, own(town), upto="receive")
        due = p.last_debt("replying").due_on
        p.take("object", town.zhao, "河岸归城管局管理")
        assert Part.objects.inbox(town.yan).filter(matter=p).exists()
        anew(p).take(name, town.yan, "已复核", **said)
        p = anew(p)
        assert p.state == state
        debt = p.last_debt("replying")
        assert debt.due_on == due and (debt.met_id is None) == (state == "rectifying")
        assert state == "rectifying" or p.owed_on is None


def test_without_a_reply_in_time_the_procuratorate_decides_and_may_sue(town, on):
    p = walk(town, own(town), upto="receive")
    on("2026-05-06")
    with pytest.raises(Refused, match="书面回复的期限未满"):
        p.take("decide_unanswered", town.yan, outcome="sued", decision="逾期未回复")
    on("2026-05-07")  # two months end on Saturday 2 May; 1 to 5 May are rest days, the 6th is the last day
    p.take("acknowledge", town.pan)  # the copies
    p.take("warn", town.yan, "逾期未回复，亦未整改")
    assert Part.objects.inbox(town.pan).get().matter_id == p.pk
    p.take("acknowledge", town.pan)
    assert not Part.objects.inbox(town.pan).exists()
    p.take("decide_unanswered", town.yan, outcome="sued", decision="逾期未回复，河岸仍有垃圾")
    p = walk(town, anew(p))
    assert (p.state, p.outcome) == ("reported", "sued")


def test_two_clerks_who_flag_it_at_once_make_one_clue(busy_town):
    town = busy_town
    other = town.seat("马丽", town.office, Role.CLERK)
    s = town.walk(town.suggestion(), upto="assign")
    said = {"title": "清河沿岸倾倒", "field": "environment", "facts": "河水发黑。", "ground": "涉及生态环境"}

    def press(post):
        client = Client()
        client.force_login(post.person.user)
        return lambda: client.post(f"/procuratorate/flag/{s.pk}/", said).status_code

    assert sorted(at_once(press(town.wang), press(other))) == [302, 422]
    assert ProcuratorialSuggestion.objects.exclude(state="draft").count() == 1


def test_a_voice_in_the_offices_hands_is_flagged_too_and_names_nobody(town, client, page):
    """A resident's telephone does not go to the procuratorate; the street's own clerk flags nothing."""
    v = town.voice("街口有人偷排污水，我的电话 13800000000。")
    v = town.handle(v, upto="refer", grade="district", title="偷排污水")
    address = f"/procuratorate/flag/{v.pk}/"
    assert address in page(town.wang, v) and address not in page(town.xu, v)
    assert client.get(address).status_code == 404
    client.force_login(town.wang.person.user)
    facts = client.get(address).content.decode().split('id="id_facts"')[1].split("</textarea>")[0]
    assert "偷排污水" in facts and "13800000000" not in facts
    client.post(
        address, {"title": "偷排污水", "field": "environment", "facts": "有人偷排污水。", "ground": "涉及生态环境"}
    )
    p = walk(town, ProcuratorialSuggestion.objects.get(), upto="forward")
    assert (p.keeper, p.source_id) == (town.office, v.pk)
    assert f"检察建议 {p.number}</b>已转交检察院，待评估" in page(town.xu, v).replace("</a>", "")


# ---- The way back


def test_a_procuratorial_suggestion_becomes_a_deputys(town, page):
    p = walk(town, own(town), upto="receive")
    referral = offered(town, p)
    assert Part.objects.inbox(town.lin).get().matter_id == referral.pk
    s = taken_up(town, anew(p))
    p, referral = anew(p), anew(referral)
    assert (s.source_id, p.became, p.state, referral.state) == (p.pk, "建议2026-0001", "rectifying", "converted")
    assert p.events.get(step="convert").data == {"suggestion": "建议2026-0001"}
    assert not referral.parts.exclude(due_on=None).exists()
    s = town.walk(s, upto="sign")
    for post in (town.lin, town.wang, town.zhao):
        assert f"检察建议 {p.number}</b>正在整改，待回复" in page(post, s).replace("</a>", ""), post
    for post in (town.shi, town.pan, town.wang):
        assert f"代表建议 {s.number}</b>已签收，待答复" in page(post, p).replace("</a>", ""), post
    assert walk(town, p).state == "reported"
    assert f"检察建议 {p.number}</b>已处理，已抄送" in page(town.lin, s).replace("</a>", "")
    assert verify(town.congress) is None


def test_the_deputy_begins_from_the_page_and_only_who_was_asked(town, client, page):
    p = walk(town, own(town), upto="receive")
    referral = offered(town, p)
    address = f"/suggestions/new/?source={p.pk}"
    assert address in page(town.lin, referral) and address in page(town.lin, p)
    assert "由检察建议而来" in client.get(address).content.decode()
    for _ in range(2):  # pressed again, it is the same draft
        client.post(address, {"title": "系统治理沿河倾倒"})
    s = Suggestion.objects.get()
    assert s.source_id == p.pk and s.state == "draft"
    for post in (town.he, town.zhao, town.wang, town.shi):
        client.force_login(post.person.user)
        assert client.get(address).status_code == 404, post
        assert address not in page(post, p)


@pytest.mark.parametrize("typed", ["", "0", "-1", "x", "１", "1" * 19, "9" * 400, "\0", "%F0%9F%8C%8A"])
def test_a_source_that_is_none(town, client, typed):
    client.force_login(town.lin.person.user)
    assert client.get(f"/suggestions/new/?source={typed}").status_code == (404 if typed else 200)


def test_a_suggestion_that_was_sent_back_is_filed_again_and_converts_once(town):
    p = walk(town, own(town), upto="receive")
    offered(town, p)
    s = taken_up(town, anew(p))
    s.take("send_back", town.wang, "请写明是哪一段")
    Suggestion.objects.get(pk=s.pk).take("file", town.lin)
    assert anew(p).events.filter(step="convert").count() == 1


def test_a_deputy_who_does_not_take_it_up_gives_it_back_and_sees_it_no_more(town):
    p = walk(town, own(town), upto="receive")
    referral = offered(town, p)
    assert Matter.objects.seen_by(town.lin).filter(pk=p.pk).exists()
    referral.take("give_back", town.lin, "不熟悉这片河段")
    assert not Matter.objects.seen_by(town.lin).filter(pk=p.pk).exists()
    assert Part.objects.inbox(town.wang).filter(matter=referral).exists()
    draft = town.suggestion(title="偷偷提出", source=p.matter_ptr)
    with pytest.raises(Refused, match="不能转为代表建议"):
        draft.take("file", town.lin)
    anew(referral).take("offer", town.wang, lead=town.he.person)
    assert Matter.objects.seen_by(town.he).filter(pk=p.pk).exists()
    anew(referral).take("take_back", town.wang, "代表出差")
    assert not Matter.objects.seen_by(town.he).filter(pk=p.pk).exists()
    anew(referral).take("turn_down", town.wang, "已有同类建议")
    assert anew(referral).state == "refused" and anew(p).state == "rectifying"


# ---- Whose turn it is


def test_whose_turn_it_is_at_each_step(town):
    p, turns = flagged(town), []
    for name in WAY:
        turns.append(
            (name, [post.person.name for post in town.posts if Part.objects.inbox(post).filter(matter=p).exists()])
        )
        p = walk(town, p, upto=name)
    assert turns == [
        ("forward", ["王敏"]), ("open_case", ["石正"]), ("issue", ["严明"]), ("copy", ["赵强", "石正"]), ("receive", ["赵强", "潘岳"]),
        ("answer", ["赵强", "潘岳"]), ("decide", ["严明", "潘岳"]), ("report", ["石正", "潘岳"]),
    ]  # fmt: skip


def test_until_it_is_over_it_is_somebodys_turn_and_then_nobodys(town):
    """From every state that the steps lead to, whether copies are owed or not."""
    for p in (drafted(town, town.suggestion()), own(town)):
        for state in p.process.states:
            for copies, read in ((None, None), (town.procuratorate, None), (None, town.judicial)):
                p.state, p.addressee, p.owes_copies, p.informed = state, town.water, copies, read
                p.recast()
                waits = p.parts.exclude(due_on=None).exists()
                assert waits == (state not in OVER), state


def test_word_goes_to_whoever_is_next(town):
    walk(town, flagged(town), upto="answer")
    kinds = Notice.objects.filter(event__matter__kind="procuratorate.procuratorialsuggestion")
    told = [(n.event.step, n.person.name) for n in kinds.select_related("event", "person").order_by("pk")]
    assert told == [
        ("forward", "石正"), ("open_case", "严明"), ("issue", "赵强"), ("issue", "石正"), ("copy", "潘岳"), ("answer", "严明"),
    ]  # fmt: skip


def test_once_more_is_not_handed_over_and_what_is_not_issued_neither(town):
    p = walk(town, own(town), upto="issue")
    referred(town, p)
    with pytest.raises(Refused, match="已经移送过，代表工作机构正在商请代表"):
        referred(town, p)
    with pytest.raises(Refused, match="检察建议制发以后才能移送"):
        referred(town, own(town))
    Referral.objects.get(state="referred").take("offer", town.wang, lead=town.lin.person)
    taken_up(town, anew(p))
    with pytest.raises(Refused, match="已经转为代表建议：建议2026-0001"):
        referred(town, anew(p))
