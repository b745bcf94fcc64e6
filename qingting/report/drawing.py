"""A figure broken down, as bars: one drawing for the page, the PDF and Word. No colour alone says anything: each bar has its number."""

from html import escape

from qingting.documents.elements import Drawing, width

WIDE, LINE, PAD = 420, 22, 6  # as wide as a telephone, so that its letters can be read there; on paper 156 mm
FACE = "SimHei, 黑体, STHeiti, FandolHei, 'Noto Sans SC', sans-serif"
MOST = 40  # lines on one page


def drawn(caption: str, unit: str, parts) -> Drawing:
    """The bars in the order in which they are given; the longest fills the width."""
    parts = list(parts)[:MOST]
    alt = f"{caption}：" + "，".join(f"{label}{n}{unit}" for label, n in parts)
    return Drawing(bars(caption, alt, parts), caption, alt)


def bars(caption: str, alt: str, parts) -> str:
    """As SVG that needs no style sheet: a strict page, typst and a printer draw it alike."""
    left = 12 + 13 * min(12, max((width(label) for label, _n in parts), default=0))
    room = WIDE - left - 48
    most = max((n for _label, n in parts), default=0) or 1
    lines = []
    for place, (label, n) in enumerate(parts):
        y = PAD + place * LINE
        long = round(room * n / most, 1)
        lines.append(
            f'<text x="{left - 8}" y="{y + 15}" text-anchor="end" font-size="13" fill="#12282c">{escape(label[:12])}</text>'
            f'<rect x="{left}" y="{y + 3}" width="{long}" height="{LINE - 6}" fill="#117379"/>'
            f'<text x="{left + long + 6}" y="{y + 15}" font-size="13" fill="#12282c">{n}</text>'
        )
    high = 2 * PAD + LINE * max(len(parts), 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high}" width="{WIDE}" height="{high}" role="img"'
        f' aria-label="{escape(alt)}" font-family="{escape(FACE)}"><title>{escape(caption)}</title>'
        f'<line x1="{left}" y1="{PAD}" x2="{left}" y2="{high - PAD}" stroke="#566a6f"/>{"".join(lines)}</svg>'
    )
