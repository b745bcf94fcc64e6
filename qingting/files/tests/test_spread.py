"""How the numbers of a unit lie, and when they are not told."""

from hypothesis import given
from hypothesis import strategies as st

from qingting.files.spread import spread


def test_fewer_than_five_are_not_broken_down():
    assert spread(1, [0, 1, 2, 3]) is None and spread(1, [0, 1, 2, 3, 4]) is not None


def test_the_sentence_places_nobody():
    assert str(spread(3, [0, 1, 2, 3, 9])) == "5 名代表最少 0，中间一半在 1 到 3 之间，最多 9；本人 3"
    assert str(spread(2, [2] * 6)) == "6 名代表都是 2；本人 2"


@given(st.lists(st.integers(0, 500), min_size=5, max_size=60))
def test_five_numbers_stand_in_their_order(numbers):
    s = spread(numbers[0], numbers)
    assert s.least <= s.lower <= s.middle <= s.upper <= s.most and s.least <= s.own <= s.most
