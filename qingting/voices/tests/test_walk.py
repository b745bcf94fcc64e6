"""The whole life of a voice, and each way it may take."""

from datetime import date

import pytest

from qingting.docket.ledger import verify
from qingting.docket.models import Event, Notice
from qingting.docket.process import Refused
from qingting.voices.confidence import FORGOTTEN, Identity
from qingting.voices.intake import already, file, put_down, tell_who
from qingting.voices.models import Said, Voice

ONCE = "0123456789abcdef" * 2


def refused(v, name, actor, why="", **given):
    with pytest.raises(Refused) as told:
        v.take(name, actor, why, **given)
    return str(told.value)


def test_from_the_word_at_the_door_to_the_conclusion(town, on):
    on("2026-03-02")
    v = town.voice()
    assert (v.state, v.number, v.keeper, v.title) == (
        "raised",
        "Q26-0302-0001",
        town.street,
        "清河街道老街口的井盖坏了，晚上看不见，老人摔了两次",
    )
    v = town.handle(v)
    assert v.state == "concluded" and v.concluded_on == date(2026, 3, 2)
    assert [event.step for event in v.events.order_by("pk")] == [
        "speak_up", "accept", "assign", "sign", "answer", "check", "rate", "conclude",
    ]  # fmt: skip
    assert verify(town.congress) is None


def test_the_deputy_is_told_of_every_voice_to_him(town):
    v = town.voice()
    assert Notice.objects.filter(event__matter=v, person=town.lin.person).count() == 1
    assert not Notice.objects.filter(event__matter=v, person=town.he.person).exists()


def test_a_form_that_comes_twice_makes_one_voice(town):
    first = put_down(town.congress, ONCE, what="路灯坏了。")
    again = put_down(town.congress, ONCE, what="路灯坏了两盏。")
    assert first.pk == again.pk and again.text == "路灯坏了两盏。" and Said.objects.count() == 1
    one, two = file(again, again.receipt, ONCE), file(again, again.receipt, ONCE)
    assert one.pk == two.pk and already(ONCE).number.endswith("-0001")
    with pytest.raises(Refused, match="已经收到，回执号 Q"):
        put_down(town.congress, ONCE, what="路灯坏了三盏。")
    assert Voice.objects.count() == 1 and Event.objects.filter(step="speak_up").count() == 1


def test_what_is_graded_for_the_district_goes_by_the_coordinator(town):
    v = town.handle(town.voice(), upto="accept", grade="district")
    assert "区级部门办理" in refused(v, "assign", town.xu, handler=town.roads)
    assert town.handle(v, grade="district").state == "concluded"


def test_what_can_be_settled_at_once_needs_no_organ(town):
    v = town.handle(town.voice(), upto="settle", grade="on_the_spot")
    assert v.state == "checked" and v.given_answer


def test_what_does_not_belong_here_is_told_where_to_go(town):
    v = town.voice("法院判决不公，要求重审。")
    v.take("explain", town.xu, elsewhere="court", answer="请在上诉期内向上一级人民法院提出。")
    assert v.state == "explained" and Voice.objects.get(pk=v.pk).given_answer


def test_only_the_coordinator_moves_it_to_another_sub_district(town):
    v = town.voice()
    v.take("ask_transfer", town.xu, "不在本街道")
    assert refused(v, "redirect", town.xu, keeper=town.office)
    v.take("redirect", town.wang, keeper=town.office)
    assert Voice.objects.get(pk=v.pk).keeper == town.office and v.state == "raised"
    assert refused(v, "accept", town.xu, title="井盖", grade="subdistrict")


def test_a_word_not_solved_reopens_it_once_by_itself(town):
    v = town.handle(town.voice(), upto="rate", solved="no", result_rating="dissatisfied")
    assert (v.state, v.round, v.answer, v.solved) == ("assigned", 2, "", "")
    v = town.handle(v, upto="rate", solved="no", result_rating="dissatisfied")
    assert v.state == "rated" and "重办过一次" in refused(v, "reopen", v.receipt)
    v.take("conclude", town.xu)
    assert Voice.objects.get(pk=v.pk).solved == "no"  # handled, and not solved: two facts


def test_without_an_organ_it_goes_back_to_the_keeper(town):
    v = town.handle(town.voice(), upto="settle", grade="on_the_spot")
    v.take("rate", v.receipt, process_rating="fair", result_rating="dissatisfied", solved="no")
    assert Voice.objects.get(pk=v.pk).state == "accepted"


def test_a_pause_keeps_the_days_that_were_left(town, on):
    on("2026-03-02")
    v = town.handle(town.voice(), upto="sign")
    due = v.deadlines.get(clock="answering").due_on
    on("2026-03-06")
    assert "今天以后" in refused(v, "pause", town.qian, "等备件", resumes_on=date(2026, 3, 6))
    assert "最多暂停到" in refused(v, "pause", town.qian, "等备件", resumes_on=date(2026, 12, 1))
    v.take("pause", town.qian, "等备件", resumes_on=date(2026, 3, 20))
    on("2026-03-17")
    v.take("resume", town.qian)
    left = v.deadlines.get(clock="resting")
    assert (left.due_on - date(2026, 3, 17)).days == (due - date(2026, 3, 6)).days
    assert left.ruling["layer"] == "P" and "剩余" in left.ruling["basis"]


def test_those_who_said_the_same_are_all_answered_and_each_rates(town):
    lead, other = town.voice(), town.voice("老街口没有井盖，太危险。")
    other.take("merge", town.xu, merged_into=lead)
    assert "还没有答复" in refused(other, "share", town.xu, outcome="solved", answer="好了")
    town.handle(lead, upto="check")
    other = Voice.objects.get(pk=other.pk)
    assert other.state == "checked" and other.answer == "井盖已经换好，并加了反光条。"
    other.take("rate", other.receipt, process_rating="fair", result_rating="fair", solved="partly")
    assert Voice.objects.get(pk=lead.pk).state == "checked"


def test_one_voice_with_several_matters_is_parted(town):
    v = town.handle(town.voice("井盖坏了；路灯也不亮。"), upto="accept")
    assert "这一步会自己走" in refused(v, "part", town.xu)
    parts = []
    for title in ("井盖损坏", "路灯不亮"):
        part = Voice.objects.create(
            receipt=v.receipt, keeper=v.keeper, coordinator=v.coordinator, source=v.matter_ptr, title=title, text=title
        )
        part.take("part_off", town.xu, title=title, grade="subdistrict")
        parts.append(part)
    v = Voice.objects.get(pk=v.pk)
    assert v.state == "split" and "尚未办结" in refused(v, "gather", town.xu, outcome="solved", answer="都好了")
    for part in parts:
        town.handle(part)
    v.take("gather", town.xu, outcome="solved", answer="都好了")
    assert v.state == "checked"


# ---- Who he is


def test_his_identity_is_opened_by_a_named_post_for_a_reason(town):
    v = town.voice()
    assert "没有留下身份" in refused(v, "look", town.xu, "核实地点")
    tell_who(v.receipt, name="周大妈", telephone="13812345678", wish="telephone")
    assert "须说明理由" in refused(v, "look", town.xu)
    v.take("look", town.xu, "核实地点")
    assert v.events.last().words.said == {"note": "核实地点"}
    town.handle(v, upto="sign")
    v = Voice.objects.get(pk=v.pk)
    assert "没有同意" in refused(v, "look_as_handler", town.qian, "上门维修")
    v.take("consent", v.receipt, shares="handler")
    v.take("look_as_handler", town.qian, "上门维修")
    assert "没有同意" in refused(v, "look_as_deputy", town.lin, "走访")
    v.take("take_back", v.receipt)
    assert "已经收回" in refused(v, "look", town.xu, "告知结果") and not Identity.objects.get().sealed


def test_what_is_kept_cannot_be_read_without_the_key(town, settings):
    identity = tell_who(town.voice().receipt, name="周大妈", telephone="138 1234 5678")
    kept = Identity.objects.get()
    assert kept.open() == {"name": "周大妈", "telephone": "138 1234 5678"}
    assert "周大妈" not in kept.sealed and "1381234" not in kept.sealed and kept.mark == identity.mark
    again = tell_who(town.voice().receipt, name="", telephone="+86 13812345678")
    assert again.mark == kept.mark  # the same telephone, however it is written


def test_to_be_forgotten_leaves_the_count_and_the_seals(town):
    v = town.voice("我叫周淑芬，电话13812345678，老街口井盖坏了。")
    tell_who(v.receipt, name="周淑芬", telephone="13812345678")
    assert "请先撤回" in refused(v, "forget", v.receipt)
    town.handle(v)
    v = Voice.objects.get(pk=v.pk)
    v.take("forget", v.receipt)
    v = Voice.objects.get(pk=v.pk)
    assert (v.title, v.text, v.place, v.answer) == (str(FORGOTTEN), "", "", "")
    assert not any(said.sealed for said in Said.objects.all()) and not Identity.objects.get().sealed
    assert verify(town.congress) is None and Voice.objects.filter(events__step="speak_up").count() == 1


def test_the_random_recheck_is_asked_half_a_year_later(town, on):
    on("2026-03-02")
    v = town.handle(town.voice())
    assert "回访自" in refused(v, "draw", town.wang)
    on("2026-09-03")
    assert "没有抽中" in refused(v, "say_again", v.receipt, solved_later="no")
    v.take("draw", town.wang)
    v.take("say_again", v.receipt, solved_later="no")
    assert "没有抽中回访，或者已经" in refused(v, "say_again", v.receipt, solved_later="yes")
