"""Numbers of documents, when several clerks press at once."""

import pytest

from conftest import at_once
from qingting.documents.models import Number


@pytest.fixture
def answers(busy_town):
    town = busy_town
    return town, [town.walk(town.suggestion(), upto="answer").events.last() for _n in range(3)]


def given(town, events):
    return at_once(*[lambda event=event: Number.give(event, "清水函", town.zhao) for event in events])


@pytest.mark.django_db(transaction=True)
def test_two_letters_never_have_one_number_and_none_is_left_out(answers):
    town, events = answers
    assert sorted(number.n for number in given(town, events)) == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_one_letter_never_has_two_numbers(answers):
    town, events = answers
    assert {number.n for number in given(town, [events[0]] * 4)} == {1}
    assert Number.give(events[1], "清水函", town.zhao).n == 2
    assert Number.give(events[2], "清水办函", town.zhao).n == 1  # another mark is another series
