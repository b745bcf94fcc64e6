"""How the numbers of an electoral unit lie: the least, the middle half, the most. Nobody is placed, and nobody is named."""

from dataclasses import dataclass
from datetime import date
from statistics import quantiles

from django.db.models import F, Q
from django.utils.translation import gettext as _

from qingting.organs.models import Level, Post, Role

FEWEST = 5  # of fewer, each would know whose number is whose; and fewer ratings would tell who rated how


def mandates(congress, since: date, until: date):
    """The deputies of all levels who held a seat on some day of the period, in the order of constituencies."""
    held = Post.objects.filter(
        Q(until=None) | Q(until__gte=since), organ__congress=congress, role=Role.DEPUTY, since__lte=until
    )
    return held.select_related("person", "organ", "constituency__organ").order_by(
        F("constituency").asc(nulls_last=True), "organ", "pk"
    )


def mandate_of(person, since: date, until: date) -> Post | None:
    """The seat by which a person is compared: that of the district before another, the latest before an earlier one."""
    held = mandates(person.congress_id, since, until).filter(person=person).order_by("-since", "-pk")
    return min(held, key=lambda post: post.level != Level.DISTRICT, default=None)


def unit_of(post: Post) -> tuple[str, int]:
    """Deputies of the constituencies of one sub-district are one unit; those of another level, their delegation."""
    place = post.constituency and post.constituency.organ_id
    return ("subdistrict", place) if place else ("delegation", post.organ_id)


def called(post: Post) -> str:
    place = post.constituency and post.constituency.organ
    return _("%(place)s各选区") % {"place": place.name.removesuffix("人大工委")} if place else str(post.organ)


def peers(post: Post, since: date, until: date) -> set[int]:
    """The persons of his unit in the period, himself among them."""
    held = mandates(post.congress_id, since, until)
    kind, key = unit_of(post)
    own = (
        held.filter(constituency__organ=key)
        if kind == "subdistrict"
        else held.filter(organ=key, constituency__organ=None)
    )
    return set(own.order_by().values_list("person", flat=True))


@dataclass(frozen=True)
class Spread:
    """Five numbers of a unit, and one person's own among them."""

    own: int
    least: int
    lower: float
    middle: float
    upper: float
    most: int
    people: int

    def __str__(self):
        said = {"people": self.people, "least": self.least, "most": self.most, "own": self.own}
        if self.least == self.most:
            return _("%(people)s 名代表都是 %(least)s；本人 %(own)s") % said
        said |= {"lower": plain(self.lower), "upper": plain(self.upper)}
        if said["lower"] == said["upper"]:
            return _("%(people)s 名代表最少 %(least)s，中间一半都是 %(lower)s，最多 %(most)s；本人 %(own)s") % said
        return (
            _("%(people)s 名代表最少 %(least)s，中间一半在 %(lower)s 到 %(upper)s 之间，最多 %(most)s；本人 %(own)s")
            % said
        )


def spread(own: int, numbers: list[int]) -> Spread | None:
    """How these numbers lie; None where they are those of too few."""
    if len(numbers) < FEWEST:
        return None
    lower, middle, upper = quantiles(numbers, n=4, method="inclusive")
    return Spread(own, min(numbers), lower, middle, upper, max(numbers), len(numbers))


def plain(number: float) -> str:
    """Without an idle zero behind the point."""
    return f"{number:.1f}".removesuffix(".0")
