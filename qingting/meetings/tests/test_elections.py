"""Elections: how many candidates, what a ballot may say, who is elected, and what follows from a tie or from seats left open."""

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingting.docket.ledger import verify
from qingting.docket.process import Refused
from qingting.meetings.casting import cast
from qingting.meetings.counting import ABSTAIN, INVALID, NO, YES
from qingting.meetings.election import Elects, elect, is_valid, plain_name, read_election, settle, why_not_so_many
from qingting.meetings.tests.doings import anew
from qingting.meetings.thresholds import NATIONAL
from qingting.meetings.votes import Question, Spelling, Vote
from qingting.organs.models import Organ

RULE = NATIONAL[Organ.Kind.CONGRESS, "carry"]
ARTICLE = "第二十九条"
NAMES = ["甲", "乙", "丙", "丁"]
marks = st.sampled_from([YES, NO, ABSTAIN])
papers = st.lists(
    st.builds(lambda row, more: [*row, *sorted(more)], st.lists(marks, min_size=4, max_size=4), st.sets(st.sampled_from(["赵一", "钱二"]))),
    max_size=30,
)  # fmt: skip


def refused(act, *args, **kwargs):
    with pytest.raises(Refused) as told:
        act(*args, **kwargs)
    return str(told.value)


def an_election(house, m, names=("甲某", "乙某", "丙某"), seats=2, **given):
    given = dict(form="election", elects="municipal", title="补选市人大代表") | given
    return house.vote(m, asks=names, seats=seats, **given)


def everyone(house, v, *ballots):
    for post, ballot in zip(house.all, ballots, strict=False):
        cast(anew(v), post, list(ballot))


# How many candidates


@pytest.mark.parametrize(
    "elects, seats, allowed",
    [
        (Elects.HEAD, 1, {1, 2}),
        (Elects.DEPUTY, 4, {5, 6, 7}),
        (Elects.MEMBER, 20, {22, 23, 24}),
        (Elects.MEMBER, 25, {28, 29, 30}),
        (Elects.MEMBER, 3, {4}),
        (Elects.BYELECTION, 2, set(range(2, 41))),
        (Elects.MUNICIPAL, 1, set(range(1, 41))),
    ],
)
def test_how_many_candidates_there_may_be(elects, seats, allowed):
    assert {n for n in range(41) if why_not_so_many(elects, seats, n) is None} == allowed


def test_the_refusal_names_the_numbers_and_the_article():
    assert "应选 4 人，候选人应当是 5 至 7 人，现在有 4 人" in why_not_so_many(Elects.DEPUTY, 4, 4)
    assert "第二十七条" in why_not_so_many(Elects.DEPUTY, 4, 4)
    assert "第三十条" in why_not_so_many(Elects.BYELECTION, 2, 1)
    assert "一个职务一次选举" in why_not_so_many(Elects.HEAD, 2, 3)


@given(st.integers(5, 60), st.integers(0, 90))
def test_of_committee_members_a_tenth_to_a_fifth_more(seats, candidates):
    more = Fraction(candidates - seats, seats)
    assert (why_not_so_many(Elects.MEMBER, seats, candidates) is None) == (Fraction(1, 10) <= more <= Fraction(1, 5))


@pytest.mark.parametrize(
    "elects, seats, allowed",
    [
        (Elects.DEPUTY, 1, {2, 3, 4}),
        (Elects.MEMBER, 3, {4}),
        (Elects.HEAD, 1, set(range(1, 9))),
        (Elects.BYELECTION, 2, set(range(2, 9))),
    ],
)
def test_another_election_has_more_candidates_than_seats_where_the_first_must(elects, seats, allowed):
    """Organic Law, art. 29. Among the tied nobody else stands."""
    found = {n for n in range(1, 9) if not why_not_so_many(elects, seats, n, follows=True)}
    assert found == allowed
    assert why_not_so_many(elects, seats, seats + 1, follows=True, tied=True) is None


# What a ballot may say


@pytest.mark.parametrize(
    "written, counts",
    [(" 李 明 ", "李明"), ("李　明", "李明"), ("李\u200b明", "李明"), ("ＡＢ　Ｃ", "AB C"), ("阿依古丽•买买提", "阿依古丽·买买提"), ("阿依古丽・买买提", "阿依古丽·买买提")],
)  # fmt: skip
def test_how_a_name_is_written_makes_no_difference(written, counts):
    assert plain_name(written) == counts


@given(st.lists(marks, min_size=4, max_size=4), st.sets(st.sampled_from(["赵一", "钱二", "孙三"])), st.integers(1, 4))
def test_as_many_names_as_seats_or_fewer_are_valid_and_more_are_not(row, names, seats):
    fits = row.count(YES) + len(names) <= seats
    assert is_valid([*row, *names], 4, seats) == fits
    if fits:
        assert read_election(NAMES, seats, [*row, *names, "", " "]) == [*row, *sorted(names)]
    else:
        assert "多选的票无效" in refused(read_election, NAMES, seats, [*row, *names])
    assert read_election(NAMES, seats, [*row, *names], on_paper=True) == [*row, *sorted(names)]


@pytest.mark.parametrize(
    "said, why",
    [
        ([YES], "请对每一位候选人"),
        ([YES, NO, NO, "maybe"], "请对每一位候选人"),
        ([YES, NO, NO, INVALID], "请对每一位候选人"),
        ([NO, NO, NO, NO, "李"], "请写全名"),
        ([NO, NO, NO, NO, "12"], "请写全名"),
        ([NO, NO, NO, NO, "长" * 41], "请写全名"),
        ([NO, NO, NO, NO, "李明", "李 明"], "一人只写一次"),
    ],
)
def test_a_ballot_that_cannot_be_is_refused(said, why):
    assert why in refused(read_election, NAMES, 2, said)


def test_who_is_a_candidate_is_not_written_in():
    assert "是候选人" in refused(read_election, ["李明", "王芳"], 2, [NO, NO, "李 明"])


# Who is elected


@given(st.dictionaries(st.sampled_from("甲乙丙丁戊己"), st.integers(0, 20)), st.integers(1, 6), st.integers(1, 20))
def test_who_is_elected(votes, seats, whole):
    least = RULE.least(whole)
    won, tied = settle(votes, seats, least)
    assert all(Fraction(votes[name], whole) > Fraction(1, 2) for name in won | tied)
    assert len(won) <= seats and not won & tied
    others = {name for name in votes if votes[name] >= least} - won - tied
    assert all(votes[name] > votes[other] for name in won for other in others | tied)
    if tied:  # one number of votes, and more persons than seats that are left
        assert len({votes[name] for name in tied}) == 1 and 0 < seats - len(won) < len(tied)
        assert all(votes[other] < votes[name] for name in tied for other in others)
    else:
        assert len(won) == min(seats, len(won | others))


@given(papers, st.integers(1, 4), st.integers(1, 40))
def test_every_paper_is_counted_once(ballots, seats, whole):
    told = elect(NAMES, seats, ballots, max(whole, len(ballots)), RULE, ARTICLE)
    good = [ballot for ballot in ballots if ballot[:4].count(YES) + len(ballot) - 4 <= seats]
    assert told.cast == len(ballots) and told.invalid == len(ballots) - len(good)
    for place, one in enumerate(told.standings[:4]):
        assert sum(one.counts.values()) == len(ballots)
        assert one.votes_for == [ballot[place] for ballot in good].count(YES)
    written = Counter(name for ballot in good for name in ballot[4:])
    assert {one.name: one.votes_for for one in told.standings[4:]} == written
    assert told.left == seats - len(told.elected) >= 0


@given(papers, st.integers(1, 4))
def test_two_spellings_of_one_person_on_one_ballot_are_one_name(ballots, seats):
    told = elect(NAMES, seats, ballots, 40, RULE, ARTICLE, {"赵一": "钱二"})
    one = [[*ballot[:4], *(["钱二"] if ballot[4:] else [])] for ballot in ballots]
    assert told == elect(NAMES, seats, one, 40, RULE, ARTICLE)


def rows(*votes, whole=10, seats=2, silent=0):
    """An election of as many candidates as numbers, each with so many votes, whoever casts them."""
    ballots = [
        [YES if place == n else ABSTAIN for place in range(len(votes))] for n, k in enumerate(votes) for _ in range(k)
    ]
    return elect(NAMES[: len(votes)], seats, ballots + [[ABSTAIN] * len(votes)] * silent, whole, RULE, ARTICLE)


def names(standings):
    return [one.name for one in standings]


def test_exactly_half_is_not_enough():
    assert names(rows(5, 0, seats=1).elected) == [] and names(rows(6, 0, seats=1).elected) == ["甲"]


def test_who_is_absent_has_not_said_yes():
    told = rows(0, 0)
    assert told.cast == 0 and told.left == 2 and "没有人当选" in str(told) and told.verdict == "没有选出"


def test_more_than_the_seats_with_a_majority():
    told = rows(7, 9, 8, whole=10)
    assert names(told.elected) == ["乙", "丙"] and told.verdict == "全部选出"
    assert str(told).endswith("全体 10 人，全体代表的过半数为 6 票。当选：乙（9 票）、丙（8 票）。（第二十九条）")
    assert [one.is_carried for one in told.standings] == [False, True, True]


def test_a_tie_at_the_cut_leaves_both_open():
    told = rows(7, 9, 7, whole=10)
    assert names(told.elected) == ["乙"] and names(told.tied) == names(told.again) == ["甲", "丙"] and told.left == 1
    assert "甲、丙票数相等（各 7 票），不能确定当选人，就他们再次投票，选 1 人。" in str(told)
    assert [one.is_carried for one in told.standings] == [None, True, None]


def test_a_tie_that_fits_the_seats_is_none():
    told = rows(7, 7, 3, whole=10)
    assert names(told.elected) == ["甲", "乙"] and not told.tied and not told.left


def test_fewer_than_the_seats_are_elected():
    told = rows(3, 9, 5, whole=10)
    assert names(told.elected) == ["乙"] and told.left == 1 and names(told.again) == ["丙", "甲"]
    assert "不足的 1 人，在本次会议或者下次会议上另行选举。" in str(told) and told.verdict == "选出 1 人，缺 1 人"


# In the hall


def test_a_person_who_was_written_in_is_elected(house, a_box, town):
    v = house.open(an_election(house, house.sitting()))
    everyone(house, v, *[[YES, NO, ABSTAIN, "李 明"]] * 3, *[[YES, NO, NO, "李明"]] * 2, [NO, NO, YES])
    v = house.close(v)
    assert "请点“宣布选举结果”" in refused(v.take, "carry", house.chair)
    v.take("elect", house.chair)
    v = anew(v)
    assert v.state == "elected" and names(v.election.elected) == ["甲某", "李明"]
    assert str(v.election).startswith("应选 2 人。收回 6 票，有效 6 票，无效 0 票。全体 7 人，")
    assert "参照" in str(v.election)  # article 29 is of elections by a congress
    assert verify(town.congress) is None


def test_a_tie_is_voted_on_again_and_who_has_more_is_elected(house, a_box, town):
    """Of seven, three are enough the second time: that is our reading, and the rule on the record says so."""
    m = house.sitting()
    v = an_election(house, m, names=("甲某", "乙某"), seats=1)
    v = house.open(v)
    # in a town of seven nobody can be tied with a majority and one seat: each may choose one
    everyone(house, v, *[[YES, NO]] * 3, *[[NO, YES]] * 3)
    house.announce(v, "elect")
    assert anew(v).election.left == 1 and not anew(v).election.tied
    v = an_election(house, m, names=("甲某", "乙某", "丙某"), seats=2, title="又一次")
    v = house.open(v)
    everyone(house, v, *[[YES, YES, NO]] * 2, *[[YES, NO, YES]] * 2, *[[NO, YES, YES]] * 2, [YES, NO, NO])
    house.announce(v, "elect")
    v = anew(v)
    assert names(v.election.elected) == ["甲某"] and names(v.election.tied) == ["乙某", "丙某"]
    again = house.open(an_election(house, m, names=names(v.election.again), seats=v.election.left, follows=v))
    everyone(house, again, [YES, NO], [YES, NO], [NO, YES])
    house.announce(again, "elect")
    again = anew(again)
    assert names(again.election.elected) == ["乙某"] and again.rule.confidence == "E"
    assert "票数相等的人再次投票，以得票多的当选" in str(again.election)


def test_seats_left_open_are_voted_on_in_another_ballot(house, a_box, town):
    m = house.sitting()
    v = house.open(an_election(house, m))
    everyone(house, v, *[[YES, NO, NO]] * 5)
    house.announce(v, "elect")
    again = an_election(house, m, names=names(anew(v).election.again), seats=1, follows=anew(v))
    again = house.open(again)
    assert again.rule.share == Fraction(1, 2)
    everyone(house, again, *[[YES, NO]] * 4)
    house.announce(again, "elect")
    assert names(anew(again).election.elected) == ["乙某"]


def test_another_ballot_falls_with_the_election_that_it_follows(house, a_box, town):
    m = house.sitting()
    v = house.open(an_election(house, m))
    house.announce(v, "elect")
    again = an_election(house, m, seats=2, follows=anew(v))
    anew(v).take("annul", house.chair, "误发选票")
    assert "不能接着选" in refused(again.take, "open", town.wang)


@pytest.mark.parametrize("way", ["named", "hands"])
def test_an_election_is_secret(house, a_box, town, way):
    v = an_election(house, house.sitting(), names=("甲某",), seats=1, way=way)
    assert "选举用无记名投票" in refused(v.take, "open", town.wang)


def test_too_few_candidates_do_not_open(house, a_box, town):
    v = an_election(house, house.sitting(), names=("甲某",))
    assert "候选人不能少于 2 人" in refused(v.take, "open", town.wang)


def test_a_matter_waits_while_its_candidate_is_tied(house, a_box):
    """Neither carried nor lost: what came of it is not known yet."""
    from qingting.meetings.following import outcome

    m = house.sitting()
    v = an_election(house, m, names=("甲某", "乙某", "丙某"))
    for question in v.questions.all():
        Question.objects.filter(pk=question.pk).update(matter=m.pk)  # any matter will do to ask of
    v = house.open(v)
    everyone(house, v, *[[YES, YES, NO]] * 2, *[[YES, NO, YES]] * 2, *[[NO, YES, YES]] * 2, [YES, NO, NO])
    v = house.close(v)
    assert [one.is_carried for _q, one in v.totals] == [True, None, None]
    Vote.objects.filter(pk=v.pk).update(state="elected")
    assert outcome(m) is None  # the last that was asked about is tied


def test_the_office_says_that_two_spellings_are_one_person(house, a_box, town):
    v = house.open(an_election(house, house.sitting()))
    everyone(house, v, *[[NO, NO, NO, "李明"]] * 2, *[[NO, NO, NO, "李铭"]] * 2)
    v = house.close(v)
    assert not v.election.elected
    Spelling.objects.create(vote=v, written="李铭", meant="李明", note="代表中只有一位李明", by=town.wang)
    assert names(anew(v).election.elected) == ["李明"]
    assert {tuple(ballot.choices[3:]) for ballot in v.ballots.all()} == {
        ("李明",),
        ("李铭",),
    }  # the ballots stay as cast
