"""What figures came to when they were last asked, as long as nothing has happened since.

Of matters nothing changes without an event, so the newest events say whether what is remembered still holds. Of what may
change without one, its domain says when it last changed (`Figure.changed`); else (who came to a meeting, a station) it is
asked anew each time.
"""

from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.utils.translation import get_language

from qingting.docket.models import Event, Matter
from qingting.docket.seals import fingerprint
from qingting.figures.figure import Figure

AN_HOUR = 3600  # seconds: an organ, a mandate or a campaign may be put right without an event
# events: two transactions may end in another order than their events are numbered in, so that the last number alone would
# not tell that an earlier one has come since
NEWEST = 100


def remembered(figure: Figure, where, asks: dict[Any, Callable[[], Any]]) -> dict[Any, Any]:
    """What each of these asks says, by its name; none of them is asked where what it said is remembered.

    What depends on who asks has his hats in its name.
    """
    own = figure.parts or (figure,)
    if not all(one.changed or one.rows and issubclass(one.rows(*where).model, Matter) for one in own):
        return {name: ask() for name, ask in asks.items()}
    congress, since, until = where
    newest = list(Event.objects.order_by("-pk").values_list("pk", flat=True)[:NEWEST])
    changed = [one.changed(congress) for one in own if one.changed]
    whole = f"figure:{figure.name}:{congress.pk}:{since}:{until}:{get_language()}:{fingerprint(repr((newest, changed)))[:32]}"
    keys = {name: f"{whole}:{fingerprint(repr(name))[:32]}" for name in asks}
    known = cache.get_many(keys.values())
    told = {name: known[key] if key in known else asks[name]() for name, key in keys.items()}
    cache.set_many({keys[name]: said for name, said in told.items() if keys[name] not in known}, AN_HOUR)
    return told
