"""Nobody sees the bank's answers by any route: not on a page, in a sheet, a row, an event, a log, nor by trying."""

import io
import json
import logging
import zipfile

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from qingting.directory.models import Upload
from qingting.docket.models import Event
from qingting.examination import papers, urls
from qingting.examination.models import Paper, Question, Sitting
from qingting.examination.tests.doings import (
    DAY,
    HEAD,
    WHY,
    anew,
    answers,
    appointed,
    begun,
    candidate,
    fill,
    imported,
    rule,
    sat,
    sheet,
)
from qingting.organs.sheets import CHANGED, NEW, SAME
from qingting.vault import unseal

ROW = ("任命由谁表决？", "单选", "主任会议", "常委会", "办公室", "", "B", WHY, "地方组织法", "", "")


@pytest.fixture
def hall(town, on):
    """Before, during and after an examination, with questions for practice beside."""
    on(DAY)
    fill(town)
    fill(town, practice=True)
    rule(town)
    town.sat = sat(town, candidate(town, "甲生"))
    town.begun, town.code = begun(town, candidate(town, "乙生"))
    papers.keep(town.begun, answers(town.begun, wrong=3))
    town.appointed, town.next_code = appointed(town, candidate(town, "丙生"))
    return town


def everyone(town):
    for post in (None, *town.posts):
        client = Client()
        if post:
            client.force_login(post.person.user)
        yield post, client


def addresses(town):
    """Every address of the room, by the name under which its urls know it; and whatever else shows a sitting."""
    for name in {pattern.name for pattern in urls.urlpatterns}:
        kinds = {"examination_retire": ["1"], "examination_rule": ["all", "court"]}
        codes = [town.code, town.next_code] if name.startswith("exam_") or name == "exam" else []
        asked = kinds.get(name) or (
            [town.sat.pk, town.begun.pk, town.appointed.pk] if name == "examination_slip" else codes
        )
        if name == "exam_enter" or not asked:
            yield reverse(name)
        yield from (reverse(name, args=[one]) for one in asked if name != "exam_enter")
    for m in (town.sat, town.begun, town.appointed):
        yield from (
            f"/matters/{m.pk}/{what}" for what in ("", "seals/", "documents/", "give/", "void/", "annul/", "move/")
        )
    yield from ("/registers/examinations/?export=csv", "/registers/examinations/?export=xlsx", "/search/?q=考试")
    yield from (f"/examination/bank/?after={n}" for n in (0, 20, 40, 60))
    yield from ("/organs/imports/", "/organs/imports/questions/template/", "/inbox/", "/notices/", "/rulebook/")


def inside(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            return "".join(file.read(name).decode(errors="replace") for name in file.namelist())
    return content.decode(errors="replace")


def test_every_address_of_the_room_is_walked(hall):
    walked = "\n".join(addresses(hall))
    assert [str(p.pattern) for p in urls.urlpatterns if str(p.pattern).split("<")[0] not in walked] == []


def walk(town):
    said = {}
    for post, client in everyone(town):
        for url in addresses(town):
            response = client.get(url)
            assert response.status_code < 500, url
            said[str(post), url] = inside(response) if response.status_code == 200 else ""
    return said


def test_no_page_carries_a_word_of_the_key_whoever_looks(hall, caplog):
    caplog.set_level(logging.DEBUG)
    said = walk(hall)
    assert sum(map(bool, said.values())) > 100
    assert [where for where, page in said.items() if WHY in page] == []
    logged = "\n".join(
        f"{record.getMessage()} {record.args}" for record in caplog.records if "SELECT" not in record.getMessage()
    )
    assert WHY not in logged and hall.code not in logged


def test_the_walk_hears_a_page_that_says_the_key(hall, monkeypatch):
    """Else it would pass in a room where nothing is said at all."""
    monkeypatch.setattr(Question, "__str__", lambda self: self.open()[1])
    monkeypatch.setattr("qingting.examination.exam_views.offered", lambda one, chosen: [(0, WHY, False)])
    assert any(WHY in page for page in walk(hall).values())


@pytest.mark.parametrize(
    "url", ["/examination/bank/", "/examination/rules/all/", "/registers/examinations/", "/exam/r/{code}/"]
)
def test_a_page_is_the_same_whichever_option_is_right(hall, client, url, monkeypatch):
    """What does not depend on the key cannot tell it."""
    import secrets

    monkeypatch.setattr(secrets, "token_hex", lambda n=32: "0" * 2 * n)
    client.force_login(hall.wang.person.user)
    pages = []
    for right in (0, 1):
        for question in Question.objects.all():
            question.seal([right], WHY)
            question.save()
        paper = Paper.objects.get(sitting=hall.begun)
        paper.seal("key", [[right] for _one in paper.asked])
        paper.save()
        told = client.get(url.format(code=hall.code)).content.decode()
        pages.append([line for line in told.splitlines() if "csrf" not in line])
    assert pages[0] == pages[1] and len(str(pages[0])) > 2000


def plain_rows() -> str:
    """Every column of every table, as whoever has the database reads it."""
    said = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            said += [str(row) for row in cursor.fetchall()]
    return "\n".join(said)


def test_no_row_says_what_is_right(hall, client):
    client.force_login(hall.wang.person.user)
    client.post("/organs/imports/questions/", {"file": as_upload(sheet(ROW))})
    assert Upload.objects.get().found.rows[0][1]["right"] == "B"
    rows = plain_rows()
    assert "试题宪法single0" in rows and WHY not in rows and json.dumps(WHY)[1:-1] not in rows
    paper = Paper.objects.get(sitting=hall.begun)
    for kept in (paper.key, paper.chosen, Question.objects.order_by("pk").first().key):
        assert kept.startswith("aes.") and "[" not in kept
    assert WHY in unseal(
        Question.objects.order_by("pk").last().key,
        f"examination.question {Question.objects.order_by('pk').last().mark}",
    )


def test_a_key_is_bound_to_its_question(hall):
    """Whoever may write rows cannot lay the key of one question under one for practice, and ask."""
    from qingting.vault import Unreadable

    asked, practice = Question.objects.filter(practice=False).first(), Question.objects.filter(practice=True).first()
    practice.key = asked.key
    practice.save()
    with pytest.raises(Unreadable):
        practice.open()


def test_no_event_says_how_many_were_right_or_what_was_chosen(hall):
    kept = [event.data for event in Event.objects.filter(matter__kind=Sitting._meta.label_lower)]
    assert {key for data in kept for key in data} <= {"held_on", "words"}


# ---- Practice


def test_practice_tells_afterwards_and_only_of_what_is_for_practice(hall, client):
    client.force_login(hall.lin.person.user)
    for url in ("/examination/practice/", f"/exam/r/{hall.next_code}/practice/"):
        question = Question.objects.filter(practice=True, form="single").order_by("pk").first()
        assert WHY not in client.get(url).content.decode()
        told = client.post(url, {"question": question.pk, "q": "1"}).content.decode()
        assert "答错了。" in told and WHY in told and "正确答案" in told
        assert "答对了。" in client.post(url, {"question": question.pk, "q": "0"}).content.decode()
        nothing = client.post(url, {"question": question.pk})
        assert nothing.status_code == 422 and WHY not in nothing.content.decode()
        asked = Question.objects.filter(practice=False).order_by("pk").first()
        for said in (asked.pk, 10**30, "x", ""):
            assert client.post(url, {"question": said, "q": "0"}).status_code == 404


def test_before_it_is_answered_practice_reads_the_same_whichever_is_right(hall, client, monkeypatch):
    client.force_login(hall.lin.person.user)
    monkeypatch.setattr("qingting.examination.practice.random.choice", lambda known: known[0])
    pages = []
    for right in (0, 1):
        for question in Question.objects.filter(practice=True):
            question.seal([right], WHY)
            question.save()
        told = client.get("/examination/practice/").content.decode()
        pages.append([line for line in told.splitlines() if "csrf" not in line])
    assert pages[0] == pages[1]


def test_nobody_practises_during_his_examination(hall):
    assert Client().get(f"/exam/r/{hall.code}/practice/").url == f"/exam/r/{hall.code}/"


# ---- The sheet


def as_upload(content, name="题库.xlsx"):
    file = io.BytesIO(content)
    file.name = name
    return file


def outcomes(rows):
    return [row.outcome for row in rows]


def test_the_same_sheet_twice_is_one(hall):
    first, _said = imported(hall, ROW)
    again, remarks = imported(hall, ROW)
    assert outcomes(first) == [NEW] and outcomes(again) == [SAME] and "也试不出来" in remarks[0]
    assert Question.objects.filter(text=ROW[0]).get().open() == ([1], WHY)


def test_a_key_cannot_be_found_by_trying_sheet_after_sheet(hall):
    """Whichever letter is tried, the preview says the same, and the key stays as it is."""
    imported(hall, ROW)
    told = []
    for letter in "ABC":
        rows, remarks = imported(hall, (*ROW[:6], letter, *ROW[7:]))
        told.append((outcomes(rows), rows[0].changes, rows[0].sentences, remarks))
    assert told[0] == told[1] == told[2] and Question.objects.get(text=ROW[0]).open()[0] == [1]


def test_a_topic_put_right_leaves_the_key_of_a_question_in_use(hall):
    imported(hall, ROW)
    rows, _said = imported(hall, (*ROW[:6], "C", WHY, "任免", "", ""))
    question = Question.objects.get(text=ROW[0])
    assert rows[0].changes == [("主题", "地方组织法", "任免")] and (question.topic, question.open()[0]) == ("任免", [1])


def test_a_wrong_key_is_put_right_by_retiring_and_importing_again(hall):
    imported(hall, ROW)
    Question.objects.filter(text=ROW[0]).update(in_use=False)
    rows, _said = imported(hall, (*ROW[:6], "C", *ROW[7:]))
    question = Question.objects.get(text=ROW[0])
    assert outcomes(rows) == [CHANGED] and question.in_use and question.open()[0] == [2]
    assert rows[0].changes == [("状态", "停用", "在用")]


def test_no_question_of_the_examination_becomes_one_for_practice(hall):
    """Else practice would tell its key."""
    imported(hall, ROW)
    for stand in (True, False):
        Question.objects.filter(text=ROW[0]).update(in_use=stand)
        rows, _said = imported(hall, (*ROW[:-1], "是"))
        assert "不能改成练习题" in rows[0].sentences[0]
    assert not Question.objects.get(text=ROW[0]).practice


def test_the_preview_shows_the_question_and_not_the_key(hall, client):
    client.force_login(hall.wang.person.user)
    sent = client.post("/organs/imports/questions/", {"file": as_upload(sheet(ROW))})
    told = client.get(sent.url).content.decode()
    assert ROW[0] in told and "常委会" in told and WHY not in told and "正确答案" not in told.partition("<main")[2]
    assert not Question.objects.filter(text=ROW[0]).exists()  # an import that is left unfinished brings in nothing


@pytest.mark.parametrize(
    ("place", "written", "sentence"),
    [
        (6, "", "第 2 行“正确答案”：空着，必须填写"),
        (6, "第二个", "第 2 行“正确答案”：应当是选项的字母"),
        (6, "AB", "第 2 行“正确答案”：单选题只有一个正确答案"),
        (6, "D", "第 2 行“正确答案”：写了没有的选项"),
        (1, "填空", "第 2 行“题型”：没有“填空”这一项"),
        (1, "判断", "判断题不写选项"),
        (1, "多选", "第 2 行“正确答案”：多选题至少有两个正确答案"),
        (2, "", "第 2 行“选项 A”：空着"),
        (3, "主任会议", "有两个选项写得一样"),
        (8, "", "第 2 行“主题”：空着，必须填写"),
        (9, "月球", "第 2 行“适用机关”：没有“月球”这一项"),
        (10, "也许", "第 2 行“练习题”"),
    ],
)
def test_a_faulty_row_is_told_in_a_sentence_and_nothing_comes_in(hall, place, written, sentence):
    before = Question.objects.count()
    rows, _said = imported(hall, [*ROW[:place], written, *ROW[place + 1 :]], [*ROW[1:2], *ROW[1:]])
    assert any(sentence in said for said in rows[0].sentences), rows[0].sentences
    assert Question.objects.count() == before


def test_a_fault_of_the_key_does_not_repeat_it(hall):
    rows, _said = imported(hall, (*ROW[:6], "BZ9", *ROW[7:]))
    assert "BZ9" not in str(rows[0].sentences)


def test_the_same_question_twice_in_one_sheet_is_told(hall):
    rows, _said = imported(hall, ROW, (ROW[0].replace("？", "?"), *ROW[1:]))
    assert "与第 2 行重复" in rows[1].sentences[0]


def test_a_claim_is_read_as_people_write_it(hall):
    claims = [
        (f"说法{n}。", "判断", "", "", "", "", said, "", "宪法", "", "")
        for n, said in enumerate(("对", "√", "错误", "×"))
    ]
    rows, _said = imported(hall, *claims)
    keys = [Question.objects.get(text=claim[0]).open()[0] for claim in claims]
    assert outcomes(rows) == [NEW] * 4 and keys == [[0], [0], [1], [1]]


def test_its_template_is_taken_in_without_its_example(hall, client):
    client.force_login(hall.wang.person.user)
    told = client.get("/organs/imports/questions/template/")
    assert told.status_code == 200 and told.content[:2] == b"PK" and len(HEAD) == 11 and anew(hall.sat)
