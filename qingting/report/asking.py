"""Who may open the figures, and for what period he asks.

The congress's own side may: deputies, members, its offices and committees. Organs that handle matters may not: a handler
sees grouped numbers of how it is rated and no list of them, and the numbers of others are not its business.
"""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from qingting.desk.visitor import actors_of
from qingting.docket.models import hats
from qingting.figures.asked import Unanswerable, a_day, a_period
from qingting.figures.figure import Figure
from qingting.organs.models import Organ, Post
from qingting.report.doubts import a_year_before

K = Organ.Kind
ITS_SIDE = {
    K.CONGRESS,
    K.STANDING_COMMITTEE,
    K.CHAIRPERSONS,
    K.PRESIDIUM,
    K.SPECIAL_COMMITTEE,
    K.OFFICE,
    K.SUBDISTRICT_COMMITTEE,
}
LEADING = {K.STANDING_COMMITTEE, K.CHAIRPERSONS, K.SPECIAL_COMMITTEE, K.OFFICE}


@dataclass(frozen=True)
class Reader:
    """Whoever opens the figures of one congress: in what posts, and whether he acts for a handling organ besides."""

    congress: Organ
    posts: list[Post]
    handles: bool

    @property
    def hats(self) -> list[str]:
        return hats(self.posts)

    def may_list(self, figure: Figure) -> bool:
        """Not what was said in a step that is veiled from those he also acts for: the list would say it of each."""
        return not (self.handles and any(says_veiled(one) for one in figure.parts or (figure,)))


def says_veiled(figure: Figure) -> bool:
    """Whether the list itself tells what somebody said under a veil."""
    steps = getattr(figure.rows, "steps", ()) if getattr(figure.rows, "said", {}) else ()
    process = figure.rows.model.process if steps else None
    return any(process.steps[step].veiled_from for step in steps)


def reader_of(request, kinds=ITS_SIDE) -> Reader:
    """Raises Http404 for whoever has no post on the congress's side."""
    actors = actors_of(request)
    mine = [post for post in actors if post.organ.kind in kinds]
    if not mine:
        raise Http404
    congress = mine[0].organ.congress
    own = [post for post in mine if post.organ.congress_id == congress.pk]
    return Reader(congress, own, any(post.organ.kind not in ITS_SIDE for post in actors))


@dataclass(frozen=True)
class Period:
    """From a day to a day, and what was wrong with what was asked for, if anything."""

    since: date
    until: date
    refusal: str = ""

    @property
    def query(self) -> str:
        return urlencode({"since": self.since, "until": self.until})

    @property
    def before(self) -> "Period":
        return Period(*a_year_before(self.since, self.until))

    @property
    def offers(self) -> list[tuple[str, "Period", bool]]:
        """This year and last year, each with whether it is the one that is shown."""
        year = localdate().year
        whole = [(_("今年"), year), (_("去年"), year - 1), (_("前年"), year - 2)]
        offered = [(words, Period(date(n, 1, 1), date(n, 12, 31))) for words, n in whole]
        return [(words, one, (one.since, one.until) == (self.since, self.until)) for words, one in offered]


def period_of(request) -> Period:
    """What the address asks for; this year where it asks for nothing, or for what cannot be, with a sentence that says so."""
    year = localdate().year
    this = date(year, 1, 1), date(year, 12, 31)
    given = request.GET.get("since", ""), request.GET.get("until", "")
    if not any(given):
        return Period(*this)
    try:
        return Period(*a_period(*(a_day(text) if text else day for text, day in zip(given, this, strict=True))))
    except Unanswerable as reason:
        return Period(*this, refusal=str(reason))


def link_to(figure: Figure, period: Period) -> str:
    return f"{reverse('figure', args=[figure.name])}?{period.query}"
