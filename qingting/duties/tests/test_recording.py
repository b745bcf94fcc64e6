"""One records what was done, a second confirms it, and a deputy may object to what is said of him."""

from datetime import date

import pytest

from qingting.docket.process import Refused
from qingting.duties.models import Activity, Objection, Place, Presence, Visit
from qingting.figures.figure import Figure
from qingting.organs.models import Post
from qingting.organs.offices import office_for_deputies

YEAR = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture(autouse=True)
def a_day_in_march(on):
    on("2026-03-20")


def an_entry(town, *who, kind="three_entries", held_on=date(2026, 3, 18), place="临江社区", **more):
    """A draft of the sub-district's clerk, with those who were there and where they went."""
    given = dict(
        title="代表进社区听民声", activity_kind=kind, held_on=held_on, keeper=town.street, recorder=town.xu.person
    )
    a = Activity.objects.create(coordinator=office_for_deputies(town.congress.pk), **given | more)
    if place:
        spot, _new = Place.objects.get_or_create(congress=town.congress, kind="community", name=place)
        Visit.objects.create(activity=a, place=spot)
    for post in who:
        Presence.objects.create(activity=a, post=post)
    return a


def confirmed(town, *who, **more):
    a = an_entry(town, *who, **more)
    a.take("record", town.xu, confirmer=town.deng.person)
    a.take("confirm", town.deng)
    return a


def value(town, name):
    return Figure.all[name].value(town.congress, *YEAR)


def test_an_activity_counts_once_a_second_person_has_confirmed_it(town):
    a = an_entry(town, town.lin, town.he)
    a.take("record", town.xu, confirmer=town.deng.person)
    assert a.state == "recorded" and value(town, "three_entries_groups") == 0
    a.take("confirm", town.deng)
    assert (value(town, "three_entries_groups"), value(town, "three_entries_attendance")) == (1, 2)


def test_whoever_recorded_it_does_not_confirm_it(town):
    with pytest.raises(Refused, match="登记人不能自己确认"):
        an_entry(town, town.lin).take("record", town.xu, confirmer=town.xu.person)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"held_on": date(2026, 3, 21)}, "还没有到"),
        ({"place": ""}, "要写明去了哪里"),
        ({"kind": "media", "place": ""}, "要填“媒体”"),
        ({"held_on": date(2019, 12, 31)}, "林秀英在 2019-12-31 不在任"),
    ],
)
def test_what_cannot_have_been_is_refused(town, changed, sentence):
    with pytest.raises(Refused, match=sentence):
        an_entry(town, town.lin, **changed).take("record", town.xu, confirmer=town.deng.person)


def test_an_activity_of_deputies_without_one_is_none(town):
    with pytest.raises(Refused, match="还没有登记谁参加了"):
        an_entry(town).take("record", town.xu, confirmer=town.deng.person)


def test_the_same_day_and_title_is_one_activity(town):
    first = confirmed(town, town.lin)
    with pytest.raises(Refused, match=first.number):
        an_entry(town, town.lin).take("record", town.xu, confirmer=town.deng.person)


def test_a_record_that_is_re_dated_moves_to_the_other_year(town):
    a = confirmed(town, town.lin)
    a.take("amend", town.xu, "写错了年份", held_on=date(2025, 12, 30))
    assert value(town, "three_entries_groups") == 0
    assert Figure.all["three_entries_groups"].value(town.congress, date(2025, 1, 1), date(2025, 12, 31)) == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"held_on": date(2026, 3, 21)}, "还没有到"),
        ({"held_on": date(2019, 12, 31)}, "林秀英在 2019-12-31 不在任"),
        ({"title": "再进社区"}, "已经登记过同名的"),
    ],
)
def test_a_correction_says_nothing_that_cannot_have_been(town, changed, sentence):
    confirmed(town, town.lin, title="再进社区")
    a = confirmed(town, town.lin)
    with pytest.raises(Refused, match=sentence):
        a.take("amend", town.xu, "写错了", **changed)
    a = Activity.objects.get(pk=a.pk)
    assert (a.title, a.held_on) == ("代表进社区听民声", date(2026, 3, 18))
    assert value(town, "three_entries_groups") == 2 and not a.events.filter(step="amend").exists()


def objection(town, a, post, claim):
    given = dict(
        title="对履职记录的异议",
        about=a,
        claim=claim,
        words="那天我在外地开会。",
        keeper=a.keeper,
        coordinator=a.coordinator,
    )
    return Objection.objects.create(post=post, deputy=post.person, source=a, **given)


def test_an_objection_that_is_upheld_puts_the_list_right_and_stays(town):
    a = confirmed(town, town.lin, town.he)
    o = objection(town, a, town.he, "absent")
    o.take("lodge", town.he)
    o.take("uphold", town.xu, answer="核对签到表，确实没有参加。")
    assert value(town, "three_entries_attendance") == 1
    assert a.events.filter(step="relist").count() == 1 and a.objections.get().state == "upheld"


def test_an_objection_refused_goes_to_the_office_if_the_deputy_insists(town):
    a = confirmed(town, town.lin)
    o = objection(town, a, town.he, "left_out")
    o.take("lodge", town.he)
    o.take("refuse", town.xu, answer="签到表上没有。")
    o.take("insist", town.he, "照片里有我")
    o.take("uphold_it", town.wang, answer="照片属实。")
    assert value(town, "three_entries_attendance") == 2
    assert a.events.filter(step="rectify").count() == 1


def test_a_deputy_who_is_not_listed_cannot_say_that_he_was_absent(town):
    o = objection(town, confirmed(town, town.lin), town.he, "absent")
    with pytest.raises(Refused, match="名单里没有您"):
        o.take("lodge", town.he)


def test_no_list_is_changed_by_the_office_without_an_objection(town):
    with pytest.raises(Refused, match="只有复核采纳"):
        confirmed(town, town.lin).take("rectify", town.wang, "改一下")


def test_three_spellings_of_a_visit_count_places_and_not_visits(town):
    confirmed(town, town.lin)
    confirmed(town, town.lin, held_on=date(2026, 3, 19), title="再进社区")
    visited = Figure.all["communities_visited"].rows(town.congress, *YEAR)
    assert visited.count() == 0  # outside the campaign
    assert Visit.objects.values("place").distinct().count() == 1


def test_whoever_compiles_the_report_and_the_leaders_read_the_record(town):
    a = confirmed(town, town.lin)
    assert a.registry == town.office
    assert Activity.objects.seen_by(town.gao).get() == a and not Activity.objects.seen_by(town.zhao).exists()


def test_a_kind_that_the_rulebook_has_no_more_is_called_by_its_key(town):
    assert str(an_entry(town, town.lin, kind="tree_planting").its_kind) == "tree_planting"


def test_a_national_deputy_is_found_though_he_was_put_down_as_one_of_the_district(town):
    """He is one and the same; from the day on which he was elected to the one, and while he is."""
    Post.objects.create(
        person=town.lin.person, organ=town.congress, role="deputy", level="national", since=date(2026, 3, 1)
    )
    for title, day, leads, who in (
        ("早一场", date(2026, 2, 27), True, town.lin),
        ("这一场", date(2026, 3, 2), True, town.lin),
        ("听的", date(2026, 3, 3), False, town.lin),
        ("别人", date(2026, 3, 4), True, town.he),
    ):
        a = an_entry(town, who, kind="public_talk", title=title, held_on=day)
        a.presences.update(leads=leads)
        a.take("record", town.xu, confirmer=town.deng.person)
        a.take("confirm", town.deng)
    rows = Figure.all["national_deputy_talks"].rows(town.congress, *YEAR)
    assert [a.title for a in rows] == ["这一场"]


def test_only_those_whom_one_may_ask_are_offered_as_another_second_person(town):
    a = an_entry(town, town.lin)
    a.take("record", town.xu, confirmer=town.deng.person)
    offered = a.process.steps["hand_over"].form(instance=a).fields["confirmer"].queryset
    assert town.deng.person in offered and town.wang.person in offered
    assert not {town.xu.person, town.lin.person, town.zhao.person} & set(offered)
