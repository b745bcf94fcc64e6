"""The plain way of a suggestion, and each way round."""

from datetime import date

import pytest

from qingting.docket.ledger import verify
from qingting.docket.models import Matter, Notice, Part
from qingting.docket.process import Refused
from qingting.organs.models import Organ, Session
from qingting.suggestions.models import Suggestion
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
)


@pytest.fixture(autouse=True)
def monday(on):
    on("2026-03-02")


def steps_of(matter):
    return " ".join(event.step for event in matter.events.order_by("pk"))


def test_from_filing_to_closing(town):
    s = town.walk(town.suggestion())
    assert s.state == "closed"
    assert steps_of(s) == "file accept assign sign contact draft_answer answer rate close"
    assert s.number == "建议2026-0001"
    assert (s.filed_on, s.closed_on) == (date(2026, 3, 2), date(2026, 3, 2))


def test_word_goes_to_whoever_is_next_and_not_to_who_acted(town):
    town.walk(town.suggestion(), upto="answer")
    told = [(n.event.step, n.person.name) for n in Notice.objects.select_related("event", "person").order_by("pk")]
    assert told == [("file", "王敏"), ("assign", "赵强"), ("draft_answer", "周平"), ("answer", "林秀英")]


# ---- Filing


def test_at_a_session_and_in_recess(town, on):
    sixth = Session.objects.create(term=town.term, number=6, opens_on=date(2026, 1, 6), closes_on=date(2026, 1, 9))
    on("2026-01-09")
    at_the_session = town.walk(town.suggestion(), upto="file")
    on("2026-01-10")
    in_recess = town.walk(town.suggestion(title="修桥"), upto="file")
    assert (at_the_session.occasion, at_the_session.session) == ("session", sixth)
    assert (in_recess.occasion, in_recess.session) == ("recess", None)
    assert [at_the_session.number, in_recess.number] == ["建议2026-0001", "建议2026-0002"]


def test_a_new_year_counts_from_one(town, on):
    town.walk(town.suggestion(), upto="file")
    on("2027-01-04")
    assert town.walk(town.suggestion(title="修桥"), upto="file").number == "建议2027-0001"


def test_a_delegation_may_file(town, client):
    group = Organ.objects.create(name="城关代表团", kind=Organ.Kind.GROUP, parent=town.congress)
    s = town.walk(town.suggestion(delegation=group), upto="file")
    client.force_login(town.wang.person.user)
    assert "城关代表团" in client.get(s.get_absolute_url()).content.decode()


def test_each_joint_deputy_confirms_for_himself_and_again_when_the_words_change(town, client):
    s, (he,) = joint(town, town.he)
    client.force_login(town.lin.person.user)
    client.post(f"/suggestions/{s.pk}/draft/", {"title": s.title, "text": s.text})
    assert anew(he).state == "joined"  # nothing has changed
    client.post(f"/suggestions/{s.pk}/draft/", {"title": s.title, "text": s.text + "并加固堤防。"})
    assert anew(he).state == "invited"
    with pytest.raises(Refused, match="尚有联名代表未确认"):
        s.take("file", town.lin)
    he.take("confirm", town.he)
    s.take("file", town.lin)
    assert Part.objects.inbox(town.he).count() == 0


def test_what_was_sent_back_is_filed_again_under_its_number(town):
    s = town.walk(town.suggestion(), upto="file")
    s.take("send_back", town.wang, "请写明是哪一段河道")
    assert Part.objects.inbox(town.lin).get().matter_id == s.pk
    s = town.walk(anew(s), upto="accept")
    assert (s.state, s.number) == ("accepted", "建议2026-0001")
    assert town.walk(town.suggestion(title="修桥"), upto="file").number == "建议2026-0002"


def test_sent_back_at_the_session_and_filed_in_recess_it_has_the_time_of_the_recess(town, on):
    Session.objects.create(term=town.term, number=6, opens_on=date(2026, 1, 6), closes_on=date(2026, 1, 9))
    on("2026-01-07")
    s = town.walk(town.suggestion(), upto="file")
    s.take("send_back", town.wang, "请写明是哪一段河道")
    on("2026-01-12")
    anew(s).take("file", town.lin)
    assert anew(s).last_debt("assigning").due_on == date(2026, 1, 26)


def test_what_is_not_accepted_is_told_another_way(town, client):
    s = town.walk(town.suggestion(), upto="file")
    s.take("refuse", town.wang, ground="case", other_path="请向清河县人民法院反映")
    client.force_login(town.lin.person.user)
    page = client.get(s.get_absolute_url()).content.decode()
    assert "涉及具体司法案件" in page and "请向清河县人民法院反映" in page
    assert not Part.objects.exclude(due_on=None).exists()


def test_a_bill_becomes_a_suggestion_with_a_number_and_keeps_its_old_one(town):
    s = town.suggestion()
    s.take("convert_bill", town.wang, bill_number="议案第3号", converted_on=date(2026, 1, 9))
    s = anew(s)
    assert (s.state, s.number, s.bill_number) == ("filed", "建议2026-0001", "议案第3号")


# ---- Handing out


def test_a_provisional_assignment_becomes_final_when_nobody_objects(town, on):
    s = town.walk(town.suggestion(), upto="accept")
    s.take("propose", town.wang, handler=town.water, is_complex=False)
    on("2026-03-06")  # the fourth working day
    s.take("confirm", town.wang)
    assert anew(s).state == "assigned" and s.deadlines.filter(clock="answering", met=None).exists()


def test_whoever_agrees_need_not_wait(town):
    s = town.walk(town.suggestion(), upto="accept")
    s.take("propose", town.wang, handler=town.water, is_complex=False)
    s.take("agree", town.zhao)
    s.take("confirm", town.wang)
    assert anew(s).state == "assigned"


def test_an_objection_brings_it_back_and_another_is_found(town):
    s = town.walk(town.suggestion(), upto="accept")
    s.take("propose", town.wang, handler=town.roads, is_complex=False)
    s.take("object", town.qian, "河道不归交通局管")
    s = anew(s)
    assert (s.state, s.handler) == ("accepted", None)
    assert not Matter.objects.seen_by(town.qian).exists()
    assert town.walk(s, upto="sign").handler == town.water


def test_a_wrong_assignment_is_sent_back_and_another_handles_it(town, on):
    s = town.walk(town.suggestion(), upto="assign", handler=town.roads)
    on("2026-03-16")  # the tenth working day
    s.take("decline", town.qian, "河道不归交通局管")
    s.take("uphold", town.wang)
    s = town.walk(anew(s))
    assert s.state == "closed" and s.handler == town.water
    assert [debt.due_on for debt in s.debts if debt.clock == "answering"] == [date(2026, 6, 2), date(2026, 6, 16)]


def test_a_handler_that_was_overruled_handles_it(town):
    s = town.walk(town.suggestion(), upto="assign")
    s.take("decline", town.zhao, "不归水利局管")
    s.take("overrule", town.wang, "河道归水利局管")
    assert town.walk(anew(s)).state == "closed"


def test_a_handler_cannot_pass_it_on_by_itself(town):
    s = town.walk(town.suggestion(), upto="sign")
    for name in ("assign", "propose", "divide"):
        with pytest.raises(Refused):
            s.take(name, town.zhao, handler=town.roads, is_complex=False)


def test_more_time_is_asked_for_before_the_limit_and_granted_by_the_chief(town):
    s = town.walk(town.suggestion(), upto="sign")
    asked = more_time(s, town)
    asked.take("ask", town.zhao)
    assert Part.objects.inbox(town.sun).get().matter_id == asked.pk
    asked.take("grant", town.sun)
    s = anew(s)
    debt = s.last_debt("answering")
    assert s.is_complex and debt.due_on == date(2026, 9, 2)
    assert [moved["was"] for moved in debt.history] == ["2026-06-02"]
    assert s.events.get(step="extend").words.said["note"] == "牵涉上下游三个乡镇"


# ---- Several handlers


def test_co_handlers_give_their_opinions_first(town):
    s = town.suggestion()
    roads = share(s, town.roads)
    s = town.walk(s, upto="contact")
    roads.take("sign", town.qian)
    roads.take("give", town.qian, opinion="桥下净空须留足。")
    assert town.walk(s).state == "closed"


def test_separate_handlers_answer_and_the_office_gathers(town):
    s, _shares = gathered(town)
    s = town.walk(s)
    assert steps_of(s) == "file accept divide gather rate close"


def test_separate_handlers_are_asked_again_though_a_co_handler_said_nothing(town):
    s, shares = divided(town, (town.funds, "co"))
    reply(town, shares)
    s.take("gather", town.wang, **ANSWER)
    s.take("rate", town.lin, **BAD)
    s.take("redivide", town.wang, "仍有淤塞")
    assert [anew(one).state for one in shares] == ["signed", "signed", "assigned"]


# ---- Joining


def join(town, s):
    other = town.walk(town.suggestion(title="清淤", lead=town.lin.person), upto="accept")
    other.take("join", town.wang, joined_to=s)
    return anew(other)


def test_joined_suggestions_have_one_answer_and_each_its_own_rating(town):
    s = town.walk(town.suggestion(), upto="sign")
    other = join(town, s)
    s = town.walk(s, upto="rate", **BAD)
    other = anew(other)
    assert (other.state, other.answer, other.number) == ("answered", s.answer, "建议2026-0002")
    other.take("rate", town.lin, **GOOD)
    assert (anew(s).result_rating, anew(other).result_rating) == ("dissatisfied", "satisfied")


def test_what_was_joined_in_error_goes_its_own_way(town):
    other = join(town, town.walk(town.suggestion(), upto="sign"))
    other.take("unjoin", town.wang, "说的是另一条河")
    other = anew(other)
    assert (other.joined_to, other.handler) == (None, None)
    assert town.walk(other).state == "closed"


def test_what_is_joined_goes_along_when_another_bureau_is_found(town):
    s = town.walk(town.suggestion(), upto="assign", handler=town.roads)
    other = join(town, s)
    s.take("decline", town.qian, "河道不归交通局管")
    s.take("uphold", town.wang)
    town.walk(anew(s), upto="answer")
    assert anew(other).handler == town.water and anew(other).state == "answered"


def test_the_office_joins_by_number_and_no_form_shows_drafts(town, client):
    s = town.walk(town.suggestion(), upto="sign")
    town.suggestion(title="藏着的草稿", lead=town.he.person)
    other = town.walk(town.suggestion(title="清淤"), upto="accept")
    client.force_login(town.wang.person.user)
    url = f"/matters/{other.pk}/join/"
    page = client.get(url).content.decode()
    assert "藏着的草稿" not in page
    for number in ("建议2026-9999", other.number, str(s.pk)):
        told = client.post(url, {"joined_to": number, "once": "a" * 32, "seen": other.head})
        assert told.status_code == 422 and "没有这个编号的、已交办尚未答复的建议" in told.content.decode()
    client.post(url, {"joined_to": s.number, "once": "b" * 32, "seen": other.head})
    assert (anew(other).state, anew(other).joined_to) == ("joined", s)


# ---- Rating


def test_silence_after_a_reminder_lets_it_close(town, on):
    s = town.walk(town.suggestion(), upto="answer")
    on("2026-03-24")
    s.take("remind", town.wang)
    on("2026-04-09")
    s.take("lapse", town.wang)
    s.take("close", town.wang)
    assert anew(s).state == "closed" and anew(s).result_rating == ""


def test_dissatisfaction_brings_it_back_and_the_second_time_to_mediation(town):
    s = town.walk(town.suggestion(), upto="rate", **BAD)
    s.take("redo", town.wang, "仍有淤塞")
    s = anew(s)
    assert (s.state, s.round, s.answer, s.contacted_on, s.result_rating) == ("signed", 2, "", None, "")
    s = town.walk(s, upto="rate", **BAD)
    s.take("mediate", town.wang, "两次不满意")
    s.take("settle", town.wang, mediation="三方商定分两年清淤。")
    assert anew(s).state == "closed"


def test_a_joint_deputy_who_is_not_content_is_heard_though_the_lead_is_silent(town, on):
    s, (he,) = joint(town, town.he)
    s = town.walk(s, upto="answer")
    he.take("rate", town.he, **BAD)
    on("2026-03-24")
    s.take("remind", town.wang)
    on("2026-04-09")
    s.take("lapse", town.wang)
    anew(s).take("redo", town.wang, "联名代表不满意")
    s = town.walk(anew(s), upto="rate")
    he = anew(he)
    assert he.state == "asked"
    he.take("rate", town.he, **GOOD)
    assert town.walk(s).state == "closed"


def test_months_later_she_is_asked_once_more(town, on):
    s = town.walk(town.suggestion())
    on("2026-09-02")
    s.take("revisit", town.lin, second_process_rating="fair", second_result_rating="dissatisfied")
    s = anew(s)
    assert (s.result_rating, s.second_result_rating, s.state) == ("satisfied", "dissatisfied", "closed")


# ---- Withdrawing


def test_withdrawal_stops_everyone(town):
    """Co-handlers, who asks for more time, who supervises it: nobody has a turn left."""
    s = town.suggestion()
    hung = [share(s, town.roads), share(s, town.funds)]
    s = town.walk(s, upto="sign")
    hung[0].take("sign", town.qian)
    hung += [more_time(s, town), supervision(s, town)]
    hung[2].take("ask", town.zhao)
    hung[3].take("select", town.wang)
    s.take("withdraw", town.lin, "已自行解决")
    assert {anew(one).state for one in hung} == {"stopped"}
    assert not Part.objects.exclude(due_on=None).exists()
    assert not any(one.deadlines.filter(met=None).exists() for one in (s, *hung))
    assert verify(town.congress) is None


def test_withdrawal_takes_back_an_invitation_too(town):
    s = town.suggestion()
    s, (he,) = joint(town, town.he)
    s = town.walk(s, upto="file")
    s.take("send_back", town.wang, "请写明是哪一段河道")
    he.take("ask_again", town.lin)
    s.take("withdraw", town.lin, "已自行解决")
    assert anew(he).state == "dropped" and not Part.objects.inbox(town.he).exists()


@pytest.mark.parametrize("upto", "file accept assign sign draft_answer".split())
def test_a_deputy_may_withdraw_until_it_is_answered(town, upto):
    s = town.walk(town.suggestion(), upto=upto)
    s.take("withdraw", town.lin, "已自行解决")
    assert anew(s).state == "withdrawn" and not Part.objects.exclude(due_on=None).exists()


def test_what_was_answered_is_not_withdrawn(town):
    s = town.walk(town.suggestion(), upto="answer")
    with pytest.raises(Refused, match="当前为“已答复，待评价”，不能撤回"):
        s.take("withdraw", town.lin, "已自行解决")


# ---- Promises


def promised(town):
    s = town.walk(town.suggestion(), upto="draft_answer", result="planned")
    made = promise(s, town)
    s.take("answer", town.zhou)
    return s, anew(made)


def test_a_promise_stays_open_after_its_suggestion_is_closed_and_across_the_term(town, on):
    s, made = promised(town)
    town.walk(anew(s))
    town.term.until = date(2027, 1, 4)
    town.term.save()
    on("2027-02-01")
    assert made.state == "open" and Part.objects.inbox(town.zhou).get().matter_id == made.pk


def test_the_organ_that_promised_cannot_close_it_alone(town, on):
    _s, made = promised(town)
    on("2027-06-01")
    made.take("fulfil", town.zhou, proof="验收报告")
    for post in (town.zhao, town.zhou):
        for name in ("confirm", "confirm_for"):
            with pytest.raises(Refused):
                made.take(name, post, "确已完成")
    made.take("contest", town.lin, "还有两公里没有清")
    made.take("fulfil", town.zhou, proof="补清两公里")
    made.take("confirm", town.lin)
    assert anew(made).state == "kept"


def test_before_each_session_an_open_promise_comes_back_to_the_deputy(town, client):
    _s, made = promised(town)
    client.force_login(town.wang.person.user)
    client.post("/suggestions/bring-back/")
    assert Part.objects.inbox(town.lin).filter(matter=made).exists()
    anew(made).take("look", town.lin, deputy_view="urge")
    assert (anew(made).state, anew(made).deputy_view) == ("open", "urge")


def test_where_the_deputy_is_silent_the_office_looks_at_the_proof(town, on):
    _s, made = promised(town)
    made.take("fulfil", town.zhou, proof="验收报告")
    on("2026-04-01")
    made.take("confirm_for", town.wang, "代表已离任，现场核实")
    assert anew(made).state == "kept"


def test_a_promise_is_given_up_or_put_off_only_with_consent(town):
    _s, made = promised(town)
    made.take("postpone", town.wang, "汛期不能施工", promised_for=date(2027, 12, 31))
    assert anew(made).last_debt("finishing").due_on == date(2027, 12, 31)
    made.take("give_up", town.zhou, "经费没有着落")
    made.take("hold_to", town.wang, "经费已列入预算")
    made.take("give_up", town.zhou, "河道改线")
    made.take("let_go", town.wang, "河道已改线")
    assert anew(made).state == "dropped"


# ---- Key supervision


def test_a_leader_supervises_it_himself(town):
    s = town.walk(town.suggestion(), upto="sign")
    watched = supervision(s, town)
    watched.take("select", town.wang)
    assert Part.objects.inbox(town.gao).get().matter_id == watched.pk
    watched.take("act", town.gao, action="到现场看了淤塞的河段")
    watched.take("tell", town.wang, report="水利局已排出工期")
    watched.take("conclude", town.gao)
    assert anew(watched).state == "concluded" and Suggestion.objects.get().state == "signed"


# ---- Making it public


def test_only_the_confirmed_view_is_made_public(town, client):
    s = town.walk(town.suggestion(text="河道淤积，王大妈（13800000000）家门口漫水，建议清淤。"))
    s.take("redact", town.wang, public_title="疏浚清河", public_text="河道淤积，建议清淤。", public_answer="已清淤。")
    s.take("publish", town.wang)
    page = client.get(f"/public/suggestions/{s.pk}/").content.decode()
    assert "河道淤积，建议清淤。" in page and "王大妈" not in page and "13800000000" not in page
    s.take("unpublish", town.wang, "有误")
    assert client.get(f"/public/suggestions/{s.pk}/").status_code == 404


def test_a_joint_deputy_may_decline_or_be_dropped_and_it_goes_on(town):
    s = town.suggestion()
    he, fang = invited(town, s, town.he, town.fang)
    he.take("decline", town.he)
    fang.take("drop", town.lin)
    assert town.walk(s, upto="file").state == "filed"
