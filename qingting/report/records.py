"""The records behind a figure: those that a visitor may see, by name and with a link; the rest in numbers."""

from dataclasses import dataclass

from qingting.docket.models import Matter
from qingting.figures.figure import Figure
from qingting.figures.notable import Face, within

SHOWN = 5


@dataclass(frozen=True)
class Shown:
    """Some of the records: what one may see of them, and how many there are in all."""

    lines: tuple[tuple[str, str], ...]  # what it is called, and its address; "" where it has none
    total: int

    @property
    def rest(self) -> int:
        return self.total - len(self.lines)


def sorted_out(figure: Figure, found: list) -> list[tuple[Figure, list]]:
    """These keys by the figure whose rows they are keys of."""
    if not figure.parts:
        return [(figure, found)]
    by_name = {part.name: [] for part in figure.parts}
    for key in found:
        name, _colon, pk = str(key).partition(":")
        by_name.get(name, []).append(int(pk) if pk.isdigit() else pk)
    return [(part, by_name[part.name]) for part in figure.parts]


def records_of(figure: Figure, found: list, report, hats: list[str], n: int = SHOWN) -> Shown:
    """The first of these records that one may see under these hats; they may have left the figure since."""
    lines: list[tuple[str, str]] = []
    for part, its in sorted_out(figure, found):
        rows = named_by(part, its, report)
        lines += [line(part, row) for row in _first(part, within(rows, part.matter, hats), n - len(lines))]
    return Shown(tuple(lines), len(found))


def public_records_of(figure: Figure, found: list, report, n: int = 20) -> Shown:
    """The first of these records that are public, as they were confirmed for the public."""
    lines: list[tuple[str, str]] = []
    hats = [f"public:{report.congress_id}:"]
    for part, its in sorted_out(figure, found):
        rows = within(named_by(part, its, report), part.matter, hats)
        if rows.model in Face.all and not part.distinct and len(lines) < n:
            lines += Face.all[rows.model].shown(list(rows.order_by("pk")[: n - len(lines)]))
    return Shown(tuple(lines), len(found))


def named_by(figure: Figure, found: list, report):
    """The rows that these keys name, whether they are counted still or no longer."""
    model = figure.rows(report.congress, *report.period).model
    return model.objects.filter(**{f"{figure.distinct or 'pk'}__in": found})


def _first(figure: Figure, rows, n: int) -> list:
    """The first rows; of each different value one row, where different values are counted."""
    if n <= 0:
        return []
    if not figure.distinct:
        return list(rows.order_by("pk")[:n])
    by_value = {}
    for value, pk in rows.order_by(figure.distinct, "pk").values_list(figure.distinct, "pk")[: 20 * n]:
        by_value.setdefault(value, pk)
    return list(rows.model.objects.filter(pk__in=list(by_value.values())[:n]).order_by("pk"))


def line(figure: Figure, row) -> tuple[str, str]:
    """What a record is called, and the matter that it belongs to."""
    called = row
    for name in figure.distinct.split("__") if figure.distinct else ():
        called = getattr(called, name)
    matter = row if isinstance(row, Matter) else _follow(row, figure.matter)
    words = str(called) if figure.distinct or isinstance(row, Matter) or not matter else f"{row} · {matter}"
    return words, matter.get_absolute_url() if matter else ""


def _follow(row, path: str | None):
    for name in path.split("__") if path else ():
        row = getattr(row, name)
    return row if isinstance(row, Matter) else None
