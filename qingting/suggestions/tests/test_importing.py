"""How last year's suggestions come in from the register that the office kept."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from qingting.docket.ledger import breaks_in
from qingting.docket.models import Matter, Notice, Part, Series
from qingting.organs.models import Organ, Post, Role, Session
from qingting.organs.sheets import bring_in, cleaned, found_in
from qingting.organs.workbooks import saved
from qingting.suggestions.importing import SUGGESTIONS
from qingting.suggestions.models import Cosigning, Handling, Promise, Suggestion

PLAIN = {
    "建议编号": "0073",
    "标题": "关于疏浚清河河道的建议",
    "内容": "河道淤积，汛期漫堤，两岸居民出行不便。建议疏浚河道并定期清淤。",
    "领衔代表": "林秀英",
    "提出日期": "2023.1.6",
    "主办单位": "水利局",
    "交办日期": "2023.1.20",
    "沟通日期": "2023.3.5",
    "沟通方式": "走访",
    "答复日期": "2023.4.1",
    "办理结果": "A",
    "答复": "已完成清淤。",
    "对办理过程": "满意",
    "对办理结果": "基本满意",
    "办结日期": "2023.4.20",
}


def brought(town, *rows, rehearsal=False, by=None):
    head = list(dict.fromkeys(label for row in rows for label in row))
    book = Workbook()
    book.active.append(head)
    for row in rows:
        book.active.append([row.get(label) for label in head])
    read = cleaned(SUGGESTIONS, found_in(SUGGESTIONS, saved(book), "建议.xlsx").rows)
    bring_in(SUGGESTIONS, read, by or town.wang, rehearsal=rehearsal)
    return read


def faults(rows):
    return [sentence for row in rows for sentence in row.sentences]


@pytest.fixture(autouse=True)
def today(on):
    on("2024-03-04")


def test_a_row_is_walked_on_its_own_dates(town):
    (row,) = brought(town, PLAIN)
    assert (row.sentences, row.outcome) == ([], "new")
    s = Suggestion.objects.get()
    assert (s.number, s.state, s.filed_on, s.closed_on) == ("0073", "closed", date(2023, 1, 6), date(2023, 4, 20))
    days = [(e.step, f"{e.at:%m-%d}", e.post.person.name) for e in s.events.order_by("pk")]
    assert days == [
        ("file", "01-06", "林秀英"),
        ("accept", "01-20", "王敏"),
        ("assign", "01-20", "王敏"),
        ("sign", "01-20", "赵强"),
        ("contact", "03-05", "赵强"),
        ("draft_answer", "04-01", "赵强"),
        ("answer", "04-01", "周平"),
        ("rate", "04-20", "林秀英"),
        ("close", "04-20", "王敏"),
    ]
    assert (s.result, s.result_rating, s.contact_note) == ("solved", "fair", "（补录：原登记中没有这一项）")
    assert not list(breaks_in(s))
    answering = s.deadlines.get(clock="answering")
    assert (answering.due_on, answering.met.step) == (date(2023, 4, 20), "answer")


def test_the_same_register_twice_changes_nothing(town):
    brought(town, PLAIN)
    before = Matter.objects.count(), Suggestion.objects.get().events.count()
    (row,) = brought(town, PLAIN)
    assert (row.sentences, row.outcome, row.changes) == ([], "same", [])
    assert before == (Matter.objects.count(), Suggestion.objects.get().events.count())


def test_a_fuller_register_goes_on_from_where_the_last_one_stopped(town):
    part = {
        label: said
        for label, said in PLAIN.items()
        if label not in ("答复日期", "办理结果", "答复", "对办理过程", "对办理结果", "办结日期")
    }
    brought(town, part)
    assert Suggestion.objects.get().state == "signed"
    (row,) = brought(town, PLAIN)
    assert row.outcome == "changed" and [change[2] for change in row.changes] == [
        "2023-04-01",
        "2023-04-01",
        "2023-04-20",
        "2023-04-20",
    ]
    assert Suggestion.objects.get().state == "closed"


def test_what_is_in_the_ledger_is_not_changed(town):
    brought(town, PLAIN)
    rows = brought(town, PLAIN | {"答复": "尚未清淤。", "办结日期": "2023.4.21"})
    assert [sentence.split("：")[0] for sentence in faults(rows)] == ["第 2 行“答复”", "第 2 行“办结日期”"]
    assert Suggestion.objects.get().answer == "已完成清淤。"


JOINT = PLAIN | {"联名代表": "何建国、方若谷", "会办单位": "交通局，财政局"}


def test_joint_deputies_and_co_handlers_come_along(town):
    assert faults(brought(town, JOINT | {"联名代表同样评价": "是"})) == []
    s = Suggestion.objects.get()
    assert s.state == "closed"
    assert {(c.state, c.result_rating) for c in Cosigning.objects.filter(on=s)} == {("rated", "fair")}
    assert {h.state for h in Handling.objects.filter(on=s)} == {"given"}


def test_of_joint_deputies_who_said_nothing_nothing_is_made_up(town):
    (fault,) = faults(brought(town, JOINT))
    assert fault.startswith(
        "第 2 行“办结日期”：联名代表的评价期限到这一天还没有满。评价与领衔代表相同的，“联名代表同样评价”写“是”"
    )
    assert faults(brought(town, JOINT | {"办结日期": "2023.6.30"})) == []
    assert {(c.state, c.result_rating) for c in Cosigning.objects.all()} == {("silent", "")}


def test_what_was_filed_at_a_session_is_known_by_its_day(town):
    session = Session.objects.create(term=town.term, number=2, opens_on=date(2023, 1, 5), closes_on=date(2023, 1, 8))
    brought(town, PLAIN | {"提出时间": "大会期间"}, PLAIN | {"建议编号": "0074", "提出日期": "2023.1.10"})
    first, second = Suggestion.objects.order_by("pk")
    assert (first.session, first.occasion) == (session, "session")
    assert (second.session, second.occasion) == (None, "recess")
    rows = brought(town, PLAIN | {"建议编号": "0075", "提出时间": "闭会期间"})
    assert faults(rows) == ["第 2 行“提出时间”：提出日期在大会会期内"]


def test_a_promise_stays_open(town):
    rows = brought(town, PLAIN | {"办理结果": "B"})
    assert "须先列明承诺事项" in faults(rows)[0] and not Suggestion.objects.exists()
    brought(
        town, PLAIN | {"办理结果": "列入计划逐步解决", "承诺事项": "2025 年汛前完成清淤", "承诺完成日期": "2025-5-1"}
    )
    promise = Promise.objects.get()
    assert (promise.state, promise.handler, promise.promised_for) == ("open", town.water, date(2025, 5, 1))
    assert Suggestion.objects.get().result == "planned"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"领衔代表": "林秀兰"}, "第 2 行“领衔代表”：代表名册里没有“林秀兰”"),
        ({"领衔代表": "赵强"}, "第 2 行“领衔代表”：代表名册里没有“赵强”"),
        ({"联名代表": "林秀英"}, "第 2 行“联名代表”：领衔代表不用再写一次"),
        ({"主办单位": "河务局"}, "第 2 行“主办单位”：没有“河务局”这个机构"),
        ({"会办单位": "水利局"}, "第 2 行“会办单位”：主办单位不用再写一次"),
        ({"交办日期": None}, "第 2 行“交办日期”：空着。写了“沟通日期”，这一格也要写"),
        ({"沟通日期": None}, "第 2 行“沟通日期”：空着。写了“答复日期”，这一格也要写"),
        ({"答复": None}, "第 2 行“答复”：空着。写了“答复日期”，这一格也要写"),
        ({"答复日期": "2023.1.10"}, "第 2 行“答复日期”：早于“沟通日期”"),
        ({"办结日期": "2024.5.1"}, "第 2 行“办结日期”：在今天以后"),
        ({"办结日期": None}, "第 2 行“评价日期”：空着。写了评价，也要写评价日期"),
        ({"办理结果": "E"}, "第 2 行“办理结果”：没有“E”这一类，可以填：A（已经解决或者采纳）"),
        ({"对办理结果": "不满意"}, "第 2 行“办结日期”：有代表评价“不满意”，须重新办理或调处"),
        ({"内容": "太短"}, "第 2 行“提出日期”：建议须有标题，并写明具体情况和要求"),
        ({"提出日期": "2019-12-31"}, "第 2 行“提出日期”：2019-12-31 没有在任的领衔代表（林秀英）。请先登记其任职"),
        ({"主办单位": "清河县人民政府"}, "第 2 行“签收日期”：2023-01-20 没有在任的主办单位（清河县人民政府）"),
        ({"提出时间": "大会期间"}, "第 2 行“提出时间”：提出日期不在任何一次大会的会期内"),
    ],
)
def test_a_row_that_cannot_be_walked_is_told(town, changed, told):
    rows = brought(town, PLAIN | changed, PLAIN | {"建议编号": "0080"})
    assert told in faults(rows)[0]
    assert not Suggestion.objects.exists()


def test_the_last_clerk_does_not_act_for_the_one_before(town):
    Post.objects.filter(pk=town.zhao.pk).update(until=date(2023, 2, 28))
    heir = town.seat("赵新", town.water, Role.CLERK)
    Post.objects.filter(pk=heir.pk).update(since=date(2023, 3, 1))
    brought(town, PLAIN)
    names = {e.step: e.post.person.name for e in Suggestion.objects.get().events.all()}
    assert (names["sign"], names["contact"]) == ("赵强", "赵新")


def test_nobody_is_told_by_mail_of_last_year(town):
    brought(town, PLAIN, {label: PLAIN[label] for label in list(PLAIN)[:5]} | {"建议编号": "0074"})
    assert Notice.objects.exists()
    assert not Notice.objects.exclude(try_again_at=None).exists()
    assert not Notice.objects.filter(read_at=None).exists()
    assert Part.objects.inbox(town.wang).get().matter.number == "0074"


def test_an_old_number_of_our_own_series_is_not_given_again(town):
    brought(town, PLAIN | {"建议编号": "建议2024-0041", "提出日期": "2024-1-5"} | dict.fromkeys(list(PLAIN)[5:]))
    assert Series.objects.get(name="suggestions-2024").last == 41
    assert town.walk(town.suggestion(), upto="file").number == "建议2024-0042"


def test_the_organs_and_deputies_of_another_congress_are_unknown(town, next_town):
    Organ.objects.create(name="白石水务局", kind=Organ.Kind.DEPARTMENT, parent=next_town.congress)
    assert "没有“白石水务局”这个机构" in faults(brought(town, PLAIN | {"主办单位": "白石水务局"}))[0]
    brought(town, PLAIN)
    assert faults(brought(town, PLAIN, by=next_town.wang)) == []
    assert {s.congress for s in Suggestion.objects.filter(number="0073")} == {town.congress, next_town.congress}


@pytest.mark.slow
def test_thirty_suggestions_come_in_with_steady_effort(town, django_assert_max_num_queries):
    with django_assert_max_num_queries(30 * 140):
        rows = brought(town, *(PLAIN | {"建议编号": f"{n:04}"} for n in range(1, 31)))
    assert faults(rows) == []
    assert Suggestion.objects.filter(state="closed").count() == 30


cell = st.one_of(
    st.none(),
    st.text(alphabet="满意水利局林秀英ABC2023.-年月日、 '=\x00", max_size=10),
    st.integers(-(10**6), 10**8),
    st.sampled_from([*PLAIN.values(), {"odd": "formula"}]),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from([column.name for column in SUGGESTIONS.columns]), cell, max_size=4))
def test_whatever_is_typed_gets_a_sentence_and_breaks_nothing(town, garbled):
    by_name = {column.name: PLAIN[str(column.label)] for column in SUGGESTIONS.columns if str(column.label) in PLAIN}
    rows = cleaned(SUGGESTIONS, [(2, by_name | garbled)])
    bring_in(SUGGESTIONS, rows, town.wang, rehearsal=True)
    assert all(row.outcome or row.faults for row in rows)
    assert not Suggestion.objects.exists()
