"""What was studied is handed in, sent to the organs it advises, and each tells what it made of it."""

from datetime import date

import pytest

from qingting.docket.models import Notice
from qingting.docket.process import Refused
from qingting.duties.models import Place
from qingting.duties.studies import Feedback, Study
from qingting.duties.tests.hanging import a_study, chairpersons, value
from qingting.duties.tests.test_recording import confirmed
from qingting.files.sections import Section

S = Study.Series


@pytest.fixture(autouse=True)
def a_day_in_march(on):
    on("2026-03-20")


def visit(town):
    return confirmed(town, town.lin, town.he, kind="research", title="养老服务调研")


def forwarded(town):
    """A study of deputies that two bureaus are advised by, sent to both."""
    advice = [("疏通老旧管网。", town.water), ("公交线路延伸到社区。", town.roads), ("各单位定期通报进度。", None)]
    s = a_study(town, S.DEPUTIES, town.lin, advice=advice, activities=[visit(town)])
    s.take("submit", town.wang)
    s.take("forward", town.wang)
    return s


def test_each_organ_that_is_advised_owes_a_feedback_of_its_own(town):
    forwarded(town)
    assert [f.handler.name for f in Feedback.objects.order_by("handler__name")] == ["交通局", "水利局"]
    owed = Feedback.objects.get(handler=town.water).deadlines.get(clock="feeding_back")
    assert owed.due_on == date(2026, 6, 22)  # three months, and the 20th is a rest day
    assert "第三十一条" in owed.ruling["basis"]


def test_the_deputies_are_told_once_every_organ_has_answered(town):
    s = forwarded(town)
    water, roads = Feedback.objects.get(handler=town.water), Feedback.objects.get(handler=town.roads)
    water.take("answer", town.zhao, answer="管网改造已列入计划。")
    with pytest.raises(Refused, match="交通局还没有反馈"):
        s.take("report_back", town.wang)
    roads.take("answer", town.qian, answer="五月起延伸。")
    event = s.take("report_back", town.wang)
    assert {n.person for n in Notice.objects.filter(event=event)} == {town.lin.person, town.he.person}


def test_what_an_organ_left_out_may_be_asked_for_again(town):
    forwarded(town)
    water = Feedback.objects.get(handler=town.water)
    water.take("answer", town.zhao, answer="已阅。")
    water.take("send_back", town.wang, "没有逐条回应")
    assert water.state == "sent" and water.deadlines.filter(met=None).count() == 1


def test_what_deputies_report_is_forwarded_and_not_kept(town):
    s = a_study(town, S.DEPUTIES, town.lin, advice=[("疏通老旧管网。", town.water)], activities=[visit(town)])
    s.take("submit", town.wang)
    with pytest.raises(Refused, match="第三十一条"):
        s.take("keep", town.wang)


def test_a_study_that_advises_nobody_is_sent_to_nobody(town):
    s = a_study(town, S.STAFF, town.wang, advice=[("基层负担要减。", None)])
    s.take("submit", town.wang)
    with pytest.raises(Refused, match="没有一条意见建议写明向哪个单位提"):
        s.take("forward", town.wang)
    s.take("keep", town.wang)
    assert s.state == "kept"


@pytest.mark.parametrize(
    ("series", "sentence"),
    [
        (S.LEADING, "请在调研人里选领题的主任会议成员"),
        (S.DEPUTIES, "请在调研人里选代表"),
        (S.CENTRES, "请先登记并确认这次活动"),
    ],
)
def test_a_series_is_what_its_authors_and_its_visits_are(town, series, sentence):
    with pytest.raises(Refused, match=sentence):
        a_study(town, series, town.wang).take("submit", town.wang)


def test_an_empty_report_is_none(town):
    s = a_study(town, S.STAFF, town.wang, text=" ")
    with pytest.raises(Refused, match="报告还是空的"):
        s.take("submit", town.wang)
    Study.objects.filter(pk=s.pk).update(text="一、基本情况。")
    s.take("submit", town.wang)
    s.refresh_from_db()
    assert s.number == "调研〔2026〕1号"


def test_deputies_read_what_deputies_found_and_not_what_the_staff_wrote(town):
    s = forwarded(town)
    own = a_study(town, S.STAFF, town.wang, title="机关调研")
    own.take("submit", town.wang)
    assert list(Study.objects.seen_by(town.he)) == [s]


def test_each_series_is_a_figure_of_its_own(town):
    body, _chair, vice = chairpersons(town)
    a_study(town, S.LEADING, vice, title="领题").take("submit", town.wang)
    a_study(town, S.STAFF, town.wang, title="下基层").take("submit", town.wang)
    assert (value(town, "leaders_research_reports"), value(town, "organ_research_reports")) == (1, 1)


def test_opinions_of_the_centres_count_one_by_one_and_not_after_it_was_taken_back(town):
    Place.objects.create(congress=town.congress, kind="centre", name="清河综合执法中心", subdistrict=town.street)
    survey = confirmed(town, town.lin, kind="centre_survey", title="调研执法中心")
    s = a_study(
        town, S.CENTRES, town.wang, advice=[("充实力量。", town.water), ("统一平台。", None)], activities=[survey]
    )
    assert value(town, "enforcement_centre_opinions") == 0
    s.take("submit", town.wang)
    assert value(town, "enforcement_centre_opinions") == 2
    s.take("withdraw", town.wang, "数据有误")
    assert value(town, "enforcement_centre_opinions") == 0


def test_a_study_sent_back_keeps_the_day_on_which_it_was_first_handed_in(town, on):
    s = a_study(town, S.STAFF, town.wang)
    on("2026-12-30")
    s.take("submit", town.wang)
    s.take("send_back", town.wang, "补数据")
    on("2027-01-05")
    s.take("submit", town.wang)
    assert value(town, "organ_research_reports") == 1
    assert value(town, "organ_research_reports", (date(2027, 1, 1), date(2027, 12, 31))) == 0


def test_it_stands_in_the_file_of_each_of_its_authors_once_it_is_handed_in(town):
    section, year = Section.all["studies"], (date(2026, 1, 1), date(2026, 12, 31))
    s = a_study(town, S.DEPUTIES, town.lin, town.he, activities=[visit(town)])
    assert section.counts(town.congress, *year) == {}
    s.take("submit", town.wang)
    assert section.counts(town.congress, *year) == {town.lin.person_id: 1, town.he.person_id: 1}
    [line] = section.of(town.lin.person, *year)
    assert (section.says(line), section.day_of(line), section.matter_of(line)) == (s.title, date(2026, 3, 20), s.pk)
    s.take("withdraw", town.wang, "数据有误")
    assert section.counts(town.congress, *year) == {}
