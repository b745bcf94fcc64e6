"""A figure opens for the congress's own side: its number is the same for all, its records are told to whoever may see them."""

import re
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.timezone import now

from qingting.docket.models import Event, Matter
from qingting.duties.honours import Honour
from qingting.duties.models import Activity, Campaign, Place, Presence, Visit
from qingting.duties.places import merge
from qingting.figures.figure import Figure
from qingting.organs.models import Role
from qingting.report import charts, doubts
from qingting.report.charts import BARS, COLUMNS, LINES, Chart, Series
from qingting.report.doubts import a_year_before, doubts_of
from qingting.suggestions.tests.doings import BAD

TOKENS = Path(__file__).resolve().parents[3] / "frontend/src/tokens.css"


@pytest.fixture(autouse=True)
def a_day_in_july(on):
    on("2026-07-01")


def page(client, post, name, **asked):
    client.force_login(post.person.user)
    return client.get(reverse("figure", args=[name]), asked)


def words(response):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", response.content.decode()))


# ---- Who may open them


@pytest.mark.parametrize("who", ["wang", "lin", "gao", "xu", "pan"])
def test_the_congresss_own_side_opens_figures(town, client, who):
    assert page(client, getattr(town, who), "suggestions_filed").status_code == 200


@pytest.mark.parametrize("address", ["figures", "figure_doubts", "overview"])
@pytest.mark.parametrize("who", ["zhao", "zhou", "shi"])
def test_an_organ_that_handles_matters_finds_no_figures(town, client, who, address):
    client.force_login(getattr(town, who).person.user)
    assert client.get(reverse(address)).status_code == 404
    assert page(client, getattr(town, who), "suggestions_filed").status_code == 404


def test_a_deputy_has_no_leaders_page(town, client):
    client.force_login(town.lin.person.user)
    assert client.get(reverse("overview")).status_code == 404
    assert reverse("overview") not in client.get(reverse("figures")).content.decode()


def test_whoever_also_acts_for_a_handler_is_not_told_which_were_rated_how(town, client):
    """The list of what was found satisfactory would say of each how it was rated, which is veiled from its handler."""
    town.walk(town.suggestion())
    name = "suggestions_result_satisfaction"
    assert "疏浚清河河道" in words(page(client, town.lin, name))
    town.seat("林秀英", town.water, Role.CLERK)
    told = words(page(client, town.lin, name))
    assert "疏浚清河河道" not in told and "100.0%（1/1）" in told and "谁怎样评价不能逐件列给您看" in told
    assert "疏浚清河河道" in words(page(client, town.lin, "suggestions_filed"))


# ---- What it says


def test_the_number_is_the_same_for_all_and_the_rest_is_told_as_a_number(town, client):
    town.walk(town.suggestion(), upto="file")
    town.walk(town.suggestion(title="修桥"), upto="file")
    office, street = (words(page(client, post, "suggestions_filed")) for post in (town.wang, town.xu))
    assert "修桥" in office and "无权查看" not in office and "2件" in office
    assert "修桥" not in street and "其中 2 条您无权查看，只计数。" in street and "2件" in street


def test_nothing_of_the_next_town_is_counted(town, next_town, client):
    next_town.walk(next_town.suggestion(), upto="file")
    assert "0件" in words(page(client, town.wang, "suggestions_filed"))


def test_a_number_is_that_of_its_own_congress_and_period_and_of_this_moment(town, next_town, client, on):
    """What a page remembers of a figure answers no other question, and holds until something happens."""
    theirs = next_town.seat("白石王", next_town.office, Role.CLERK)
    on("2025-03-03")
    for title in ("一件", "又一件"):
        next_town.walk(next_town.suggestion(title=title), upto="file")
    town.walk(town.suggestion(), upto="file")
    on("2026-07-01")

    def said(post, year):
        told = page(client, post, "suggestions_filed", since=f"{year}-01-01", until=f"{year}-12-31")
        return told.context["now"], told.context["before"]

    for _again in range(2):
        assert [said(theirs, 2025), said(theirs, 2026)] == [("2件", "0件"), ("0件", "2件")]
        assert [said(town.wang, 2025), said(town.wang, 2026)] == [("1件", "0件"), ("0件", "1件")]
    town.walk(town.suggestion(title="修桥"), upto="file")
    assert (said(town.wang, 2026), said(theirs, 2026)) == (("1件", "1件"), ("0件", "2件"))


def test_what_changes_without_an_event_is_counted_anew(town, client):
    assert page(client, town.wang, "deputy_files").context["now"] == "0份"
    Honour.objects.create(
        post=town.lin, name="优秀人大代表", given_by="常委会", given_on=date(2026, 3, 1), proof="清常〔2026〕3号",
        recorder=town.wang, confirmer=town.sun, confirmed_at=now(),
    )  # fmt: skip
    assert page(client, town.wang, "deputy_files").context["now"] == "1份"


def test_a_figure_of_places_is_remembered_until_one_is_put_right_or_two_together(town, client, on):
    one, other = (
        Place.objects.create(congress=town.congress, kind="community", name=name) for name in ("临江", "沿江")
    )
    campaign = Campaign.objects.create(
        congress=town.congress, brand="qingting", name="青听青声", since=date(2026, 1, 1)
    )
    for place in (one, other):
        a = Activity.objects.create(
            title="走访", activity_kind="three_entries", held_on=date(2026, 3, 1), keeper=town.street,
            recorder=town.xu.person, campaign=campaign,
        )  # fmt: skip
        Visit.objects.create(activity=a, place=place)
    Activity.objects.update(state="confirmed")
    first = page(client, town.wang, "communities_visited").context["now"]
    Visit.objects.all().delete()  # behind the platform's back: what is remembered is not counted anew
    again = page(client, town.wang, "communities_visited").context["now"]
    Visit.objects.create(activity=a, place=one)
    merge(other, one, town.wang)
    merged = page(client, town.wang, "communities_visited").context["now"]
    on("2026-07-01", "09:10")
    one.kind = "village"
    one.save()
    corrected = page(client, town.wang, "communities_visited").context["now"]
    assert (first, again, merged, corrected) == ("2个", "2个", "1个", "0个")


def test_who_was_there_is_remembered_until_a_step_changes_it(town, client):
    a = Activity.objects.create(
        title="进社区", activity_kind="three_entries", held_on=date(2026, 3, 1), keeper=town.street, recorder=town.xu.person
    )  # fmt: skip
    Activity.objects.update(state="confirmed")
    Presence.objects.create(activity=a, post=town.lin)
    first = page(client, town.wang, "three_entries_attendance").context["now"]
    Presence.objects.all().delete()  # behind the platform's back
    again = page(client, town.wang, "three_entries_attendance").context["now"]
    town.walk(town.suggestion(), upto="file")
    assert (first, again, page(client, town.wang, "three_entries_attendance").context["now"]) == (
        "1人次",
        "1人次",
        "0人次",
    )


def test_an_event_that_is_committed_after_a_later_one_is_counted(town, client):
    """Two transactions may end in another order than their events are numbered in."""
    s = town.walk(town.suggestion(), upto="file")
    last = Event.objects.get(matter=s, step="file")
    other = town.suggestion(title="修桥")
    Matter.objects.filter(pk=other.pk).update(filed_on=last.at.date())
    fields = {f.attname: getattr(last, f.attname) for f in Event._meta.concrete_fields} | {"once": None}
    Event.objects.bulk_create([Event(**fields | {"id": last.pk + 5, "step": "tell"})])
    assert page(client, town.wang, "suggestions_filed").context["now"] == "1件"
    Event.objects.bulk_create([Event(**fields | {"id": last.pk + 3, "matter_id": other.pk})])
    assert page(client, town.wang, "suggestions_filed").context["now"] == "2件"


def test_last_years_number_stands_beside_it(town, client, on):
    on("2025-03-03")
    town.walk(town.suggestion(), upto="file")
    on("2026-07-01")
    told = page(client, town.wang, "suggestions_filed")
    assert "上年同期 1件" in words(told) and "0件" in words(told)
    assert "since=2025-01-01&amp;until=2025-12-31" in told.content.decode()


def test_a_period_that_cannot_be_is_said_in_a_sentence(town, client):
    told = page(client, town.wang, "suggestions_filed", since="2026-05-01", until="2026-04-01")
    assert told.status_code == 200 and "早于开始的 2026-05-01" in words(told)
    assert "“五月”不是日期" in words(page(client, town.wang, "suggestions_filed", since="五月"))


def test_a_figure_that_is_not_there_names_those_that_are_near(town, client):
    told = page(client, town.wang, "suggestion_filed")
    assert told.status_code == 404 and "是不是：suggestions_filed" in words(told)
    assert "该项业务尚未登记" in words(page(client, town.wang, "laws_inspected"))


def test_a_sum_opens_to_each_of_its_parts(town, client):
    told = page(client, town.wang, "sitting_in_attendance").content.decode()
    for part in ("standing_committee_deputies_sat_in", "briefings_attended"):
        assert reverse("figure", args=[part]) in told


def test_every_figure_has_a_page(town, client):
    town.walk(town.suggestion())
    town.handle(town.voice())
    client.force_login(town.wang.person.user)
    for name in Figure.all:
        assert client.get(reverse("figure", args=[name])).status_code == 200, name


@pytest.mark.parametrize("name", ["suggestions_filed", "voices_received"])
def test_a_page_asks_as_much_of_many_records_as_of_few(town, client, name, django_assert_max_num_queries):
    for n in range(3):
        town.walk(town.suggestion(title=f"第{n}件"), upto="file")
        town.handle(town.voice(), upto="accept")
    client.force_login(town.wang.person.user)
    address = reverse("figure", args=[name])
    client.get(address)
    with django_assert_max_num_queries(26):
        client.get(address)


def test_figures_are_found_by_their_words(town, client):
    client.force_login(town.wang.person.user)
    told = words(client.get(reverse("figures"), {"q": "调处"}))
    assert "代表建议调处" in told and "政情通报会" not in told
    assert "没有这样的指标" in words(client.get(reverse("figures"), {"q": "没有的东西"}))
    assert "执法检查涉及的法律法规" in words(client.get(reverse("figures"), {"q": "laws_inspected"}))


# ---- What makes one look again


class Told(dict):
    """Counts that a test lays down: this year's by the name of a figure, last year's apart."""

    last: dict = {}

    def of(self, figure):
        return self.get(figure.name, 0)

    def last_year(self, figure):
        return self.last.get(figure.name, 0)


def doubted(name, now, last=()):
    counts = Told(now)
    counts.last = dict(last)
    return [(doubt.kind, doubt.about[0]) for doubt in doubts_of([Figure.all[name]], counts)]


def test_more_answered_than_filed(town):
    assert doubted("suggestions_answered", {"suggestions_answered": 3, "suggestions_filed": 2}) == [
        ("more", "suggestions_answered")
    ]
    assert not doubted("suggestions_answered", {"suggestions_answered": 2, "suggestions_filed": 2})


def test_two_that_should_agree_and_do_not():
    parts = {"suggestions_filed_session": 2, "suggestions_filed_recess": 1}
    assert doubted("suggestions_filed", parts | {"suggestions_filed": 4}) == [("apart", "suggestions_filed")]
    assert not doubted("suggestions_filed", parts | {"suggestions_filed": 3})


def test_a_perfect_rate():
    assert doubted("suggestions_met", {"suggestions_met": 2, "suggestions_answered_by_lead": 2}) == [
        ("perfect", "suggestions_met")
    ]
    assert not doubted("suggestions_met", {"suggestions_met": 1, "suggestions_answered_by_lead": 2})
    assert not doubted("suggestions_met", {})


def test_what_fell_to_nothing_and_what_jumped():
    name = "public_talks"
    assert doubted(name, {}, {name: 1}) == [("zero", name)]
    assert doubted(name, {name: 11}, {name: 5}) == [("jump", name)]
    assert not doubted(name, {name: 10}, {name: 5})
    assert not doubted(name, {name: 9}, {name: 4})  # of so few nobody says that they doubled


def test_a_doubt_is_shown_and_stops_nothing(town, client):
    town.walk(town.suggestion())
    assert "“见面率”是 100%，1 件没有一件例外" in words(page(client, town.wang, "suggestions_met"))
    assert "“见面率”是 100%" in words(client.get(reverse("figure_doubts")))


def test_a_year_before_the_29th_of_february():
    assert a_year_before(date(2028, 2, 29), date(2028, 12, 31)) == (date(2027, 2, 28), date(2027, 12, 31))
    assert doubts.FEW > 1


# ---- The leaders' page


def test_the_leaders_page_says_what_is_late_and_with_whom(town, client, on):
    on("2026-03-02")
    town.walk(town.suggestion(), upto="sign")
    town.walk(town.suggestion(title="修桥"), upto="rate", **BAD)
    on("2026-07-01")
    client.force_login(town.gao.person.user)
    told = client.get(reverse("overview"))
    assert "代表建议在办 1 件" in words(told) and "1 件逾期" in words(told)
    assert "疏浚清河河道 水利局" in words(told)
    assert reverse("register", args=["suggestions"]) + "?lamp=red" in told.content.decode()


def test_the_leaders_page_asks_as_much_on_any_day(town, client, django_assert_max_num_queries):
    for n in range(4):
        town.walk(town.suggestion(title=f"第{n}件"), upto="sign")
    client.force_login(town.gao.person.user)
    with django_assert_max_num_queries(60):
        assert client.get(reverse("overview")).status_code == 200


# ---- Charts


@pytest.mark.parametrize("kind", [BARS, COLUMNS, LINES])
@pytest.mark.parametrize("values", [(3, 0, 9), (0, 0, 0), ()])
def test_a_chart_is_whole_svg_without_styles_and_bears_no_markup_of_others(kind, values):
    labels = tuple(f"<b>{n}</b>" for n in range(len(values)))
    chart = Chart("c", "题<目>", labels, (Series("甲", values), Series("乙", values)), kind)
    drawn = ET.fromstring(chart.svg if values else Chart("c", "空", ("无",), (Series("甲", (0,)),), kind).svg)
    assert drawn.attrib["role"] == "img" and "style" not in "".join(key for one in drawn.iter() for key in one.attrib)
    assert not [one for one in drawn.iter() if one.tag.endswith("}b")]


def test_beyond_what_there_is_room_for_the_rest_is_one_bar():
    chart = Chart("c", "题", tuple(map(str, range(40))), (Series("甲", tuple(range(40))),))
    assert len(chart.shown.labels) == charts.MOST and sum(chart.shown.series[0].values) == sum(range(40))
    assert len(chart.rows) == 40


def test_colours_of_charts_are_those_of_the_pages():
    tokens = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", TOKENS.read_text()))
    ours = (charts.INK, charts.INK_2, charts.LINE, charts.FIRST, charts.SECOND, charts.LATE)
    assert ours == tuple(tokens[name] for name in ("ink", "ink-2", "line", "qing-600", "indigo", "late"))
