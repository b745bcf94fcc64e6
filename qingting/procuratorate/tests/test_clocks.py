"""Each clock on real dates, counted by hand; the months clipped, the last day on a rest day moved."""

from datetime import date

import pytest

from qingting.clocks.spans import Ruling
from qingting.desk.reckoning import days_of, lay_open
from qingting.desk.story import entry
from qingting.docket.process import Refused
from qingting.procuratorate.process import ProcuratorialSuggestionProcess
from qingting.procuratorate.tests.doings import anew, own, walk

CASES = [
    ("replying", "receive", "2026-03-02", "2026-05-06", {}),  # 2 May is a rest day, and so is every day to the 5th
    ("replying", "receive", "2026-07-20", "2026-09-20", {}),  # a Sunday that is worked
    ("replying", "receive", "2026-12-31", "2027-03-01", {}),  # there is no 31 February; the 28th is a Sunday
    ("replying", "receive", "2027-12-31", "2028-02-29", {}),  # a leap year: clipped to the 29th, a Tuesday
    ("replying", "receive", "2026-03-31", "2026-06-01", {}),  # 31 May is a Sunday
    ("replying", "receive", "2026-01-30", "2026-02-28", {"field": "minors"}),  # one month, clipped; a Saturday worked
    ("copying", "issue", "2026-03-02", "2026-03-12", {}),  # ten days of the calendar
    ("copying", "issue", "2026-09-25", "2026-10-08", {}),  # 5 October lies in the National Day's week
    ("reporting", "decide", "2026-03-02", "2026-03-12", {}),
]  # fmt: skip


def test_every_clock_has_its_case():
    assert {case[0] for case in CASES} == set(ProcuratorialSuggestionProcess.clocks)


@pytest.mark.parametrize("clock, step, begins, due, given", CASES, ids=[f"{c[0]}-{c[2]}" for c in CASES])
def test_it_is_due_on_that_day(town, on, clock, step, begins, due, given):
    on(begins)
    p = walk(town, own(town, **given), upto=step)
    debt = p.last_debt(clock)
    assert str(debt.due_on) == due and debt.met_id is None and debt.ruling["basis"]
    events = {event.pk: entry(event, p, set()) for event in p.events.all()}
    assert days_of(lay_open(debt, events))[-1].day == debt.due_on


def test_receipt_starts_the_clock_whoever_enters_it(town, on):
    on("2026-03-02")
    p = walk(town, own(town), upto="issue")
    on("2026-03-05")
    p.take("serve", town.shi, "当面送达，收件人在送达回证上签名")
    assert anew(p).last_debt("replying").due_on == date(2026, 5, 6)


def test_an_urgent_day_set_before_and_after_the_receipt(town, on):
    on("2026-03-02")
    before = walk(town, own(town), upto="copy")
    before.take("hasten", town.shi, "汛期将至", reply_by=date(2026, 3, 15))
    after = walk(town, own(town), upto="receive")
    after.take("hasten", town.shi, "汛期将至", reply_by=date(2026, 3, 15))
    before = walk(town, anew(before), upto="receive")
    for p in (before, anew(after)):
        debt = p.last_debt("replying")
        assert debt.due_on == date(2026, 3, 15)  # a Sunday: the day that was set does not roll
        assert "紧急情形可以另定期限" in Ruling.from_json(debt.ruling).basis
    assert [moved["was"] for moved in anew(after).last_debt("replying").history] == ["2026-05-06"]
    for day in ("2026-03-02", "2026-02-27"):
        with pytest.raises(Refused, match="另定的回复日期应当在今天以后"):
            anew(after).take("hasten", town.shi, "汛期将至", reply_by=date.fromisoformat(day))
    on("2026-03-20")  # the day that was set is past, and the case goes on all the same
    assert walk(town, anew(after)).state == "reported"


def test_copies_are_owed_until_they_are_sent_and_the_decision_waits_for_them(town, on):
    on("2026-03-02")
    p = walk(town, own(town), upto="issue")
    p.take("receive", town.zhao)
    p.take("answer", town.zhao, adoption="done", reply="已整改")
    p.take("decide", town.yan, outcome="closed", decision="已依法履职")
    p = anew(p)
    with pytest.raises(Refused, match="法律文书还没有抄送"):
        p.take("report", town.shi, decision_papers="终结案件决定书")
    p.take("copy", town.shi, copied_papers="立案决定书、检察建议书")
    p = anew(p)
    assert p.last_debt("copying").met.step == "copy"
    with pytest.raises(Refused, match="不能抄送法律文书"):
        p.take("copy", town.shi, copied_papers="再抄一次")
    assert walk(town, p).state == "reported" and anew(p).owed_on is None


def test_what_came_to_its_end_owes_nothing(town, on):
    on("2026-03-02")
    p = walk(town, own(town))
    q = walk(town, own(town), upto="receive")
    q.take("object", town.zhao, "不归水利局管")
    q.take("revoke", town.yan, "异议成立")
    for one in (p, anew(q)):
        assert not one.deadlines.filter(met=None).exists() and one.owed_on is None
