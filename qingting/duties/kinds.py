"""What kinds of activity there are, and what the small form of each asks for: data (`rulebook/activities.toml`)."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import get_language

from qingting.clocks.rules import in_force, in_turn, of_place, read


@dataclass(frozen=True)
class Kind:
    """One kind of activity. `who` says whether deputies are named: needed, may be, or none."""

    key: str
    label: str
    english: str
    who: str = "may"
    asks: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    places: tuple[str, ...] = ()  # the kinds of place that may be named

    def __str__(self):
        return self.label if (get_language() or "zh").startswith("zh") else self.english


def kinds_of(congress, day: date) -> dict[str, Kind]:
    """Those of a place on a day, by key: the common ones, and what it has written itself."""
    common, own = read(settings.RULEBOOK / "activities.toml"), of_place(congress, ".activities")
    return {key: _kind(key, in_force(in_turn(common.get(key, []), own.get(key, [])), day)) for key in common | own}


def _kind(key: str, said: dict) -> Kind:
    known = {name: tuple(value) if isinstance(value, list) else value for name, value in said.items()}
    return Kind(
        key=key,
        **{name: value for name, value in known.items() if name not in ("basis", "layer", "confidence", "since")},
    )
