"""What may be attached: the kinds of file, and how each is told from one that only bears its name."""

import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import SEEK_END, BytesIO
from pathlib import PurePath
from typing import Any, BinaryIO, NamedTuple
from xml.etree import ElementTree

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps

from qingting.docket.process import Refused
from qingting.organs.fields import CONTROL

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE  # bytes of one file
UNPACKED = 200 * MEGABYTE  # bytes, of all that is packed into one file
BLOWN_UP = 100  # times its own size: no office paper unpacks to more, a bomb does
SMALL = 10 * MEGABYTE  # what unpacks to no more than this harms nobody, however tightly it was packed
PARTS = 5000  # files packed into one
PIXELS = 50_000_000  # the finest picture that a telephone takes
CONTENTS = MEGABYTE  # bytes of a packed table of contents

PDF = b"%PDF-"
OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
OFFICE = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES = "[Content_Types].xml"
OFD = "{http://www.ofdspec.org/2016}OFD"  # GB/T 33190


class Sound(NamedTuple):
    """A file that was looked into and may be kept."""

    name: str
    kind: "Kind"
    content: BinaryIO


def pdf(kind, file):
    return file if file.read(5) == PDF else None


def text(kind, file):
    """Words alone, in one of the two ways in which Chinese is written down here."""
    said = file.read()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return None if said.startswith(PDF) or CONTROL.search(said.decode(encoding)) else file
        except UnicodeDecodeError:
            continue
    return None


def picture(kind, file):
    """The picture drawn anew, upright, without what the camera wrote beside it: where and when, and whose it is."""
    try:
        drawn = Image.open(file, formats=[kind.pillow])
        if drawn.width * drawn.height > PIXELS:
            raise Refused(
                _("图片太大（%(width)s×%(height)s），请缩小后再附上") % {"width": drawn.width, "height": drawn.height}
            )
        if kind.pillow != "JPEG" and getattr(drawn, "is_animated", False):
            raise Refused(_("不能附动图，请截取其中一张再附上"))
        drawn = ImageOps.exif_transpose(drawn)
        drawn = drawn.convert("RGBA" if kind.pillow != "JPEG" and drawn.has_transparency_data else "RGB")
        drawn.info = {}
        anew = BytesIO()
        drawn.save(anew, kind.pillow, quality=90)
        if anew.tell() > LARGEST:
            raise Refused(TOO_LARGE)
    except Refused:
        raise
    except Exception:  # whatever a hostile picture makes its reader raise: it is the picture's fault
        return None
    return anew


def office(kind, file):
    """A paper of Word, Excel or PowerPoint: a ZIP whose table of contents says so, and in which nothing runs."""
    with unpacked(file) as packed:
        contents = declared(packed, CONTENT_TYPES)
        if contents is None:
            return None
        parts = [(part.get("PartName", "").lstrip("/"), part.get("ContentType", "")) for part in contents]
        said = " ".join([*(its_type for _name, its_type in parts), *packed.namelist()]).lower()
        if any(what_runs in said for what_runs in ("macro", "vbaproject", "activex")):
            raise Refused(_("文件里有宏或控件，不能附上。请另存为不含宏的文件再附上"))
        mains = [name for name, its_type in parts if its_type == f"{OFFICE}.{kind.main}.main+xml"]
        return file if any(name in packed.namelist() for name in mains) else None


def ofd(kind, file):
    with unpacked(file) as packed:
        root = declared(packed, "OFD.xml")
        return file if root is not None and root.tag == OFD else None


def unpacked(file) -> zipfile.ZipFile:
    """The packed file, after all of it was read once within bounds. Raises Refused, or BadZipFile where it is none."""
    if file.read(4) != b"PK\3\4":
        raise zipfile.BadZipFile
    size, packed = file.seek(0, SEEK_END), zipfile.ZipFile(file)
    parts = packed.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(_("文件加了密码，别人打不开。请去掉密码再附上"))
    whole = sum(part.file_size for part in parts)
    if len(parts) > PARTS or whole > UNPACKED or whole > max(SMALL, BLOWN_UP * size):
        raise Refused(_("文件展开后太大，不能附上。请删去里面的大图或多余内容，另存后再附上"))
    if len({part.filename.lower() for part in parts}) < len(parts):  # two of a name: who opens it may read the other
        raise zipfile.BadZipFile
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts) or packed.testzip():
        raise zipfile.BadZipFile
    return packed


def declared(packed, name):
    """What the part of this name declares; None where there is none, or it plays tricks."""
    if name not in packed.namelist() or packed.getinfo(name).file_size > CONTENTS:
        return None
    said = packed.read(name).decode("utf-8-sig")
    if "<!" in said.replace("<!--", ""):  # a document type can name other files, or grow without end
        return None
    return ElementTree.fromstring(said)


@dataclass(frozen=True)
class Kind:
    """A kind of file: its name, how it is sent, and who looks into it."""

    ending: str
    label: Any
    media_type: str
    look: Callable[["Kind", BinaryIO], BinaryIO | None]  # what is to be kept; None where it is not of this kind
    main: str = ""  # what its main part is called in a table of contents
    pillow: str = ""  # what Pillow calls it


KINDS = {
    kind.ending: kind
    for kind in (
        Kind("pdf", "PDF", "application/pdf", pdf),
        Kind("ofd", "OFD", "application/ofd", ofd),
        Kind("docx", "Word", f"{OFFICE}.wordprocessingml.document", office, main="wordprocessingml.document"),
        Kind("xlsx", "Excel", f"{OFFICE}.spreadsheetml.sheet", office, main="spreadsheetml.sheet"),
        Kind("pptx", "PowerPoint", f"{OFFICE}.presentationml.presentation", office, main="presentationml.presentation"),
        Kind("jpg", gettext_lazy("图片"), "image/jpeg", picture, pillow="JPEG"),
        Kind("png", gettext_lazy("图片"), "image/png", picture, pillow="PNG"),
        Kind("webp", gettext_lazy("图片"), "image/webp", picture, pillow="WEBP"),
        Kind("txt", gettext_lazy("文本"), "text/plain", text),
    )
}
ENDINGS = KINDS | {"jpeg": KINDS["jpg"]}

TOO_LARGE = format_lazy(gettext_lazy("文件超过 {most} MB，请压缩或拆分后再附上"), most=LARGEST // MEGABYTE)


def welcome() -> str:
    """The endings of all files that may be attached, as a sentence lists them."""
    return _("、").join(KINDS)


def in_words() -> str:
    """What may be attached, by the names that people have for it."""
    return _("、").join(dict.fromkeys(str(kind.label) for kind in KINDS.values()))


def examine(name: str, file: BinaryIO) -> Sound:
    """Look into a file that someone wants to attach; what is to be kept of it.

    Raises Refused, with a sentence that says what to do.
    """
    name = cleaned(name)
    kind = ENDINGS.get(PurePath(name).suffix[1:].lower())
    if not kind:
        raise Refused(
            _("不能附“%(name)s”。可以附的文件有 %(welcome)s；别的请先另存为其中一种")
            % {"name": name, "welcome": welcome()}
        )
    head = file.read(8)
    file.seek(0)
    if not head:
        raise Refused(_("“%(name)s”是空的，请看看是不是选错了文件") % {"name": name})
    if head == OLD_OFFICE:
        raise Refused(
            _("“%(name)s”加了密码，或是旧版格式。请去掉密码，另存为 .docx、.xlsx 或 .pptx 再附上") % {"name": name}
        )
    try:
        content = kind.look(kind, file)
    except (zipfile.BadZipFile, zlib.error, ElementTree.ParseError, EOFError, NotImplementedError, OSError, ValueError):
        content = None
    if content is None:
        said = {"name": name, "kind": kind.ending}
        raise Refused(_("“%(name)s”打不开，或者并不是 %(kind)s 文件。请用原来的软件打开，另存一次再附上") % said)
    return Sound(name, kind, content)


def cleaned(name: str) -> str:
    """A file's name as everyone may see and save it: without its folders, and without characters that hide or turn it."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = "".join(c for c in re.sub(r"\s+", " ", name) if c.isprintable() and c not in '<>:"|?*')
    stem, dot, ending = name.rpartition(".") if "." in name else (name, "", "")
    return f"{stem.strip(' .')[:100] or _('附件')}{dot}{ending.strip()[:10]}"
