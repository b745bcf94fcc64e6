"""How the numbers of a unit lie, and when they are not told."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from qingting.files.spread import mandate_of, peers, spread
from qingting.organs.models import Constituency, Level, Organ, Post, Role

YEAR = date(2026, 1, 1), date(2026, 12, 31)


def test_fewer_than_five_are_not_broken_down():
    assert spread(1, [0, 1, 2, 3]) is None and spread(1, [0, 1, 2, 3, 4]) is not None


def test_the_sentence_places_nobody():
    assert str(spread(3, [0, 1, 2, 3, 9])) == "5 名代表最少 0，中间一半在 1 到 3 之间，最多 9；本人 3"
    assert str(spread(2, [2] * 6)) == "6 名代表都是 2；本人 2"


@given(st.lists(st.integers(0, 500), min_size=5, max_size=60))
def test_five_numbers_stand_in_their_order(numbers):
    s = spread(numbers[0], numbers)
    assert s.least <= s.lower <= s.middle <= s.upper <= s.most and s.least <= s.own <= s.most


def in_ward(town, ward, *posts, **changed):
    Post.objects.filter(pk__in=[post.pk for post in posts]).update(constituency=ward, **changed)


def test_a_unit_is_whoever_held_a_seat_of_one_sub_district_in_the_year(town):
    street = Organ.objects.create(name="城关街道人大工委", kind=Organ.Kind.SUBDISTRICT_COMMITTEE, parent=town.committee)
    ours, theirs = (
        Constituency.objects.create(congress=town.congress, name=name, organ=organ)
        for name, organ in (("老街选区", town.street), ("城关选区", street))
    )
    left, comes, far = (town.seat(name, town.congress, Role.DEPUTY) for name in ("离任", "未到任", "城关代表"))
    in_ward(town, ours, town.lin, town.he)
    in_ward(town, ours, left, until=date(2025, 12, 31))
    in_ward(town, ours, comes, since=date(2027, 1, 1))
    in_ward(town, theirs, far)
    lin = Post.objects.get(pk=town.lin.pk)
    assert peers(lin, *YEAR) == {town.lin.person_id, town.he.person_id}
    assert peers(lin, date(2025, 12, 31), YEAR[1]) == {town.lin.person_id, town.he.person_id, left.person_id}
    assert peers(town.fang, *YEAR) == {town.fang.person_id}  # elected in no sub-district


def test_who_sits_in_the_city_too_is_compared_with_those_of_the_district(town):
    Post.objects.create(
        person=town.lin.person, organ=town.congress, role=Role.DEPUTY, level=Level.MUNICIPAL, since=date(2022, 1, 5)
    )
    assert mandate_of(town.lin.person, *YEAR) == town.lin
