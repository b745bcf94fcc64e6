"""Deliberation opinions: gathered, consented to, sent with a number, answered by the organ that reported, filed or heard."""

from datetime import date

import pytest

from qingting.docket.models import Part
from qingting.docket.process import Refused
from qingting.documents.issuing import issue
from qingting.documents.models import Mark, OfficialDocument
from qingting.meetings import speeches
from qingting.meetings.opinion_views import sentences
from qingting.meetings.tests.doings import anew
from qingting.meetings.words import Opinions, Passage
from qingting.organs.models import Role


def refused(act, *args, **kwargs):
    with pytest.raises(Refused) as told:
        act(*args, **kwargs)
    return str(told.value)


def at(client, post, url, data=None):
    client.force_login(post.person.user)
    return client.get(url) if data is None else client.post(url, data)


@pytest.fixture
def hall(house, town):
    """A meeting that has closed, with two speeches to its item, and a clerk of the government who will answer."""
    town.mayor = town.seat("郑文书", town.government, Role.CLERK)
    m = house.sitting()
    house.item = m.items.get()
    its = speeches.write(house.item, house.vice, "河道治理有成效。清淤要加快！“钱从哪里来？”请说明。", town.wang)
    speeches.confirm(its, house.vice, speeches.seen(its))
    speeches.write(house.item, house.members[0], "要让群众知道进度。", town.wang)
    anew(m).take("close", house.chair)
    return house


def gathered(house):
    o = Opinions.objects.create(
        on=house.item.meeting, item=house.item, title="对报告的审议意见", reporter=house.item.reporter
    )
    for group, text in (("关于清淤", "清淤要加快。"), ("关于公开", "要让群众知道进度。"), ("关于清淤", "落实经费。")):
        Passage.objects.create(item=house.item, group=group, text=text, written_by=house.town.wang)
    return o


def walk(house, o, upto="close"):
    """Along the plain way, up to a step."""
    town = house.town
    said = [
        ("begin", town.wang, {"reporter": town.government}), ("compile", town.wang, {"text": "一、关于清淤\n清淤要加快。"}), ("approve", house.chair, {}),
        ("send", town.wang, {}), ("consult", town.mayor, {"result": "初稿"}), ("comment", town.wang, {"comment": "请写明完成时间"}),
        ("report", town.mayor, {"result": "已清淤十公里。"}), ("close", house.chair, {}),
    ]  # fmt: skip
    for name, post, given in said:
        if name == "send":
            lettered(house, o)
        anew(o).take(name, post, **given)
        if name == upto:
            break
    return anew(o)


def lettered(house, o):
    mark, _new = Mark.objects.get_or_create(organ=house.town.committee, words="清人常函", defaults={"used_for": "函"})
    d = OfficialDocument.objects.create(
        matter=anew(o), organ=house.town.committee, form="letter", mark=mark, head="清河县人民代表大会常务委员会",
        title="审议意见函", body="一、关于清淤", signed_by="清河县人民代表大会常务委员会", drafted_by=house.town.wang,
    )  # fmt: skip
    return issue(d, house.town.wang)


def test_a_speech_is_cut_where_its_sentences_end():
    assert sentences("清淤要加快！“钱从哪里来？”请说明。\n\n第二段没有句号") == [
        "清淤要加快！",
        "“钱从哪里来？”",
        "请说明。",
        "第二段没有句号",
    ]


def test_passages_are_chosen_from_speeches_or_typed_and_put_together_by_groups(hall, town, client):
    page, url = at(client, town.wang, f"/items/{hall.item.pk}/passages/"), f"/items/{hall.item.pk}/passages/"
    assert page.status_code == 200 and "清淤要加快！" in page.content.decode() and "未核对" in page.content.decode()
    speech = hall.item.speeches.order_by("pk").first()
    chosen = {"speech": speech.pk, "mark": speeches.seen(speech), "sentence": ["2", "4"], "group": "关于清淤"}
    assert at(client, town.wang, url, chosen).status_code == 302
    assert at(client, town.wang, url, {"typed": 1, "text": "加强公开。", "group": "关于公开"}).status_code == 302
    assert list(Passage.objects.values_list("text", "speech")) == [
        ("清淤要加快！请说明。", speech.pk),
        ("加强公开。", None),
    ]
    for wrong, said in (
        ({"sentence": []}, "请勾选要摘录的句子"),
        ({"mark": "0"}, "刚才改过"),
        ({"group": ""}, "归入哪一组"),
        ({"speech": "x"}, "刚才改过"),
    ):
        told = at(client, town.wang, url, chosen | wrong)
        assert told.status_code == 409 and said in told.content.decode()
    assert at(client, town.wang, url, {"typed": 1, "text": "", "group": "关于公开"}).status_code == 422
    assert at(client, town.wang, f"/items/{hall.item.pk}/opinions/", {}).status_code == 302
    o = Opinions.objects.get()
    o.take("begin", town.wang, reporter=town.government)
    form = at(client, town.wang, f"/matters/{o.pk}/compile/").content.decode()
    assert "一、关于清淤\n清淤要加快！请说明。\n二、关于公开\n加强公开。" in form.replace("\r", "")
    for post in (hall.vice, town.mayor, town.zhao):
        assert at(client, post, url).status_code == 404


def test_the_organ_sees_nothing_before_it_is_sent_and_then_it_is_its_turn(hall, town, client):
    o = walk(hall, gathered(hall), upto="approve")
    assert at(client, town.mayor, f"/matters/{o.pk}/").status_code == 404
    o = anew(o)
    lettered(hall, o)
    o.take("send", town.wang)
    assert Part.objects.inbox(town.mayor).get().turn == "consult"
    assert "清淤要加快" in at(client, town.mayor, f"/matters/{o.pk}/").content.decode()
    paper = OfficialDocument.objects.get()
    assert at(client, town.mayor, f"/documents/{paper.pk}/").status_code == 200
    o = anew(o)
    o.take("consult", town.mayor, result="初稿")
    anew(o).take("comment", town.wang, comment="请写明完成时间")
    assert Part.objects.inbox(town.mayor).get().turn == "report"


def test_its_days(hall, town, on):
    """Five working days to put it together, seven days to send it, three months to report; the meeting was on a Thursday."""
    o = walk(hall, gathered(hall), upto="send")
    due = {debt.clock: debt.due_on for debt in o.debts}
    assert due == {"compiling": date(2026, 4, 2), "sending": date(2026, 4, 2), "reporting": date(2026, 6, 26)}
    assert o.owed_on == date(2026, 6, 26)
    o.take("set_day", hall.chair, "工程要到秋天", report_by=date(2026, 9, 30))
    debt = anew(o).last_debt("reporting")
    assert debt.due_on == date(2026, 9, 30) and debt.ruling["basis"] == "主任会议另定的期限"
    assert "已经过去" in refused(anew(o).take, "set_day", hall.chair, "错", report_by=date(2026, 3, 1))


def test_nothing_is_skipped(hall, town):
    o = gathered(hall)
    Passage.objects.all().delete()
    o.take("begin", town.wang, reporter=town.government)
    assert "还没有摘录意见" in refused(anew(o).take, "compile", town.wang, text="空")
    Passage.objects.create(item=hall.item, group="甲", text="乙", written_by=town.wang)
    anew(o).take("compile", town.wang, text="一、甲\n乙")
    assert "不能主任会议同意" in refused(anew(o).take, "approve", town.wang)
    anew(o).take("approve", hall.chair)
    assert "审议意见函还没有印发" in refused(anew(o).take, "send", town.wang)


def test_it_is_put_together_when_the_meeting_is_over(house, town):
    house.item = house.sitting().items.get()
    assert "闭会以后再整理" in refused(gathered(house).take, "begin", town.wang, reporter=town.government)


def test_the_letter_begins_with_everything_that_is_known(hall, town, client):
    o = walk(hall, gathered(hall), upto="approve")
    assert at(client, town.mayor, f"/opinions/{o.pk}/letter/", {}).status_code == 404
    assert at(client, town.wang, f"/opinions/{o.pk}/letter/", {}).status_code == 302
    d = OfficialDocument.objects.get()
    assert "一、关于清淤" in d.body and d.addressees == "清河县人民政府" and "××" not in d.body + d.title
    assert "2026年3月26日，清河县人民代表大会常务委员会第三十二次会议" in d.body
    assert at(client, town.wang, f"/opinions/{o.pk}/letter/", {}).status_code == 409  # one for each
    assert str(d.title) in at(client, town.wang, f"/matters/{o.pk}/").content.decode()


def test_nothing_is_gathered_once_it_is_put_together(hall, town, client):
    o = walk(hall, gathered(hall), upto="compile")
    url = f"/items/{hall.item.pk}/passages/"
    told = at(client, town.wang, url, {"typed": 1, "text": "又一条", "group": "甲"})
    assert told.status_code == 409 and "待主任会议同意" in told.content.decode()
    anew(o).take("send_back", hall.chair, "再充实")
    assert at(client, town.wang, url, {"typed": 1, "text": "又一条", "group": "甲"}).status_code == 302


def test_the_chairpersons_may_have_it_heard_by_the_committee(hall, town, on):
    o = walk(hall, gathered(hall), upto="report")
    o.take("put_forward", hall.chair)
    assert Part.objects.inbox(town.wang).get(matter=o.pk).turn == "heard"
    here = hall.item.meeting
    assert "后来已经开过的会议" in refused(anew(o).take, "heard", town.wang, heard_at=here)
    later = hall.meeting(title="第三十三次会议", upto="open")
    anew(o).take("heard", town.wang, heard_at=later)
    assert anew(o).state == "closed" and not Part.objects.filter(matter=o.pk, due_on__isnull=False).exists()


def test_begun_twice_is_once_and_an_item_without_a_reporter_has_nobody_to_answer(hall, town, client):
    for _again in range(2):
        assert at(client, town.wang, f"/items/{hall.item.pk}/opinions/", {}).status_code == 302
    assert Opinions.objects.count() == 1
    Opinions.objects.get().discard()
    type(hall.item).objects.update(reporter=None)
    told = at(client, town.wang, f"/items/{hall.item.pk}/opinions/", {})
    assert told.status_code == 409 and "没有报告机关" in told.content.decode()


def test_what_people_wrote_is_in_no_event(hall, town):
    o = walk(hall, gathered(hall))
    kept = "".join(str(event.data) for event in o.events.all())
    assert o.state == "closed" and "清淤" not in kept and "完成时间" not in kept


def test_opinions_and_report_are_made_public_unless_the_item_is_closed(hall, town, client):
    """Supervision Law, art. 17(3)."""
    o = walk(hall, gathered(hall))
    url = f"/public/opinions/{o.pk}/"
    client.logout()
    assert client.get(url).status_code == 404 and url not in client.get("/public/minutes/").content.decode()
    type(hall.item).objects.update(access="closed")
    assert "不公开" in refused(anew(o).take, "publish", town.wang)
    type(hall.item).objects.update(access="public")
    anew(o).take("publish", town.wang)
    page = client.get(url).content.decode()
    assert "清淤要加快" in page and "已清淤十公里" in page and "清河县人民政府" in page and "请写明完成时间" not in page
    assert url in client.get("/public/minutes/").content.decode()
    assert "已经公布" in refused(anew(o).take, "publish", town.wang)
    anew(o).take("unpublish", town.wang, "写错了")
    assert client.get(url).status_code == 404


def test_nothing_is_sent_to_where_nobody_would_receive_it(hall, town):
    o = walk(hall, gathered(hall), upto="approve")
    lettered(hall, o)
    town.mayor.until = date(2026, 3, 1)
    town.mayor.save()
    assert "还没有登记经办人" in refused(anew(o).take, "send", town.wang)
