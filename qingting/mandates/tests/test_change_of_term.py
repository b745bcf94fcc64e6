"""One term follows another: nothing is lost, no old code opens, and every open matter has someone whose turn it is."""

from datetime import date

import pytest

from qingting.directory.rosters import DEPUTIES, POSTS
from qingting.directory.tests.test_rosters import P, brought
from qingting.docket.ledger import verify
from qingting.docket.models import Event, Matter, Part
from qingting.mandates.carrying import left_behind
from qingting.mandates.effects import actual_number
from qingting.mandates.terms import Changeover, Handover
from qingting.mandates.tests.doings import refused
from qingting.meetings.tests.doings import anew
from qingting.organs.models import Organ, Post, Role, Term
from qingting.stations.codes import State, issue_to_all, read, token
from qingting.stations.models import Code, Station

OPENS, ELECTED = date(2026, 4, 8), date(2026, 4, 10)
D = ["姓名", "区分", "代表层级", "届次", "选区", "机构", "起始日期", "终止日期", "暂停执行职务起", "恢复执行职务"]


@pytest.fixture
def old(hall):
    """The sixteenth term as it ends: codes are printed, a station is open, two suggestions are answered."""
    town = hall.town
    organ = Organ.objects.create(name="清河站", kind=Organ.Kind.STATION, parent=town.street, since=date(2022, 3, 1))
    Station.objects.create(organ=organ, address="清河路 1 号", hours="工作日", telephone="027-0000 0101")
    issue_to_all(town.congress, town.wang)
    hall.lins = town.walk(town.suggestion(), upto="answer")
    hes = town.suggestion(title="修桥", lead=town.he.person)
    hes.take("file", town.he)
    hall.hes = town.walk(hes, upto="answer")
    return hall


def planned(hall, ordinal=17, begins_on=OPENS, committee_on=ELECTED):
    c = Changeover.objects.create(title="换届", keeper=hall.town.office)
    c.take("plan", hall.town.wang, ordinal=ordinal, begins_on=begins_on, committee_on=committee_on)
    return anew(c)


def carried_out(hall):
    c = planned(hall)
    c.take("carry_out", hall.town.wang)
    return anew(c)


def roster(hall, *names):
    """He is elected again, and Ji and Gan for the first time; Gao stays in the chair, Gu examines credentials."""
    lines = [
        [name, "", "区", "第17届", "第二选区" if n else "第一选区", "", "", "", "", ""] for n, name in enumerate(names)
    ]
    rows, _remarks = brought(DEPUTIES, hall.town.wang, D, *lines)
    assert not [row.sentences for row in rows if row.faults]
    seats = [
        ["高平", hall.town.committee, "主任"],
        ["季云", hall.town.committee, "委员"],
        ["顾明", hall.examiners, "主任"],
    ]
    rows, _remarks = brought(
        POSTS, hall.town.wang, P, *([who, "", organ.name, role, ELECTED, "", "", ""] for who, organ, role in seats)
    )
    assert not [row.sentences for row in rows if row.faults]


def changed(hall):
    c = carried_out(hall)
    roster(hall, "何建国", "季云", "甘霖")
    c.take("confirm", hall.town.sun)
    return anew(c)


def test_all_mandates_and_seats_end_and_the_new_ones_begin(old, on):
    before = actual_number(old.town.congress)
    c = changed(old)
    assert (anew(old.town.term).until, c.term.number, c.term.since) == (date(2026, 4, 7), 17, OPENS)
    assert actual_number(old.town.congress, on=date(2026, 4, 7)) == before
    assert actual_number(old.town.congress, on=OPENS) == 3
    seats = old.town.committee.posts
    assert {p.person.name for p in seats.current(date(2026, 4, 9))} == {p.person.name for p in old.all}
    assert {p.person.name for p in seats.current(ELECTED)} == {"高平", "季云"}
    clerks = [old.town.wang, old.town.sun, old.town.zhao]
    assert all(anew(post).until is None for post in clerks)  # who works for an organ goes on
    assert anew(old.shao).until is None  # the city's congress has a term of its own


def test_no_code_of_the_old_term_opens_and_everyone_has_a_new_one(old, on):
    codes = list(Code.objects.all())
    c = changed(old)
    assert c.codes == 5  # three deputies of the district, one of the city, one station
    on("2026-04-09")
    assert {read(token(code)).state for code in codes if code.post_id != old.shao.pk} == {State.ENDED}
    fresh = Code.objects.filter(term=c.term)
    assert {read(token(code)).state for code in fresh} == {State.VALID}
    assert read(token(next(code for code in codes if code.post_id == old.shao.pk))).state == State.ENDED


def test_what_waits_for_one_who_is_gone_goes_to_the_office(old, on):
    c = changed(old)
    assert [(h.source_id, h.person.name) for h in Handover.objects.all()] == [(old.lins.pk, "林秀英")]
    on("2026-04-13")
    every_open_matter_has_somebody(old.town.congress)
    h = Handover.objects.get()
    assert Part.objects.inbox(anew(old.town.wang)).filter(matter=h).exists()
    assert "还在等 林秀英 办理" in refused(h.take, "settle", old.town.wang)
    Handover.objects.get().take("leave", old.town.wang, "代表已转任外地，不再评价")
    assert verify(old.town.congress) is None and c.state == "confirmed"


def test_what_the_office_has_taken_on_is_settled(old, on):
    changed(old)
    on("2026-08-10")
    s = type(old.lins).objects.get(pk=old.lins.pk)
    s.take("remind", old.town.wang)
    on("2026-10-12")
    anew(s).take("lapse", old.town.wang)
    Handover.objects.get().take("settle", old.town.wang)
    assert not Part.objects.inbox(anew(old.town.wang)).filter(kind="mandates.handover").exists()


def every_open_matter_has_somebody(congress):
    """Whoever wears the hat whose turn it is, or the office to which it was handed."""
    for m in Matter.objects.filter(congress=congress):
        due = list(m.parts.filter(due_on__isnull=False).values_list("hat", flat=True))
        if not due:
            continue
        worn = Post.objects.current().wearing([hat for hat in due if hat.startswith(("person", "organ"))]).exists()
        handed = Handover.objects.filter(source=m, state="open").exists()
        assert worn or handed or any(hat.startswith("receipt") for hat in due), (m, due)


def test_nothing_is_lost(old, on):
    events, matters = list(Event.objects.values_list("pk", "digest")), Matter.objects.count()
    changed(old)
    assert list(Event.objects.filter(pk__in=[pk for pk, _d in events]).values_list("pk", "digest")) == events
    assert Matter.objects.count() == matters + 2  # the change itself, and what it hands over
    on("2026-04-13")
    he = Post.objects.current().get(person=old.town.he.person, role=Role.DEPUTY)
    anew(old.hes).take(
        "rate", he, process_rating="satisfied", result_rating="satisfied"
    )  # he goes on with what was his
    assert "不能评价" in refused(
        anew(old.lins).take, "rate", anew(old.town.lin), process_rating="fair", result_rating="fair"
    )


def test_it_is_taken_back_whole_until_it_is_confirmed(old):
    def posts():
        return list(Post.objects.order_by("pk").values_list())

    was = posts(), list(Term.objects.order_by("pk").values_list())
    c = carried_out(old)
    assert posts() != was[0]
    roster(old, "何建国", "季云")
    c.take("undo", old.town.wang, "名册有误")
    assert (posts(), list(Term.objects.order_by("pk").values_list())) == was
    anew(c).take("carry_out", old.town.wang)  # and it may be done again
    assert anew(c).state == "ended" and Term.objects.count() == 2


def test_it_is_not_taken_back_once_somebody_has_acted_in_the_new_term(old, on):
    c = carried_out(old)
    roster(old, "何建国", "季云")
    on("2026-04-13")
    he = Post.objects.get(person=old.town.he.person, since=OPENS)
    anew(old.hes).take("rate", he, process_rating="satisfied", result_rating="satisfied")
    assert "已经有办理记录，不能撤回" in refused(c.take, "undo", old.town.wang, "名册有误")


def test_a_second_person_confirms_and_only_with_a_roster(old):
    c = carried_out(old)
    assert "还没有新一届的代表名册" in refused(c.take, "confirm", old.town.sun)
    roster(old, "何建国")
    both = old.town.seat("王敏", old.town.office, Role.HEAD)
    assert "请由别人复核" in refused(c.take, "confirm", both)
    assert "不能复核" in refused(c.take, "confirm", old.town.wang)
    c.take("confirm", old.town.sun)
    assert "不能撤回换届" in refused(anew(c).take, "undo", old.town.wang, "晚了")


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"ordinal": 18}, "下一届是第 17 届"),
        ({"begins_on": date(2026, 3, 25)}, "已经过去，请先改期"),
        ({"committee_on": date(2026, 4, 7)}, "不能早于开幕"),
    ],
)
def test_terms_follow_each_other(old, changes, sentence):
    assert sentence in refused(planned, old, **changes)


def test_one_change_at_a_time(old):
    planned(old)
    assert "已有一次换届正在办理" in refused(planned, old)


def test_the_preview_says_who_will_be_missed(old):
    c = planned(old)
    assert {(m.pk, p.name) for m, p in left_behind(c)} == set()  # nothing has ended yet
    c.take("carry_out", old.town.wang)
    assert {p.name for _m, p in left_behind(anew(c))} == {"林秀英", "何建国"}
    roster(old, "何建国")
    assert {p.name for _m, p in left_behind(anew(c))} == {"林秀英"}
