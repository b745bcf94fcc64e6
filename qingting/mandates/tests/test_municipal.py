"""The committee elects deputies of the city in recess: several candidates, several seats, one ballot."""

from datetime import date

import pytest

from qingting.mandates.models import MunicipalByElection
from qingting.mandates.opening import opened
from qingting.mandates.putting import put_to_the_vote, scheduled, waiting_in
from qingting.mandates.tests.doings import refused
from qingting.meetings import hall as doors
from qingting.meetings.casting import cast
from qingting.meetings.tests.doings import anew
from qingting.organs.models import Level, Post, Role

TODAY, GONE = date(2026, 3, 26), date(2026, 3, 1)


@pytest.fixture
def seats(hall):
    """Two seats in the city's congress whose holders' mandates ended on 1 March: Shao's and He's."""
    he = Post.objects.create(
        person=hall.town.he.person, organ=hall.group, role=Role.DEPUTY, level=Level.MUNICIPAL, since=date(2022, 1, 5)
    )
    for post in (hall.shao, he):
        Post.objects.filter(pk=post.pk).update(until=GONE)
    return [anew(hall.shao), anew(he)]


def stands(hall, seat, name):
    b = opened(MunicipalByElection(replaces=seat, nominee=name), hall.town.congress)
    b.take("propose", hall.town.wang)
    return anew(b)


def put(hall, *candidates, way="secret"):
    """Everyone on the agenda, the meeting sits, and all that waits is put to the vote."""
    m = hall.meeting()
    for b in candidates:
        scheduled(b, m)
    for member in hall.all:
        doors.come(m, member, hall.town.wang)
    m.take("open", hall.chair)
    m = hall.adopt(anew(m))
    return put_to_the_vote(m, waiting_in(m), way)


def ballots(hall, v, *said):
    """Each member's marks for the candidates in their order: y or n."""
    hall.open(v)
    for post, marks in zip(hall.all, said, strict=True):
        cast(anew(v), post, [{"y": "yes", "n": "no"}[mark] for mark in marks])
    hall.close(v)
    anew(v).take("elect", hall.chair)
    return anew(v)


def state(*candidates):
    return [anew(b).state for b in candidates]


def test_no_election_while_the_seat_is_held(hall):
    b = opened(MunicipalByElection(replaces=hall.shao, nominee="季云"), hall.town.congress)
    assert "没有缺额，不能补选（《选举法》第五十七条）" in refused(b.take, "propose", hall.town.wang)


def test_three_stand_for_two_seats_and_those_with_most_votes_have_them(hall, seats, a_box):
    a, b, c = (
        stands(hall, seat, name) for seat, name in zip((*seats, seats[0]), ("季云", "甘霖", "时雨"), strict=True)
    )
    v = put(hall, a, b, c)
    assert (v.form, v.elects, v.seats, v.title) == ("election", "municipal", 2, "补选市人民代表大会代表")
    assert [q.text for q in v.questions.all()] == ["季云", "甘霖", "时雨"]
    ballots(hall, v, "yny", "yny", "yny", "yny", "yny", "nyn", "nyn")  # five, two and five of seven
    assert state(a, b, c) == ["elected", "refused", "elected"]
    assert anew(a).replaces == seats[0] and anew(c).replaces == seats[1]  # both had been put forward for the first


def test_one_who_is_alone_for_one_seat_may_be_elected_too(hall, seats, a_box):
    """Electoral Law, art. 57(4): in a by-election as many candidates as seats are enough."""
    a = stands(hall, seats[0], "季云")
    ballots(hall, put(hall, a), *"yyyynnn")
    assert state(a) == ["elected"]


def test_where_nobody_has_a_majority_the_seat_stays_open(hall, seats, a_box):
    a, b = stands(hall, seats[0], "季云"), stands(hall, seats[0], "甘霖")
    v = put(hall, a, b)
    ballots(hall, v, "yn", "yn", "yn", "ny", "ny", "ny", "nn")
    assert state(a, b) == ["refused", "refused"]  # three of seven each are no majority: nobody is tied
    again = stands(hall, seats[0], "季云")  # and may be put forward once more
    assert again.state == "proposed"


def test_a_filled_seat_is_not_filled_again_and_nobody_stands_twice(hall, seats, a_box):
    a = stands(hall, seats[0], "季云")
    again = opened(MunicipalByElection(replaces=seats[0], nominee="季云"), hall.town.congress)
    assert "已经列入候选人" in refused(again.take, "propose", hall.town.wang)
    ballots(hall, put(hall, a), *"yyyyyyy")
    other = opened(MunicipalByElection(replaces=seats[0], nominee="甘霖"), hall.town.congress)
    assert "已经选出" in refused(other.take, "propose", hall.town.wang)


def test_the_ballot_is_secret_and_leaves_nobody_out(hall, seats):
    a, b = stands(hall, seats[0], "季云"), stands(hall, seats[1], "甘霖")
    v = put(hall, a, b)
    m = v.held_at
    assert not waiting_in(m).exists()  # on a ballot already
    v.take("drop", hall.town.wang, "重新安排")
    one = waiting_in(m)[:1]
    assert "还有：甘霖" in refused(put_to_the_vote, m, one, "secret")
    assert "选举用无记名投票" in refused(put_to_the_vote, m, waiting_in(m), "hands")


def test_the_city_confirms_and_the_mandate_begins_on_that_day(hall, seats, on, a_box):
    b = stands(hall, seats[0], "季云")
    ballots(hall, put(hall, b), *"yyyynnn")
    anew(b).take("report_up", hall.town.wang, reported_on=TODAY)
    assert "还没有到" in refused(anew(b).take, "confirm", hall.town.wang, confirmed_on=date(2026, 5, 1))
    on("2026-05-08")
    anew(b).take("confirm", hall.town.wang, confirmed_on=date(2026, 4, 30))
    post = Post.objects.get(person__name="季云")
    assert (post.level, post.since, anew(b).post) == (Level.MUNICIPAL, date(2026, 4, 30), post)
    assert post.organ == hall.group  # it takes no seat of the district


def test_a_vote_that_is_annulled_leaves_the_seats_open(hall, seats, a_box):
    a = stands(hall, seats[0], "季云")
    v = ballots(hall, put(hall, a), *"yyyyyyy")
    v.take("annul", hall.chair, "程序有误")
    assert state(a) == ["proposed"]
