"""How a figure opens: to the records that it counts, each told to whoever may see its matter, and the rest as a number.

The value never depends on who asks; what is told of its records does.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, DateField, Exists, F, IntegerField, OuterRef, Value
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from qingting.docket.models import Matter, Part
from qingting.figures.figure import MONTH, Figure
from qingting.figures.months import A_TERM, months
from qingting.organs.models import Organ

PAGE = 20  # records on a page
ORGANS = ("organ", "subdistrict", "station")  # breakdowns whose parts are organs, which stand in their official order


@dataclass(frozen=True)
class Record:
    """One record counted: the matter it belongs to, what it is called beside that, its day, what it adds to a sum."""

    key: int
    matter: Matter | None
    called: str
    day: date | None
    amount: int | None


@dataclass(frozen=True)
class Listed:
    """Which records stand on a page of the list, how many there are in all, and how many of them are only counted here."""

    keys: list[int]
    total: int
    hidden: int
    next_key: int | None


def listed(figure: Figure, where, hats: list[str], after: int | None = None, n: int = PAGE) -> Listed:
    """A page of the records of a figure with rows of its own that these hats may see, the newest first, after a key."""
    assert figure.rows, "a figure that adds up others opens to theirs"
    rows = figure.rows(*where).order_by()
    seen = _seen(figure, rows, hats)
    # all keys at once: to count them and to look for the newest would be to ask twice for the same
    keys = sorted(seen.values_list("pk", flat=True), reverse=True)
    hidden = 0 if seen is rows else rows.count() - len(keys)
    page = [key for key in keys if after is None or key < after][: n + 1]
    return Listed(page[:n], len(keys) + hidden, hidden, page[n - 1] if len(page) > n else None)


def told(figure: Figure, where, hats: list[str], keys: list[int]) -> list[Record]:
    """These records as the list tells them, those that these hats may see. Takes two queries.

    Asked of a page's records alone: what a long list is sorted with, a database works out for all of it.
    """
    assert figure.rows, "a figure that adds up others opens to theirs"
    rows = _seen(figure, figure.rows(*where).model.objects.filter(pk__in=keys), hats)
    told = rows.order_by("-pk").annotate(
        told_matter=Value(None, IntegerField()) if figure.matter is None else F(figure.matter or "pk"),
        told_as=F(figure.called) if figure.called else Value("", CharField()),
        told_day=_day_of(figure, *where[1:]),
        told_amount=F(figure.total) if figure.total else Value(None, IntegerField()),
    )
    lines = list(told.values_list("pk", "told_matter", "told_as", "told_day", "told_amount"))
    matters = Matter.objects.select_related("source").in_bulk([line[1] for line in lines if line[1]])
    return [Record(key, matters.get(pk), str(called or ""), day, amount) for key, pk, called, day, amount in lines]


def _seen(figure: Figure, rows, hats: list[str]):
    """Those of the rows whose matter these hats may see; all of them, where none stands behind them."""
    if figure.matter is None:
        return rows
    return rows.filter(Exists(Part.objects.filter(matter=OuterRef(figure.matter or "pk"), hat__in=hats)))


def _day_of(figure: Figure, since, until):
    when = figure.when(since, until)
    if when is None:
        return Value(None, DateField())
    return when if figure.on else TruncDate(when)  # the day on the wall's calendar of the moment of a step


# ---- What the parts of a breakdown are called, and in what order they stand


def told_by(figure: Figure, what: str, where, counted: dict | None = None) -> list[tuple[str, int]]:
    """A breakdown as it is read: each part by its name, months and kinds in their own order, organs in the official one."""
    counted = figure.by(what, *where) if counted is None else counted
    if what == MONTH:
        return [(f"{month:%Y-%m}", n) for month, n in _each_month(counted, *where[1:])]
    names = {part: name_of(figure, what, part, where) for part in counted}
    order = _order_of(figure, what, where, names.values())
    parts = sorted(counted, key=lambda part: (part in (None, ""), order.get(names[part], len(order)), names[part]))
    added: dict[str, int] = {}
    for part in parts:
        added[names[part]] = added.get(names[part], 0) + counted[part]
    return list(added.items())


def _each_month(counted, since: date, until: date):
    """The months of the period, those in which nothing was counted too; and whatever lies outside it.

    Of a period of more than five years only those from the first in which something was counted to the last.
    """
    known = sorted(filter(None, counted))
    if until - since >= A_TERM:
        since, until = (known[0], known[-1]) if known else (until, until)
    return [(month, counted.get(month, 0)) for month in sorted({*months(since, until), *known})]


def name_of(figure: Figure, what: str, part, where) -> str:
    """What a part is called: as its domain says, else by the choices of the field that it comes from."""
    if part in (None, ""):
        return _("（没有填）")
    if what in (says := dict(figure.says)):
        return str(says[what](part, where[0], where[2]))
    return str(dict(_choices(figure, what, where)).get(part, part))


def _choices(figure: Figure, what: str, where):
    """The choices of the field behind a breakdown; none where it is something else."""
    by = dict(figure.breaks).get(what)
    if figure.rows is None or not isinstance(by, F):
        return ()
    model = field = figure.rows(*where).model
    for name in by.name.split("__"):
        field = model._meta.get_field(name)
        model = field.related_model
    return getattr(field, "choices", None) or ()


def _order_of(figure: Figure, what: str, where, names) -> dict[str, int]:
    if what in ORGANS:
        organs = Organ.objects.filter(congress=where[0], name__in=list(names)).order_by("pk")
        return {name: n for n, name in enumerate(organs.values_list("name", flat=True))}
    return {str(label): n for n, (_key, label) in enumerate(_choices(figure, what, where))}


# ---- What a figure counts, in words


def counts_what(figure: Figure, where) -> str:
    """What one record is, and what of it is counted, as one would tell somebody who asks."""
    if figure.parts:
        return _("%(parts)s，相加") % {"parts": _("、").join(f"“{part.label}”" for part in figure.parts)}
    assert figure.rows
    model = figure.rows(*where).model
    kind = model._meta.verbose_name if "verbose_name" in model._meta.original_attrs else _("到会登记")
    said = {"kind": kind, "field": figure.total and model._meta.get_field(figure.total).verbose_name}
    if labels := [
        model.process.label_of(step) for step in getattr(figure.rows, "steps", ()) if getattr(model, "process", None)
    ]:
        said["steps"] = "".join(f"“{label}”" for label in dict.fromkeys(map(str, labels)))
        said["kind"] = _("办过%(steps)s的%(kind)s") % said
    if figure.total:
        return _("%(kind)s，把“%(field)s”加起来") % said
    if figure.distinct:
        return _("%(kind)s，同一个只算一次") % said
    return _("%(kind)s，一条记录算一次") % said
