"""A deputy's photograph as his public page shows it: upright, of one size, without what the camera wrote, at most 15 kB."""

from hashlib import sha256
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from qingting.attachments.kinds import LARGEST, examine
from qingting.docket.process import Refused

SIZE = (320, 400)  # pixels: twice what a page gives it, for fine screens
HEAVIEST = 15_000  # bytes, for a slow line
QUALITIES = range(85, 5, -10)


def hang(profile, upload):
    """Put a photograph on a deputy's page. Raises Refused, with a sentence for the clerk."""
    profile.photograph = drawn(upload)
    profile.digest = sha256(profile.photograph).hexdigest()[:16]


def drawn(upload) -> bytes:
    """The picture drawn anew as JPEG, cut to the shape of a portrait. Raises Refused."""
    if upload.size > LARGEST:
        raise Refused(_("照片太大，请缩小后再传"))
    sound = examine(upload.name, upload)
    if not sound.kind.pillow:
        raise Refused(_("照片请用 jpg、png 或 webp 图片"))
    sound.content.seek(0)
    picture = Image.open(sound.content, formats=[sound.kind.pillow]).convert("RGBA")
    ground = Image.new("RGBA", picture.size, "white")
    ground.alpha_composite(picture)
    portrait = ImageOps.fit(ground.convert("RGB"), SIZE, centering=(0.5, 0.3))  # a face is above the middle
    for quality in QUALITIES:
        file = BytesIO()
        portrait.save(file, "JPEG", quality=quality, optimize=True)
        if file.tell() <= HEAVIEST:
            return file.getvalue()
    raise Refused(_("这张照片压不到 15 kB，请换一张背景简单的"))
