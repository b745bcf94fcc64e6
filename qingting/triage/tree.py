"""A place's tree of categories: as it stands, as the classifier reads it, and the one that a new district begins with."""

import tomllib
from collections import defaultdict
from functools import lru_cache
from pathlib import Path

from django.db import transaction

from qingting.organs.models import Organ
from qingting.triage.models import Category, Duty


class Tree:
    """The categories in use of a congress, read once; each knows its parent and its organ without another query."""

    def __init__(self, congress):
        found = Category.objects.filter(congress=congress, active=True).select_related("organ").order_by("level", "pk")
        self.categories: dict[int, Category] = {}
        self.below: dict[int | None, list[Category]] = defaultdict(list)
        for category in found:
            if (
                category.parent_id is None or category.parent_id in self.categories
            ):  # below one given up, all is given up
                category.parent = self.categories.get(category.parent_id)
                self.categories[category.pk] = category
                self.below[category.parent_id].append(category)
        self.duties: dict[int, list[str]] = defaultdict(list)
        for organ, text in Duty.objects.filter(organ__congress=congress).order_by("pk").values_list("organ", "text"):
            self.duties[organ].append(text)

    def path(self, category) -> list[Category]:
        """The category and those above it, itself first."""
        return [category, *(self.path(category.parent) if category.parent else [])]

    def organ_for(self, category) -> Organ | None:
        """The organ that usually handles it: its own, or that of the nearest above it."""
        return next((one.organ for one in self.path(category) if one.organ), None)

    def names(self) -> dict[str, list[str]]:
        """What the classifier is told of each category: what it and those above it are called, and the duties of its organ."""
        said = {}
        for category in self.categories.values():
            if not self.below[category.pk]:
                organ = self.organ_for(category)
                said[str(category.pk)] = [
                    *(one.name for one in self.path(category)),
                    *(self.duties[organ.pk] if organ else []),
                ]
        return said

    def in_order(self, parent=None) -> list[Category]:
        """All of them, each before those below it."""
        return [one for category in self.below[parent] for one in (category, *self.in_order(category.pk))]


@lru_cache
def shipped() -> list[dict]:
    """The tree that ships, for a place that has none."""
    return tomllib.loads((Path(__file__).parent / "categories.toml").read_text(encoding="utf-8"))["category"]


@transaction.atomic
def plant(congress) -> int:
    """Give a place that has no categories the tree that ships; each goes to the department whose name tells it. Says how many."""
    if Category.objects.filter(congress=congress).exists():
        return 0
    organs = list(Organ.objects.filter(congress=congress, kind=Organ.Kind.DEPARTMENT, until=None).order_by("pk"))
    return sum(_plant(congress, None, said, organs) for said in shipped())


def _plant(congress, parent, said, organs) -> int:
    named = [organ for word in said.get("organs", "").split() for organ in organs if word in organ.name]
    category = Category.objects.create(
        congress=congress, parent=parent, name=said["name"], organ=named[0] if named else None
    )
    below = [{"name": name} if isinstance(name, str) else name for name in said.get("below", [])]
    return 1 + sum(_plant(congress, category, one, organs) for one in below)
