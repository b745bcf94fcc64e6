"""A report is frozen when every number in it is bound; later it says what would be counted now, and why."""

from datetime import date

import pytest

from qingting.docket.process import Refused
from qingting.organs.models import Role
from qingting.report.freezing import drifts
from qingting.report.linter import faults_of, loose_in
from qingting.report.models import AnnualReport, Chapter, Draft

TEXT = "## 代表工作\n区{“十六届人大二次会议”}以来，代表建议办结{suggestions_concluded}。"


@pytest.fixture
def office(town):
    """The town's general office, with a clerk and a head of its own."""
    from qingting.organs.models import Organ

    organ = Organ.objects.create(name="常委会办公室", kind=Organ.Kind.OFFICE, parent=town.committee)
    return organ, town.seat("白帆", organ, Role.CLERK), town.seat("洪亮", organ, Role.HEAD)


def a_report(town, office, text=TEXT):
    """A report of 2025 with one chapter, which the office itself writes and has accepted."""
    organ, clerk, _head = office
    r = AnnualReport.objects.create(
        title="2025年工作报告", keeper=organ, since=date(2025, 1, 1), until=date(2025, 12, 31)
    )
    c = Chapter.objects.create(
        title="代表工作", annual=r, source=r, position=1, writer=organ, keeper=organ, committee=town.committee
    )
    c.take("ask", clerk)
    r.take("start", clerk)
    Draft.objects.create(chapter=c, number=1, text=text, post=clerk)
    c.take("hand_in", clerk)
    c.take("accept", clerk)
    return r


def test_a_frozen_reading_never_moves_and_the_page_says_why_it_would(town, office, on):
    on("2025-06-02")
    first = town.walk(town.suggestion())
    on("2026-01-10")
    r = a_report(town, office)
    r.take("freeze", office[2])
    r = AnnualReport.objects.get(pk=r.pk)
    [reading] = r.readings
    assert (reading.value, reading.rendered, reading.records) == (1, "1件", [first.pk]) and not drifts(r)
    on("2025-07-01")
    second = town.walk(town.suggestion(title="另一件"))
    [drift] = drifts(r)
    assert (drift.reading.value, drift.value, drift.added, drift.gone) == (1, 2, (second.pk,), ())
    with pytest.raises(TypeError):
        reading.save()


def test_a_number_that_was_typed_is_refused(town, office, on):
    on("2026-01-10")
    with pytest.raises(Refused, match="第2行的“119”是手打的数字"):
        a_report(town, office, TEXT.replace("{suggestions_concluded}", "119件"))


def test_no_report_is_frozen_before_its_year_is_over(town, office, on):
    on("2025-12-31")
    r = a_report(town, office)
    with pytest.raises(Refused, match="期间到 2025-12-31 才结束"):
        r.take("freeze", office[2])


@pytest.mark.parametrize(
    "typed",
    [
        "119",
        "１１９",
        "119件",
        "三十余次",
        "百余家",
        "两名",
        "570余人次",
        "98.5%",
        "百分之九十",
        "2023",
        "①",
        "第119次之后的3次",
        "一次",
        "数十家",
    ],
)
def test_a_number_is_a_number_however_it_is_written(typed):
    assert loose_in(f"全年{typed}，")


@pytest.mark.parametrize(
    "said",
    [
        "第十六届人大第二次会议",
        "“一府一委两院”",
        "“一人一档”",
        "代表“三进”",
        "进一步",
        "四级人大代表",
        "统一部署",
        "一些",
        "第2次会议",
    ],
)
def test_a_name_is_no_number(said):
    assert not loose_in(said)


def test_the_number_of_a_heading_counts_nothing():
    assert not faults_of("## 三、尊重代表主体地位\n（一）让群众找得到代表")
    assert faults_of("召开三、四次")


def test_a_figure_that_is_not_there_is_named():
    [fault] = faults_of("办结{suggestion_concluded}。")
    assert "没有叫“suggestion_concluded”的指标" in fault.sentence
