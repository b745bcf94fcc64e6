"""The official documents of a matter at the desk: who sees what, who may issue, what is fetched."""

import io
import re

import pytest
from docx import Document

from qingting.documents.models import Mark, OfficialDocument
from qingting.documents.templates import draft
from qingting.organs.models import Role


@pytest.fixture(autouse=True)
def monday(on):
    on("2026-03-02")


@pytest.fixture
def d(town):
    """A draft of the committee upon a suggestion, by the clerk of its office, that lacks nothing but a press."""
    matter = town.walk(town.suggestion(), upto="assign")
    known = dict(person="张三", office="局长", meeting="第十二次会议")
    made = draft("appointment-decision", matter, town.committee, town.wang, **known)
    made.mark = Mark.objects.create(organ=town.committee, words="清人常任", used_for="任免决定")
    made.save()
    return made


@pytest.fixture
def next_town(next_town):
    next_town.bai = next_town.seat("白石徐", next_town.office, Role.CLERK)  # a sign-in of his own
    return next_town


def at(client, post, url, data=None):
    client.force_login(post.person.user)
    return client.get(url) if data is None else client.post(url, data)


def test_a_clerk_begins_writes_issues_and_fetches(town, client):
    matter = town.walk(town.suggestion(), upto="assign")
    assert f"/matters/{matter.pk}/documents/" in at(client, town.wang, f"/matters/{matter.pk}/").content.decode()
    at(
        client,
        town.wang,
        "/documents/marks/",
        {"organ": town.committee.pk, "words": "清人常", "used_for": "函", "by": "year"},
    )
    begun = at(
        client, town.wang, f"/matters/{matter.pk}/documents/", {"template": "opinions", "organ": town.committee.pk}
    )
    d = OfficialDocument.objects.get()
    assert begun.headers["Location"] == f"/documents/{d.pk}/edit/"
    page = at(client, town.wang, f"/documents/{d.pk}/").content.decode()
    assert "请先选定文号系列" in page and "disabled" in page
    form = at(client, town.wang, f"/documents/{d.pk}/edit/").context["form"]
    said = {name: value for name, value in form.initial.items() if value is not None}
    said |= {
        "mark": Mark.objects.get().pk,
        "body": "一、要快。\n二、要好。",
        "title": "审议意见",
        "addressees": "县人民政府",
    }
    assert at(client, town.wang, f"/documents/{d.pk}/edit/", said).status_code == 302
    assert at(client, town.wang, f"/documents/{d.pk}/issue/", {}).status_code == 302
    page = at(client, town.wang, f"/documents/{d.pk}/").content.decode()
    assert "清人常〔2026〕1号" in page and "修改草稿" not in page
    pdf = at(client, town.lin, f"/documents/{d.pk}/file.pdf")
    assert pdf.content.startswith(b"%PDF") and "attachment" in pdf.headers["Content-Disposition"]
    word = Document(io.BytesIO(at(client, town.lin, f"/documents/{d.pk}/file.docx").content))
    assert "一、要快。" in [line.text for line in word.paragraphs]
    assert at(client, town.lin, f"/documents/{d.pk}/pages/1.png").content.startswith(b"\x89PNG")


PLACES = ("", "edit/", "file.pdf", "file.docx", "pages/1.png")


def test_a_draft_is_seen_by_those_who_write_it_and_by_nobody_else(town, next_town, client, d):
    for place in PLACES:
        url = f"/documents/{d.pk}/{place}"
        assert at(client, town.wang, url).status_code == 200
        for post in (town.lin, town.zhao, town.pan, next_town.bai):
            assert at(client, post, url).status_code == 404, (post, url)
    assert str(d.title) not in at(client, town.lin, f"/matters/{d.matter_id}/documents/").content.decode()
    client.logout()
    assert client.get(f"/documents/{d.pk}/file.pdf").status_code == 302


def test_what_is_issued_is_seen_by_whoever_may_see_its_matter(town, next_town, client, d):
    at(client, town.wang, f"/documents/{d.pk}/issue/", {})
    for place in ("", "file.pdf", "file.docx", "file.xml", "pages/1.png"):
        url = f"/documents/{d.pk}/{place}"
        assert {at(client, post, url).status_code for post in (town.lin, town.zhao)} == {200}
        assert {at(client, post, url).status_code for post in (town.pan, next_town.bai)} == {404}
    assert str(d.title) in at(client, town.lin, f"/matters/{d.matter_id}/documents/").content.decode()


def test_a_draft_has_no_akoma_ntoso_and_what_is_issued_has(town, client, d):
    """A draft has no number by which others could name it."""
    url, page = f"/documents/{d.pk}/file.xml", f"/documents/{d.pk}/"
    assert at(client, town.wang, url).status_code == 404
    assert "file.xml" not in at(client, town.wang, page).content.decode()
    at(client, town.wang, f"/documents/{d.pk}/issue/", {})
    assert "file.xml" in at(client, town.wang, page).content.decode()
    told = at(client, town.wang, url)
    assert told["Content-Type"] == "application/akn+xml" and "清人常任〔2026〕1号" in told.content.decode()


@pytest.mark.parametrize("act", ["issue", "withdraw", "discard"])
def test_who_does_not_write_it_cannot_press(town, client, d, act):
    if act == "withdraw":
        at(client, town.wang, f"/documents/{d.pk}/issue/", {})
    before = OfficialDocument.objects.values().get()
    assert at(client, town.lin, f"/documents/{d.pk}/{act}/", {"why": "不要了"}).status_code == 404
    assert (
        at(
            client, town.zhao, f"/matters/{d.matter_id}/documents/", {"template": "agenda", "organ": town.committee.pk}
        ).status_code
        == 422
    )
    assert OfficialDocument.objects.values().get() == before


def test_what_cannot_be_printed_says_why_on_the_page(town, client, d):
    d.body = "任命😀为局长。"
    d.save()
    for place in ("", "file.pdf"):
        page = at(client, town.wang, f"/documents/{d.pk}/{place}")
        assert "“😀”在公文的字体里没有" in page.content.decode()
    assert at(client, town.wang, f"/documents/{d.pk}/issue/", {}).status_code == 409


def test_what_was_issued_meanwhile_is_not_written_over(town, client, d):
    at(client, town.wang, f"/documents/{d.pk}/issue/", {})
    assert at(client, town.wang, f"/documents/{d.pk}/edit/", {"title": "别的"}).status_code == 404
    assert at(client, town.wang, f"/documents/{d.pk}/discard/", {}).status_code == 409
    assert at(client, town.wang, f"/documents/{d.pk}/withdraw/", {"why": " "}).status_code == 422
    page = at(client, town.wang, f"/documents/{d.pk}/withdraw/", {"why": "写错"})
    assert page.status_code == 302
    page = at(client, town.lin, f"/documents/{d.pk}/").content.decode()
    assert "写错" in page and "清人常任〔2026〕1号" in page


def test_a_mark_is_words_and_stands_once(town, client):
    for words, said in (("清人〔2023〕", "机关代字只写汉字或字母"), ("", "请填写"), ("清人常", None), ("清人常", "已")):
        page = at(
            client,
            town.wang,
            "/documents/marks/",
            {"organ": town.committee.pk, "words": words, "used_for": "函", "by": "year"},
        )
        assert page.status_code == (422 if said else 302) and (not said or said in page.content.decode())
    assert at(client, town.lin, "/documents/marks/").status_code == 404


def test_the_page_asks_as_often_with_many_documents_as_with_one(town, client, d, django_assert_max_num_queries):
    for n in range(20):
        draft("agenda", d.matter, town.committee, town.wang, agenda=f"第{n}项")
    client.force_login(town.wang.person.user)
    with django_assert_max_num_queries(10):
        page = client.get(f"/matters/{d.matter_id}/documents/").content.decode()
    assert len(re.findall(r'href="/documents/\d+/"', page)) == 21
