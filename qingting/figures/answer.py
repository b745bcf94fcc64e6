"""What a figure comes to: its number, its share, and both in words."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _


def share_of(n: int, whole: int) -> Decimal:
    """Percent to one decimal place, a half rounded up as one does by hand."""
    return (Decimal(100 * n) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Answer:
    """What a figure comes to: how many, and of a share, of how many."""

    n: int
    unit: str
    whole: int | None = None

    @property
    def value(self) -> int | Decimal | None:
        """The number; of a share, percent to one decimal place, None where there is nothing to share."""
        if self.whole is None:
            return self.n
        return share_of(self.n, self.whole) if self.whole else None

    @property
    def share(self) -> str:
        """As a text says it; "" where there is nothing to share."""
        return f"{self.value}%" if self.whole else ""

    @property
    def rendered(self) -> str:
        """As the report prints it; a share always shows what it is a share of."""
        if self.whole is None:
            return _("%(n)s%(unit)s") % {"n": self.n, "unit": self.unit}
        if not self.whole:
            return _("无（0 件可算）")
        # a rate that nothing can lower is looked at, not celebrated
        perfect = _("，满分，请核对") if self.n == self.whole else ""
        said = {"share": self.share, "n": self.n, "whole": self.whole, "perfect": perfect}
        return _("%(share)s（%(n)s/%(whole)s%(perfect)s）") % said
