"""A length of time that neither a law nor the rulebook sets."""

from dataclasses import dataclass

from qingting.clocks.spans import Ruling, Span


@dataclass(frozen=True)
class Own:
    """A span that follows from what somebody himself named; its clock says from what, and claims no article."""

    span: Span

    def on(self, day, congress, basis) -> Ruling:
        return Ruling(self.span, basis, layer="P", since=str(day), confidence="E")
