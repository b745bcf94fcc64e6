"""A receipt as a resident holds it: its number, its secret address, and the picture that leads back to it."""

from django.conf import settings
from django.urls import reverse


def address(secret: str) -> str:
    """Where the receipt is opened; whoever knows the address holds the receipt."""
    return f"{settings.SITE_URL}{reverse('receipt', args=[secret])}"
