"""A photograph is drawn anew: light, upright, of one shape, and without what the camera wrote."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from qingting.docket.process import Refused
from qingting.stations.models import Profile
from qingting.stations.photographs import HEAVIEST, SIZE, drawn, hang


def upload(picture, kind="JPEG", name="代表.jpg", **more):
    file = BytesIO()
    picture.save(file, kind, **more)
    return SimpleUploadedFile(name, file.getvalue())


def test_it_is_light_and_of_one_size():
    import random

    noise = Image.frombytes("RGB", (600, 900), random.Random(1).randbytes(600 * 900 * 3)).resize((1200, 1800))
    light = drawn(upload(noise))
    assert len(light) <= HEAVIEST and Image.open(BytesIO(light)).size == SIZE


def test_where_and_when_it_was_taken_is_gone():
    exif = Image.Exif()
    exif[0x010F], exif[0x8825] = "CAMERA-CANARY", {1: "N", 2: (30.0, 38.0, 0.0)}
    shot = upload(Image.new("RGB", (800, 1000), "teal"), exif=exif, comment=b"CANARY")
    assert b"CANARY" in shot.read()
    shot.seek(0)
    light = drawn(shot)
    assert b"CANARY" not in light and not Image.open(BytesIO(light)).getexif()


def test_one_taken_sideways_is_set_upright():
    picture = Image.new("RGB", (1000, 800), "white")
    picture.paste("black", (0, 0, 500, 800))
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter clockwise
    upright = Image.open(BytesIO(drawn(upload(picture, exif=exif)))).convert("L")
    assert upright.getpixel((160, 20)) < 60 and upright.getpixel((160, 380)) > 190


def test_a_transparent_one_gets_a_white_ground():
    light = Image.open(BytesIO(drawn(upload(Image.new("RGBA", (400, 500), (0, 0, 0, 0)), "PNG", "代表.png"))))
    assert min(light.getpixel((160, 200))) > 250


@pytest.mark.parametrize(
    "name, said, sentence",
    [
        ("代表.jpg", b"not a picture at all", "打不开，或者并不是 jpg 文件"),
        ("代表.pdf", b"%PDF-1.7 ...", "照片请用 jpg、png 或 webp 图片"),
        ("代表.svg", b"<svg/>", "不能附"),
        ("代表.jpg", b"", "是空的"),
    ],
)
def test_what_is_no_photograph_is_refused(name, said, sentence):
    with pytest.raises(Refused, match=sentence):
        drawn(SimpleUploadedFile(name, said))


def test_another_photograph_has_another_address(client, street):
    profile = Profile(post=street.town.lin)
    hang(profile, upload(Image.new("RGB", (400, 500), "teal")))
    profile.save()
    first = profile.digest
    response = client.get(f"/deputies/{street.town.lin.pk}/photograph/{first}.jpg")
    assert response["Content-Type"] == "image/jpeg" and len(response.content) <= HEAVIEST
    assert "max-age=2592000" in response["Cache-Control"]
    assert f"/photograph/{first}.jpg" in client.get(f"/deputies/{street.town.lin.pk}/").content.decode()
    hang(profile, upload(Image.new("RGB", (400, 500), "navy")))
    profile.save()
    assert profile.digest != first
    assert client.get(f"/deputies/{street.town.lin.pk}/photograph/{first}.jpg").status_code == 404
