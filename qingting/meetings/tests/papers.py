"""Papers as an office brings them to a meeting."""

from io import BytesIO

from PIL import Image


def pdf(pages=2, colour="white") -> bytes:
    """A scan: pages without a letter."""
    first, *rest = [Image.new("RGB", (210, 297), colour) for _page in range(pages)]
    kept = BytesIO()
    first.save(kept, "PDF", save_all=True, append_images=rest)
    return kept.getvalue()
