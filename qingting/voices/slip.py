"""A receipt as a resident holds it: its number, its secret address, and the picture that leads back to it."""

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe


def address(secret: str) -> str:
    """Where the receipt is opened; whoever knows the address holds the receipt."""
    return f"{settings.SITE_URL}{reverse('receipt', args=[secret])}"


def picture(text: str) -> SafeString:
    """A QR code (ISO/IEC 18004, level M) as SVG for a page whose policy forbids inline styles."""
    drawn = segno.make(text, error="m", micro=False)
    return mark_safe(drawn.svg_inline(scale=1, border=2, dark="#06292c", svgclass="qr", lineclass=None, omitsize=True))
