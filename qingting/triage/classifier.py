"""The classifier: which category a text belongs to and how sure that is, and which words say so.

It is two voices blended: the lexicon, which needs no example, and a linear model that learned from what people have
classified. To propose it needs numpy alone; scikit-learn is for the training. A saved model is two files without code.
"""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import rjieba
from django.utils.translation import gettext as _

from qingting.triage.alike import fingerprint
from qingting.triage.grams import TABLE, Grams, grams
from qingting.triage.lexicon import Lexicon, words_of

FORMAT = "qingting-triage-1"
AT_ONCE = 512  # texts that are held in memory together
UNLEARNED = -1.0  # what the linear model says for a category of which it has no example
FIRST_DAY = (0.0, 1.6, 0.0)  # the blend before anything was learned: the lexicon alone
NEVER = 2.0  # a threshold that nothing reaches: before it was measured, the machine is never certain
TITLE_SHARE = 0.7  # how much the title's runs weigh beside those of the text


class Unloadable(Exception):
    """A model that is not read. The message says why, and what to do."""


@dataclass
class Learned:
    """The linear model: of each run that it knows its weight for each category that has examples."""

    columns: np.ndarray  # sorted
    rarity: np.ndarray
    weights: np.ndarray  # runs x categories with examples
    lexical: np.ndarray  # what the lexicon's scores add: 2 x categories, by those with examples
    bias: np.ndarray
    places: np.ndarray  # which of the classifier's labels these categories are

    def __post_init__(self):
        self.known = np.full(2 * TABLE, -1, np.int32)
        self.known[self.columns] = np.arange(len(self.columns))

    def weighed(self, found: Grams) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Rows, places among the known runs and weights; each field of a text has length one."""
        places = self.known[found.columns]
        seen = places >= 0
        rows, places = found.rows[seen], places[seen]
        weights = found.weights[seen] * self.rarity[places]
        in_title = self.columns[places] >= TABLE
        for part, share in ((~in_title, 1.0), (in_title, TITLE_SHARE)):
            lengths = np.sqrt(np.bincount(rows[part], weights[part] ** 2, minlength=found.texts))
            weights[part] *= share / lengths[rows[part]]
        return rows, places, weights

    def margins(self, found: Grams, scores: np.ndarray) -> np.ndarray:
        """How far each text lies on the side of each category that was learned."""
        rows, places, weights = self.weighed(found)
        margins = lexical_features(scores) @ self.lexical + self.bias
        starts = np.flatnonzero(np.diff(rows, prepend=-1))
        if len(starts):
            margins[rows[starts]] += np.add.reduceat(self.weights[places] * weights[:, None], starts)
        return margins


def lexical_features(scores: np.ndarray) -> np.ndarray:
    """The lexicon's scores as the linear model reads them: shares of all that was said, and how much it was."""
    return 0.15 * np.concatenate([shares(scores), np.log1p(scores) / 4], 1)


def shares(scores: np.ndarray) -> np.ndarray:
    return scores / (scores.sum(1, keepdims=True) + 2)


@dataclass
class Classifier:
    labels: list[str]
    lexicon: Lexicon
    learned: Learned | None = None
    blend: tuple[float, float, float] = FIRST_DAY
    threshold: float = NEVER
    figures: dict[str, Any] = field(default_factory=dict)  # of the last training, on unseen texts
    cases: list[str] = field(
        default_factory=list
    )  # the examples by their numbers, and in `prints` label and fingerprint
    prints: np.ndarray = field(default_factory=lambda: np.zeros((0, 17), np.int32))

    def scores(self, messages) -> np.ndarray:
        """What the lexicon says: texts x labels."""
        places = {label: place for place, label in enumerate(self.labels)}
        scores = np.zeros((len(messages), len(self.labels)), np.float32)
        for row, (title, detail) in enumerate(messages):
            for word, loud in self.lexicon.said(title, detail).items():
                for label, weight in self.lexicon.words[word].items():
                    scores[row, places[label]] += weight * loud
        return scores

    def probabilities(self, messages) -> np.ndarray:
        """Texts x labels; a row sums to 1, or to 0 where nothing in the text is known."""
        parts = [self._probabilities(messages[at : at + AT_ONCE]) for at in range(0, len(messages), AT_ONCE)]
        return np.concatenate(parts) if parts else np.zeros((0, len(self.labels)), np.float32)

    def _probabilities(self, messages):
        scores, found = self.scores(messages), None
        margins = np.full(scores.shape, UNLEARNED, np.float32)
        is_known = scores.any(1)
        if self.learned:
            found = grams(messages)
            margins[:, self.learned.places] = self.learned.margins(found, scores)
            seen = found.rows[self.learned.known[found.columns] >= 0]
            is_known |= np.bincount(seen, minlength=len(messages)) >= SOME
        return blended(margins, scores, self.blend) * is_known[:, None]

    def telling(self, title, detail, labels, n=5) -> list[str]:
        """The words of a text that speak the loudest for these labels, the loudest first."""
        spoken = {
            word: loud * sum(self.lexicon.words[word].get(label, 0) for label in labels) / 10
            for word, loud in self.lexicon.said(title, detail).items()
        }
        if self.learned:
            mine = np.isin(self.learned.places, [self.labels.index(label) for label in labels])
            for word in {word for word in rjieba.cut(f"{title}\n{detail}"[:1000]) if len(word) > 1}:
                spoken[word] = spoken.get(word, 0) + self._spoken(word, mine)
        loud = sorted(((weight, word) for word, weight in spoken.items() if weight > QUIET), reverse=True)
        return [word for _weight, word in loud[:n]]

    def _spoken(self, word, mine) -> float:
        """What the runs inside a word add for some categories beyond what they add for the others."""
        runs = grams([("", word)])
        places = self.learned.known[runs.columns]
        places = places[places >= 0]
        if not mine.any() or not len(places):
            return 0.0
        weights = self.learned.weights[places].astype(np.float32) * self.learned.rarity[places, None]
        others = weights[:, ~mine].max(1) if (~mine).any() else 0
        return float((weights[:, mine].max(1) - others).sum()) / 20

    def like_cases(self, title, detail, labels, n=2) -> list[str]:
        """The numbers of examples with one of these labels that say nearly the same, the newest first."""
        bands = fingerprint(f"{title}\n{detail}")
        if not bands or not len(self.prints):
            return []
        mine = np.isin(self.prints[:, 0], [self.labels.index(label) for label in labels])
        like = np.flatnonzero(mine & ((self.prints[:, 1:] == np.array(bands, np.int32)).sum(1) >= SHARED))
        return [self.cases[place] for place in like[::-1][:n]]

    # A saved model

    def save(self, folder: Path):
        """Write it beside what stands there, and then in its place: a reader sees the old one or the new one."""
        folder.mkdir(parents=True, exist_ok=True)
        arrays = {name: getattr(self.learned, name) for name in ARRAYS} if self.learned else {}
        arrays["prints"] = self.prints
        weights = folder / "weights.npz.new"
        with weights.open("wb") as file:
            np.savez_compressed(file, **{name: small(array) for name, array in arrays.items()})
        said = {
            "format": FORMAT,
            "labels": self.labels,
            "words": self.lexicon.words,
            "blend": list(self.blend),
            "threshold": self.threshold,
            "figures": self.figures,
            "cases": self.cases,
            "weights": hashlib.sha256(weights.read_bytes()).hexdigest(),
        }
        named = folder / f"weights-{said['weights'][:16]}.npz"
        weights.replace(named)
        text = json.dumps(said, ensure_ascii=False)
        new = folder / "model.json.new"
        new.write_text(json.dumps({"digest": digest(text), "model": text}), encoding="utf-8")
        new.replace(folder / "model.json")
        for old in folder.glob("weights-*.npz"):
            if old != named:
                old.unlink()

    @classmethod
    def load(cls, folder: Path) -> "Classifier":
        """Raises Unloadable with a sentence where there is none, or it is not ours, or not whole."""
        try:
            sealed = json.loads((folder / "model.json").read_text(encoding="utf-8"))
            if digest(sealed["model"]) != sealed["digest"]:
                raise Unloadable(_("“%(folder)s”里的模型被改动过或不完整，请重新训练") % {"folder": folder.name})
            said = json.loads(sealed["model"])
            if said["format"] != FORMAT:
                raise Unloadable(_("“%(folder)s”里的模型是另一个版本写的，请重新训练") % {"folder": folder.name})
            weights = (folder / f"weights-{said['weights'][:16]}.npz").read_bytes()
        except FileNotFoundError as absent:
            raise Unloadable(_("“%(folder)s”里没有模型，请先训练") % {"folder": folder.name}) from absent
        except (OSError, ValueError, TypeError, KeyError) as strange:
            raise Unloadable(
                _("“%(folder)s”里的文件不是本平台的模型，请重新训练") % {"folder": folder.name}
            ) from strange
        if hashlib.sha256(weights).hexdigest() != said["weights"]:
            raise Unloadable(_("“%(folder)s”里的模型被改动过或不完整，请重新训练") % {"folder": folder.name})
        with np.load(folder / f"weights-{said['weights'][:16]}.npz", allow_pickle=False) as kept:
            arrays = {name: large(kept[name]) for name in kept.files}
        prints = arrays.pop("prints")
        learned = Learned(**arrays) if arrays else None
        blend, threshold = tuple(said["blend"]), said["threshold"]
        return cls(
            said["labels"], Lexicon(said["words"]), learned, blend, threshold, said["figures"], said["cases"], prints
        )


def first_day(names: dict[str, list[str]]) -> Classifier:
    """The classifier that has seen nothing but names. `names`: for each label what it is called, and what duties say."""
    return Classifier(list(names), Lexicon(words_of(names)))


ARRAYS = ("columns", "rarity", "weights", "lexical", "bias", "places")
SOME = 2  # runs that must be known before a text says anything at all
QUIET = 0.02  # what a word must speak to be named
SHARED = 2  # bands of a fingerprint: one in common may be chance


def small(array):
    """Half the digits say the same."""
    return array.astype(np.float16) if array.dtype.kind == "f" else array.astype(np.int32)


def large(array):
    return array.astype(np.float32) if array.dtype.kind == "f" else array


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def blended(margins, scores, blend) -> np.ndarray:
    """Both voices as probabilities: the margins of the linear model, and the lexicon's scores, as they are and as shares."""
    said = blend[0] * margins + blend[1] * np.log1p(scores) + blend[2] * shares(scores)
    said = np.exp(said - said.max(1, keepdims=True, initial=-np.inf))
    return said / said.sum(1, keepdims=True)
