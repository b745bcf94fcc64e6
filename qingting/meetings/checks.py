"""What would keep the ballot box from opening can be seen before anyone votes."""

from django.conf import settings
from django.core.checks import Error, register

LONGEST = 100  # bytes that the address of a socket may have, on any system


@register
def ballot_box(app_configs, **kwargs):
    """Where its socket cannot be, the box would be begun again and again, and no secret vote would open."""
    long = len(bytes(settings.BALLOT_BOX)) > LONGEST
    hint = f"BALLOT_BOX={settings.BALLOT_BOX} is longer than the {LONGEST} bytes that a socket's address may have; name a shorter one"
    return [Error(hint, id="meetings.E001")] if long else []
