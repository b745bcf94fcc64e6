"""What is known on the first day: the words of each category, from its name, its organ's duties and a lexicon of government."""

import tomllib
from collections import Counter, defaultdict
from functools import lru_cache
from math import log1p
from operator import add
from pathlib import Path

import rjieba

READ = 2000  # characters of a text
TITLE = 2.0  # how much more a word of the title counts than one of the text
LONGER = 0.3  # how much more each character beyond the second makes a word say
OWN = 0.5  # what a word of the category's own name counts beside one of the lexicon


@lru_cache
def matters() -> list[dict]:
    """The lexicon that ships; see its head."""
    return tomllib.loads((Path(__file__).parent / "lexicon.toml").read_text(encoding="utf-8"))["matter"]


def words_of(names: dict[str, list[str]]) -> dict[str, dict[str, float]]:
    """Which word speaks for which label, and how much. `names`: for each label what it and its sub-categories are called, and duties.

    A word that the lexicon gives to a matter which this place has no category for stands there with nobody to speak for:
    so that a longer word still hides the shorter one in it.
    """
    words: dict[str, dict[str, float]] = defaultdict(dict)
    for matter in matters():
        labels = _labels_for(matter, names)
        for word in matter["words"].split():
            for label in labels:
                words[word][label] = words[word].get(label, 0) + 1 / len(labels)
            words[word].setdefault("", 0.0)
    own = {
        label: {word for name in said for word in [*_cut(name), *([name] if len(name) > 2 else [])]}
        for label, said in names.items()
    }
    holders = Counter(word for words_ in own.values() for word in words_)
    for label, said in own.items():
        for word in said:
            if holders[word] == 1 and word not in words:
                words[word][label] = OWN
    return {word: {label: weight for label, weight in said.items() if label} for word, said in words.items()}


def _labels_for(matter, names) -> list[str]:
    """The labels that have the narrowest name of this matter that any has."""
    for alias in matter["names"]:
        if found := [label for label, said in names.items() if any(alias in name for name in said)]:
            return found
    return []


def _cut(name) -> list[str]:
    return [word for word in rjieba.cut(name) if len(word) > 1 and word not in EMPTY]


EMPTY = {"其他", "管理", "工作", "问题", "有关", "方面", "服务", "以及", "负责", "监督", "政策", "处理", "综合"}


class Lexicon:
    """Finds the words of a place in a text, the longest at each place, and says for which label they speak."""

    def __init__(self, words: dict[str, dict[str, float]]):
        self.words = words
        self._by_pair: dict[str, list[str]] = defaultdict(list)  # by their first two characters; none is shorter
        for word in sorted(words, key=len, reverse=True):
            self._by_pair[word[:2]].append(word)

    def found(self, text: str) -> list[str]:
        text, free, found = text[:READ], 0, []
        by_pair = self._by_pair
        for at in [at for at, pair in enumerate(map(add, text, text[1:])) if pair in by_pair]:
            if at >= free:
                for word in by_pair[text[at : at + 2]]:
                    if text.startswith(word, at):
                        found.append(word)
                        free = at + len(word)
                        break
        return found

    def said(self, title: str, detail: str) -> dict[str, float]:
        """Each word that was found, and how loud it speaks."""
        inside, above = Counter(self.found(detail)), set(self.found(title))
        return {
            word: (log1p(inside[word]) + TITLE * (word in above)) * (1 + LONGER * (len(word) - 2))
            for word in dict.fromkeys([*above, *inside])
        }
