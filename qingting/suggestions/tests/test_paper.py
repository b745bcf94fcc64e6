"""What goes out on paper: the answer letter, its number, the catalogue."""

import io
import zipfile
from datetime import date

import pytest
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from qingting.documents.models import Number
from qingting.organs.models import Organ, Role, Session
from qingting.suggestions.models import Cosigning, Handling, Suggestion


@pytest.fixture
def sign_in(client):
    def as_(post):
        client.force_login(post.person.user)
        return client

    return as_


def words(response):
    """All that a Word file says, in its paragraphs, its tables and its properties."""
    content = response.content if not response.streaming else b"".join(response.streaming_content)
    document = Document(io.BytesIO(content))
    about = document.core_properties
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(
        [
            *(line.text for line in document.paragraphs),
            *cells,
            about.author,
            about.last_modified_by,
            about.title,
            about.comments,
        ]
    )


def answered(town, on, **changed):
    on("2026-03-02")
    return town.walk(town.suggestion(), upto="answer", **changed)


def test_the_letter_says_who_answers_whom_and_what(town, on, sign_in):
    s = answered(town, on)
    said = words(sign_in(town.lin).get(reverse("suggestion_letter", args=[s.pk])))
    assert "水利局" in said and "签发人：周平" in said
    assert "对第2026-0001号建议的答复" in said
    assert "林秀英代表：" in said
    assert "您提出的《疏浚清河河道》（建议2026-0001）收悉" in said
    assert "已完成清淤。" in said
    assert "本件办理结果为A类" in said
    assert "2026年3月2日" in said
    assert "抄送：代表工作委员会。" in said


def test_the_form_that_goes_with_it_asks_process_and_result_apart_and_not_for_the_organ_that_answered(
    town, on, sign_in
):
    s = answered(town, on)
    said = words(sign_in(town.lin).get(reverse("suggestion_letter", args=[s.pk])))
    assert "代表建议办理情况征询意见表" in said
    assert "对办理过程" in said and "对办理结果" in said
    assert said.count("□满意　　□基本满意　　□不满意") == 2
    due = s.last_debt("rating").due_on
    assert f"于{due.year}年{due.month}月{due.day}日前评价" in said
    assert "交代表工作委员会，不交承办单位" in said


def test_no_letter_before_there_is_an_answer(town, on, sign_in):
    on("2026-03-02")
    s = town.walk(town.suggestion(), upto="contact")
    for post in (town.lin, town.wang, town.zhao, town.zhou):
        assert sign_in(post).get(reverse("suggestion_letter", args=[s.pk])).status_code == 404


def test_only_the_organ_that_drafts_it_sees_it_before_it_is_signed(town, on, sign_in):
    on("2026-03-02")
    s = town.walk(town.suggestion(), upto="draft_answer")
    url = reverse("suggestion_letter", args=[s.pk])
    assert sign_in(town.lin).get(url).status_code == sign_in(town.wang).get(url).status_code == 404
    said = words(sign_in(town.zhao).get(url))
    assert "审签稿" in said and "签发人" not in said
    assert sign_in(town.zhou).get(url).status_code == 200


def test_a_draft_that_was_withdrawn_is_no_letter(town, on, sign_in):
    on("2026-03-02")
    s = town.walk(town.suggestion(), upto="draft_answer")
    s.take("withdraw", town.lin, "情况有变，撤回。")
    for post in (town.lin, town.wang, town.zhao):
        assert sign_in(post).get(reverse("suggestion_letter", args=[s.pk])).status_code == 404


def test_while_it_is_handled_again_there_is_no_answer_and_then_the_new_one(town, on, sign_in):
    s = answered(town, on, answer="第一次的答复。")
    url = reverse("suggestion_letter", args=[s.pk])
    s.take("rate", town.lin, process_rating="fair", result_rating="dissatisfied")
    s.take("redo", town.wang, "请按代表意见重新办理。")
    assert sign_in(town.lin).get(url).status_code == 404
    town.walk(s, upto="answer", answer="第二次的答复。")
    said = words(sign_in(town.lin).get(url))
    assert "第二次的答复。" in said and "第一次的答复。" not in said


@pytest.mark.parametrize("name", ["suggestion_letter", "suggestion_papers"])
def test_nobody_else_learns_that_there_is_a_letter(town, next_town, on, sign_in, name):
    s = answered(town, on)
    stranger = next_town.seat("白石来人", next_town.office, Role.CLERK)
    for post in (town.he, town.qian, stranger):
        assert sign_in(post).get(reverse(name, args=[s.pk])).status_code == 404
        assert sign_in(post).get(reverse(name, args=[987654])).status_code == 404


def test_whoever_is_not_signed_in_is_asked_to(town, on, client):
    s = answered(town, on)
    for url in (
        reverse("suggestion_letter", args=[s.pk]),
        reverse("suggestion_papers", args=[s.pk]),
        reverse("suggestion_catalogue"),
    ):
        assert client.get(url).headers["Location"].startswith("/accounts/login/")


def jointly(town, on):
    on("2026-03-02")
    s = town.suggestion()
    signed = Cosigning.objects.create(on=s, person=town.he.person, lead=s.lead)
    signed.take("invite", town.lin)
    signed.take("confirm", town.he)
    refused = Cosigning.objects.create(on=s, person=town.fang.person, lead=s.lead)
    refused.take("invite", town.lin)
    refused.take("decline", town.fang)
    return town.walk(s, upto="answer"), signed, refused


def test_every_deputy_who_signed_is_addressed_and_each_may_have_a_letter_of_his_own(town, on, sign_in):
    s, signed, refused = jointly(town, on)
    assert "林秀英、何建国代表：" in words(sign_in(town.lin).get(reverse("suggestion_letter", args=[s.pk])))
    said = words(sign_in(town.he).get(reverse("suggestion_letter_to", args=[s.pk, signed.pk])))
    assert "何建国代表：" in said and "林秀英" not in said
    assert sign_in(town.fang).get(reverse("suggestion_letter_to", args=[s.pk, refused.pk])).status_code == 404
    assert sign_in(town.fang).get(reverse("suggestion_letter_to", args=[s.pk, signed.pk])).status_code == 404
    assert sign_in(town.he).get(reverse("suggestion_letter_to", args=[s.pk + 1000, signed.pk])).status_code == 404


def test_what_a_person_wrote_is_only_ever_text(town, on, sign_in):
    nasty = "{{ 7*7 }} {% load x %} <w:t>&amp;</w:t> =SUM(A1)\n\t\u202e倒着写"
    s = answered(town, on)
    Suggestion.objects.filter(pk=s.pk).update(answer=nasty + "\x0b\ufffe", title="\x07关于<河道>&的建议")
    said = words(sign_in(town.lin).get(reverse("suggestion_letter", args=[s.pk])))
    assert "{{ 7*7 }} {% load x %} <w:t>&amp;</w:t> =SUM(A1)" in said
    assert "倒着写" in said and "\u202e" not in said and "\x0b" not in said and "《关于<河道>&的建议》" in said


def test_the_file_names_the_organ_and_nobody(town, on, sign_in):
    s = answered(town, on)
    content = sign_in(town.lin).get(reverse("suggestion_letter", args=[s.pk])).content
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        about = file.read("docProps/core.xml").decode() + file.read("docProps/app.xml").decode()
    assert "水利局" in about
    for name in ("周平", "林秀英", "python"):
        assert name not in about


def test_a_number_is_given_once_and_the_next_letter_has_the_next(town, on, sign_in):
    on("2026-03-02")
    first, second = (
        town.walk(town.suggestion(), upto="answer"),
        town.walk(town.suggestion(title="加固清河堤防"), upto="answer"),
    )
    for s in (first, second, first):
        assert sign_in(town.zhao).post(reverse("suggestion_papers", args=[s.pk]), {"mark": "清水函"}).status_code == 302
    assert [str(number) for number in Number.objects.order_by("pk")] == ["清水函〔2026〕1号", "清水函〔2026〕2号"]
    assert "清水函〔2026〕2号" in words(sign_in(town.lin).get(reverse("suggestion_letter", args=[second.pk])))
    assert "清水函〔2026〕1号" in sign_in(town.lin).get(reverse("suggestion_papers", args=[first.pk])).content.decode()


def test_only_the_organ_that_answered_gives_its_letter_a_number(town, on, sign_in):
    s = answered(town, on)
    for post in (town.lin, town.wang, town.qian):
        assert sign_in(post).post(reverse("suggestion_papers", args=[s.pk]), {"mark": "清水函"}).status_code == 404
    assert not Number.objects.exists()


@pytest.mark.parametrize("mark", ["", "清水函〔2026〕", "12", "清水函\x00", "清" * 13])
def test_a_mark_that_is_none_is_refused_in_a_sentence(town, on, sign_in, mark):
    s = answered(town, on)
    response = sign_in(town.zhao).post(reverse("suggestion_papers", args=[s.pk]), {"mark": mark})
    assert response.status_code == 422 and not Number.objects.exists()
    assert "还有要改的地方" in response.content.decode()


# The catalogue.


def catalogue(client, **asked):
    return client.get(reverse("suggestion_catalogue"), {"format": "docx"} | asked)


def sheet(response):
    page = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    return [[cell.value for cell in row] for row in page.iter_rows()]


def test_the_catalogue_has_a_line_for_each_suggestion_in_both_kinds_of_file(town, on, sign_in):
    on("2026-03-02")
    draft = town.suggestion(title="还没有提出的草稿")
    s = town.suggestion()
    Handling.objects.create(on=s, handler=town.funds)
    town.walk(s, upto="assign")
    for handling in s.handlings.all():
        handling.take("sign", town.cai)
        handling.take("give", town.cai, opinion="资金已列入预算。")
    town.walk(s)
    rows = sheet(catalogue(sign_in(town.wang), format="xlsx"))
    assert rows[0] == ["编号", "题目", "提出代表", "分类", "主办单位", "会办、分办单位", "结果", "办结日期"]
    assert rows[1:] == [
        ["建议2026-0001", "疏浚清河河道", "林秀英", "城乡建设", "水利局", "财政局", "A", "2026年3月2日"]
    ]
    said = words(catalogue(sign_in(town.wang)))
    for cell in rows[1]:
        assert cell in said
    assert draft.title not in said


def test_the_catalogue_keeps_to_the_period_the_session_and_the_filters(town, on, sign_in):
    session = Session.objects.create(term=town.term, number=5, opens_on=date(2026, 1, 6), closes_on=date(2026, 1, 8))
    on("2026-01-07")
    town.walk(town.suggestion(title="大会上提的"), upto="file")
    on("2026-03-02")
    town.walk(town.suggestion(title="闭会后提的"), upto="answer")
    client = sign_in(town.wang)

    def titles(**asked):
        return [row[1] for row in sheet(catalogue(client, format="xlsx", **asked))[1:]]

    assert titles() == ["大会上提的", "闭会后提的"]
    assert titles(since="2026-02-01") == ["闭会后提的"]
    assert titles(until="2026-02-01") == titles(session=session.pk) == ["大会上提的"]
    assert titles(state="answered") == titles(handler=town.water.pk) == ["闭会后提的"]


def test_one_catalogues_what_one_may_see(town, next_town, on, sign_in):
    on("2026-03-02")
    town.walk(town.suggestion(), upto="answer")
    stranger = next_town.seat("白石来人", next_town.office, Role.CLERK)
    for post in (town.qian, town.he, stranger):
        assert len(sheet(catalogue(sign_in(post), format="xlsx"))) == 1
    for post in (town.lin, town.zhao, town.gao):
        assert len(sheet(catalogue(sign_in(post), format="xlsx"))) == 2


def test_a_span_that_makes_no_sense_is_told_so(town, sign_in):
    for asked in (
        {"since": "2026-05-01", "until": "2026-01-01"},
        {"since": "2026-02-30"},
        {"session": "987654"},
        {"format": "exe"},
    ):
        response = catalogue(sign_in(town.wang), **asked)
        assert response.status_code == 422 and "还有要改的地方" in response.content.decode()
    assert sign_in(town.wang).get(reverse("suggestion_catalogue")).status_code == 200


def test_a_title_is_no_formula(town, on, sign_in):
    on("2026-03-02")
    town.walk(town.suggestion(title="=cmd|' /C calc'!A0"), upto="answer")
    assert sheet(catalogue(sign_in(town.wang), format="xlsx"))[1][1].startswith("'=")


def test_a_longer_catalogue_asks_the_database_no_more_often(town, on, sign_in, django_assert_max_num_queries):
    on("2026-03-02")
    for n in range(3):
        town.walk(town.suggestion(title=f"第{n}件"), upto="answer")
    client = sign_in(town.wang)
    with django_assert_max_num_queries(10):
        assert len(sheet(catalogue(client, format="xlsx"))) == 4


def test_a_letterhead_bears_the_whole_name(town, on, sign_in):
    s = answered(town, on)
    Organ.objects.filter(pk=town.water.pk).update(name="县水利局")
    assert "清河县水利局\n" in words(sign_in(town.lin).get(reverse("suggestion_letter", args=[s.pk])))
