"""Files as people bring them, and as nobody should."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from openpyxl import Workbook
from PIL import Image

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
CONTENT_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


def paper(name="答复函.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def saved(document) -> bytes:
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def word(text="关于疏浚清河河道的答复") -> bytes:
    document = Document()
    document.add_paragraph(text)
    return saved(document)


def excel() -> bytes:
    book = Workbook()
    book.active.append(["标段", "长度（米）"])
    return saved(book)


def packed(parts: dict[str, str | bytes]) -> bytes:
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return kept.getvalue()


def with_part(package: bytes, name: str, content: bytes) -> bytes:
    kept = BytesIO(package)
    with ZipFile(kept, "a", ZIP_DEFLATED) as opened:
        opened.writestr(name, content)
    return kept.getvalue()


def types(*declared: str) -> str:
    return CONTENT_TYPES.format("".join(declared))


def powerpoint() -> bytes:
    main = f'<Override PartName="/ppt/presentation.xml" ContentType="{SLIDES}"/>'
    return packed({"[Content_Types].xml": types(main), "ppt/presentation.xml": "<p/>"})


def ofd() -> bytes:
    return packed({"OFD.xml": '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0"/>'})


def photo(kind="JPEG", size=(80, 60), **given) -> bytes:
    kept = BytesIO()
    Image.new("RGB", size, "teal").save(kept, kind, **given)
    return kept.getvalue()


def photo_with_its_place() -> bytes:
    """A photograph that says where and with what it was taken, and which way up it is."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "SomeMaker"  # on its side; and who made the camera
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 38.0, 0.0), 3: "E", 4: (114.0, 23.0, 0.0)})
    return photo(exif=exif, comment="拍摄：张三".encode())
