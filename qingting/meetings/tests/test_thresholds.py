"""Every threshold against the words of its article, with exact fractions: exactly half, nobody, one too few."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingting.clocks.checks import faults
from qingting.clocks.rules import read
from qingting.docket.process import Refused
from qingting.meetings.thresholds import NATIONAL, Of, Threshold, threshold, whole
from qingting.organs.models import Organ, Role

DAY = date(2026, 3, 26)
MORE_THAN_HALF = Threshold(Fraction(1, 2), Of.MEMBERS, True, "第五十一条")
TWO_THIRDS_OR_MORE = Threshold(Fraction(2, 3), Of.DEPUTIES, False, "第十四条")
rules = st.builds(
    Threshold,
    st.fractions(min_value=Fraction(1, 20), max_value=1, max_denominator=20),
    st.just(Of.MEMBERS),
    st.booleans(),
    st.just("某条"),
)


@pytest.mark.parametrize(
    "rule, n, least",
    [
        (MORE_THAN_HALF, 27, 14), (MORE_THAN_HALF, 28, 15), (MORE_THAN_HALF, 1, 1), (MORE_THAN_HALF, 2, 2),
        (TWO_THIRDS_OR_MORE, 260, 174), (TWO_THIRDS_OR_MORE, 3, 2), (TWO_THIRDS_OR_MORE, 4, 3), (TWO_THIRDS_OR_MORE, 261, 174),
    ],
)  # fmt: skip
def test_how_many_are_enough(rule, n, least):
    assert rule.least(n) == least
    assert rule.is_reached(least, n) and not rule.is_reached(least - 1, n)


@given(rules, st.integers(1, 3000), st.integers(0, 3000))
def test_it_is_what_the_fraction_says(rule, whole, n):
    exact = Fraction(n, whole)
    assert rule.is_reached(n, whole) == (exact > rule.share if rule.over else exact >= rule.share)


@given(rules, st.integers(1, 3000))
def test_least_is_the_first_number_that_is_enough(rule, whole):
    assert rule.is_reached(rule.least(whole), whole) and not rule.is_reached(rule.least(whole) - 1, whole)


@given(rules, st.integers(0, 3000))
def test_nobody_is_no_quorum_of_nobody(rule, n):
    assert not rule.is_reached(n, 0)


def test_it_says_itself_in_the_words_of_the_law(town):
    assert str(NATIONAL[Organ.Kind.STANDING_COMMITTEE, "carry"]) == "全体组成人员的过半数"
    assert str(NATIONAL[Organ.Kind.CONGRESS, "sit"]) == "全体代表的三分之二以上"
    assert "第五十一条第三款" in threshold(town.committee, "sit", DAY).basis


def test_a_vacant_and_a_suspended_seat(town):
    """Quota, incumbents and suspended stand apart; of which of them the share is taken is data, and shown as inferred."""
    for n in range(4):
        town.seat(f"委员{n}", town.committee, Role.MEMBER)
    post = town.committee.posts.filter(role=Role.MEMBER).first()
    post.suspended_since = DAY
    post.save()
    all_of_them = whole(town.committee, (Role.CHAIR, Role.VICE_CHAIR, Role.MEMBER), DAY)
    assert (all_of_them.quota, all_of_them.incumbents, all_of_them.suspended, all_of_them.n) == (27, 5, 1, 5)
    assert all_of_them.confidence == "E"


@pytest.mark.parametrize("number, n", [("quota", 27), ("incumbents", 5), ("serving", 4)])
def test_a_place_says_of_which_number(town, settings, tmp_path, number, n):
    for name in ("default.toml", "schemes.toml", "interests.toml", "thresholds.toml"):
        (tmp_path / name).write_text((settings.RULEBOOK / name).read_text())
    settings.RULEBOOK = tmp_path
    said = f'number = "{number}"\nbasis = "清河县议事规则第三条"\nlayer = "H"\nconfidence = "A"\nsince = 2024-01-01\n'
    file = tmp_path / f"{town.congress.code}.thresholds.toml"
    file.write_text(f"[[all_members]]\n{said}")
    read.cache_clear()
    assert list(faults(file)) == []
    test_base = whole
    for i in range(4):
        post = town.seat(f"委员{i}", town.committee, Role.MEMBER)
    post.suspended_since = DAY
    post.save()
    assert test_base(town.committee, (Role.CHAIR, Role.MEMBER), DAY).n == n
    file.write_text("[[all_members]]\n" + said.replace(number, "everybody"))
    read.cache_clear()
    assert any("nobody counts" in fault for fault in faults(file))
    read.cache_clear()


@pytest.mark.parametrize(
    "share, over", [('"3/2"', "true"), ('"0"', "true"), ('"half"', "true"), ("0.5", "true"), ('"1/2"', '"yes"')]
)
def test_a_share_that_is_none_is_found_before_anyone_votes_by_it(settings, tmp_path, share, over):
    for name in ("default.toml", "schemes.toml", "interests.toml", "thresholds.toml"):
        (tmp_path / name).write_text((settings.RULEBOOK / name).read_text())
    settings.RULEBOOK = tmp_path
    file = tmp_path / "429900.thresholds.toml"
    file.write_text(
        f'[[chairpersons_sit]]\nshare = {share}\nover = {over}\nbasis = "某条"\nlayer = "H"\nconfidence = "A"\nsince = 2024-01-01\n'
    )
    assert any("share" in fault for fault in faults(file))


def test_an_organ_without_a_rule_does_not_vote(town):
    with pytest.raises(Refused, match="没有政府部门的法定人数规则"):
        threshold(town.water, "carry", DAY)
