"""An official document as PDF/A-2a: set by typst, in the client's own type faces where there are any, else in free ones."""

import json
import re
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

import typst
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from qingting.docket.process import Refused
from qingting.documents.elements import Drawing, Elements, blocks, title_lines
from qingting.documents.paper import long_day, plain

LAYOUT = Path(__file__).parent / "typst" / "official.typ"
STANDARD = "a-2a"  # to be kept and read aloud: ISO 19005-2, every type face inside it
# What a document asks for, by the names that foundries give it; the last of each is free and comes with set-up.
FACES = {
    "fang": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "FandolFang", "Noto Serif SC"),
    "kai": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "FandolKai", "Noto Serif SC"),
    "hei": ("SimHei", "黑体", "STHeiti", "FandolHei", "Noto Sans SC"),
    "song": ("SimSun", "宋体", "STSong", "FandolSong", "Noto Serif SC"),
    "biao": ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "Noto Serif SC"),
}
EVERYWHERE = ("SimSun-ExtB", "Noto Serif SC", "Noto Sans SC")  # where a face lacks a character


class NoFonts(RuntimeError):
    """The fonts are not set up: a page would come out blank, or with boxes for words."""


def as_pdf(document: Elements) -> bytes:
    """The document as a file to print, to send and to keep. Raises Refused where it cannot be set."""
    return drawn(document, "pdf", pdf_standards=STANDARD)


def as_pictures(document: Elements, ppi: float = 72) -> list[bytes]:
    """The pages as PNG, to look at before any of them is printed."""
    pictures = drawn(document, "png", ppi=ppi)
    return pictures if isinstance(pictures, list) else [pictures]


def drawing_as_png(drawing: Drawing, ppi: float = 200) -> bytes:
    """A drawing for those files that take no SVG."""
    source = (
        '#set page(width: 156mm, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg", width: 156mm)'
    )
    return typst.compile(
        source.encode(),
        format="png",
        ppi=ppi,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"svg": drawing.svg},
    )


def drawn(document: Elements, form: str, **how):
    compiler = compiler_for(document)
    try:
        made, warnings = compiler.compile_with_warnings(format=form, **how)
    except typst.TypstError as wrong:
        if "could not be displayed" in wrong.message:
            raise Refused(
                _("%(character)s在公文的字体里没有，印不出来，请换一个写法") % {"character": lacking(wrong)}
            ) from wrong
        raise
    if missing := [warning.message for warning in warnings if "font" in warning.message]:
        raise NoFonts(missing[0])
    found = layout(compiler)
    if found["body"] > 1:
        raise Refused(_("标题太长，首页排不下正文，请把标题缩短"))
    if found["imprint"] > 1:
        raise Refused(_("主送和抄送的机关太多，版记一页排不下，请改用统称"))
    return made


def layout(compiler) -> dict:
    return json.loads(compiler.query("<layout>", field="value", one=True))


def stands(document: Elements) -> dict:
    """How the pages came out: how many are turned before the imprint, and whether the addressees went there."""
    compiler = compiler_for(document)
    compiler.compile(format="pdf")  # typst clears its memory after what it has set, and never after a mere question
    return layout(compiler)


def compiler_for(document: Elements):
    said = json.dumps(told(document), ensure_ascii=False)
    return typst.Compiler(
        LAYOUT, root=LAYOUT.parent, font_paths=fonts(), ignore_system_fonts=True, sys_inputs={"said": said}
    )


def fonts():
    return found_fonts(str(settings.OFFICIAL_FONTS or ""), str(settings.FONTS))


@lru_cache(maxsize=4)
def found_fonts(own: str, free: str):
    """The client's own first. They are read once for each process."""
    folders = [folder for folder in (own, free) if folder]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def faces() -> dict[str, list[str]]:
    """For each part of a document the faces that there are, in the order in which they are tried."""
    families = fonts().families()
    found = {
        part: [name for name in dict.fromkeys(names + EVERYWHERE) if name in families] for part, names in FACES.items()
    }
    if not all(found.values()):
        raise NoFonts(
            "no type face for official documents: run ops/setup.py, or set OFFICIAL_FONTS to a folder that has them"
        )
    return found


def lacking(wrong) -> str:
    """The character that no face has, in quotation marks."""
    return "“" + wrong.message.partition('`"')[2].partition('"`')[0] + "”"


def breakable(text: str) -> str:
    """An address on the network may be broken anywhere; else it would run off the page."""
    return re.sub(r"[!-~]{29,}", lambda run: "\u200b".join(run[0]), text)


def told(d: Elements) -> dict:
    """The document as the layout reads it: as data and never as markup."""
    day = d.signed_on or d.printed_on or localdate()
    return {
        "form": d.form,
        "organ": plain(d.printed_by or d.signed_by or d.head),
        "day": {"year": day.year, "month": day.month, "day": day.day},
        "head": [plain(line) for line in d.head.splitlines() if line.strip()],
        "number": plain(d.number),
        "title": plain(d.title),
        "title_lines": title_lines(plain(d.title)),
        "addressees": plain("，".join(d.addressees)),
        "body": [asdict(it) if isinstance(it, Drawing) else it for it in blocks(breakable(plain(d.body)), d.drawings)],
        "enclosed": [
            [f"{n}. " if len(d.attachments) > 1 else "", plain(name)] for n, name in enumerate(d.attachments, 1)
        ],
        "signed_by": plain(d.signed_by),
        "signer": plain(d.signer),
        "signer_title": plain(d.signer_title),
        "signed_on": long_day(d.signed_on) if d.signed_on else "",
        "note": plain(d.note),
        "attendance": [[label, plain(people)] for label, people in d.attendance],
        "copies": plain("，".join(d.copies)),
        "printed_by": plain(d.printed_by),
        "printed_on": f"{long_day(d.printed_on)}印发" if d.printed_on else "",
        "stamp": d.stamp,
        "faces": faces(),
    }
