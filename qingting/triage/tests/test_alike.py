"""Texts that say nearly the same are found by their fingerprints; what many write about becomes a topic, in which people count."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from qingting.triage.alike import BANDS, SAME, fingerprint, groups, likeness
from qingting.triage.topics import Message, topics

ROAD = "青年路与建设路口的红绿灯坏了三天，早晚上学放学车多人多，请尽快派人来修。"
AGAIN = "青年路与建设路口的红绿灯坏了五天，早晚上学放学车多人多，请尽快派人来修！！"
OTHER = "幼儿园的学费一年涨了两次，家长很难接受，请物价部门来查一查。"

FOUND = "1820507274 1066777256 1802301349 1044991077 1239100083 589179034 1669134538 1208637567 545860159 499589846 906198302 1944957690 2002856965 687569852 1819188194 1302805289"


def shared(a, b):
    return sum(one == other for one, other in zip(fingerprint(a), fingerprint(b), strict=True))


def test_what_is_sent_again_with_another_word_is_nearly_the_same():
    assert likeness(ROAD, AGAIN) >= SAME > 0.2 > likeness(ROAD, OTHER)
    assert shared(ROAD, AGAIN) >= 1 and shared(ROAD, OTHER) == 0


def test_how_it_was_typed_makes_no_difference():
    assert likeness(ROAD, " ".join(ROAD) + "\n\n") == 1.0


def test_a_fingerprint_is_the_same_on_every_machine():
    assert fingerprint("红绿灯坏了") == [int(n) for n in FOUND.split()]


def test_a_fingerprint_fits_into_an_indexed_column():
    assert len(fingerprint(ROAD)) == BANDS and all(0 <= band < 2**31 for band in fingerprint(ROAD))


def test_groups_hold_what_is_the_same_and_leave_the_rest_alone():
    texts = [ROAD, OTHER, AGAIN, "", ""]
    assert groups(texts, [fingerprint(text) for text in texts]) == [0, 1, 0, 3, 4]


@pytest.mark.parametrize("text", ["", " \n", "😀😀", "。！？"])
def test_nothing_said_is_like_nothing(text):
    assert fingerprint(text) == [] and likeness(text, text) == 0.0


@pytest.mark.parametrize("text", ["好", "a" * 10_000, "\x00路灯", "مەكتەپ", "𠀀𠀁𠀂"])
def test_whatever_is_typed_has_a_fingerprint(text):
    assert len(fingerprint(text)) == BANDS and likeness(text, text) == 1.0


def town_of_messages():
    """Forty single matters; five people about one estate, one of them three times; the last of it a week ago."""
    start, said = date(2026, 1, 1), []
    for n in range(40):
        said.append(
            Message(
                n,
                f"第{n}号院{chr(0x6C34 + n)}{chr(0x4E30 + n)}巷路灯",
                f"巷口{chr(0x9A6C + n)}家门前路灯坏了",
                start + timedelta(n),
                f"p{n}",
            )
        )
    for n, person in enumerate(["a", "b", "c", "c", "c", "d", "e"]):
        said.append(
            Message(
                100 + n,
                "翠湖新苑旁边搅拌站噪音粉尘扰民",
                f"翠湖新苑业主反映搅拌站粉尘，第{n}次",
                start + timedelta(60 + n),
                person,
                "河东街道",
                n == 0,
            )
        )
    return said


def test_people_are_counted_and_not_posts():
    (topic, *_others) = topics(town_of_messages(), fewest=3)
    assert topic.people == 5 and sorted(topic.members) == [100, 101, 102, 103, 104, 105, 106]
    assert any("搅拌" in word for word in topic.words)


def test_a_topic_says_where_since_when_and_how_much_is_unanswered():
    (topic, *_others) = topics(town_of_messages(), fewest=3)
    assert topic.places == ["河东街道"] and topic.lead == 100 and topic.since == date(2026, 3, 2)
    assert topic.unanswered == 0.86 and topic.growth == 5.0


def test_of_those_of_one_day_the_first_given_leads_and_not_the_one_whose_key_reads_first():
    keys = iter((9, 11, 10))
    on, said = date(2026, 3, 1), town_of_messages()
    of_one_day = [replace(m, pk=next(keys, m.pk), on=on) if m.place else m for m in said]
    (topic, *_others) = topics(of_one_day, fewest=3)
    assert topic.lead == 9 and topic.members == [9, 11, 10, 103, 104, 105, 106]


def test_one_person_alone_makes_no_topic():
    said = [Message(n, "翠湖新苑搅拌站扰民", "粉尘很大", date(2026, 1, n), "a") for n in range(1, 9)]
    assert topics(said) == []


@pytest.mark.parametrize("texts", [[], [""], ["😀"] * 3, ["\x00"] * 3, ["a" * 10_000] * 3])
def test_topics_of_whatever_is_typed(texts):
    found = topics([Message(n, text, text, None, str(n)) for n, text in enumerate(texts)])
    assert all(topic.people > 1 and topic.since is None for topic in found)
