"""What the ballots of a direct election come to, with exact shares, whatever the figures."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingting.mandates.direct import Count, Nature, candidates_for, next_round, result


def count(turnout, votes, *, voters=1000, ballots=None, spoilt=0):
    return Count(voters, turnout, turnout if ballots is None else ballots, spoilt, votes)


@pytest.mark.parametrize(
    "turnout, votes, seats, elected, left",
    [
        (501, {1: 251}, 1, (1,), 0),  # more than half of 501 is 251
        (500, {1: 500}, 1, (), 1),  # half of the voters is not more than half
        (600, {1: 300, 2: 300}, 1, (), 1),  # nor is half of those who took part
        (600, {1: 301, 2: 299}, 1, (1,), 0),
        (601, {1: 300, 2: 301}, 1, (2,), 0),
        (600, {1: 400, 2: 350, 3: 320}, 2, (1, 2), 0),
        (600, {1: 400, 2: 200, 3: 320}, 3, (1, 3), 1),
    ],
)
def test_who_is_elected_in_a_first_vote(turnout, votes, seats, elected, left):
    found = result(count(turnout, votes), seats)
    assert (found.elected, found.left) == (elected, left)
    assert bool(found.invalid) == (turnout <= 500)


def test_more_ballots_than_voters_make_it_void():
    found = result(count(600, {1: 600}, ballots=601), 1)
    assert not found.elected and "第四十四条" in found.invalid


def test_equal_votes_that_leave_it_open_are_voted_on_again():
    counted = count(600, {1: 500, 2: 400, 3: 400, 4: 310})
    found = result(counted, 2)
    assert (found.elected, found.tied, found.left) == ((1,), (2, 3), 1)
    assert next_round(counted, found, Nature.FIRST) == (Nature.TIE, (2, 3))
    assert result(count(600, {2: 180, 3: 170}), 1, Nature.TIE).elected == (2,)  # the most are enough among equals


def test_equal_votes_for_as_many_seats_need_no_other_vote():
    assert result(count(600, {1: 400, 2: 400}), 2).elected == (1, 2)


def test_another_vote_is_won_with_a_third_of_the_ballots():
    first = count(600, {1: 290, 2: 200, 3: 110})
    assert next_round(first, result(first, 1), Nature.FIRST) == (Nature.RUNOFF, (1, 2))
    assert result(count(600, {1: 200, 2: 199}), 1, Nature.RUNOFF).elected == (1,)
    assert result(count(601, {1: 200, 2: 199}), 1, Nature.RUNOFF).elected == ()


def test_how_many_stand_in_another_vote():
    assert [candidates_for(n) for n in (1, 2, 3)] == [2, 3, 4]


figures = st.integers(0, 400).flatmap(
    lambda voters: st.integers(0, voters).flatmap(
        lambda turnout: st.tuples(
            st.just(voters), st.just(turnout), st.dictionaries(st.integers(1, 6), st.integers(0, turnout), min_size=1)
        )
    )
)


@given(figures, st.integers(1, 3), st.sampled_from(Nature))
def test_whatever_is_counted_nobody_is_elected_below_the_share_and_nobody_above_another(found, seats, nature):
    voters, turnout, votes = found
    counted = Count(voters, turnout, turnout, 0, votes)
    came = result(counted, seats, nature)
    assert len(came.elected) + came.left == seats
    if Fraction(turnout, max(voters, 1)) <= Fraction(1, 2):
        assert came.invalid and not came.elected
        return
    least = {Nature.FIRST: Fraction(turnout, 2), Nature.RUNOFF: Fraction(turnout, 3), Nature.TIE: Fraction(0)}[nature]
    for key, n in votes.items():
        enough = n > least if nature != Nature.RUNOFF else n >= least and n > 0
        if key in (*came.elected, *came.tied):
            assert enough
        elif enough:  # then there were better ones for every seat
            assert len(came.elected) + len(came.tied) >= seats
            assert all(votes[other] > n for other in (*came.elected, *came.tied))
    assert not came.tied or len({votes[key] for key in came.tied}) == 1 and len(came.tied) > came.left


@given(figures, st.integers(1, 3))
def test_another_vote_never_asks_about_one_who_is_elected(found, seats):
    voters, turnout, votes = found
    counted = Count(voters, turnout, turnout, 0, votes)
    came = result(counted, seats)
    if came.left:
        _nature, standing = next_round(counted, came, Nature.FIRST)
        assert not {*standing} & {*came.elected} and {*standing} <= {*votes}


@pytest.mark.parametrize(
    "figures, sentence",
    [
        (Count(100, 101, 90, 0, {1: 50}), "多于选民名单的"),
        (Count(100, 90, 80, 81, {1: 0}), "无效票 81 张多于收回的"),
        (Count(100, 90, 80, 5, {1: 76}), "多于有效票 75 张"),
        (Count(100, 90, 80, 0, {1: 60, 2: 30}), "得票合计 90"),
    ],
)
def test_figures_that_cannot_be_are_refused(figures, sentence):
    assert sentence in figures.fault(1)
