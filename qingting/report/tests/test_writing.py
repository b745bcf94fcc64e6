"""Several write one report: nobody writes over another, each draft stays, and what is said about a chapter is seen to."""

import pytest

from qingting.docket.process import Refused
from qingting.report import drafting
from qingting.report.comparing import compare
from qingting.report.models import Draft
from qingting.report.tests.office import TEXT, anew, only


def test_whoever_was_slower_writes_over_nobody(town, desk, on, client):
    on("2026-01-10")
    r = desk.report(TEXT)
    c = only(r)
    drafting.save(c, [desk.clerk], "甲写的。", 1)
    with pytest.raises(drafting.Overtaken, match="白帆刚存了第2稿"):
        drafting.save(c, [desk.clerk], "乙写的。", 1)
    client.force_login(desk.clerk.person.user)
    page = client.post(f"/reports/chapters/{c.pk}/write/", {"text": "乙写的。", "after": "1"})
    said = page.content.decode()
    assert page.status_code == 409 and "您写的都还在" in said and ">乙写的。</textarea>" in said
    assert "<del>" in said and "<ins>" in said and 'name="after" value="2"' in said
    assert [draft.text for draft in c.drafts.order_by("number")][1:] == ["甲写的。"]
    assert client.post(f"/reports/chapters/{c.pk}/write/", {"text": "合起来。", "after": "2"}).status_code == 302
    assert anew(c).text == "合起来。"


def test_the_same_text_again_is_no_new_draft(desk, on):
    on("2026-01-10")
    c = only(desk.report(TEXT))
    drafting.save(c, [desk.clerk], TEXT + "\r\n", 1)
    assert Draft.objects.count() == 1


def test_who_writes_and_when(town, desk, on):
    on("2026-01-10")
    c = only(desk.report(TEXT, writer=desk.other))
    assert drafting.why_not_write(c, [desk.other]) is None
    assert drafting.why_not_write(c, [desk.clerk]) is None  # the office mends what others write
    assert "这一章由" in drafting.why_not_write(c, [town.zhao])
    c.take("hand_in", desk.other)
    c = anew(c)
    assert "要改请先退回修改" in drafting.why_not_write(c, [desk.other])
    assert drafting.why_not_write(c, [desk.clerk]) is None
    c.take("accept", desk.clerk)
    with pytest.raises(Refused, match="要改请先退回修改"):
        drafting.save(anew(c), [desk.clerk], "偷偷改。", 1)


def test_nothing_is_written_into_a_frozen_report(desk, on):
    on("2026-01-10")
    r = desk.frozen(TEXT)
    with pytest.raises(Refused, match="已定稿封存.*不能再动"):
        drafting.save(only(r), [desk.clerk], "再改一个字。", 1)


def test_a_clerk_reads_what_has_changed():
    lines = compare(
        "开头。\n走访社区八十个。\n去掉的一段。", "开头。\n走访社区八十六个。\n全新的话，和以前毫无关系。\n加上的一段。"
    )
    assert [(line.kind, line.parts) for line in lines] == [
        ("same", (("", "开头。"),)),
        ("changed", (("", "走访社区八十"), ("ins", "六"), ("", "个。"))),
        ("changed", (("del", "去掉的一段。"), ("ins", "全新的话，和以前毫无关系。"))),
        ("added", (("ins", "加上的一段。"),)),
    ]
    assert compare("", "") == []


def test_a_comment_waits_until_somebody_has_seen_to_it(town, desk, on, client):
    on("2026-01-10")
    c = only(desk.report(TEXT, writer=desk.other))
    client.force_login(town.gao.person.user)
    assert (
        client.post(f"/reports/chapters/{c.pk}/comments/", {"about": "办结", "text": "请补上满意率。"}).status_code
        == 302
    )
    [comment] = c.comments.all()
    assert (comment.post, comment.about, comment.draft.number) == (town.gao, "办结", 1)
    assert client.post(f"/reports/comments/{comment.pk}/settle/").status_code == 404  # who reads does not settle
    client.force_login(desk.other.person.user)
    assert "请补上满意率" in client.get(f"/matters/{c.pk}/").content.decode()
    assert client.post(f"/reports/comments/{comment.pk}/settle/").status_code == 302
    assert anew(comment).settled_by == desk.other
    with pytest.raises(Refused, match="已经处理了"):
        drafting.settle(anew(comment), desk.clerk)
    client.force_login(desk.clerk.person.user)
    page = client.post(f"/reports/chapters/{c.pk}/comments/", {"text": ""})
    assert page.status_code == 422


def test_a_press_marks_a_number_as_quoted_and_saves_nothing(desk, on, client):
    on("2026-01-10")
    c = only(desk.report(TEXT))
    client.force_login(desk.clerk.person.user)
    said = client.get(f"/reports/chapters/{c.pk}/write/").content.decode()
    assert "数字都有出处" in said and "代表建议办结<b" in said
    page = client.post(f"/reports/chapters/{c.pk}/write/", {"text": "走访12个社区。", "after": "1", "quote": "1:12"})
    assert "走访{“12”}个社区。" in page.content.decode().replace("&quot;", '"') and Draft.objects.count() == 1
    page = client.post(f"/reports/chapters/{c.pk}/preview/", {"text": "走访12个社区。"})
    assert "第1行的“12”是手打的数字" in page.content.decode() and 'name="quote" value="1:12"' in page.content.decode()
    for nonsense in ("", "x:y", "99999999:12", "1:"):
        page = client.post(f"/reports/chapters/{c.pk}/write/", {"text": "字。", "after": "1", "quote": nonsense})
        assert page.status_code == 200


def test_two_drafts_stand_beside_each_other(desk, on, client):
    on("2026-01-10")
    c = only(desk.report(TEXT))
    drafting.save(c, [desk.clerk], TEXT + "再加一句。", 1)
    client.force_login(desk.clerk.person.user)
    said = client.get(f"/reports/chapters/{c.pk}/drafts/").content.decode()
    assert "<ins>再加一句。</ins>" in said and "第1稿 → 第2稿" in said
    assert client.get(f"/reports/chapters/{c.pk}/drafts/?old=9&new=x").status_code == 200
