"""Each *no*: what is missing, in the sentence that the clerk reads, and nothing is done."""

from datetime import date

import pytest

from qingting.docket.models import Deadline, Event, Part
from qingting.docket.process import Process, Refused
from qingting.suggestions.models import Cosigning, Extension, Promise, Suggestion
from qingting.suggestions.tests.doings import (
    ANSWER,
    BAD,
    GOOD,
    anew,
    divided,
    gathered,
    invited,
    joint,
    more_time,
    promise,
    reply,
    share,
    supervision,
)  # fmt: skip

CASES = {}


def case(name, guard, sentence):
    """A situation in which this guard alone stands in the way: it gives the matter, the post, and what the post fills in."""

    def register(situation):
        CASES.setdefault((name, guard), []).append((sentence, situation))
        return situation

    return register


# Filing and checking.


@case("suggestion.file", "a_matter_of_fact", "写明具体情况和要求")
def two_words(town, on):
    return town.suggestion(text="　请修路。　　　　　　　　　　　　　　　　　　"), town.lin, {}


@case("suggestion.file", "every_cosigner", "尚有联名代表未确认，可等其确认，或取消邀请")
def an_open_invitation(town, on):
    s = town.suggestion()
    invited(town, s, town.he)
    return s, town.lin, {}


# Handing out.


@case("suggestion.divide", "several_handlers", "须先列明两个以上分办单位")
def one_separate_handler_and_one_co_handler(town, on):
    s = town.walk(town.suggestion(), upto="accept")
    share(s, town.roads, "separate"), share(s, town.funds)
    return s, town.wang, {"is_complex": False}


@case("suggestion.divide", "nothing_joined_to_it", "有建议并入本件，须先撤销并案")
def another_waits_for_its_one_answer(town, on):
    s = town.walk(town.suggestion(), upto="assign")
    other = town.walk(town.suggestion(title="清淤"), upto="accept")
    other.take("join", town.wang, joined_to=s)
    s.take("decline", town.zhao, "属于两个单位")
    s.take("uphold", town.wang)
    s = anew(s)
    share(s, town.water, "separate"), share(s, town.roads, "separate")
    return s, town.wang, {"is_complex": False}


@case("suggestion.assign", "no_separate_handlers", "已列分办单位，请分别交办")
@case("suggestion.propose", "no_separate_handlers", "已列分办单位，请分别交办")
def separate_handlers_are_set_down(town, on):
    s = town.walk(town.suggestion(), upto="accept")
    share(s, town.roads, "separate"), share(s, town.funds, "separate")
    return s, town.wang, {"handler": town.water, "is_complex": False}


@case("suggestion.confirm", "no_objection_in_time", "异议期至 2026-03-05")
def the_last_day_to_object(town, on):
    s = town.walk(town.suggestion(), upto="accept")
    s.take("propose", town.wang, handler=town.water, is_complex=False)
    on("2026-03-05", "23:59")
    return s, town.wang, {}


@case("suggestion.decline", "the_window_for_returning", "申请退办的期限已过，须由主办单位办理")
def eleven_working_days_later(town, on):
    s = town.walk(town.suggestion(), upto="sign")
    on("2026-03-17")
    return s, town.zhao, {}


@case("suggestion.decline", "the_window_for_returning", "退办已经裁定，须按裁定办理")
def once_ruled(town, on):
    s = town.walk(town.suggestion(), upto="assign")
    s.take("decline", town.zhao, "属于交通局")
    s.take("overrule", town.wang, "河道归水利局管")
    return s, town.zhao, {}


@case("suggestion.extend", "the_consent_asked_for", "须由承办单位先申请、代表工作机构同意")
def nobody_has_asked(town, on):
    return town.walk(town.suggestion(), upto="sign"), town.sun, {"is_complex": True}


@case("suggestion.extend", "the_consent_asked_for", "须由承办单位先申请、代表工作机构同意")
def asked_but_denied(town, on):
    s = town.walk(town.suggestion(), upto="sign")
    asked = more_time(s, town)
    asked.take("ask", town.zhao)
    asked.take("deny", town.sun, "工程不难")
    return s, town.sun, {"is_complex": True}


@case("extension.ask", "the_first_limit_not_yet_past", "只能在三个月期满前申请一次")
def three_months_and_a_day(town, on):
    s = town.walk(town.suggestion(), upto="sign")
    on("2026-06-03")
    return more_time(s, town), town.zhao, {}


@case("extension.ask", "the_first_limit_not_yet_past", "只能在三个月期满前申请一次")
def complex_already(town, on):
    return more_time(town.walk(town.suggestion(), upto="sign", is_complex=True), town), town.zhao, {}


@case("extension.grant", "the_first_limit_not_yet_past", "只能在三个月期满前申请一次")
def consent_after_the_limit(town, on):
    asked = more_time(town.walk(town.suggestion(), upto="sign"), town)
    asked.take("ask", town.zhao)
    on("2026-06-03")
    return asked, town.sun, {}


# Answering.


@case("suggestion.draft_answer", "a_talk_with_the_deputy", "答复前须与代表沟通并登记")
def nobody_spoke_with_her(town, on):
    return town.walk(town.suggestion(), upto="sign"), town.zhao, ANSWER


@case("suggestion.draft_answer", "an_opinion_from_each", "尚有会办单位未提出意见：财政局$")
def one_opinion_is_wanting(town, on):
    s = town.suggestion()
    (roads, _funds) = share(s, town.roads), share(s, town.funds)
    s = town.walk(s, upto="contact")
    roads.take("sign", town.qian)
    roads.take("give", town.qian, opinion="桥下净空须留足。")
    return s, town.zhao, ANSWER


@case("suggestion.answer", "a_dated_promise", "结果为“已列入计划，逐步解决”的答复，须先列明承诺事项")
def planned_and_no_day_named(town, on):
    return town.walk(town.suggestion(), upto="draft_answer", result="planned"), town.zhou, {}


@case("suggestion.answer", "a_dated_promise", "结果为“正在解决”的答复，须先列明承诺事项")
def in_progress_and_no_day_named(town, on):
    return town.walk(town.suggestion(), upto="draft_answer", result="in_progress"), town.zhou, {}


@case("suggestion.gather", "an_answer_from_each", "尚有分办单位未答复：交通局$")
def one_separate_answer_is_wanting(town, on):
    s, shares = divided(town)
    reply(town, shares[:1])
    return s, town.wang, ANSWER


@case("suggestion.share", "the_joint_answer", "并入的建议尚未答复")
def the_other_is_not_answered(town, on):
    leading = town.walk(town.suggestion(), upto="sign")
    s = town.walk(town.suggestion(title="清淤"), upto="accept")
    s.take("join", town.wang, joined_to=leading)
    return anew(s), town.zhou, ANSWER


# Rating and what follows.


@case("suggestion.remind", "a_rating_overdue", "评价期限未满")
def the_last_day_to_rate(town, on):
    s = town.walk(town.suggestion(), upto="answer")
    on("2026-03-23")
    return s, town.wang, {}


@case("suggestion.lapse", "a_reminder_in_vain", "须先催评，且催评期满")
def nobody_has_reminded_her(town, on):
    s = town.walk(town.suggestion(), upto="answer")
    on("2026-06-01")
    return s, town.wang, {}


@case("suggestion.lapse", "a_reminder_in_vain", "须先催评，且催评期满")
def reminded_of_the_first_answer_and_not_of_the_second(town, on):
    s = town.walk(town.suggestion(), upto="answer")
    on("2026-04-01")
    s.take("remind", town.wang)
    s.take("rate", town.lin, **BAD)
    s.take("redo", town.wang, "仍有淤塞")
    town.walk(s, upto="answer")
    on("2026-06-01")
    return anew(s), town.wang, {}


@case("suggestion.redo", "dissatisfaction", "没有代表评价“不满意”")
def all_are_content(town, on):
    return town.walk(town.suggestion(), upto="rate"), town.wang, {}


@case("suggestion.redo", "a_lead", "没有主办单位，须重新分别办理")
def several_answered(town, on):
    s, _shares = gathered(town)
    s.take("rate", town.lin, **BAD)
    return s, town.wang, {}


@case("suggestion.redo", "the_first_time", "已重新办理过一次，仍不满意的应当调处")
def a_second_time(town, on):
    s = town.walk(town.suggestion(), upto="rate", **BAD)
    s.take("redo", town.wang, "仍有淤塞")
    return town.walk(anew(s), upto="rate", **BAD), town.wang, {}


@case("suggestion.redivide", "dissatisfaction", "没有代表评价“不满意”")
def all_are_content_with_several(town, on):
    s, _shares = gathered(town)
    s.take("rate", town.lin, **GOOD)
    return s, town.wang, {}


@case("suggestion.redivide", "no_lead", "已有主办单位，由其重新办理")
def one_answered(town, on):
    return town.walk(town.suggestion(), upto="rate", **BAD), town.wang, {}


@case("suggestion.redivide", "the_first_time", "已重新办理过一次，仍不满意的应当调处")
def several_a_second_time(town, on):
    s, shares = gathered(town)
    s.take("rate", town.lin, **BAD)
    s.take("redivide", town.wang, "仍有淤塞")
    reply(town, [anew(one) for one in shares])
    s.take("gather", town.wang, **ANSWER)
    s.take("rate", town.lin, **BAD)
    return anew(s), town.wang, {}


@case("suggestion.mediate", "dissatisfaction", "没有代表评价“不满意”")
def nothing_to_mediate(town, on):
    return town.walk(town.suggestion(), upto="rate"), town.wang, {}


@case("suggestion.mediate", "the_second_time", "第一次不满意，应当先重新办理")
def the_first_dissatisfaction(town, on):
    return town.walk(town.suggestion(), upto="rate", **BAD), town.wang, {}


@case("suggestion.close", "contentment", "有代表评价“不满意”，须重新办理或调处")
def she_is_not_content(town, on):
    return town.walk(town.suggestion(), upto="rate", **BAD), town.wang, {}


@case("suggestion.close", "contentment", "有代表评价“不满意”，须重新办理或调处")
def a_joint_deputy_is_not_content(town, on):
    s, (he,) = joint(town, town.he)
    s = town.walk(s, upto="rate")
    he.take("rate", town.he, **BAD)
    return s, town.wang, {}


@case("suggestion.close", "every_rating", "尚有联名代表未评价，可催评或等待")
def a_joint_deputy_has_not_spoken(town, on):
    s, _ = joint(town, town.he)
    return town.walk(s, upto="rate"), town.wang, {}


@case("cosigning.lapse", "a_rating_overdue", "评价期限未满")
def a_joint_deputy_still_has_time(town, on):
    s, (he,) = joint(town, town.he)
    town.walk(s, upto="rate")
    on("2026-03-23")
    return he, town.wang, {}


@case("suggestion.revisit", "some_months_since", "回访再评自 2026-09-02 起")
def too_soon_to_ask_again(town, on):
    s = town.walk(town.suggestion())
    on("2026-09-01")
    return s, town.lin, {"second_process_rating": "fair", "second_result_rating": "fair"}


@case("suggestion.publish", "a_view_fit_to_show", "须先核定公开的文本")
def nobody_has_read_it_for_names(town, on):
    return town.walk(town.suggestion()), town.wang, {}


@case("suggestion.publish", "a_view_fit_to_show", "代表要求不公开")
def she_asked_for_secrecy(town, on):
    s = town.walk(town.suggestion(confidential=True))
    s.take("redact", town.wang, public_title="疏浚清河", public_text="河道淤积。", public_answer="已清淤。")
    return s, town.wang, {}


def shown(town):
    s = town.walk(town.suggestion())
    s.take("redact", town.wang, public_title="疏浚清河", public_text="河道淤积。", public_answer="已清淤。")
    anew(s).take("publish", town.wang)
    return anew(s)


@case("suggestion.publish", "not_public_yet", "已经公开；再次核定的文本随即换上")
def everyone_reads_it_already(town, on):
    return shown(town), town.wang, {}


@case("suggestion.unpublish", "what_is_public", "还没有公开")
def nobody_reads_it_yet(town, on):
    return town.walk(town.suggestion()), town.wang, {}


# What the other handlers do.


@case("handling.assign", "being_handed_out", "代表建议尚未交办")
def a_share_by_itself(town, on):
    return share(town.walk(town.suggestion(), upto="accept"), town.roads), town.wang, {}


@case("handling.contact", "a_separate_handler", "会办单位的意见交主办单位")
def a_co_handler_calls_on_her(town, on):
    return signed(town, "co"), town.qian, {"contacted_on": date(2026, 3, 2)}


@case("handling.reply", "a_separate_handler", "会办单位的意见交主办单位")
def a_co_handler_answers_her(town, on):
    return signed(town, "co"), town.wu, {"result": "solved", "opinion": "已办成。"}


@case("handling.reply", "a_talk_with_the_deputy", "答复前须与代表沟通并登记")
def a_separate_handler_has_not_called(town, on):
    return signed(town, "separate"), town.wu, {"result": "solved", "opinion": "已办成。"}


@case("handling.give", "a_co_handler", "分办单位应当直接答复")
def a_separate_handler_gives_an_opinion(town, on):
    return signed(town, "separate"), town.qian, {"opinion": "无异议。"}


@case("handling.redo", "being_handed_out", "代表建议尚未交办")
def nobody_asked_for_it_again(town, on):
    _s, shares = gathered(town)
    return shares[1], town.wang, {}


@case("handling.stop", "no_more_to_do", "代表建议仍在办理")
def it_goes_on(town, on):
    return signed(town, "co"), town.wang, {}


@case("handling.end", "its_withdrawal", "代表建议没有撤回")
def nobody_withdrew_it(town, on):
    return signed(town, "co"), town.lin, {}


@case("extension.end", "its_withdrawal", "代表建议没有撤回")
def nobody_withdrew_what_needs_time(town, on):
    asked = more_time(town.walk(town.suggestion(), upto="sign"), town)
    asked.take("ask", town.zhao)
    return asked, town.lin, {}


@case("keysupervision.end", "its_withdrawal", "代表建议没有撤回")
def nobody_withdrew_what_is_supervised(town, on):
    watched = supervision(town.walk(town.suggestion(), upto="sign"), town)
    watched.take("select", town.wang)
    return watched, town.lin, {}


def signed(town, kind):
    """The roads bureau has signed for its share."""
    s = town.suggestion()
    one = share(s, town.roads, kind)
    share(s, town.funds, kind)
    s = town.walk(s, upto="accept")
    s.take(*("assign", town.wang), **{"handler": town.water, "is_complex": False}) if kind == "co" else s.take(
        "divide", town.wang, is_complex=False
    )
    one = anew(one)
    one.take("sign", town.qian)
    return anew(one)


# Joint deputies and promises.


@case("cosigning.invite", "not_filed_yet", "建议已经提出，不能再改联名")
def too_late_to_sign(town, on):
    s = town.walk(town.suggestion(), upto="file")
    return Cosigning.objects.create(on=s, person=town.he.person, lead=s.lead), town.lin, {}


@case("cosigning.ask_again", "not_filed_yet", "建议已经提出，不能再改联名")
def filed_with_her_name(town, on):
    s, (he,) = joint(town, town.he)
    town.walk(s, upto="file")
    return he, town.lin, {}


@case("cosigning.confirm", "not_filed_yet", "建议已经提出，不能再改联名")
def a_bill_was_made_of_the_draft_meanwhile(town, on):
    s = town.suggestion()
    (he,) = invited(town, s, town.he)
    s.take("convert_bill", town.wang, bill_number="3", converted_on=date(2026, 1, 9))
    return he, town.he, {}


@case("cosigning.hear", "an_answer", "建议尚未答复")
def nothing_to_hear(town, on):
    s, (he,) = joint(town, town.he)
    town.walk(s, upto="contact")
    return anew(he), town.zhou, {}


@case("cosigning.hear_from_office", "an_answer", "建议尚未答复")
def nothing_to_hear_from_the_office(town, on):
    s, (he,) = joint(town, town.he)
    town.walk(s, upto="contact")
    return anew(he), town.wang, {}


@case("promise.make", "the_answer", "承诺随答复一并作出")
def a_promise_before_its_answer(town, on):
    s = town.walk(town.suggestion(), upto="contact")
    return promise(s, town), town.zhou, {}


@case("promise.make_for_them", "the_answer", "承诺随答复一并作出")
def a_promise_for_them_before_its_answer(town, on):
    return promise(town.walk(town.suggestion(), upto="accept"), town), town.wang, {}


@case("promise.confirm_for", "silence", "代表的确认期限未满")
def she_still_has_time_to_look(town, on):
    s = town.walk(town.suggestion(), upto="draft_answer", result="planned")
    kept = promise(s, town)
    s.take("answer", town.zhou)
    kept.take("fulfil", town.zhou, proof="验收报告")
    on("2026-03-30")
    return kept, town.wang, {}


def guards():
    """Every guard of every step of every process of suggestions."""
    return {
        (f"{p.model._meta.model_name}.{step.name}", need.__name__)
        for p in Process.all
        if p.model._meta.app_label == "suggestions"
        for step in p.steps.values()
        for need in step.needs
    }


def test_every_guard_of_every_process_has_its_case():
    assert set(CASES) == guards()


NAMED = [(name, guard, sentence, situation) for (name, guard), told in CASES.items() for sentence, situation in told]


@pytest.mark.parametrize("name, guard, sentence, situation", NAMED, ids=[f"{n}-{s.__name__}" for n, _g, _s, s in NAMED])
def test_no_and_why(town, on, name, guard, sentence, situation):
    on("2026-03-02")
    matter, post, given = situation(town, on)
    matter = anew(matter)
    step = matter.process.steps[name.split(".")[1]]
    need = next(need for need in step.needs if need.__name__ == guard)
    before = town_books()
    with pytest.raises(Refused, match=sentence) as refusal:
        matter.take(step.name, post, "理由", **given)
    assert town_books() == before
    assert str(refusal.value) == need(anew(matter)) == step.why_not(anew(matter), post)  # the button says the same


def town_books():
    """Everything that a half-done step would leave behind."""
    kinds = (Suggestion, Cosigning, Extension, Promise, Event, Part, Deadline)
    return [list(kind.objects.order_by("pk").values_list()) for kind in kinds]


def test_a_reason_is_asked_for_where_one_is_owed(town, on):
    """Every step with a reason refuses without one, also when it is only blanks."""
    on("2026-03-02")
    s = town.walk(town.suggestion(), upto="assign")
    for note in ("", " 　\n"):
        with pytest.raises(Refused, match="申请退办须说明理由"):
            s.take("decline", town.zhao, note)


def test_what_a_step_asks_for_it_requires(town, on):
    on("2026-03-02")
    s = town.walk(town.suggestion(), upto="file")
    with pytest.raises(Refused, match="审查立案须填写“分类”"):
        s.take("accept", town.wang)
    with pytest.raises(Refused, match="不作为建议办理须填写“可以走的途径”"):
        s.take("refuse", town.wang, ground="case")
    with pytest.raises(Refused, match="“分类”"):
        s.take("accept", town.wang, category="weather")
    assert anew(s).state == "filed" and s.events.count() == 1
