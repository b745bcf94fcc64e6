"""A place has one name and is written in many ways: what two spellings have in common, which place is meant, and how two that are one become one."""

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as said

from qingting.docket.process import Refused
from qingting.duties.models import Linked, Place, Spelling, Visit
from qingting.organs.cells import folded

APART = re.compile(r"[、，,；;\n]+")
BRACKETS = re.compile(r"[()\[\]{}【】〔〕《》“”\"'·.\-]")
ENDS = {  # what a name of its kind ends with, and what tells nobody which it is
    Place.Kind.ENTERPRISE: re.compile("(股份|有限|责任|公司|集团|总|分|厂)+$"),
    Place.Kind.COMMUNITY: re.compile("(社区)?(居民委员会|居委会|党群服务中心|社区)$"),
    Place.Kind.VILLAGE: re.compile("(村)?(村民委员会|村委会|村)$"),
    Place.Kind.PROJECT: re.compile("(建设)?项目$"),
}
TOWNS = re.compile("(.+?)(省|市|区|县)")
CLOSE = 0.6  # from here on two bare names are offered as perhaps the same
OFFERED = 5


def bare_name(written: str, kind: str, congress) -> str:
    """A name without width, spaces, brackets, the place that it lies in, and the legal form: what two spellings of it share."""
    text = BRACKETS.sub("", folded(written))
    shorter = ENDS[kind].sub("", text) if kind in ENDS else text
    text = shorter or text or folded(written)
    for town in towns_of(congress):
        rest = text.replace(town, "")
        text = rest if len(rest) > 1 else text  # 清河社区 of 清河县 keeps its name
    return text[:80]


def towns_of(congress) -> list[str]:
    """The province, city and district that a congress is named after, in full and short: 武汉市, 武汉, 青山区, 青山."""
    found = [(name + kind, name) for name, kind in TOWNS.findall(congress.name.split("人民代表大会")[0])]
    return [town for pair in found for town in pair if len(town) > 1]


@dataclass
class Meant:
    """What one part of a typed text means: a place that is known; or those it may be; or none."""

    written: str
    place: Place | None = None
    perhaps: list[Place] = field(default_factory=list)


class Atlas:
    """The places of a congress, of some kinds, read once: which of them a typed name means."""

    def __init__(self, congress, kinds=()):
        self.congress = congress
        places = Place.objects.filter(congress=congress).select_related("merged_into", "subdistrict")
        self.places = {p.pk: p for p in (places.filter(kind__in=kinds) if kinds else places).order_by("pk")}
        self.exact: dict[str, Place] = {}
        self.bare: list[tuple[str, Place]] = []
        for place in self.places.values():
            self.add(place.name, place)
        for spelling in Spelling.objects.filter(place__in=self.places).order_by("pk"):
            self.add(spelling.written, self.places[spelling.place_id])

    def add(self, written, place):
        place = place.merged_into or place
        self.exact.setdefault(folded(written), place)
        self.bare.append((bare_name(written, place.kind, self.congress), place))

    def exact_place(self, written: str) -> Place | None:
        """The place that is written so, or was once."""
        return self.exact.get(folded(written))

    def meant(self, written: str) -> Meant:
        place = self.exact_place(written)
        return Meant(written, place, [] if place else self.alike(written))

    def alike(self, written, but=None, close=CLOSE) -> list[Place]:
        """Those that it may be, the likeliest first; `close` is how alike at least."""
        likeness: dict[Place, float] = {}
        own = {kind: bare_name(written, kind, self.congress) for kind in {place.kind for _key, place in self.bare}}
        for key, place in self.bare:
            likely = how_alike(own[place.kind], key)
            if likely >= close and place != but:
                likeness[place] = max(likely, likeness.get(place, 0))
        return sorted(likeness, key=lambda place: (-likeness[place], place.pk))[:OFFERED]


def how_alike(one: str, other: str) -> float:
    """1 for the same bare name, less for one inside the other, then by the share of their letters in one order."""
    if one == other:
        return 1.0
    if min(len(one), len(other)) > 1 and (one in other or other in one):
        return 0.9
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def parts_of(text: str) -> list[str]:
    """The names in a typed text, each once."""
    return list(dict.fromkeys(name for part in APART.split(text) if (name := " ".join(part.split())[:80])))


def spell(place, written):
    """Remember how a place was also written, so that nobody is asked twice."""
    if folded(written) != folded(place.name):
        key = bare_name(written, place.kind, place.congress)
        Spelling.objects.get_or_create(place=place, written=written, defaults={"key": key})


def found_place(congress, kind, name, subdistrict=None) -> Place:
    """The place of this name and kind, written down where nobody has before; one that was merged gives the one that stands for it."""
    place, is_new = Place.objects.get_or_create(
        congress=congress, kind=kind, name=name, defaults={"subdistrict": subdistrict}
    )
    return place.merged_into or place


@transaction.atomic
def merge(gone, kept, post):
    """One place was written down twice: what was done at the one was done at the other. Who says so, and when, stays.

    Raises Refused where the two cannot be one.
    """
    both = Place.objects.select_for_update(of=("self",)).in_bulk([gone.pk, kept.pk])
    if gone.pk == kept.pk:
        raise Refused(said("不能和自己合并，请选另一个点位"))
    gone, kept = both[gone.pk], both[kept.pk]
    if gone.merged_into_id or kept.merged_into_id:
        raise Refused(said("其中一个已经合并过了，请打开合并以后的点位再看"))
    if (gone.congress_id, gone.kind) != (kept.congress_id, kept.kind):
        raise Refused(
            said("“%(gone)s”和“%(kept)s”类别不同，不能合并；类别写错的，请先改类别") % {"gone": gone, "kept": kept}
        )
    gone.visits.filter(activity__in=kept.visits.values("activity")).delete()  # an activity went there once
    Visit.objects.filter(place=gone).update(place=kept)
    for link in gone.links.all():
        is_there = kept.links.filter(post=link.post_id, since=link.since).exists()
        link.delete() if is_there else Linked.objects.filter(pk=link.pk).update(place=kept)
    for written in [gone.name, *gone.spellings.values_list("written", flat=True)]:
        spell(kept, written)
    gone.spellings.all().delete()
    Place.objects.filter(merged_into=gone).update(merged_into=kept)
    gone.merged_into, gone.merged_by, gone.merged_at = kept, post, now()
    gone.save(update_fields=["merged_into", "merged_by", "merged_at"])
