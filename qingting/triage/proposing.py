"""What the platform proposes for a text: category, organ, urgency, and why. It decides nothing below the place's threshold.

A new model is picked up without a restart: each proposal asks whether the file has changed since it was read.
"""

import json
import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from qingting.organs.models import Organ
from qingting.triage.holds import Hold, held, told
from qingting.triage.models import Category
from qingting.triage.tree import Tree

if TYPE_CHECKING:
    from qingting.triage.classifier import Classifier

HALF = 0.5  # of several levels the deepest is named that is likelier than not


@dataclass(frozen=True)
class Proposal:
    """A proposal for a clerk. Only where `is_certain` may it be followed without one."""

    category: Category | None
    organ: Organ | None
    confidence: float  # from 0 to 1
    is_certain: bool
    urgent: bool
    hold: Hold | None
    why: list[str]


def propose(congress, title: str, detail: str) -> Proposal:
    """What to do with a text. Needs no trained model; without categories it still says what is urgent and what is held."""
    danger, tree = held(title, detail), Tree(congress)
    classifier = classifier_for(congress, tree)
    likely = chances(classifier, tree, title, detail)
    category = chosen(tree, likely, classifier.threshold)
    confidence = min(1.0, likely[category.pk]) if category else 0.0
    is_certain = danger.hold is None and category is not None and confidence >= classifier.threshold
    why = told(danger) + (
        because(classifier, tree, category, title, detail) if category else [_("文中没有能说明分类的词，请人工分类")]
    )
    organ = tree.organ_for(category) if category else None
    return Proposal(category, organ, confidence, is_certain, danger.urgent, danger.hold, why)


def chances(classifier, tree, title, detail) -> dict[int, float]:
    """How likely each category is: what is likely for one is so for all above it."""
    likely = dict.fromkeys(tree.categories, 0.0)
    for label, chance in zip(classifier.labels, classifier.probabilities([(title, detail)])[0], strict=True):
        if int(label) in tree.categories:
            for category in tree.path(tree.categories[int(label)]):
                likely[category.pk] += float(chance)
    return likely


def chosen(tree, likely, threshold) -> Category | None:
    """Down the likeliest branch as far as it is certain; else as far as it is likelier than not, one level at least."""
    path, here = [], None
    while below := tree.below[here]:
        best = max(below, key=lambda category: likely[category.pk])
        if not likely[best.pk]:
            break
        path.append(best)
        here = best.pk
    for least in (threshold, HALF):
        if sure := [category for category in path if likely[category.pk] >= least]:
            return sure[-1]
    return path[0] if path else None


def because(classifier, tree, category, title, detail) -> list[str]:
    """Which words spoke for it, and which earlier matters say nearly the same."""
    inside = [label for label in classifier.labels if _within(tree, label, category)]
    sentences = []
    if words := classifier.telling(title, detail, inside):
        named = _("、").join(f"“{word}”" for word in words)
        sentences.append(_("文中的%(words)s像是“%(category)s”") % {"words": named, "category": category})
    if like := classifier.like_cases(title, detail, inside):
        numbers = _("、").join(f"#{key}" for key in like)
        sentences.append(_("与归入“%(category)s”的%(numbers)s很相似") % {"category": category, "numbers": numbers})
    return sentences


def _within(tree, label, category) -> bool:
    found = tree.categories.get(int(label))
    return found is not None and category in tree.path(found)


# Which model speaks


def folder(congress) -> Path:
    return settings.VAR / "triage" / str(congress.pk)


def classifier_for(congress, tree) -> "Classifier":
    """The trained one of this place; where there is none that can be read, one that knows only the names."""
    kept = folder(congress) / "model.json"
    try:
        if found := _read(kept, kept.stat().st_mtime_ns):
            return found
    except FileNotFoundError:
        pass
    return _first_day(tuple((label, tuple(names)) for label, names in tree.names().items()))


def figures_of(congress) -> dict:
    """How well the trained model did on what it had not seen; nothing where there is none. The model itself is not read."""
    try:
        sealed = json.loads((folder(congress) / "model.json").read_text(encoding="utf-8"))
        return json.loads(sealed["model"])["figures"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}


@lru_cache(maxsize=4)
def _read(path, changed_at) -> "Classifier | None":
    """A model is read once for each of its versions. One that is broken is told in the log, and stops nobody's work."""
    from qingting.triage.classifier import (  # numpy is read when the first text comes, not at the start
        Classifier,
        Unloadable,
    )

    try:
        return Classifier.load(path.parent)
    except Unloadable as reason:
        logging.getLogger(__name__).error("%s", reason)
        return None


@lru_cache(maxsize=8)
def _first_day(names) -> "Classifier":
    from qingting.triage.classifier import first_day

    return first_day({label: list(said) for label, said in names})
