"""The public board: what was said, what came of it, how long it took; and the page of one voice, which anyone may follow.

A page is given what a person has confirmed for the public, and what names no resident; never the voice itself.
"""

import csv
import secrets
from datetime import date
from functools import lru_cache

from django import forms
from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from qingting.docket.models import Part
from qingting.organs.models import Organ
from qingting.organs.workbooks import KINDS, harmless
from qingting.search.words import Query, Unfindable
from qingting.voices.models import ANSWERED, Following, Outcome, Toll, Voice
from qingting.voices.thread import TOLD

A_PAGE = 20
LOOKED_AT = 5_000  # public voices, the newest, whose words are looked at for one page of what is looked for
SHEET = 10_000  # lines in the sheet that anyone may take with him
AT_ONCE = 200  # lines that are read at once for it
KIND = Voice._meta.label_lower
FOLLOWED = 50  # voices that one browser may follow
A_YEAR = 365 * 24 * 60 * 60  # seconds that a browser remembers what it follows
ON_THE_WAY = "on_the_way"
CAME_OF_IT = [
    ("", gettext_lazy("全部")),
    (Outcome.SOLVED, gettext_lazy("办成了")),
    (ON_THE_WAY, gettext_lazy("正在办")),
    (Outcome.NOT_NOW, gettext_lazy("办不了，说明了原因")),
    ("late", gettext_lazy("超期")),
]
OPEN = (
    "raised",
    "misplaced",
    "accepted",
    "referred",
    "assigned",
    "declining",
    "signed",
    "paused",
    "answered",
    "split",
    "merged",
    "converted",
)


class Narrowing(forms.Form):
    """What the board is narrowed by, and after which line it goes on."""

    came = forms.ChoiceField(choices=CAME_OF_IT, required=False)
    keeper = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    handler = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    after = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    q = forms.CharField(required=False)

    def said(self) -> dict:
        """What makes no sense narrows nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value and name not in self.errors}


@require_GET
def everywhere(request):
    """The board of the only congress; a choice where there are several."""
    found = list(Organ.objects.filter(kind=Organ.Kind.CONGRESS, parent=None).order_by("code", "pk"))
    if len(found) == 1:
        return page_of(request, found[0])
    return render(request, "voices/board_congresses.html", {"congresses": [one for one in found if one.code]})


@require_GET
def of_congress(request, code):
    return page_of(request, get_object_or_404(Organ, kind=Organ.Kind.CONGRESS, parent=None, code=code))


def page_of(request, congress):
    """A page of the board, what was said last first.

    Everyone reads the same, so what stands below the frame is drawn once for every change of what it shows, and kept:
    a line changes with the last event of its voice, with how many said the same, with the day that is owed, which a
    notice of rest days may move, and with today.
    """
    said = Narrowing(request.GET).said()
    parts, edge, refusal = narrowed(public_parts(congress), said), None, ""
    if "q" in said:
        try:
            parts, edge = with_words(parts, Query.of(said["q"]))
        except Unfindable as reason:
            parts, refusal = parts.none(), str(reason)
    if request.GET.get("export") == "csv":
        return sheet(congress, parts)
    found = parts.order_by("-matter")[: A_PAGE + 1]
    rows = tuple(found.values_list("matter", "matter__head", "matter__voice__people", "owed_on"))
    toll = Toll.objects.filter(congress=congress, year=localdate().year, part=Toll.Part.ALL).values_list("pk").first()
    # What somebody looks for is not kept: it would drive out what everyone reads.
    draw = board_drawn.__wrapped__ if "q" in said else board_drawn
    drawn = (rows, tuple(said.items()), toll and toll[0], request.path, get_language(), localdate())
    page = {"congress": congress, "board": draw(*drawn, edge, refusal)}
    return render(request, "voices/board.html", page, status=422 if refusal else 200)


@lru_cache(maxsize=200)
def board_drawn(rows, said, toll, path, language, today, edge=None, refusal="") -> SafeString:
    """What stands below the frame of the board: the year's figures, the lines, and where to go on."""
    asked = dict(said)
    kept = {name: value for name, value in asked.items() if name != "after"}
    ways = [
        (value, label, urlencode({k: v for k, v in (kept | {"came": value}).items() if v}))
        for value, label in CAME_OF_IT
    ]
    after = rows[A_PAGE - 1][0] if len(rows) > A_PAGE else edge
    page = {
        "path": path,
        "shown": lines([pk for pk, *_changing in rows[:A_PAGE]]),
        "further": "?" + urlencode(kept | {"after": after}) if after else None,
        "is_looked_through": len(rows) > A_PAGE or not edge,
        "q": asked.get("q", ""),
        "refusal": refusal,
        "others": [(name, value) for name, value in kept.items() if name != "q"],
        "sheet": "?" + urlencode(kept | {"export": "csv"}),
        "most": SHEET,
        "first_page": "after" not in asked,
        "narrowed": bool(kept),
        "ways": ways,
        "came": asked.get("came", ""),
    }
    if toll:
        page["whole"] = its = Toll.objects.get(pk=toll)
        tolls = (
            Toll.objects.filter(congress=its.congress_id, year=its.year).select_related("organ").order_by("organ_id")
        )
        page["keepers"] = [toll for toll in tolls if toll.part == Toll.Part.KEEPER]
        page["handlers"] = [toll for toll in tolls if toll.part == Toll.Part.HANDLER]
    return mark_safe(render_to_string("voices/board_main.html", page))


def public_parts(congress):
    """The lines by which its voices are public, in an index in the order in which they were said."""
    return Part.objects.filter(hat=f"public:{congress.pk}:", kind=KIND)


def narrowed(parts, said):
    if after := said.get("after"):
        parts = parts.filter(matter__lt=after)
    for name, hat in (("keeper", "organ:{}:clerk"), ("handler", "organ:{}:clerk")):
        if name in said:
            theirs = Part.objects.filter(matter=OuterRef("matter"), hat=hat.format(said[name]), kind=KIND)
            parts = parts.filter(Exists(theirs), **{f"matter__voice__{name}": said[name]})
    came = said.get("came")
    if came == ON_THE_WAY:
        parts = parts.filter(state__in=OPEN)
    elif came == "late":
        parts = parts.filter(owed_on__lt=localdate())
    elif came:
        parts = parts.filter(matter__voice__outcome=came).exclude(state__in=OPEN)
        parts = parts.exclude(matter__voice__public_answer="")  # its line does not say yet what came of it
    return parts


def with_words(parts, query):
    """Those that have all the words in what is shown of them, and the key after which older ones were not looked at.

    The index of the desk holds texts that nobody has confirmed for the public, so it is not asked: by what it finds a
    stranger could feel out what is not public. An answer that is not shown is not looked in either. Text is compared
    as it is written: what stands there in full width is not found by half width.
    """
    last = parts.order_by("-matter").values_list("matter", flat=True)[LOOKED_AT - 1 : LOOKED_AT].first()
    if last:
        parts = parts.filter(matter__gte=last)
    is_told = Q(state__in=ANSWERED) & ~Q(matter__voice__answer="")
    for ways in query.words:
        has = Q()
        for words in map("".join, (phrase.tokens for phrase in ways)):
            has |= Q(matter__voice__public_title__icontains=words) | Q(matter__voice__public_text__icontains=words)
            has |= is_told & Q(matter__voice__public_answer__icontains=words)
        parts = parts.filter(has)
    return parts, last


class Paper:
    """Where `csv` writes a line that is sent at once."""

    def write(self, line):
        return line


def sheet(congress, parts):
    """What the board shows, line by line, as a sheet that Excel opens: UTF-8 with its mark, and no cell is a formula.

    The ratings are those of the sub-district, as the board tells them: of one voice nobody learns what its resident said.
    """
    keys = list(parts.order_by("-matter").values_list("matter", flat=True)[:SHEET])
    tolls = Toll.objects.filter(congress=congress, year=localdate().year, part=Toll.Part.KEEPER)
    rated = {toll.organ_id: in_words(toll) for toll in tolls}
    head = [_("编号"), _("题目"), _("分类"), _("街道"), _("承办单位"), _("哪天说的"), _("用了几天"), _("超期几天")]
    head += [_("后来怎样"), _("多少人说"), _("这个街道今年的评价")]

    def written():
        write = csv.writer(Paper()).writerow
        yield "\ufeff" + write(head)
        for since in range(0, len(keys), AT_ONCE):
            for v in lines(keys[since : since + AT_ONCE]):
                days = "" if v["days"] is None else v["days"]
                came = v["outcome_label"] or v["state"]
                row = [v["pk"], v["title"], v["category"], v["keeper"], v["handler"], v["filed_on"], days]
                row += [v["late_by"] or "", came, v["people"], rated.get(v["keeper_id"], "")]
                yield write([harmless(value) for value in row])

    name = f"voices-{localdate():%Y%m%d}.csv"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(written(), content_type=KINDS["csv"], headers=disposition)


def in_words(toll) -> str:
    if not toll.tells_ratings:
        return ""
    return _("%(rated)s 人评价，%(solved)s 人说解决了") % {"rated": toll.rated, "solved": toll.solved}


def lines(keys) -> list[dict]:
    """The lines of a page, in that order, each as bare as the page of the voice itself.

    One that was taken back since its key was read is left out.
    """
    found = Voice.objects.select_related("keeper", "handler", "deputy", "category").filter(public=True).in_bulk(keys)
    return [line_of(found[pk]) for pk in keys if pk in found]


def line_of(v) -> dict:
    today = localdate()
    answered = bool(v.given_answer and v.public_answer)
    return {
        "pk": v.pk,
        "title": v.public_title,
        "text": v.public_text,
        "answer": v.public_answer if answered else "",
        "outcome": v.outcome if answered else "",
        "outcome_label": v.get_outcome_display() or v.state_label if answered else "",
        "state": v.state_label,
        "category": v.category.name if v.category else "",
        "keeper_id": v.keeper_id,
        "keeper": v.keeper.name,
        "handler": v.handler.name if v.handler else "",
        "people": v.people,
        "filed_on": v.filed_on,
        "days": (v.told_on - v.filed_on).days if v.told_on and answered else None,
        "due_on": None if answered else v.owed_on,
        "late_by": max(0, (today - v.owed_on).days) if v.owed_on and not answered else 0,
        "is_converted": v.state == "converted",
    }


def public_voice(pk) -> Voice:
    """A voice that is public; what is not is as absent as what does not exist."""
    if pk >= 2**63 or not Part.objects.filter(matter=pk, kind=KIND, hat__startswith="public:").exists():
        raise Http404
    return Voice.objects.select_related("keeper", "handler", "deputy", "category", "congress").get(pk=pk)


@require_GET
def voice(request, pk):
    v = public_voice(pk)
    page = {
        "v": line_of(v),
        "congress": v.congress,
        "steps": public_steps(v),
        "kin": [
            (kin.kind_label, kin.number, kin.state_label)
            for kin in v.kin
            if kin.source_id == v.pk and kin.state != "draft"
        ],
        "followers": v.followers.count(),
        "follows": pk in followed_by(request),
    }
    return render(request, "voices/public_voice.html", page)


SHOWN = {
    "speak_up",
    "enter",
    "accept",
    "assign",
    "dispatch",
    "transfer",
    "sign",
    "pause",
    "resume",
    "convert",
    "conclude",
    "lapse",
    *TOLD,
}


def public_steps(v) -> list[tuple[date, str]]:
    """What was done and when, in words that name nobody."""
    taken = v.events.filter(step__in=SHOWN).order_by("pk").values_list("step", "at")
    return [(localdate(at), in_public(v, step)) for step, at in taken]


def in_public(v, step) -> str:
    """What a step is called where everyone reads it: not so that one learns from it what the resident said of the result."""
    return v.process.label_of("conclude" if step == "lapse" else step)


# ---- Following: by a browser that remembers, with no account


def followed_by(request) -> list[int]:
    """What this browser follows, the latest first."""
    kept = request.get_signed_cookie("follows", default="", max_age=A_YEAR)
    return [int(key) for key in kept.split(".") if key.isdecimal()]


def mark_of(request) -> str:
    return request.get_signed_cookie("follower", default="", max_age=A_YEAR) or secrets.token_hex(16)


def remember(response, keys, mark):
    said = {"max_age": A_YEAR, "httponly": True, "samesite": "Lax", "secure": settings.TLS}
    response.set_signed_cookie("follows", ".".join(map(str, keys[:FOLLOWED])), **said)
    response.set_signed_cookie("follower", mark, **said)
    return response


@require_POST
def follow(request, pk):
    """Follow a voice, or no longer."""
    v, mark = public_voice(pk), mark_of(request)
    keys = [key for key in followed_by(request) if key != pk]
    if "stop" in request.POST:
        Following.objects.filter(voice=v, mark=mark).delete()
    else:
        Following.objects.get_or_create(voice=v, mark=mark)
        keys.insert(0, pk)
    return remember(redirect("public_voice", pk), keys, mark)


@require_GET
def following(request):
    """What this browser follows, and how far each has come."""
    keys = followed_by(request)
    still = set(
        Part.objects.filter(matter__in=keys, kind=KIND, hat__startswith="public:").values_list("matter", flat=True)
    )
    return render(request, "voices/following.html", {"shown": lines([key for key in keys if key in still])})


@require_GET
def feed(request, pk):
    """The steps of a public voice as an Atom feed (RFC 4287)."""
    v = public_voice(pk)
    link = request.build_absolute_uri(reverse("public_voice", args=[pk]))
    atom = Atom1Feed(
        title=v.public_title,
        link=link,
        description=_("这件事的进展"),
        language=request.LANGUAGE_CODE,
        author_name=v.keeper.name,  # Atom asks for an author: the committee that keeps it
        feed_url=request.build_absolute_uri(),
    )
    for n, (step, at) in enumerate(v.events.filter(step__in=SHOWN).order_by("pk").values_list("step", "at")):
        words = v.public_answer if step in TOLD and v.given_answer else ""
        atom.add_item(
            title=in_public(v, step),
            link=link,
            description=words,
            pubdate=at,
            updateddate=at,
            unique_id=f"{link}#{n}",
        )
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
