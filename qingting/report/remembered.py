"""What figures came to when they were last asked, as long as nothing has happened since.

Of matters nothing changes without an event, so the key of the last event says whether what is remembered still holds. What
may change without one (who came to a meeting, a station) is asked anew each time.
"""

from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.utils.translation import get_language

from qingting.docket.models import Event, Matter
from qingting.docket.seals import fingerprint
from qingting.figures.figure import Figure

AN_HOUR = 3600  # seconds: an organ may be called otherwise without an event


def remembered(figure: Figure, where, asks: dict[Any, Callable[[], Any]]) -> dict[Any, Any]:
    """What each of these asks says, by its name; none of them is asked where what it said is remembered.

    What depends on who asks has his hats in its name.
    """
    if not all(issubclass(one.rows(*where).model, Matter) for one in figure.parts or (figure,) if one.rows):
        return {name: ask() for name, ask in asks.items()}
    last = Event.objects.order_by("-pk").values_list("pk", flat=True).first()
    congress, since, until = where
    whole = f"figure:{figure.name}:{congress.pk}:{since}:{until}:{last}:{get_language()}"
    keys = {name: f"{whole}:{fingerprint(repr(name))[:32]}" for name in asks}
    known = cache.get_many(keys.values())
    told = {name: known[key] if key in known else asks[name]() for name, key in keys.items()}
    cache.set_many({keys[name]: said for name, said in told.items() if keys[name] not in known}, AN_HOUR)
    return told
