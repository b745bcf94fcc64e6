"""Hot topics: what many people write about at the moment, where, how fast it grows and how much of it is unanswered.

People are counted, not posts: one who writes ten times is one. Texts need not be alike: it is the rare words that they
share, such as the name of an estate beside what is wrong there.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from math import log, sqrt

import rjieba

MOST = 100_000  # messages that are held in memory together: about 600 MB
READ = 400  # characters of a text: what it is about is said at its beginning
TITLE = 3  # how much more a word of the title counts
TERMS = 24  # the most telling words that are kept of a message
KEPT = 48  # and of a topic
LIKE = 0.26  # the cosine from which a message belongs to a topic
LIKER = 0.35  # the cosine from which two topics are one
CANDIDATES = 40  # topics that are compared with a message
WORDY = 0.03  # of all messages: a word in more of them says nothing about where or what
RECENT = 0.2  # the last fifth of the time that the messages span, in which growth is counted


@dataclass(frozen=True)
class Message:
    pk: int | str
    title: str
    detail: str
    on: date | None
    person: str  # any key of whoever wrote it
    place: str = ""
    answered: bool = False


@dataclass
class Topic:
    """What many write about; `people` counts each person once, `growth` compares the last fifth of the time with its share."""

    words: list[str]
    people: int
    growth: float
    places: list[str]
    unanswered: float
    members: list[int | str]
    # the first who wrote of it, on one day the first that was given: its lead voice
    lead: int | str
    since: date | None
    until: date | None


@dataclass
class _Heap:
    """Messages that belong together, while they are being gathered, and the words that they share."""

    terms: dict[int, float]
    members: array = field(default_factory=lambda: array("l"))  # places of messages


def topics(messages: Iterable[Message], fewest=2) -> list[Topic]:
    """The topics of at least so many people, those with the most people first.

    No more than MOST messages are read, the first: whoever has more gives the newest first.
    """
    vocabulary = _Vocabulary()
    kept = []
    for message in islice(messages, MOST):
        vocabulary.add(message)
        kept.append((message.pk, message.on, message.person, message.place, message.answered))
    heaps = _gathered(vocabulary)
    span = sorted(on for _pk, on, *_rest in kept if on)
    last = span[0] + (span[-1] - span[0]) * (1 - RECENT) if span else None
    found = (_told(heap, [kept[place] for place in sorted(heap.members)], vocabulary, last) for heap in heaps)
    return sorted(
        (topic for topic in found if topic.people >= fewest), key=lambda topic: (-topic.people, -topic.growth)
    )


class _Vocabulary:
    """The words of all messages as numbers: each message is an array of them, so that many fit into memory."""

    def __init__(self):
        self.numbers: dict[str, int] = {}
        self.words: list[str] = []
        self.spread = array("l")  # in how many messages
        self.messages: list[array] = []

    def add(self, message: Message):
        terms = Counter(_terms(message.detail[:READ]))
        for word in _terms(message.title[:READ]):
            terms[word] += TITLE
        numbers = array("l")
        for word, often in terms.most_common(4 * TERMS):
            number = self.numbers.setdefault(word, len(self.words))
            if number == len(self.words):
                self.words.append(word)
                self.spread.append(0)
            self.spread[number] += 1
            numbers.extend((number, often))
        self.messages.append(numbers)

    def weighed(self, place: int) -> dict[int, float]:
        """The most telling words of a message, as a vector of length one."""
        n, flat = len(self.messages), self.messages[place]
        most = max(8, WORDY * n)
        weights = {
            number: (1 + log(often)) * log(n / self.spread[number])
            for number, often in zip(flat[::2], flat[1::2], strict=True)
            if 1 < self.spread[number] <= most
        }
        return unit(dict(sorted(weights.items(), key=lambda one: -one[1])[:TERMS]))


def _terms(text) -> list[str]:
    """Words of two characters and more, and neighbours together: the name of an estate is seldom in a dictionary."""
    words = [word for word in rjieba.cut(text) if word.strip() and any(sign.isalnum() for sign in word)]
    pairs = [a + b for a, b in zip(words, words[1:], strict=False) if 2 < len(a + b) <= 8 and not {a, b} & JOINTS]
    return [word for word in words if len(word) > 1] + pairs


JOINTS = set("省市区县镇乡村路街的地得是在有和与及或了到对为从由被把将要会能都也又请问")


def unit(weights: dict[int, float]) -> dict[int, float]:
    length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {number: weight / length for number, weight in weights.items()}


def _gathered(vocabulary) -> list[_Heap]:
    """Each message goes to the heap that it is most like, or begins one; then heaps that are alike become one.

    What comes early meets small heaps, so that one topic may begin twice.
    """
    singles = [_Heap(vocabulary.weighed(place), array("l", [place])) for place in range(len(vocabulary.messages))]
    heaps = _merged(singles, LIKE)
    return _merged(sorted(heaps, key=lambda heap: -len(heap.members)), LIKER)


def _merged(parts: list[_Heap], least: float) -> list[_Heap]:
    heaps: list[_Heap] = []
    holding: dict[int, list[int]] = defaultdict(list)  # the heaps that a word stands in
    for part in parts:
        near: Counter[int] = Counter()
        for number, weight in part.terms.items():
            for at in holding[number][-4 * CANDIDATES :]:
                near[at] += weight
        best, like = None, least
        for at, _weight in near.most_common(CANDIDATES):
            if (found := _cosine(part.terms, heaps[at].terms)) > like:
                best, like = at, found
        if best is None:
            best = len(heaps)
            heaps.append(_Heap({}))
        _join(heaps, best, part, holding)
    return heaps


def _cosine(some, others) -> float:
    lengths = sqrt(
        sum(weight * weight for weight in some.values()) * sum(weight * weight for weight in others.values())
    )
    return sum(weight * others.get(number, 0) for number, weight in some.items()) / lengths if lengths else 0.0


def _join(heaps, at, part, holding):
    heap = heaps[at]
    heap.members.extend(part.members)
    for number, weight in part.terms.items():
        if number not in heap.terms:
            holding[number].append(at)
        heap.terms[number] = heap.terms.get(number, 0) + weight
    if len(heap.terms) > 2 * KEPT:
        heap.terms = dict(sorted(heap.terms.items(), key=lambda one: -one[1])[:KEPT])


def _told(heap, members, vocabulary, last) -> Topic:
    people = {person or pk for pk, _on, person, _place, _answered in members}
    days = sorted(on for _pk, on, *_rest in members if on)
    recent = {person or pk for pk, on, person, *_rest in members if on and last and on > last}
    places = Counter(place for *_rest, place, _answered in members if place)
    first = min(members, key=lambda member: member[1] or date.max)
    return Topic(
        words=_title_words(heap, vocabulary),
        people=len(people),
        growth=round(len(recent) / len(people) / RECENT, 2),
        places=[place for place, _n in places.most_common(3)],
        unanswered=round(sum(not answered for *_rest, answered in members) / len(members), 2),
        members=[pk for pk, *_rest in members],
        lead=first[0],
        since=days[0] if days else None,
        until=days[-1] if days else None,
    )


def _title_words(heap, vocabulary, n=5) -> list[str]:
    """The loudest words, none within another that was named."""
    named: list[str] = []
    for number, _weight in sorted(heap.terms.items(), key=lambda one: -one[1]):
        word = vocabulary.words[number]
        if not any(word in other or other in word for other in named):
            named.append(word)
        if len(named) == n:
            break
    return named
