"""A candidate with his code, on a telephone or at the office's machine; and what the office sees."""

import re

import pytest
from django.test import Client

from qingting.examination import codes, papers
from qingting.examination.models import DrawingRule, Paper, Question, Sitting
from qingting.examination.tests.doings import DAY, anew, answers, appointed, begun, candidate, fill, rule, sat
from qingting.organs.models import Person, Role


@pytest.fixture
def hall(town, on):
    on(DAY)
    fill(town)
    rule(town)
    return town


@pytest.fixture
def clerk(hall, client):
    client.force_login(hall.wang.person.user)
    return client


def page(response) -> str:
    return response.content.decode()


def test_the_whole_way_without_javascript(hall):
    m, code = appointed(hall)
    phone = Client()
    entered = phone.post("/exam/", {"code": codes.spaced(code).lower().replace("-", " ")})
    assert entered.url == f"/exam/r/{code}/"
    before = page(phone.get(entered.url))
    assert "一共 12 道题，60 分钟，满分 100 分，60 分合格" in before and "试题" not in before
    assert phone.post(f"{entered.url}begin/").url == entered.url
    m = anew(m)
    paper = page(phone.get(entered.url))
    assert paper.count("<fieldset") == 12 and "还剩 60 分钟" in paper
    sent = answers(m, wrong=1).dict() | dict(answers(m, wrong=1).lists())
    asked = page(phone.post(entered.url, sent | {"act": "hand_in"}))
    assert "题都答了。交卷以后不能再改，确定交卷吗？" in asked and anew(m).state == "sitting"
    done = phone.post(entered.url, sent | {"act": "hand_in", "sure": "yes"})
    assert done.status_code == 302 and anew(m).state == "passed"
    result = page(phone.get(entered.url))
    assert "91.6" in result and "12 道题答对 11 道" in result and "试题" not in result


def test_what_was_left_open_is_named_before_it_is_handed_in(hall):
    m, code = begun(hall)
    asked = page(Client().post(f"/exam/r/{code}/", {"q0": "1", "act": "hand_in"}))
    assert "还有 11 道题没有答" in asked and 'href="#q12"' in asked and 'href="#q1"' not in asked


def test_another_device_goes_on_where_the_first_was_cut_off(hall):
    m, code = begun(hall)
    saved = Client().post(f"/exam/r/{code}/save/", {"q0": "2"}, headers={"HX-Request": "true"})
    assert "已保存 09:00:00" in page(saved)
    paper = page(Client().get(f"/exam/r/{code}/"))
    assert re.findall(r'name="q(\d+)" value="(\d+)" checked', paper) == [("0", "2")]
    assert Client().post(f"/exam/r/{code}/begin/").status_code == 302  # pressed again there: the same paper
    assert Paper.objects.count() == 1


def test_handed_in_twice_is_told_in_one_sentence(hall):
    m, code = begun(hall)
    for said, status in (("合格", 302), ("已经交过卷了，不能再改，也不能再交", 409)):
        told = Client().post(f"/exam/r/{code}/", {"act": "hand_in", "sure": "yes"})
        assert told.status_code == status and (status == 302 or said in page(told))
    assert anew(m).right == 0


def test_handed_in_late_is_told_and_marked_on_what_was_saved(hall, on):
    m, code = begun(hall)
    papers.keep(m, answers(m, wrong=2))
    on(DAY, "10:05")
    told = Client().post(f"/exam/r/{code}/", {"act": "hand_in", "sure": "yes"})
    assert told.status_code == 409 and "已经交过卷了" in page(told)  # the clock has handed it in
    assert (anew(m).right, anew(m).handed_in_at) == (10, m.ends_at)


def test_a_page_that_was_left_open_is_drawn_anew_when_time_is_over(hall, on):
    m, code = begun(hall)
    assert "还剩 60 分钟" in page(Client().get(f"/exam/r/{code}/clock/"))
    on(DAY, "10:05")
    for told in (Client().get(f"/exam/r/{code}/clock/"), Client().post(f"/exam/r/{code}/save/", {"q0": "1"})):
        assert told.headers["HX-Redirect"] == f"/exam/r/{code}/?late"
    assert "按到时前已经保存的答案评分" in page(Client().get(f"/exam/r/{code}/?late"))


def test_nonsense_in_a_form_is_an_answer_left_open(hall):
    m, code = begun(hall)
    said = {"q0": ["99"], "q1": ["-1"], "q2": ["a", "\0"], "q3": ["0", "1"], "q999": "0", "q": "x"}
    assert Client().post(f"/exam/r/{code}/", said | {"act": "save"}).status_code == 200
    assert Paper.objects.get().open("chosen")[:4] == [[], [], [], [0]]


@pytest.mark.parametrize("typed", ["", "ABCD-EFGH-JKLM", "长" * 500, "\0", "/r/"])
def test_a_code_that_opens_nothing_is_told(hall, typed):
    told = Client().post("/exam/", {"code": typed})
    assert told.status_code == 404 and 'role="alert"' in page(told)
    assert Client().get("/exam/r/ABCDEFGHJKLM/").status_code == 404


def test_a_code_given_anew_shuts_out_the_old_one_and_keeps_the_paper(hall):
    m, old = begun(hall)
    papers.keep(m, answers(m))
    assert codes.code_shown(m) == ""  # once it has begun nobody looks over his shoulder
    m.take("give", hall.wang, note="准考条丢了")
    new = codes.code_shown(anew(m))
    assert new and new != old and Client().get(f"/exam/r/{old}/").status_code == 404
    assert page(Client().get(f"/exam/r/{new}/")).count(" checked") > 11
    assert anew(m).events.filter(step="give").get().words.said["note"] == "准考条丢了"


def test_a_code_fits_its_sitting_and_no_receipt_of_another_kind(hall):
    _receipt, secret = hall.receipt()
    assert Client().get(f"/exam/r/{secret}/").status_code == 404
    m, code = appointed(hall)
    assert Client().get(f"/r/{code}/").status_code == 404 and codes.typed(f"http://x/exam/r/{code}/") == code


def test_whoever_fails_is_told_that_he_may_try_again_once(hall):
    pages = []
    for _n in range(2):
        m, code = begun(hall)
        m.take("hand_in", m.receipt)
        pages.append(page(Client().get(f"/exam/r/{code}/")))
    assert "还可以补考" in pages[0] and "本届内不能再考" in pages[1]


# ---- The office


def test_a_candidate_is_appointed_on_a_page_and_has_his_slip(hall, clerk):
    told = clerk.post("/examination/new/", {"name": "苏 新", "branch": "government", "held_on": DAY})
    m = Sitting.objects.get()
    assert told.url == f"/examination/{m.pk}/slip/" and m.examinee.name == "苏 新"
    slip = page(clerk.get(told.url))
    assert codes.spaced(codes.code_shown(m)) in slip and 'class="qr"' in slip
    other = Client()
    for post in (hall.zhao, hall.lin, hall.sun):
        other.force_login(post.person.user)
        assert other.get(told.url).status_code == 404


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": ""}, "请填写“考生姓名”"),
        ({"held_on": "2026-03-25"}, "考试日期已经过去"),
        ({"held_on": "明天"}, "有效的日期"),
        ({"branch": "moon"}, "moon"),
        ({"name": "何建国", "mark": ""}, "有叫“何建国”的人"),
        ({"name": "a\0b"}, "空字符|控制字符"),
    ],
)
def test_what_is_filled_in_wrongly_is_told_and_nobody_is_put_down(hall, clerk, changed, sentence):
    Person.objects.filter(name="何建国").update(mark="老")
    before = Person.objects.count()
    told = clerk.post("/examination/new/", {"name": "苏新", "branch": "government", "held_on": DAY} | changed)
    assert told.status_code == 422 and re.search(sentence, page(told))
    assert not Sitting.objects.exists() and Person.objects.count() == before


def test_whoever_has_passed_is_not_appointed_again(hall, clerk):
    m = sat(hall)
    told = clerk.post("/examination/new/", {"name": "苏新", "branch": "government", "held_on": DAY})
    assert told.status_code == 422 and f"合格：{m.number}，不用再考" in page(told)
    assert Sitting.objects.get() == m  # no draft is left behind


def test_the_page_of_a_sitting_tells_the_score_and_no_answer(hall, clerk):
    m = sat(hall, wrong=2)
    told = page(clerk.get(f"/matters/{m.pk}/"))
    assert "83.3 分，12 道题答对 10 道" in told and "国家法律没有规定任前考试" in told and "试题" not in told
    assert "83.3" in page(clerk.get("/registers/examinations/"))


def test_a_candidate_with_a_sign_in_sees_how_it_went_and_others_do_not(hall, client):
    m = sat(hall, hall.he.person)
    for post, status in ((hall.he, 200), (hall.sun, 200), (hall.lin, 404), (hall.zhao, 404), (hall.gao, 404)):
        client.force_login(post.person.user)
        assert client.get(f"/matters/{m.pk}/").status_code == status, post


def table(n, **more):
    topics = ("宪法", "地方组织法")
    return (
        {f"{form}:{topic}": n for topic in topics for form in ("single", "several", "claim")} | {"minutes": 45} | more
    )


def test_a_rule_is_written_on_a_page(hall, clerk):
    assert clerk.post("/examination/rules/court/", table(2, pass_mark=70)).status_code == 302
    its = DrawingRule.objects.get(branch="court")
    assert (its.n, its.minutes, its.pass_mark, its.changed_by) == (12, 45, 70, hall.wang)
    told = page(clerk.get("/examination/rules/"))
    assert "国家法律没有规定任前法律知识考试" in told and "第十六条" in told and "平台推断" in told


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (table(2) | {"single:宪法": 7}, "“宪法”的单选题要 7 道，题库里能用的只有 6 道"),
        (table(1), "一份卷子 10 到 200 道题，现在是 6 道"),
        (table(2, minutes=5), "10"),
        (table(2, pass_mark=101), "100"),
        (table(-1), "0"),
        (table("很多"), "整数"),
    ],
)
def test_a_rule_that_cannot_be_kept_is_not_saved(hall, clerk, said, sentence):
    told = clerk.post("/examination/rules/all/", said)
    assert told.status_code == 422 and sentence in page(told)
    assert DrawingRule.objects.get().minutes == 60


def test_a_question_is_retired_and_used_again(hall, clerk):
    question = Question.objects.order_by("pk").first()
    for act, stands in (("retire", False), ("use", True)):
        clerk.post(f"/examination/bank/{question.pk}/retire/", {"act": act})
        assert anew(question).in_use is stands


def test_the_office_of_another_congress_has_nothing_to_do_with_it(hall, next_town, client):
    m, _code = appointed(hall)
    client.force_login(next_town.seat("白石王", next_town.office, Role.CLERK).person.user)
    question = Question.objects.order_by("pk").first()
    assert client.post(f"/examination/bank/{question.pk}/retire/", {"act": "retire"}).status_code == 404
    assert "宪法single" not in page(client.get("/examination/bank/"))
    assert client.get(f"/examination/{m.pk}/slip/").status_code == 404


# ---- From a nomination


def test_nothing_is_begun_from_what_is_no_nomination(hall, clerk):
    s = hall.walk(hall.suggestion(), upto="accept")
    assert "安排任前法律知识考试" not in page(clerk.get(f"/matters/{s.pk}/"))
    assert clerk.get(f"/examination/new/?source={s.pk}").status_code == 404
    assert clerk.get("/examination/new/?source=x").status_code == 404


def test_from_a_nomination_its_candidate_is_appointed_and_an_earlier_pass_is_used(hall, clerk, monkeypatch):
    """The room of nominations is another's: a suggestion stands in for one, with what the contract asks of it."""
    from types import SimpleNamespace

    s = hall.walk(hall.suggestion(), upto="accept")
    person, taken = candidate(hall, "钟灵"), []
    monkeypatch.setattr("qingting.examination.page.NOMINATION", "suggestions.suggestion")
    monkeypatch.setattr(type(s), "nominee", person, raising=False)
    monkeypatch.setattr(type(s), "organ", SimpleNamespace(kind="court"), raising=False)
    assert f"/examination/new/?source={s.pk}" in page(clerk.get(f"/matters/{s.pk}/"))
    form = page(clerk.get(f"/examination/new/?source={s.pk}"))
    assert "钟灵" in form and 'name="name"' not in form and 'value="court" selected' in form
    clerk.post(f"/examination/new/?source={s.pk}", {"branch": "court", "held_on": DAY})
    m = Sitting.objects.get()
    assert (m.examinee, m.source_id) == (person, s.pk)
    assert clerk.get(f"/examination/new/?source={s.pk}").status_code == 404  # one is on its way
    m.take("begin", m.receipt)
    papers.keep(anew(m), answers(anew(m)))
    anew(m).take("hand_in", m.receipt)

    again = hall.walk(hall.suggestion(), upto="accept")
    monkeypatch.setattr(type(s), "take", lambda self, *said, **given: taken.append((self.pk, said, given)))
    assert "用这次的成绩" in page(clerk.get(f"/examination/new/?source={again.pk}"))
    assert clerk.post(f"/examination/new/?source={again.pk}", {"act": "use"}).status_code == 302
    assert taken == [(again.pk, ("examined", hall.wang), {"sitting": m.number})]
