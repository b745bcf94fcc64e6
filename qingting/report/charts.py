"""One description of a chart, drawn twice: as SVG here, where there is no script and in a PDF; by ECharts where there is one.

A chart never stands for its numbers: a table of them stands beside it. No colour says anything alone: the first series is
filled or drawn through, the second is hatched or dashed, and what matters bears its number.
"""

import json
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

INK, INK_2, LINE = "#12282c", "#3c5257", "#dde6e6"  # as tokens.css has them; a test holds them together
FIRST, SECOND, LATE = "#117379", "#44508f", "#b3261e"
MOST = 24  # bars; a table has the rest
BARS, COLUMNS, LINES = "bars", "columns", "lines"
WIDTH, ROW, LABEL = 560, 30, 150


@dataclass(frozen=True)
class Series:
    """One row of numbers. `late` marks what is overdue, and nothing else."""

    name: str
    values: tuple[int, ...]
    late: bool = False


@dataclass(frozen=True)
class Chart:
    """What is drawn: a title, a label for each place, and one or more series of whole numbers.

    `bars` lie one below the other, their series on top of one another; `columns` stand side by side, as months do; `lines`
    run through the months.
    """

    key: str  # an id on the page
    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    kind: str = BARS

    @property
    def has_something(self) -> bool:
        return any(value for one in self.series for value in one.values)

    @property
    def rows(self) -> list[tuple[str, tuple[int, ...]]]:
        """The numbers, a line for each label."""
        return list(zip(self.labels, zip(*(one.values for one in self.series), strict=True), strict=True))

    @property
    def shown(self) -> "Chart":
        """What there is room for: the places beyond it as one, named by how many they are."""
        if self.kind != BARS or len(self.labels) <= MOST:
            return self
        n = MOST - 1
        rest = _("其他 %(n)s 个") % {"n": len(self.labels) - n}
        series = (Series(one.name, (*one.values[:n], sum(one.values[n:])), one.late) for one in self.series)
        return Chart(self.key, self.title, (*self.labels[:n], rest), tuple(series), self.kind)

    @property
    def sentence(self) -> str:
        """What the marks mean, in words."""
        marks = (_("实心"), _("斜纹")) if self.kind != LINES else (_("实线"), _("虚线"))
        told = [
            {"mark": _("红色") if one.late else marks[n % 2], "name": one.name} for n, one in enumerate(self.series)
        ]
        return " · ".join(_("%(mark)s：%(name)s") % one for one in told) if len(self.series) > 1 else ""

    @property
    def svg(self) -> SafeString:
        """Complete in itself: presentation attributes and no style, so that a page and a PDF take it as it is."""
        chart = self.shown
        height, drawn = {BARS: _bars, COLUMNS: _columns, LINES: _lines}[self.kind](chart)
        title = escape(self.title)
        whole = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {WIDTH} {height}" role="img" '
            f'aria-labelledby="{self.key}-t {self.key}-d" font-family="sans-serif" font-size="13" fill="{INK_2}">'
            f'<title id="{self.key}-t">{title}</title><desc id="{self.key}-d">{escape(self.described)}</desc>'
            f'<defs><pattern id="{self.key}-h" width="6" height="6" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/>'
            f'<rect width="2.5" height="6" fill="{SECOND}"/></pattern></defs>{drawn}</svg>'
        )
        return mark_safe(whole)  # every word in it was escaped where it was put in

    @property
    def described(self) -> str:
        """What whoever cannot see it is told: how many places, and where the most is."""
        first = self.series[0]
        if not self.has_something:
            return _("都是 0。")
        most = max(range(len(self.labels)), key=lambda n: first.values[n])
        said = {"n": len(self.labels), "label": self.labels[most], "value": first.values[most], "series": first.name}
        return _("%(series)s，共 %(n)s 项，其中 %(label)s 是 %(value)s。全部数字见下表。") % said

    @property
    def described_for_script(self) -> str:
        """The same for ECharts, as JSON in an attribute."""
        chart = self.shown
        series = [{"name": s.name, "values": s.values, "late": s.late} for s in chart.series]
        said = {"kind": chart.kind, "title": chart.title, "labels": chart.labels, "series": series}
        return json.dumps(said, ensure_ascii=False)

    def fill(self, n: int) -> str:
        """What fills the marks of a series."""
        return LATE if self.series[n].late else f"url(#{self.key}-h)" if n % 2 else FIRST


def _bars(chart: Chart):
    most = max((sum(values) for _label, values in chart.rows), default=0) or 1
    room, drawn = WIDTH - LABEL - 64, []
    for row, (label, values) in enumerate(chart.rows):
        y, x = row * ROW + 6, float(LABEL)
        drawn.append(f'<text x="{LABEL - 10}" y="{y + 14}" text-anchor="end">{escape(short(label))}</text>')
        for n, value in enumerate(values):
            wide = room * value / most
            if value:
                drawn.append(_rect(x, y, wide, 18, chart.fill(n), n % 2))
            x += wide
        drawn.append(_number(x + 8, y + 14, sum(values), "start"))
    return max(len(chart.labels), 1) * ROW + 6, "".join(drawn)


def _columns(chart: Chart):
    most = max((value for one in chart.series for value in one.values), default=0) or 1
    step = (WIDTH - 20) / max(len(chart.labels), 1)
    wide, drawn = min((step - 6) / len(chart.series), 26), []
    for place, (label, values) in enumerate(chart.rows):
        middle = 10 + step * (place + 0.5)
        drawn.append(f'<text x="{middle:.1f}" y="200" text-anchor="middle">{escape(label)}</text>')
        for n, value in enumerate(values):
            x, high = middle + (n - len(values) / 2) * wide, 150 * value / most
            if value:
                drawn.append(_rect(x, 180 - high, wide - 2, high, chart.fill(n), n % 2))
            if value and not n:
                drawn.append(_number(x + wide / 2 - 1, 174 - high, value, "middle"))
    drawn.append(f'<line x1="10" x2="{WIDTH - 10}" y1="180" y2="180" stroke="{INK_2}"/>')
    return 212, "".join(drawn)


def _lines(chart: Chart):
    most = max((value for one in chart.series for value in one.values), default=0) or 1
    step, drawn = (WIDTH - 80) / max(len(chart.labels) - 1, 1), []
    for tenth in (0, 0.5, 1):
        y = 180 - 150 * tenth
        drawn.append(f'<line x1="48" x2="{WIDTH - 32}" y1="{y}" y2="{y}" stroke="{LINE}"/>')
        drawn.append(f'<text x="40" y="{y + 4}" text-anchor="end">{most * tenth:g}</text>')
    every = 1 + len(chart.labels) // 14  # where there is no room for each label
    for place in range(0, len(chart.labels), every):
        label = escape(chart.labels[place])
        drawn.append(f'<text x="{48 + step * place:.1f}" y="202" text-anchor="middle">{label}</text>')
    for n, one in enumerate(chart.series):
        points = [(48 + step * place, 180 - 150 * value / most) for place, value in enumerate(one.values)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dashed = ' stroke-dasharray="5 4"' if n % 2 else ""
        colour = SECOND if n % 2 else FIRST
        drawn.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"{dashed}/>')
        if any(one.values):
            top = max(range(len(one.values)), key=one.values.__getitem__)
            drawn.append(_number(points[top][0], points[top][1] - 8, one.values[top], "middle"))
    return 212, "".join(drawn)


def _rect(x, y, wide, high, fill, hatched):
    edge = f' stroke="{SECOND}"' if hatched else ""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="{fill}"{edge}/>'


def _number(x, y, value, anchor):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="600" fill="{INK}">{value}</text>'


def short(label: str, n: int = 10) -> str:
    """A name as there is room for it; the table has the whole of it."""
    return label if len(label) <= n else f"{label[: n - 1]}…"
