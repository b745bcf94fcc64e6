"""How the classifier learns from what people have classified, and how well it then does on what it has not seen.

This is the only module that needs scikit-learn, so the web server never reads it.
"""

import time
import warnings
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.svm import LinearSVC

from qingting.triage import alike
from qingting.triage.classifier import (
    FIRST_DAY,
    NEVER,
    UNLEARNED,
    Classifier,
    Learned,
    blended,
    first_day,
    lexical_features,
)
from qingting.triage.grams import grams

MOST = 60_000  # examples that are held in memory, the last ones: about 1 GB
FEWEST = 30  # examples, and two categories: with fewer the lexicon speaks alone
FOLDS = 5
SEED = 16  # so that the same examples give the same model
PRECISION = 0.98  # of what the machine proposes as certain
TYPICAL = 0.25  # how much a run's typicalness for a category shapes its weight (Wang and Manning 2012)
CORRECTED = 2.0  # what an example counts in which a person has corrected the machine


@dataclass(frozen=True)
class Example:
    title: str
    detail: str
    label: str
    weight: float = 1.0
    key: str = ""  # by which a clerk finds it again

    @property
    def said(self):
        return self.title, self.detail


def train(examples: Iterable[Example], names: dict[str, list[str]]) -> Classifier:
    """Learn from examples whose labels are among `names`; its figures are of five folds, with near-duplicates kept together."""
    began, examples = time.monotonic(), list(examples)[-MOST:]
    classifier = first_day(names)
    places = {label: place for place, label in enumerate(classifier.labels)}
    truth = np.array([places[example.label] for example in examples], int)
    if len(examples) < FEWEST or len(set(truth)) < 2:
        classifier.figures = {"examples": len(examples), "threshold": None}
        return classifier
    messages, weights = [example.said for example in examples], np.array([example.weight for example in examples])
    scores, found, texts = (
        classifier.scores(messages),
        grams(messages),
        [f"{title}\n{detail}" for title, detail in messages],
    )
    fingerprints = [alike.fingerprint(text) for text in texts]
    margins = unseen(found, scores, truth, weights, alike.groups(texts, fingerprints))
    classifier.blend = best_blend(margins, scores, truth)
    probabilities = blended(margins, scores, classifier.blend)
    classifier.threshold = threshold_for(probabilities, truth)
    classifier.learned = fitted(found, scores, truth, weights)
    classifier.figures = measured(probabilities, truth, classifier.threshold, classifier.labels)
    classifier.cases, classifier.prints = cases(examples, truth, fingerprints)
    classifier.figures["seconds"] = round(time.monotonic() - began, 1)
    return classifier


def cases(examples, truth, fingerprints) -> tuple[list[str], np.ndarray]:
    """The examples that can be named to a clerk: their numbers; their labels and fingerprints."""
    named = [place for place, example in enumerate(examples) if example.key and fingerprints[place]]
    prints = [[truth[place], *fingerprints[place]] for place in named]
    return [examples[place].key for place in named], np.array(prints, np.int32).reshape(-1, 1 + alike.BANDS)


def unseen(found, scores, truth, weights, groups) -> np.ndarray:
    """For each example the margins of a model that has seen neither it nor what is nearly the same."""
    margins = np.full(scores.shape, UNLEARNED, np.float32)
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a category with fewer examples than folds is no fault
        parts = list(folds.split(truth, truth, groups))
    for seen, held_out in parts:
        if len(set(truth[seen])) > 1:
            model = fitted(only(found, seen), scores[seen], truth[seen], weights[seen])
            margins[np.ix_(held_out, model.places)] = model.margins(only(found, held_out), scores[held_out])
    return margins


def only(found, texts):
    """The runs of some of the texts, numbered anew."""
    new = np.full(found.texts, -1)
    new[texts] = np.arange(len(texts))
    kept = new[found.rows] >= 0
    return type(found)(len(texts), new[found.rows[kept]], found.columns[kept], found.weights[kept])


def fitted(found, scores, truth, weights) -> Learned:
    """A linear support vector machine for each category, its runs weighed by how typical they are of it."""
    often = np.bincount(found.columns)
    columns = np.flatnonzero(often >= (3 if found.texts > 1000 else 2))
    rarity = (np.log((1 + found.texts) / (1 + often[columns])) + 1).astype(np.float32)
    places = np.array(sorted(set(truth)))
    model = Learned(columns, rarity, np.zeros((len(columns), 0)), np.zeros(0), np.zeros(0), places)
    rows, known, values = model.weighed(found)
    matrix = csr_matrix((values.astype(np.float32), (rows, known)), (found.texts, len(columns)))
    lexical = csr_matrix(lexical_features(scores))
    with ThreadPoolExecutor(2) as pool:
        parts = list(pool.map(lambda place: one_against_others(matrix, lexical, truth == place, weights), places))
    coefficients, spoken, bias = (np.stack(part, -1).astype(np.float32) for part in zip(*parts, strict=True))
    return Learned(columns, rarity, coefficients, spoken, bias, places)


def one_against_others(matrix, lexical, mine, weights):
    inside, outside = (np.asarray(matrix[part].sum(0)).ravel() + 0.1 for part in (mine, ~mine))
    typical = np.abs(np.log((inside / inside.sum()) / (outside / outside.sum()))).astype(np.float32)
    scale = TYPICAL * typical + (1 - TYPICAL) * typical.mean()
    machine = LinearSVC(C=1.0, random_state=SEED)
    machine.fit(hstack([matrix @ diags(scale), lexical]).tocsr(), mine, weights)
    coefficients = machine.coef_[0]
    return coefficients[: len(scale)] * scale, coefficients[len(scale) :], machine.intercept_[0]


def best_blend(margins, scores, truth) -> tuple[float, float, float]:
    """How much each voice weighs so that the probabilities are the likeliest, which also calibrates them."""

    def surprise(blend):
        said = blended(margins, scores, blend)
        return -np.log(said[np.arange(len(truth)), truth] + 1e-9).mean()

    found = minimize(surprise, [3.0, *FIRST_DAY[1:]], method="Nelder-Mead").x
    return tuple(float(weight) for weight in found)


def threshold_for(probabilities, truth, precision=PRECISION) -> float:
    """The lowest confidence from which on so many of the proposals were right; NEVER where there is none."""
    confidence, right = probabilities.max(1), probabilities.argmax(1) == truth
    order = np.argsort(-confidence)
    reached = np.flatnonzero(np.cumsum(right[order]) / np.arange(1, len(order) + 1) >= precision)
    reached = reached[reached >= FEWEST - 1]  # a handful of lucky ones is no measure
    return float(confidence[order][reached[-1]]) if len(reached) else NEVER


def measured(probabilities, truth, threshold, labels) -> dict:
    """The figures of proposals against what people have said."""
    said, confidence = probabilities.argmax(1), probabilities.max(1)
    right, certain = said == truth, confidence >= threshold
    each = {}
    for place in sorted(set(truth)):
        proposed, meant = said == place, truth == place
        hits = int((proposed & meant).sum())
        each[labels[place]] = {
            "examples": int(meant.sum()),
            "precision": round(hits / max(1, int(proposed.sum())), 4),
            "recall": round(hits / int(meant.sum()), 4),
            "f1": round(2 * hits / int(proposed.sum() + meant.sum()), 4),
        }
    return {
        "examples": len(truth),
        "macro_f1": round(float(np.mean([one["f1"] for one in each.values()])), 4),
        "certain_share": round(float(certain.mean()), 4),
        "certain_right": round(float(right[certain].mean()), 4) if certain.any() else None,
        "calibration_error": round(calibration_error(confidence, right), 4),
        "threshold": round(threshold, 4) if threshold < NEVER else None,
        "each": each,
    }


def calibration_error(confidence, right, bins=15) -> float:
    """Expected calibration error: how far confidence and truth lie apart, over equal bins."""
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    each = Counter(place)
    return float(
        sum(n / len(right) * abs(confidence[place == b].mean() - right[place == b].mean()) for b, n in each.items())
    )
