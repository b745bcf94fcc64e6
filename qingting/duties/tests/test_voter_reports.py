"""A deputy reports to those who elected him, and they rate it: once a phone, in three grades, and nobody learns how."""

from datetime import date, time

import pytest

from qingting.docket.models import Event
from qingting.docket.process import Refused
from qingting.duties import ratings
from qingting.duties.ratings import Rated, Ratings, enter, rate
from qingting.duties.voter_reports import VoterReport
from qingting.figures.figure import Figure
from qingting.organs.models import Constituency, Level, Post

DAY = date(2026, 3, 20)
YEAR = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture(autouse=True)
def a_day_in_march(on):
    on("2026-03-02")


@pytest.fixture
def ward(town):
    """Lin is elected in a constituency of the street."""
    place = Constituency.objects.create(congress=town.congress, name="老街选区", organ=town.street)
    Post.objects.filter(pk=town.lin.pk).update(constituency=place)
    town.lin.refresh_from_db()
    return place


def a_report(post, held_on=DAY, **more):
    given = dict(opens_at=time(15), place="老街社区会议室", since=date(2025, 1, 1), until=date(2026, 2, 28))
    return VoterReport.objects.create(mandate=post, held_on=held_on, **given | more)


def anew(r):
    return VoterReport.objects.get(pk=r.pk)


def walk(town, r, upto="close", present=12, move_to=lambda day: None):
    """Along its plain way, up to a step; the meeting is on the day of the report."""
    script = [
        ("plan", town.xu, {}), ("tell", town.xu, {}), ("write", town.lin, {"text": "各位选民：去年我提了三件建议。"}),
        ("hold", town.xu, {"present": present, "heard": "没有提出意见"}), ("count", town.xu, {}), ("close", town.wang, {}),
    ]  # fmt: skip
    for name, post, given in script:
        if name == "hold":
            move_to("2026-03-20")
        if r.state in r.process.steps[name].source:
            r.take(name, post, **given)
        if name == upto:
            break
    return anew(r)


def test_a_report_goes_its_way_from_the_plan_to_the_end(town, ward, on):
    r = walk(town, a_report(town.lin), move_to=on)
    assert (r.state, r.keeper, r.to_whom, r.public) == ("closed", town.street, "老街选区", True)
    assert [event.step for event in r.events.order_by("pk")] == ["plan", "tell", "write", "hold", "count", "close"]
    assert Figure.all["constituency_reports"].value(town.congress, *YEAR) == 1


def test_the_voters_are_told_five_days_before(town, ward):
    r = walk(town, a_report(town.lin), upto="plan")
    assert r.debts[0].clock == "telling" and r.debts[0].due_on == date(2026, 3, 15)


def test_two_reports_of_one_deputy_are_one_deputy(town, ward, on):
    walk(town, a_report(town.lin), move_to=on)
    second = a_report(town.lin, held_on=date(2026, 3, 21))
    walk(town, second, upto="write")
    on("2026-03-21")
    second.take("hold", town.xu, present=9, heard="没有提出意见")
    figure = Figure.all["constituency_reports"]
    assert (figure.rows(town.congress, *YEAR).count(), figure.value(town.congress, *YEAR)) == (2, 1)


def test_a_deputy_of_the_city_reports_to_the_committee_of_the_district(town):
    Post.objects.filter(pk=town.he.pk).update(level=Level.MUNICIPAL)
    r = a_report(Post.objects.get(pk=town.he.pk))
    assert (r.audience, r.keeper, r.to_whom) == ("committee", town.office, "区人大常委会")
    r.take("plan", town.wang)
    assert Figure.all["constituency_reports"].value(town.congress, *YEAR) == 0


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"held_on": date(2026, 3, 1)}, "已经过去"),
        ({"until": date(2026, 3, 21)}, "晚于述职日期"),
        ({"held_on": date(2019, 12, 31), "since": date(2019, 1, 1), "until": date(2019, 12, 1)}, "不在任"),
    ],
)
def test_what_cannot_be_is_not_planned(town, ward, changed, sentence):
    with pytest.raises(Refused, match=sentence):
        a_report(town.lin, **changed).take("plan", town.xu)


def test_nobody_writes_it_down_before_its_day(town, ward):
    with pytest.raises(Refused, match="当天才能登记"):
        walk(town, a_report(town.lin))


def test_another_street_plans_nothing_here(town, ward):
    with pytest.raises(Refused):
        a_report(town.lin).take("plan", town.zhao)


def test_a_report_on_paper_is_brought_in_later_with_a_reason(town, ward, on):
    r = walk(town, a_report(town.lin), upto="plan")
    on("2026-03-25")
    with pytest.raises(Refused, match="说明理由"):
        r.take("make_up", town.xu, text="报告", present=9, heard="没有提出意见")
    r.take("make_up", town.xu, "会前没有来得及公告", text="报告", present=9, heard="没有提出意见")
    assert anew(r).state == "held" and anew(r).public


# ---- Rating


@pytest.fixture
def meeting(town, ward, on):
    """The day has come, and the report is written."""
    r = walk(town, a_report(town.lin), upto="write")
    on("2026-03-20")
    return r


def rated_by(r, *grades, since=0):
    for n, grade in enumerate(grades, since):
        rate(anew(r), f"device-{n}", grade)


def test_a_phone_rates_once(meeting):
    rate(meeting, "one", "satisfied")
    with pytest.raises(Refused, match="已经评过了"):
        rate(meeting, "one", "dissatisfied")
    assert ratings.counted(meeting) == Ratings(1, 0, 0)


def test_only_on_the_day_and_before_it_is_counted(town, ward, meeting, on):
    walk(town, anew(meeting), upto="count")
    with pytest.raises(Refused, match="已经结束"):
        rate(meeting, "late", "satisfied")
    other = walk(town, a_report(town.lin, held_on=date(2026, 4, 1)), upto="write")
    with pytest.raises(Refused, match="当天才能评价"):
        rate(other, "early", "satisfied")
    on("2026-04-02")
    with pytest.raises(Refused, match="已经结束"):
        rate(other, "late", "satisfied")


def test_fewer_than_five_are_never_told(town, meeting):
    rated_by(meeting, "satisfied", "satisfied", "fair", "dissatisfied")
    few = walk(town, anew(meeting))
    assert few.satisfied == 2 and few.ratings is None


def test_five_are_told_by_grade(town, meeting):
    rated_by(meeting, "satisfied", "satisfied", "fair", "dissatisfied", "satisfied")
    assert walk(town, anew(meeting)).ratings == Ratings(3, 1, 1)


def test_what_the_ratings_come_to_is_nobodys_to_read_before_it_is_over(town, meeting):
    rated_by(meeting, *["satisfied"] * 6)
    assert walk(town, anew(meeting), upto="hold").ratings is None


def test_no_row_says_who_rated_how(meeting):
    """Which device has rated and what was rated share no key, no time and no order."""
    rated_by(meeting, "satisfied", "dissatisfied")
    columns = {field.name for field in Rated._meta.concrete_fields}
    assert columns == {"digest", "report"} and not Event.objects.filter(matter=meeting, data__has_key="grade").exists()


def test_more_ratings_than_people_are_pointed_out(town, meeting):
    rated_by(meeting, *["satisfied"] * 6)
    r = walk(town, anew(meeting), upto="hold", present=5)
    with pytest.raises(Refused, match="比到会 5 人还多"):
        r.take("count", town.xu)
    r.take("amend", town.xu, "数漏了一个人", present=6)
    anew(r).take("count", town.xu)
    with pytest.raises(Refused, match="不能少于收到的评价份数"):
        anew(r).take("amend", town.xu, "再改", present=3)


def test_nobody_rates_beyond_those_who_were_there(town, meeting):
    walk(town, anew(meeting), upto="hold", present=1)
    rate(meeting, "one", "fair")
    with pytest.raises(Refused, match="一样多"):
        rate(meeting, "two", "fair")


def test_paper_is_counted_by_two_who_agree(town, meeting):
    rated_by(meeting, "satisfied", "fair", "fair")
    enter(anew(meeting), town.xu, Ratings(4, 1, 0))
    r = walk(town, anew(meeting), upto="hold")
    with pytest.raises(Refused, match="另一个人再录一遍"):
        r.take("count", town.xu)
    enter(r, town.deng, Ratings(4, 0, 1))
    with pytest.raises(Refused, match="不一致"):
        anew(r).take("count", town.xu)
    enter(r, town.deng, Ratings(4, 1, 0))
    anew(r).take("count", town.xu)
    assert anew(r).ratings == Ratings(5, 3, 0)


def test_one_person_counts_the_paper_once_and_a_third_need_not(town, meeting):
    enter(meeting, town.xu, Ratings(4, 1, 0))
    enter(meeting, town.xu, Ratings(4, 0, 0))
    enter(meeting, town.deng, Ratings(4, 0, 0))
    assert meeting.slips.count() == 2
    with pytest.raises(Refused, match="已经有两个人"):
        enter(meeting, town.wang, Ratings(1, 0, 0))
    with pytest.raises(Refused, match="负数"):
        enter(meeting, town.xu, Ratings(-3, 0, 0))


def test_a_code_of_another_day_opens_nothing(town, meeting, settings):
    number, signed = ratings.token(meeting).split("-")
    assert ratings.is_genuine(meeting, signed) and not ratings.is_genuine(meeting, signed[::-1])
    meeting.held_on = date(2026, 3, 21)
    assert not ratings.is_genuine(meeting, signed)
