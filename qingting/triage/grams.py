"""What of a text the classifier sees: its runs of one to three Chinese characters, those of the title apart, as numbers."""

from dataclasses import dataclass

import numpy as np

READ = 2000  # characters of a text; what it is about is said in them
TABLE = 1 << 20  # columns of the text; as many again for the title
WHOLE, TITLE = (1, 2), (1, 2, 3)  # the lengths of the runs; those of the text being longer made nothing better
CHINESE = slice(0x3400, 0xA000)  # all else parts two runs: digits, Latin letters and signs name no matter

_CODES = np.zeros(0x10000, np.uint64)
_CODES[CHINESE] = np.arange(CHINESE.start, CHINESE.stop)


@dataclass(frozen=True)
class Grams:
    """How often which run stands in which text: sorted by text, each run once; `weights` is 1 + ln of how often."""

    texts: int
    rows: np.ndarray
    columns: np.ndarray
    weights: np.ndarray


def grams(messages) -> Grams:
    """The runs of (title, detail) pairs. A title is read with its text, and once more by itself."""
    whole = _runs([f"{title}\n{detail}" for title, detail in messages], WHOLE)
    titles = _runs([title for title, _detail in messages], TITLE)
    keys = np.concatenate([whole, titles + TABLE]) if len(messages) else np.zeros(0, np.int64)
    found, counts = np.unique(keys, return_counts=True)
    rows, columns = found // (2 * TABLE), found % (2 * TABLE)
    return Grams(len(messages), rows, columns, 1 + np.log(counts).astype(np.float32))


def _runs(texts, lengths) -> np.ndarray:
    """One number for each run: the text in which it stands, and a column that its characters are hashed to."""
    codes = [_codes(text) for text in texts]
    apart = np.zeros(1, np.uint64)
    signs = np.concatenate([part for code in codes for part in (code, apart)] + [np.zeros(max(lengths), np.uint64)])
    row = np.repeat(np.arange(len(texts)), [len(code) + 1 for code in codes])
    n, found = len(row), []
    mixed, unbroken = np.full(n, 0x51ED270B, np.uint64), np.ones(n, bool)
    for length in range(max(lengths)):
        here = signs[length : length + n]
        unbroken = unbroken & (here > 0)
        mixed = (mixed ^ here) * np.uint64(0x9E3779B97F4A7C15)  # Fibonacci hashing: overflow is meant
        mixed ^= mixed >> np.uint64(29)
        if length + 1 in lengths:
            column = (mixed[unbroken] * np.uint64(0xBF58476D1CE4E5B9)) >> np.uint64(44)  # its 20 highest bits
            found.append(row[unbroken] * (2 * TABLE) + column.astype(np.int64))
    return np.concatenate(found)


def _codes(text) -> np.ndarray:
    points = np.frombuffer(text[:READ].encode("utf-32-le", "replace"), np.uint32)
    return _CODES[np.minimum(points, 0xFFFF)]
