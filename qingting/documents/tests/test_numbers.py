"""Numbers of documents, when several clerks press at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from conftest import Town, lift_the_guard
from qingting.clocks.calendar import seed
from qingting.documents.models import Number


@pytest.fixture
def answers(transactional_db):
    seed()
    town = Town()
    yield town, [town.walk(town.suggestion(), upto="answer").events.last() for _n in range(3)]
    lift_the_guard()  # the test database is emptied now, and guarded again after


def at_once(town, events):
    ready = Barrier(len(events))

    def give(event):
        ready.wait()
        try:
            return Number.give(event, "清水函", town.zhao)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(events)) as pool:
        return list(pool.map(give, events))


@pytest.mark.django_db(transaction=True)
def test_two_letters_never_have_one_number_and_none_is_left_out(answers):
    town, events = answers
    assert sorted(number.n for number in at_once(town, events)) == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_one_letter_never_has_two_numbers(answers):
    town, events = answers
    assert {number.n for number in at_once(town, [events[0]] * 4)} == {1}
    assert Number.give(events[1], "清水函", town.zhao).n == 2
    assert Number.give(events[2], "清水办函", town.zhao).n == 1  # another mark is another series
