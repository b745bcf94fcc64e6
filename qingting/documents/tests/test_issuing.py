"""How a document goes out: numbered when it is issued and never before, not changed after, void but never gone."""

import json
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from conftest import at_once
from qingting.docket.ledger import verify
from qingting.docket.models import Notice
from qingting.docket.process import Refused
from qingting.documents.issuing import issue, withdraw
from qingting.documents.models import Mark, Number, OfficialDocument, in_words
from qingting.documents.pdf import as_pdf, stands
from qingting.documents.templates import TEMPLATES, draft
from qingting.documents.word import as_word
from qingting.organs.models import Role


@pytest.fixture
def desk(town, on):
    on("2026-03-02")
    return town, town.walk(town.suggestion(), upto="accept")


def written(town, matter, name="appointment-decision", by=Mark.By.YEAR, **said):
    """A draft that lacks nothing, in the committee's own series."""
    words = "公告" if by == Mark.By.TERM else "清人常任"
    mark, _new = Mark.objects.get_or_create(
        organ=town.committee, words=words, defaults={"by": by, "used_for": "任免决定"}
    )
    known = dict(person="张三", office="县水利局局长", meeting="第十二次会议", date="2026年3月1日", chair="高平")
    d = draft(name, matter, town.committee, town.gao, **known | said)
    d.mark = mark
    d.save()
    return d


def test_a_draft_has_no_number_and_the_issued_one_has_the_next(desk):
    town, matter = desk
    first, second = written(town, matter), written(town, matter)
    assert first.number is None and first.elements.number == "" and first.elements.stamp == "草稿"
    assert [str(issue(d, town.gao).number) for d in (second, first)] == ["清人常任〔2026〕1号", "清人常任〔2026〕2号"]
    issued = OfficialDocument.objects.get(pk=first.pk)
    assert issued.elements.stamp == "" and issued.signed_on == issued.printed_on == date(2026, 3, 2)


def test_the_number_is_of_the_year_of_the_document(desk, on):
    town, matter = desk
    d = written(town, matter)
    d.signed_on = date(2025, 12, 30)
    d.save()
    assert str(issue(d, town.gao).number) == "清人常任〔2025〕1号"
    assert str(issue(written(town, matter), town.gao).number) == "清人常任〔2026〕1号"


def test_announcements_are_numbered_by_the_term(desk):
    town, matter = desk
    known = dict(constituency="第一选区", reason="调离本行政区域", deputies=180)
    ended = [issue(written(town, matter, "mandate-ended", Mark.By.TERM, **known), town.gao) for _n in range(2)]
    assert [str(d.number) for d in ended] == ["公告〔十六届〕第一号", "公告〔十六届〕第二号"]
    assert ended[1].elements.number == "〔十六届〕第二号"
    assert [in_words(n) for n in (0, 9, 10, 11, 20, 99, 100, 103, 110, 215)] == [
        "〇", "九", "十", "十一", "二十", "九十九", "一百", "一百〇三", "一百一十", "二百一十五",
    ]  # fmt: skip


def test_a_letter_of_a_step_and_a_document_share_their_series(desk):
    """They go out under one mark: none of them may have the number of the other."""
    town, matter = desk
    answered = town.walk(town.suggestion(title="修桥"), upto="answer").events.last()
    d = draft(
        "opinions",
        matter,
        town.water,
        town.zhao,
        report="报告",
        meeting="会议",
        date="昨天",
        opinions="好",
        handler="局",
    )
    d.mark = Mark.objects.create(organ=town.water, words="清水函", used_for="函")
    d.save()
    assert Number.give(answered, "清水函", town.zhao).n == 1 and issue(d, town.zhao).number.n == 2


def test_what_fails_gives_its_number_back(desk, monkeypatch):
    town, matter = desk
    d = written(town, matter)
    with pytest.raises(RuntimeError), monkeypatch.context() as broken:
        broken.setattr("qingting.documents.issuing.now", lambda: (_ for _ in ()).throw(RuntimeError()))
        issue(d, town.gao)
    assert issue(d, town.gao).number.n == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"mark": None}, "请先选定文号系列"),
        ({"body": " \n "}, "正文还是空的"),
        ({"body": "任命××为局长。"}, "还有没填的“××”"),
        ({"signed_on": date(2026, 3, 3)}, "成文日期还没有到"),
        ({"signed_by": ""}, "还没有署名"),
        ({"body": "任命😀为局长。"}, "“😀”在公文的字体里没有"),
        ({"title": "关于" + "安全生产" * 49}, "首页排不下正文"),
    ],
)
def test_what_is_not_ready_is_not_issued_and_takes_no_number(desk, changed, sentence):
    town, matter = desk
    d = written(town, matter)
    for name, value in changed.items():
        setattr(d, name, value)
    d.save()
    with pytest.raises(Refused, match=sentence):
        issue(d, town.gao)
    assert not Number.objects.exists() and issue(written(town, matter), town.gao).number.n == 1


def test_only_the_organ_and_its_offices_issue_and_withdraw(desk):
    town, matter = desk
    d = written(town, matter)
    for post in (town.zhao, town.lin, town.pan):
        with pytest.raises(Refused, match="只有清河县人大常委会"):
            issue(d, post)
    issued = issue(d, town.wang)  # the clerk of its working office
    with pytest.raises(Refused, match="只有清河县人大常委会"):
        withdraw(issued, town.zhao, "写错了")


def test_what_is_issued_is_not_changed_and_not_issued_again(desk):
    town, matter = desk
    held = written(town, matter)
    before = OfficialDocument.objects.get(pk=held.pk)
    issue(held, town.gao)
    before.body = "任命李四为局长。"
    for act in (before.save, before.delete):
        with pytest.raises(Refused, match="已经印发"):
            act()
    with pytest.raises(Refused, match="已经印发"):
        issue(before, town.gao)
    assert "张三" in OfficialDocument.objects.get(pk=held.pk).body and Number.objects.count() == 1


def test_what_is_withdrawn_keeps_its_number_and_says_so(desk):
    town, matter = desk
    issued = issue(written(town, matter), town.gao)
    with pytest.raises(Refused, match="请说明作废理由"):
        withdraw(issued, town.gao, "  ")
    void = withdraw(issued, town.gao, "姓名写错")
    assert (str(void.number), void.elements.stamp, void.why) == ("清人常任〔2026〕1号", "作废", "姓名写错")
    with pytest.raises(Refused, match="只有已经印发的公文能作废"):
        withdraw(void, town.gao, "再作废一次")
    assert issue(written(town, matter), town.gao).number.n == 2


def test_no_number_without_issue_by_any_way(desk):
    town, matter = desk
    d = written(town, matter)
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficialDocument.objects.filter(pk=d.pk).update(state="issued")


def test_an_organ_of_another_congress_sends_nothing_upon_this_matter(desk, next_town):
    town, matter = desk
    with pytest.raises(Refused, match="不属于同一个人大"):
        draft("agenda", matter, next_town.committee, next_town.gao)


@pytest.mark.parametrize("name", TEMPLATES)
def test_each_template_can_be_drawn_as_it_is_and_asks_for_what_is_open(desk, name):
    town, matter = desk
    d = draft(name, matter, town.committee, town.gao)
    assert as_pdf(d.elements).startswith(b"%PDF") and as_word(d.elements, stands(d.elements))[:2] == b"PK"
    assert "清河县人民代表大会常务委员会" in d.head and "××" in d.body
    d.mark = Mark.objects.create(organ=town.committee, words="清人常发", used_for="文件")
    d.save()
    with pytest.raises(Refused, match="还有没填的"):
        issue(d, town.gao)


def test_what_a_name_says_is_never_a_template(desk):
    town, matter = desk
    d = draft(
        "appointment-letter",
        matter,
        town.committee,
        town.gao,
        person="{office.__class__}{0}",
        office="局长",
        date="",
        meeting="",
    )
    assert "任命{office.__class__}{0}为局长。" in d.body


@pytest.mark.django_db(transaction=True)
def test_two_documents_never_have_one_number_and_one_never_two(busy_town):
    town = busy_town
    matter = town.walk(town.suggestion(), upto="accept")
    many = [written(town, matter) for _n in range(3)]
    assert sorted(d.number.n for d in at_once(*[lambda d=d: issue(d, town.gao) for d in many])) == [1, 2, 3]
    again = at_once(*[lambda: issue(one, town.gao)] * 3) if (one := written(town, matter)) else []
    assert sorted(type(each) is Refused for each in again) == [False, True, True]
    assert sorted(Number.objects.values_list("n", flat=True)) == [1, 2, 3, 4]


def test_a_person_in_no_office_issues_nothing(desk):
    town, matter = desk
    member = town.seat("甄委员", town.committee, Role.MEMBER)
    with pytest.raises(Refused, match="只有清河县人大常委会"):
        issue(written(town, matter), member)


def test_who_sent_out_which_number_stands_in_the_ledger_of_its_matter(desk):
    town, matter = desk
    issued = issue(written(town, matter), town.wang)
    withdraw(issued, town.gao, "张三的姓名写错")
    out, void = matter.events.order_by("pk")[2:]
    assert [(e.step, e.post, e.data["document_number"]) for e in (out, void)] == [
        ("issue_document", town.wang, "清人常任〔2026〕1号"),
        ("withdraw_document", town.gao, "清人常任〔2026〕1号"),
    ]
    assert out.data["document"] == f"officialdocument:{issued.pk}" and out.before == out.after == matter.state
    assert "张三" not in str([e.data for e in (out, void)]) and void.words.said == {"note": "张三的姓名写错"}
    now = type(matter).objects.get(pk=matter.pk)
    assert (now.state, now.owed_on, now.head) == (matter.state, matter.owed_on, void.digest)
    assert verify(town.congress) is None


def test_the_ledger_tells_when_a_number_was_changed_or_its_line_cut_off(desk, unguarded):
    town, matter = desk
    issue(written(town, matter), town.gao)
    out = matter.events.order_by("pk").last()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE docket_event SET data = %s WHERE id = %s",
            [json.dumps(out.data | {"document_number": "清人常任〔2026〕2号"}), out.pk],
        )
        assert verify(town.congress)[0] == out
        cursor.execute("DELETE FROM docket_event WHERE id = %s", [out.pk])
    assert "末尾" in verify(town.congress)[1]


def test_what_is_not_issued_leaves_no_line(desk, monkeypatch):
    town, matter = desk
    before = matter.events.count()
    with pytest.raises(Refused):
        issue(written(town, matter, office="××"), town.gao)
    with pytest.raises(Refused):
        withdraw(issue(written(town, matter), town.gao), town.gao, " ")
    assert matter.events.count() == before + 1


def test_a_step_goes_on_after_a_document_and_nobody_is_told_of_one(desk):
    town, matter = desk
    told = Notice.objects.count()
    issue(written(town, matter), town.gao)
    assert Notice.objects.count() == told
    after = type(matter).objects.get(pk=matter.pk)
    after.take("assign", town.wang, handler=town.water)
    assert verify(town.congress) is None


def test_the_history_tells_of_a_document_by_its_number(desk, client):
    town, matter = desk
    issue(written(town, matter), town.gao)
    client.force_login(town.wang.person.user)
    page = client.get(matter.get_absolute_url())
    newest = page.context["events"][0]
    assert (str(newest.step_label), newest.details) == ("印发公文", [("文号", "清人常任〔2026〕1号", None)])
    assert "清人常任〔2026〕1号" in page.content.decode()
