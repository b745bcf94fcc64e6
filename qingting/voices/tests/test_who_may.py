"""Every step × every post in town and every receipt: only whoever plays the part is let through, whatever the state."""

from datetime import date

import pytest

from qingting.docket.models import Matter, Part
from qingting.organs.models import Role
from qingting.voices.models import Voice
from qingting.voices.process import VoiceProcess
from qingting.voices.tests.doings import anew, known, shown

# As the work is divided, and not as the page does: who takes which step of a voice to Lin that the street's committee
# keeps, the office coordinates and the roads bureau handles. The resident is whoever holds the receipt.
MAY = {
    "resident": "speak_up rate reopen reopen_here say_again add withdraw consent give_contact take_back forget",
    "lin": "reply hand_on convert look_as_deputy",
    "xu": "enter accept explain ask_transfer settle assign refer merge unmerge part part_off send_back check share report "
    "gather inform lapse conclude look redact publish unpublish amend",
    "wang": "redirect dispatch transfer overrule draw",
    "sun": "look_above",
    "qian": "sign decline pause resume answer look_as_handler",
}
STEPS = VoiceProcess.steps


@pytest.fixture
def v(town):
    town.resident = town.voice().receipt
    return Voice.objects.create(
        receipt=town.resident, title="井盖", text="井盖坏了。", deputy=town.lin.person, keeper=town.street,
        coordinator=town.office, handler=town.roads, concluded_on=date(2025, 9, 1),
    )  # fmt: skip


@pytest.fixture
def actors(town, v):
    """Everyone: the posts of the town, whoever holds the receipt, another's receipt, and one whose time is over."""
    another = town.voice("路灯不亮。").receipt
    ended, _secret = town.receipt()
    ended.until = date(2026, 3, 1)
    return [*town.posts, town.resident, another, ended]


@pytest.fixture(autouse=True)
def monday(on):
    on("2026-03-02")


def test_the_table_names_every_step_once():
    assert sorted(" ".join(MAY.values()).split()) == sorted(STEPS)


@pytest.mark.parametrize("name", STEPS)
def test_nobody_else_may(town, v, actors, name):
    step = STEPS[name]
    (who,) = [getattr(town, who) for who, names in MAY.items() if name in names.split()]
    for state in step.source:
        v.state = state
        for actor in actors:
            no = f"{actor}不能{step.label}"
            assert (step.why_not(v, actor) == no) == (actor is not who), (actor, state)
    for state in set(VoiceProcess.states) - set(step.source):
        v.state = state
        assert step.why_not(v, who) == f"当前为“{v.state_label}”，不能{step.label}"


def test_a_receipt_that_has_ended_and_a_post_that_has_ended_or_not_begun_take_no_step(town, v):
    for who, changed in (
        ("resident", {"until": date(2026, 3, 1)}),
        ("xu", {"until": date(2026, 3, 1)}),
        ("qian", {"since": date(2026, 3, 3)}),
        ("lin", {"suspended_since": date(2026, 3, 2)}),
    ):
        actor = getattr(town, who)
        vars(actor).update(changed)
        for name in MAY[who].split():
            v.state = STEPS[name].source[0]
            assert STEPS[name].why_not(v, actor) == f"{actor}不能{STEPS[name].label}"
    town.resident.until = date(2026, 3, 2)  # the last day is still a day
    v.state = "checked"
    assert STEPS["rate"].why_not(v, town.resident) is None


def test_the_holder_of_one_receipt_wears_no_hat_of_another(town):
    mine, theirs = town.voice(), town.voice("路灯不亮。")
    assert set(Matter.objects.seen_by(mine.receipt)) == {mine.matter_ptr}
    assert not any(step.why_not(theirs, mine.receipt) is None for step in STEPS.values())


def test_the_next_street_the_next_bureau_and_the_next_deputy_see_nothing(town):
    town.handle(town.voice(), upto="sign")
    for post in (town.zhao, town.zhou, town.cai, town.he, town.fang, town.gao):
        assert not Matter.objects.seen_by(post).exists() and not Part.objects.inbox(post).exists(), post


def test_whose_turn_it_is_at_each_step_of_the_plain_way(town):
    v, turns = town.voice(sent=False), []
    actors = {"反映人": v.receipt} | {post.person.name: post for post in town.posts}
    for name in ("accept", "assign", "sign", "answer", "check", "rate", "conclude"):
        if v.state == "draft":
            turns.append([who for who, actor in actors.items() if Part.objects.inbox(actor).exists()])
            v.take("speak_up", v.receipt, told=v.told)
            v = anew(v)
        turns.append([who for who, actor in actors.items() if Part.objects.inbox(actor).exists()])
        v = town.handle(v, upto=name)
    assert turns == [[name] for name in "反映人 徐兰 徐兰 钱进 钱进 徐兰 反映人 徐兰".split()]
    assert not Part.objects.exclude(due_on=None).exists()


def test_who_sees_it_and_from_when_on(town):
    def seen(v):
        actors = {"反映人": v.receipt} | {post.person.name: post for post in town.posts}
        return {who for who, actor in actors.items() if Matter.objects.seen_by(actor).filter(pk=v.pk).exists()}

    keepers, above, handlers = {"徐兰", "邓和"}, {"王敏", "孙立"}, {"钱进", "吴迪"}
    v = town.voice(sent=False)
    assert seen(v) == {"反映人"}
    v.take("speak_up", v.receipt, told=v.told)
    assert seen(v) == {"反映人", "林秀英"} | keepers | above
    v = town.handle(anew(v), upto="assign")
    assert seen(v) == {"反映人", "林秀英"} | keepers | above | handlers
    v.take("decline", town.qian, "归水利局管")
    v.take("transfer", town.wang, handler=town.water)
    assert seen(v) == {"反映人", "林秀英", "赵强", "周平"} | keepers | above
    other = town.voice("路灯不亮。")
    other.take("ask_transfer", town.xu, "不在本街道")
    other.take("redirect", town.wang, keeper=town.office)
    assert seen(anew(other)) == {"反映人", "林秀英"} | above  # the street that gave it away sees it no more


def test_everyone_sees_what_is_public_and_no_longer_when_it_was_withdrawn(town):
    everyone = Part.objects.filter(hat=f"public:{town.congress.pk}:")
    v = shown(town, town.handle(town.voice(), upto="sign"))
    assert everyone.get().matter_id == v.pk
    v.take("withdraw", v.receipt)
    assert not everyone.exists() and not anew(v).public


def test_only_the_keeper_is_shown_the_own_words_and_the_head_of_the_office_opens_nothing_else(town, client):
    v = town.handle(known(town, what="我叫周淑芬，老街口井盖坏了，电话13812345678。"), upto="sign")
    told = {}
    for post in (town.xu, town.deng, town.wang, town.sun, town.lin, town.qian, town.wu):
        client.force_login(post.person.user)
        page = client.get(f"/matters/{v.pk}/").content.decode()
        told[post.person.name] = "13812345678" in page, "/look/" in page, "/look_above/" in page
    assert told == {
        "徐兰": (True, True, False),
        "孙立": (False, False, True),
        **dict.fromkeys("邓和 王敏 林秀英 钱进 吴迪".split(), (False, False, False)),
    }


def test_a_second_clerk_of_the_same_committee_keeps_it_too(town):
    ma = town.seat("马丽", town.street, Role.CLERK)
    v = town.voice()
    assert Part.objects.inbox(ma).get().matter_id == v.pk
    v.take("accept", ma, title="井盖", grade="subdistrict")
