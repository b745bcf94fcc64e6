"""Each *no*: what is missing, in the sentence that the clerk or the resident reads, and nothing is done."""

import re
from datetime import date

import pytest

from qingting.docket.models import Deadline, Event, Notice, Part, Words
from qingting.docket.process import Refused
from qingting.voices.confidence import Identity, Said
from qingting.voices.models import Voice
from qingting.voices.process import VoiceProcess
from qingting.voices.tests.doings import ANSWER, CONTENT, FIT, UNSOLVED, anew, known, merged, parted, said, shown

CASES = {}


def case(name, guard, sentence):
    """A situation in which this guard alone stands in the way: it gives the voice, the actor, and what he fills in."""

    def register(situation):
        CASES.setdefault((name, guard), []).append((sentence, situation))
        return situation

    return register


def by_hand(v, **changed):
    """What no step can bring about: a slip in the database, or what a machine or a colleague has noted."""
    Voice.objects.filter(pk=v.pk).update(**changed)
    return anew(v)


# Who can settle it.


@case("settle", "need", "分级为“街道办理”，请按这一级办；要改分级，先更正")
def it_is_graded_for_the_street(town, on):
    return town.handle(town.voice(), upto="accept"), town.xu, ANSWER


@case("assign", "need", "分级为“区级部门办理”，请按这一级办；要改分级，先更正")
def it_is_graded_for_the_district(town, on):
    return town.handle(town.voice(), upto="accept", grade="district"), town.xu, {"handler": town.roads}


@case("refer", "need", "分级为“当场能答复”，请按这一级办；要改分级，先更正")
def it_can_be_answered_on_the_spot(town, on):
    return town.handle(town.voice(), upto="accept", grade="on_the_spot"), town.xu, {}


@case("assign", "need", "分级为“未分级”，请按这一级办；要改分级，先更正")
def it_came_back_from_a_merger_without_a_grade(town, on):
    _lead, other = merged(town)
    other.take("unmerge", town.xu, "不是一回事")
    return other, town.xu, {"handler": town.roads}


# What hangs on another matter.


@case("part", "what_arose_from_it", "由此产生的那一件提出以后，这一步会自己走")
def nothing_was_parted_off(town, on):
    return town.handle(town.voice(), upto="accept"), town.xu, {}


@case("convert", "what_arose_from_it", "由此产生的那一件提出以后，这一步会自己走")
def the_suggestion_is_a_draft(town, on):
    v = town.voice()
    town.suggestion(source=v.matter_ptr)
    return v, town.lin, {}


@case("share", "the_lead_answered", "并入的那一件还没有答复")
def the_first_has_no_answer(town, on):
    lead, other = merged(town)
    town.handle(lead, upto="answer")
    return other, town.xu, ANSWER


@case("share", "the_lead_answered", "并入的那一件已经撤回，请撤销并案后单独办")
def the_first_was_withdrawn(town, on):
    lead, other = merged(town)
    lead.take("withdraw", lead.receipt)
    return other, town.xu, ANSWER


@case("report", "an_end_to_what_arose_from_it", "由此产生的事项尚未办结")
def the_suggestion_is_not_closed(town, on):
    v = town.voice()
    town.suggestion(source=v.matter_ptr).take("file", town.lin)
    return v, town.xu, ANSWER


@case("gather", "an_end_to_what_arose_from_it", "由此产生的事项尚未办结")
def one_part_is_not_concluded(town, on):
    v = town.handle(town.voice(), upto="accept")
    town.handle(parted(town, v))
    parted(town, anew(v))
    return v, town.xu, ANSWER


# Handling.


@case("decline", "the_window_for_returning", "申请退办的期限已过，须由承办单位办理")
def four_working_days_later(town, on):
    v = town.handle(town.voice(), upto="assign")
    on("2026-03-06")
    return v, town.qian, {}


@case("decline", "the_window_for_returning", "退办已经裁定，须按裁定办理")
def it_was_ruled_that_they_must(town, on):
    v = town.handle(town.voice(), upto="assign")
    v.take("decline", town.qian, "不归交通局管")
    v.take("overrule", town.wang, "路面归交通局管")
    return v, town.qian, {}


@case("pause", "time_left", "答复期限 2026-03-16 已过，不能再暂停，请尽快答复")
def the_day_to_answer_is_past(town, on):
    v = town.handle(town.voice(), upto="sign")
    on("2026-03-17")
    return v, town.qian, {"resumes_on": date(2026, 3, 20)}


# Rating, and what follows.


@case("lapse", "a_rating_overdue", "评价期限未满")
def the_last_day_to_rate(town, on):
    v = town.handle(town.voice(), upto="check")
    on("2026-03-17")
    return v, town.xu, {}


@case("reopen", "unsolved", "没有评为“没有解决”")
def it_was_solved(town, on):
    v = town.handle(town.voice(), upto="rate")
    return v, v.receipt, {}


@case("reopen_here", "unsolved", "没有评为“没有解决”")
def it_was_solved_on_the_spot(town, on):
    v = town.handle(town.voice(), upto="settle", grade="on_the_spot")
    v.take("rate", v.receipt, **CONTENT | {"solved": "partly"})
    return v, v.receipt, {}


@case("reopen", "the_first_time", "已经重办过一次，由街道人大工委说明情况后办结")
def a_second_time(town, on):
    v = town.handle(town.handle(town.voice(), upto="rate", **UNSOLVED), upto="rate", **UNSOLVED)
    return v, v.receipt, {}


@case("reopen_here", "the_first_time", "已经重办过一次，由街道人大工委说明情况后办结")
def a_second_time_on_the_spot(town, on):
    v = town.voice()
    for _ in range(2):
        v = town.handle(v, upto="settle", grade="on_the_spot")
        v.take("rate", v.receipt, **UNSOLVED)
    return v, v.receipt, {}


@case("reopen", "a_handler", "没有承办单位，由街道人大工委重新受理")
def nobody_has_handled_it(town, on):
    v = town.handle(town.voice(), upto="settle", grade="on_the_spot")
    v.take("rate", v.receipt, **CONTENT)
    return by_hand(v, solved="no"), v.receipt, {}


@case("reopen_here", "no_handler", "有承办单位，由其重办")
def an_organ_has_handled_it(town, on):
    v = town.handle(town.voice(), upto="rate")
    return by_hand(v, solved="no"), v.receipt, {}


@case("conclude", "nothing_to_reopen", "反映人说没有解决，须先重办一次")
def it_was_not_solved_and_not_begun_again(town, on):
    return by_hand(town.handle(town.voice(), upto="rate"), solved="no"), town.xu, {}


@case("draw", "half_a_year_since", "回访自 2026-09-02 起")
def a_day_too_soon(town, on):
    v = town.handle(town.voice())
    on("2026-09-01")
    return v, town.wang, {}


@case("draw", "not_drawn_yet", "已经抽中过回访")
def drawn_before(town, on):
    return drawn(town, on), town.wang, {}


@case("say_again", "being_drawn", "没有抽中回访，或者已经回答过")
def nobody_has_asked_him(town, on):
    v = town.handle(town.voice())
    on("2026-09-02")
    return v, v.receipt, {"solved_later": "yes"}


@case("say_again", "being_drawn", "没有抽中回访，或者已经回答过")
def he_has_answered(town, on):
    v = drawn(town, on)
    v.take("say_again", v.receipt, solved_later="no")
    return v, v.receipt, {"solved_later": "yes"}


def drawn(town, on):
    v = town.handle(town.voice())
    on("2026-09-02")
    v.take("draw", town.wang)
    return v


# Who he is, and what he told.


@case("forget", "everything_over", "还有没办完的：Q26-0302-0001。要删，请先撤回")
def it_is_being_handled(town, on):
    v = town.handle(town.voice(), upto="sign")
    return v, v.receipt, {}


@case("forget", "everything_over", "还有没办完的：Q26-0302-0001、Q26-0302-0001-2。要删，请先撤回")
def one_of_its_parts_is_being_handled(town, on):
    v = town.handle(town.voice(), upto="accept")
    over, _open = parted(town, v), parted(town, anew(v))
    Voice.objects.filter(pk=over.pk).update(number=f"{v.number}-1")
    Voice.objects.filter(pk=_open.pk).update(number=f"{v.number}-2")
    over = town.handle(anew(over))
    return over, over.receipt, {}


@case("look", "someone_to_know", "反映人没有留下身份和联系方式，或者已经收回")
def he_has_not_said_who_he_is(town, on):
    return town.voice(), town.xu, {}


@case("look_above", "someone_to_know", "反映人没有留下身份和联系方式，或者已经收回")
def he_has_taken_it_back(town, on):
    v = known(town)
    v.take("take_back", v.receipt)
    return v, town.sun, {}


@case("look_as_deputy", "someone_to_know", "反映人没有留下身份和联系方式，或者已经收回")
def the_deputy_may_know_and_there_is_nothing(town, on):
    v = town.voice()
    v.take("consent", v.receipt, shares="both")
    return v, town.lin, {}


@case("look_as_handler", "someone_to_know", "反映人没有留下身份和联系方式，或者已经收回")
def the_handler_may_know_and_there_is_nothing(town, on):
    v = town.handle(town.voice(), upto="sign")
    v.take("consent", v.receipt, shares="both")
    return v, town.qian, {}


@case("look_as_deputy", "consent_for_deputies", "反映人没有同意让代表知道他是谁")
def only_the_handler_may_know(town, on):
    v = known(town)
    v.take("consent", v.receipt, shares="handler")
    return v, town.lin, {}


@case("look_as_handler", "consent_for_handlers", "反映人没有同意让承办单位知道他是谁")
def he_has_thought_better_of_it(town, on):
    v = town.handle(known(town), upto="sign")
    v.take("consent", v.receipt, shares="both")
    v.take("consent", v.receipt, shares="deputy")
    return v, town.qian, {}


# What everyone may read.


@case("redact", "nothing_for_a_few_eyes", "这一类不公开：反映公职人员")
def it_is_about_an_official(town, on):
    return by_hand(town.handle(town.voice()), hold="official"), town.xu, FIT


@case("publish", "nothing_for_a_few_eyes", "这一类不公开：涉嫌违法犯罪")
def a_crime_was_seen_after_the_texts_were_fit(town, on):
    v = town.handle(town.voice())
    v.take("redact", town.xu, **FIT)
    return by_hand(v, hold="crime"), town.xu, {}


@case("publish", "a_view_fit_to_show", "须先核定公开的文本")
def nobody_has_read_it_for_names(town, on):
    return town.handle(town.voice()), town.xu, {}


@case("publish", "no_stale_answer", "已有答复，须先核定公开的答复")
def the_answer_came_later(town, on):
    v = town.handle(town.voice(), upto="sign")
    v.take("redact", town.xu, **FIT | {"public_answer": ""})
    return town.handle(v, upto="check"), town.xu, {}


@case("publish", "not_public_yet", "已经公开；再次核定的文本随即换上")
def everyone_reads_it_already(town, on):
    return shown(town), town.xu, {}


@case("unpublish", "what_is_public", "还没有公开")
def nobody_reads_it_yet(town, on):
    return town.handle(town.voice()), town.xu, {}


def test_no_guard_of_the_page_was_left_out():
    guards = {(step.name, need.__name__) for step in VoiceProcess.steps.values() for need in step.needs}
    assert set(CASES) == guards


NAMED = [(name, guard, sentence, situation) for (name, guard), told in CASES.items() for sentence, situation in told]


@pytest.mark.parametrize("name, guard, sentence, situation", NAMED, ids=[f"{n}-{s.__name__}" for n, _g, _s, s in NAMED])
def test_no_and_why(town, on, name, guard, sentence, situation):
    on("2026-03-02")
    v, actor, given = situation(town, on)
    v = anew(v)
    step = v.process.steps[name]
    need = next(need for need in step.needs if need.__name__ == guard)
    before = town_books()
    with pytest.raises(Refused) as refusal:
        v.take(name, actor, "理由" if step.why else "", **given)
    assert town_books() == before
    assert str(refusal.value) == sentence == need(anew(v)) == step.why_not(anew(v), actor)  # the button says the same


def town_books():
    """Everything that a half-done step would leave behind."""
    kinds = (Voice, Said, Identity, Event, Words, Part, Deadline, Notice)
    return [list(kind.objects.order_by("pk").values_list()) for kind in kinds]


# ---- What is filled in


def refused(v, name, actor, why="", **given):
    before = town_books()
    with pytest.raises(Refused) as told:
        v.take(name, actor, why, **given)
    assert town_books() == before
    return str(told.value)


def test_every_step_with_a_reason_refuses_without_one(town, on):
    on("2026-03-02")
    v = known(town)
    ways = {"look": town.xu, "look_above": town.sun, "ask_transfer": town.xu}
    for name, actor in ways.items():
        for note in ("", " 　\n"):
            assert refused(v, name, actor, note).endswith("须说明理由")
    assert {name for name, step in v.process.steps.items() if step.why} == {
        *ways, "amend", "decline", "look_as_deputy", "look_as_handler", "overrule", "pause", "send_back", "unmerge", "unpublish",
    }  # fmt: skip


@pytest.mark.parametrize("name", VoiceProcess.steps)
def test_no_step_of_a_residents_asks_for_words(name):
    """What he says stands where it can be erased, and never in a reason or a field of the ledger."""
    step = VoiceProcess.steps[name]
    asked = step.asks(Voice)
    assert step.by.field != "receipt" or not step.why and all(field.is_relation or field.choices for field in asked)


def test_what_a_step_asks_for_it_requires(town, on):
    on("2026-03-02")
    v = town.voice()
    assert refused(v, "accept", town.xu) == "受理须填写“标题”"
    assert refused(v, "accept", town.xu, title="井盖") == "受理须填写“分级”"
    assert refused(v, "explain", town.xu, elsewhere="court", answer="") == "说明去向须填写“答复”"
    assert "moon" in refused(v, "explain", town.xu, elsewhere="moon", answer="请去别处。")
    assert refused(v, "accept", town.xu, title="井盖", grade="heaven").startswith("“分级”")


def test_a_voice_is_merged_neither_into_itself_nor_into_one_that_is_merged(town, on):
    on("2026-03-02")
    lead, other = merged(town)
    third = town.voice("第三个人也说井盖坏了。")
    assert "请并到最前面那一件" in refused(third, "merge", town.xu, merged_into=anew(other))
    assert refused(third, "merge", town.xu, merged_into=anew(third)) == "不能并入自己，请写另一件的编号"


def test_nobody_adds_the_words_of_another(town, on):
    on("2026-03-02")
    mine, theirs = town.voice(), town.voice("路灯不亮。")
    assert refused(mine, "add", mine.receipt, added=said(theirs)) == "只能用这张回执自己说过的话"


def test_a_pause_ends_on_a_day_to_come_and_not_too_late(town, on):
    on("2026-03-02")
    v = town.handle(town.voice(), upto="sign")
    assert "今天以后" in refused(v, "pause", town.qian, "等备件", resumes_on=date(2026, 3, 2))
    longest = re.search(r"最多暂停到 (\S+)", refused(v, "pause", town.qian, "等备件", resumes_on=date(2026, 5, 7)))[1]
    assert longest == "2026-05-06"  # sixty days end on 1 May, and 1 to 5 May are rest days
    v.take("pause", town.qian, "等备件", resumes_on=date(2026, 5, 6))
