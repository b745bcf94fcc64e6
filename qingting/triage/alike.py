"""Texts that say nearly the same: a fingerprint that can be stored and looked up, and how like two texts are.

Matters that are merely *about* the same thing are found by qingting/search/alike.py, through the search index.
"""

from collections import defaultdict

import numpy as np

RUN = 3  # characters: texts are alike by the runs of three that they share
READ = 3000  # characters of a text
BANDS, IN_A_BAND = 16, 4  # texts with two thirds of their runs in common share a band 97 times in 100
SAME = 0.6  # from this likeness on, two texts are one

_chance = np.random.default_rng(19540920)
_FACTORS = _chance.integers(1, 1 << 61, BANDS * IN_A_BAND, dtype=np.uint64) | np.uint64(1)
_SHIFT = np.uint64(32)


def runs(text: str) -> set[str]:
    """The runs of three characters of a text, without what is no word: how it was typed and numbered makes no difference."""
    text = "".join(sign for sign in text[:READ] if sign.isalnum()).casefold()
    return {text[at : at + RUN] for at in range(max(1, len(text) - RUN + 1))} - {""}


def likeness(a: str, b: str) -> float:
    """The share of their runs that two texts have in common (Jaccard), from 0 to 1. An empty text is like nothing."""
    left, right = runs(a), runs(b)
    return len(left & right) / len(left | right) if left and right else 0.0


def fingerprint(text: str) -> list[int]:
    """Sixteen numbers below 2^31, for an indexed column: two texts that say nearly the same have at least one in common,
    at the same place. Empty for an empty text. Found ones are then compared by `likeness`."""
    said = runs(text)
    if not said:
        return []
    mixed = np.array([_hashed(run) for run in said], np.uint64)[:, None] * _FACTORS
    least = ((mixed ^ (mixed >> _SHIFT)) * np.uint64(0x9E3779B97F4A7C15) >> _SHIFT).min(0)
    bands = least.reshape(BANDS, IN_A_BAND)
    folded = np.zeros(BANDS, np.uint64)
    for column in bands.T:
        folded = (folded ^ column) * np.uint64(0xBF58476D1CE4E5B9)
        folded ^= folded >> np.uint64(31)
    return [int(band) for band in folded >> np.uint64(33)]


def _hashed(run) -> int:
    """The same on every machine, unlike `hash`."""
    mixed = 0
    for sign in run:
        mixed = ((mixed ^ ord(sign)) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return mixed


def groups(texts, fingerprints) -> list[int]:
    """Which texts say nearly the same: for each the place of the first of its group. An empty text stands alone."""
    first, parents = defaultdict(list), list(range(len(texts)))
    for place, text in enumerate(texts):
        for band, number in enumerate(fingerprints[place]):
            seen = first[band, number]
            for other in seen[:MOST]:
                if root(parents, other) != root(parents, place) and likeness(texts[other], text) >= SAME:
                    parents[root(parents, place)] = root(parents, other)
            seen.append(place) if len(seen) < MOST else None
    return [root(parents, place) for place in range(len(texts))]


MOST = 8  # earlier texts of one band that are compared


def root(parents, place) -> int:
    while parents[place] != place:
        parents[place] = place = parents[parents[place]]
    return place
