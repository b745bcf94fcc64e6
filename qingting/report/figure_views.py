"""The figures of a congress: the list of them, what makes one look again, and the page on which one opens to its records."""

from functools import partial

from django.apps import apps
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from qingting.figures.answer import share_of
from qingting.figures.asked import Unanswerable, the_figure
from qingting.figures.awaited import AWAITED, Awaited
from qingting.figures.figure import MONTH, PART, Figure
from qingting.figures.opening import counts_what, listed, told, told_by
from qingting.report.asking import link_to, period_of, reader_of
from qingting.report.charts import BARS, COLUMNS, LINES, Chart, Series
from qingting.report.doubts import Counts, doubts_of
from qingting.report.remembered import remembered

WAYS = {
    MONTH: gettext_lazy("按月"),
    PART: gettext_lazy("由哪几项相加"),
    "organ": gettext_lazy("按单位"),
    "subdistrict": gettext_lazy("按街道"),
    "station": gettext_lazy("按站点"),
    "kind": gettext_lazy("按种类"),
    "class": gettext_lazy("按类别"),
    "category": gettext_lazy("按分类"),
    "channel": gettext_lazy("按渠道"),
    "grade": gettext_lazy("按分级"),
    "occasion": gettext_lazy("按提出时间"),
    "result": gettext_lazy("按办理结果"),
    "level": gettext_lazy("按层级"),
    "ground": gettext_lazy("按理由"),
    "constituency": gettext_lazy("按选区"),
    "branch": gettext_lazy("按系统"),
}


def domains() -> list[tuple[str, str, list[Figure]]]:
    """The figures, by the domain that defines them: its key, its name, its figures in their order."""
    found, taken = [], set()
    for app in apps.get_app_configs():
        page = getattr(app.module, "figures", None)
        its = {one.name: one for one in vars(page).values() if isinstance(one, Figure)} if page else {}
        own = [one for name, one in its.items() if name not in taken]
        if own:
            taken |= its.keys()
            found.append((app.label, str(app.verbose_name), own))
    return found


@login_required
@require_GET
def figures(request):
    """The figures of one domain with their numbers, or those whose words are looked for."""
    reader, period = reader_of(request), period_of(request)
    all_of_them, words = domains(), request.GET.get("q", "").strip()[:60]
    chosen = request.GET.get("domain", "") or all_of_them[0][0]
    shown = [one for key, _name, its in all_of_them for one in its if (has(one, words) if words else key == chosen)]
    awaited = [(name, one) for name, one in AWAITED.items() if not words or words in f"{one.label}{one.scope}{name}"]
    counts = Counts(reader.congress, period.since, period.until)
    said = {
        "period": period,
        "words": words,
        "domains": [(key, name, len(its), key == chosen and not words) for key, name, its in all_of_them],
        "rows": [row_of(one, counts, period) for one in shown],
        "awaited": awaited if words or chosen == all_of_them[-1][0] else [],
        "doubts": linked(doubts_of(shown, counts), period),
        "chosen": chosen,
    }
    return render(request, "report/figures.html", said)


def has(figure: Figure, words: str) -> bool:
    return words.lower() in f"{figure.label}{figure.scope}{figure.name}".lower()


def row_of(figure: Figure, counts: Counts, period):
    """A line of the list: the figure, its number now and a year before, and where it opens."""
    return {
        "figure": figure,
        "now": number(figure, counts.of(figure), figure.out_of and counts.of(figure.out_of)),
        "before": number(figure, counts.last_year(figure), figure.out_of and counts.last_year(figure.out_of)),
        "url": link_to(figure, period),
    }


def number(figure: Figure, n: int, whole: int | None) -> str:
    """As a list says it: a share with what it is of."""
    if figure.out_of is None:
        return _("%(n)s%(unit)s") % {"n": n, "unit": figure.unit}
    if not whole:
        return _("无")
    return _("%(share)s（%(n)s/%(whole)s%(perfect)s）") % {
        "share": f"{share_of(n, whole)}%",
        "n": n,
        "whole": whole,
        "perfect": "",
    }


def linked(doubts, period):
    return [(doubt, [(figure, link_to(figure, period)) for figure in doubt.figures]) for doubt in doubts]


@login_required
@require_GET
def doubts(request):
    """Everything that makes one look again before a report is printed."""
    reader, period = reader_of(request), period_of(request)
    counts = Counts(reader.congress, period.since, period.until)
    found = linked(doubts_of(Figure.all.values(), counts), period)
    return render(request, "report/doubts.html", {"period": period, "doubts": found})


@login_required
@require_GET
def figure(request, name):
    """One figure: its number and last year's, its breakdowns, and the records that it counts."""
    reader, period = reader_of(request), period_of(request)
    try:
        its = the_figure(name)
    except Unanswerable as reason:
        return render(request, "report/no_figure.html", {"reason": str(reason)}, status=404)
    if isinstance(its, Awaited):
        return render(request, "report/no_figure.html", {"awaited": its, "name": name})
    counts = Counts(reader.congress, period.since, period.until)
    is_listed = not its.parts and reader.may_list(its)
    asks = what_it_says(its, counts)
    if is_listed:
        after = key_of(request)
        asks["listed", *reader.hats, after] = partial(listed, its, counts.where, reader.hats, after)
    known = remembered(its, counts.where, asks)
    said = {
        "figure": its,
        "period": period,
        "now": number(its, *known["now"]),
        "before": number(its, *known["before"]),
        "what": counts_what(its, counts.where),
        "whole": its.out_of and (its.out_of, known["now"][1], link_to(its.out_of, period)),
        "parts": [(one, counts.of(one), link_to(one, period)) for one in its.parts],
        "broken": [(WAYS.get(way, way), drawn(its, way, *parts)) for way, parts in known["broken"].items()],
        "doubts": linked(known["doubts"], period),
    }
    if is_listed:
        page = known["listed", *reader.hats, after]
        said |= {"listed": page, "records": told(its, counts.where, reader.hats, page.keys)}
    return render(request, "report/figure.html", said)


def key_of(request) -> int | None:
    """After which record the page begins. Raises Http404 for what is none."""
    typed = request.GET.get("after", "")
    if typed and not (typed.isascii() and typed.isdigit() and len(typed) < 19):
        raise Http404
    return int(typed) if typed else None


def what_it_says(figure: Figure, counts: Counts):
    """What is asked of a figure besides its list, by name: its numbers, each breakdown, and what makes one look again."""
    return {
        "now": lambda: (counts.of(figure), figure.out_of and counts.of(figure.out_of)),
        "before": lambda: (counts.last_year(figure), figure.out_of and counts.last_year(figure.out_of)),
        "doubts": lambda: doubts_of([figure], counts),
        "broken": lambda: broken_down(figure, counts),
    }


def broken_down(figure: Figure, counts: Counts):
    """Each breakdown, and by month the same months a year before beside it."""
    counted = figure.broken_down(figure.broken_down_by, *counts.where)
    parts = {way: told_by(figure, way, counts.where, its) for way, its in counted.items()}
    if MONTH not in parts:
        return {way: (its, None) for way, its in parts.items()}
    earlier = dict(told_by(figure, MONTH, counts.before))
    beside = [earlier.get(f"{int(label[:4]) - 1}{label[4:]}", 0) for label, _n in parts[MONTH]]
    return {way: (its, beside if way == MONTH else None) for way, its in parts.items()}


def drawn(figure: Figure, what: str, parts, earlier) -> Chart:
    """A breakdown as a chart, with its table."""
    series, labels = [Series(_("本期"), tuple(n for _label, n in parts))], tuple(label for label, _n in parts)
    if what == MONTH:
        series.append(Series(_("上年同期"), tuple(earlier)))
        one_year = len({label[:4] for label in labels}) == 1
        labels = tuple(_("%(n)s月") % {"n": int(label[5:])} if one_year else label for label in labels)
    title = _("%(label)s，%(way)s") % {"label": figure.label, "way": WAYS.get(what, what)}
    kind = BARS if what != MONTH else COLUMNS if len(labels) <= 12 else LINES
    return Chart(f"c-{what}", title, labels, tuple(series), kind)
