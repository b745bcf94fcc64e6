"""One suggestion through everything that the by-law knows, on real dates, and what is left of it in the books."""

from datetime import date

import pytest

from qingting.docket.ledger import seal_up_to, verify
from qingting.docket.models import Matter, Part
from qingting.docket.process import Refused
from qingting.figures.figure import Figure
from qingting.organs.models import Organ, Session
from qingting.suggestions.models import Cosigning, Extension, Handling, KeySupervision, Promise, Suggestion


def read(matter):
    return type(matter).objects.get(pk=matter.pk)


def test_a_suggestions_whole_life(town, on, client):
    """Joint, by a delegation, at the session; a wrong bureau, a right one; more time; two answers; mediation; a promise kept."""
    peng = town.seat("彭丽", town.congress, "deputy")
    group = Organ.objects.create(name="城关代表团", kind=Organ.Kind.GROUP, parent=town.congress)
    sixth = Session.objects.create(term=town.term, number=6, opens_on=date(2026, 1, 6), closes_on=date(2026, 1, 9))

    # 5 January: Lin writes, and three deputies are asked to sign.
    on("2026-01-05")
    s = town.suggestion(delegation=group)
    he, fang, third = (Cosigning.objects.create(on=s, person=p.person, lead=s.lead) for p in (town.he, town.fang, peng))
    for cosigning, post in ((he, town.he), (fang, town.fang), (third, peng)):
        cosigning.take("invite", town.lin)
        cosigning.take("confirm", post)
    client.force_login(town.lin.person.user)
    client.post(
        f"/suggestions/{s.pk}/draft/", {"title": s.title, "text": s.text + "并加固堤防。", "delegation": group.pk}
    )
    with pytest.raises(Refused, match="尚有联名代表未确认"):
        s.take("file", town.lin)
    he.take("confirm", town.he)
    fang.take("confirm", town.fang)
    third.take("decline", peng)  # the new words are not hers

    # 7 January, at the session: filed, sent back, filed again, accepted; it keeps its number.
    on("2026-01-07")
    s.take("file", town.lin)
    s.take("send_back", town.wang, "请写明是哪一段河道")
    on("2026-01-08")
    s.take("file", town.lin)
    on("2026-01-09")
    s.take("accept", town.wang, category="environment")
    s = read(s)
    assert (s.number, s.session, s.occasion, s.delegation) == ("建议2026-0001", sixth, "session", group)
    assert s.last_debt("assigning").due_on == date(2026, 1, 9)

    # A provisional assignment, an objection; another that lets the window pass; it is the wrong one all the same.
    s.take("propose", town.wang, handler=town.funds, is_complex=False)
    s.take("object", town.cai, "财政局只管拨款")
    s.take("propose", town.wang, handler=town.roads, is_complex=False)
    on("2026-01-14")
    with pytest.raises(Refused, match="异议期至 2026-01-14"):
        s.take("confirm", town.wang)
    on("2026-01-15")
    s.take("confirm", town.wang)
    on("2026-01-20")
    s.take("decline", town.qian, "河道归水利局管")
    s.take("uphold", town.wang)
    assert not Matter.objects.seen_by(town.qian).exists()

    # 21 January: the water bureau leads, roads and funds give their opinions; a like suggestion is joined to it.
    on("2026-01-21")
    roads, funds = (Handling.objects.create(on=s, handler=organ) for organ in (town.roads, town.funds))
    s.take("assign", town.wang, handler=town.water, is_complex=False)
    like = town.suggestion(title="清理清河淤泥", lead=town.he.person)
    like.take("file", town.he)
    like.take("accept", town.wang, category="environment")
    like.take("join", town.wang, joined_to=read(s))
    s.take("sign", town.zhao)
    watched = KeySupervision.objects.create(on=s, supervisor=town.gao.person)
    watched.take("select", town.wang)
    watched.take("act", town.gao, action="到现场看了三处淤塞的河段")

    # More time: asked for and granted before the first limit, 21 April.
    on("2026-04-20")
    asked = Extension.objects.create(on=s, handler=town.water, reason="牵涉上下游三个乡镇")
    asked.take("ask", town.zhao)
    on("2026-04-21")
    asked.take("grant", town.sun)
    assert read(s).last_debt("answering").due_on == date(2026, 7, 21)

    # 20 July: contact and opinions before the answer; the head signs; a planned result names its promise.
    on("2026-07-20")
    plan = dict(result="planned", answer="已列入明年计划，分两年清淤。")
    with pytest.raises(Refused, match="答复前须与代表沟通"):
        s.take("draft_answer", town.zhao, **plan)
    s.take(
        "contact", town.zhao, contacted_on=date(2026, 7, 20), contact_kind="meeting", contact_note="与三位代表座谈。"
    )
    with pytest.raises(Refused, match="尚有会办单位未提出意见：交通局、财政局"):
        s.take("draft_answer", town.zhao, **plan)
    for share, clerk in ((roads, town.qian), (funds, town.cai)):
        share.take("sign", clerk)
        share.take("give", clerk, opinion="同意，列入年度计划。")
    s.take("draft_answer", town.zhao, **plan)
    with pytest.raises(Refused, match="赵强不能签发答复"):
        s.take("answer", town.zhao)
    with pytest.raises(Refused, match="须先列明承诺事项"):
        s.take("answer", town.zhou)
    promise = Promise.objects.create(
        on=s,
        handler=town.water,
        lead=s.lead,
        title="清淤十公里",
        finish="十公里河床见底",
        promised_for=date(2027, 6, 30),
    )
    s.take("answer", town.zhou)
    assert [read(one).state for one in (s, like, promise, he, fang, third)] == [
        "answered",
        "answered",
        "open",
        "asked",
        "asked",
        "declined",
    ]

    # Process and result are rated apart, by the lead and by each joint deputy; one is not content.
    on("2026-07-27")
    s.take("rate", town.lin, process_rating="satisfied", result_rating="fair")
    he.take("rate", town.he, process_rating="satisfied", result_rating="dissatisfied")
    fang.take("rate", town.fang, process_rating="fair", result_rating="satisfied")
    like.take("rate", town.he, process_rating="satisfied", result_rating="satisfied")
    like.take("close", town.wang)
    with pytest.raises(Refused, match="须重新办理或调处"):
        s.take("close", town.wang)

    # It is handled again under a new clock, and he is still not content: mediation.
    on("2026-07-31")
    s.take("redo", town.wang, "何建国代表认为工期太长")
    assert read(s).last_debt("again").due_on == date(2026, 8, 31)
    on("2026-08-28")
    s.take("contact", town.zhao, contacted_on=date(2026, 8, 28), contact_kind="visit", contact_note="到现场。")
    s.take("draft_answer", town.zhao, result="in_progress", answer="第一标段已开工。")
    s.take("answer", town.zhou)
    s.take("rate", town.lin, process_rating="satisfied", result_rating="satisfied")
    he.take("rate", town.he, process_rating="satisfied", result_rating="dissatisfied")
    fang.take("rate", town.fang, process_rating="fair", result_rating="satisfied")
    with pytest.raises(Refused, match="已重新办理过一次"):
        s.take("redo", town.wang, "仍不满意")
    s.take("mediate", town.wang, "两次不满意")
    on("2026-09-11")
    s.take("settle", town.wang, mediation="三方商定汛期前完成上游三公里。")
    watched.take("tell", town.wang, report="调处已成")
    watched.take("conclude", town.gao)
    assert read(s).state == "closed"

    # Half a year later she is asked once more; only what was read for names is made public.
    on("2027-03-11")
    s.take("revisit", town.lin, second_process_rating="satisfied", second_result_rating="satisfied")
    with pytest.raises(Refused, match="须先核定公开的文本"):
        s.take("publish", town.wang)
    s.take("redact", town.wang, public_title="疏浚清河", public_text="河道淤积。", public_answer="分两年清淤。")
    s.take("publish", town.wang)
    client.logout()
    page = client.get(f"/public/suggestions/{s.pk}/").content.decode()
    assert "分两年清淤" in page and "何建国代表认为" not in page and "dissatisfied" not in page

    # The promise outlives all of it, and its organ cannot close it.
    on("2027-06-29")
    promise.take("fulfil", town.zhou, proof="验收报告：十公里河床见底")
    with pytest.raises(Refused):
        promise.take("confirm", town.zhou)
    promise.take("confirm", town.lin)

    # Nobody has anything left to do, the two suggestions are both there, and the books hold.
    assert not Part.objects.exclude(due_on=None).exists()
    assert list(Suggestion.objects.order_by("number").values_list("number", "state")) == [
        ("建议2026-0001", "closed"),
        ("建议2026-0002", "closed"),
    ]
    assert seal_up_to(town.congress, date(2027, 6, 28)) and verify(town.congress) is None

    def counted(name, year):
        return Figure.all[name].rendered(town.congress, date(year, 1, 1), date(year, 12, 31))

    told = {
        name: counted(name, 2026)
        for name in ("suggestions_filed", "suggestions_filed_session", "suggestions_answered", "suggestions_met")
    }
    assert told == {
        "suggestions_filed": "2件",
        "suggestions_filed_session": "1件",
        "suggestions_answered": "2件",
        "suggestions_met": "100.0%（1/1，满分，请核对）",
    }
    assert counted("suggestions_on_time", 2026) == "50.0%（1/2）"  # the joined one had its own three months
    assert counted("suggestions_result_satisfaction", 2026) == "100.0%（2/2，满分，请核对）"
    assert counted("suggestions_result_satisfaction_cosigners", 2026) == "50.0%（1/2）"
    assert (counted("promises_open", 2026), counted("promises_kept", 2026), counted("promises_kept", 2027)) == (
        "1项",
        "0项",
        "1项",
    )
