"""What a cell of somebody's sheet says: read generously as people type, and refused in a sentence when it says nothing.

A cell is text, a number, or one of `ODD`. Each reader takes a cell and gives a value, or raises Unread.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from qingting.organs.fields import visible, without_control_characters

Reader = Callable[[Any], Any]

FORMULA, ERROR, MOMENT = (
    {"odd": "formula"},
    {"odd": "error"},
    {"odd": "moment"},
)  # as they stand in an upload that waits
FIRST_DAY, LAST_DAY = date(1949, 10, 1), date(2099, 12, 31)
EXCEL_ZERO = date(1899, 12, 30)  # day 0 of a sheet that counts from 1900
ASIAN = r"\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum()} | {0x3000: " "}


class Unread(ValueError):
    """A cell that cannot be taken as it is. The message says why, and what to write instead."""


def plain(cell) -> str:
    """A cell as text: full-width letters and digits made narrow, the outer spaces gone."""
    if cell in (FORMULA, ERROR, MOMENT):
        raise Unread(_ODD[cell["odd"]]())
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = visible(str(cell).translate(HALF_WIDTH))
    if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@"):
        text = text[1:]  # what our own sheets put before it, so that it is no formula
    try:
        without_control_characters(text)
    except ValidationError as hidden:
        raise Unread(hidden.messages[0]) from hidden
    return text.strip()


_ODD = {
    "formula": lambda: _("这一格是公式。请复制后“选择性粘贴”为数值"),
    "error": lambda: _("这一格是公式算错的结果（如 #N/A）。请写上实际的内容"),
    "moment": lambda: _("这一格是几点几分，不是日期。请写成 2023-01-05 这样"),
}


def folded(text: str) -> str:
    """What two spellings of one name have in common: without spaces, width, case or the kind of its dots and brackets."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold().translate(DOTS)


DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅･", "·"))


def line(longest: int = 100) -> Reader:
    """One line of text. Spaces between Chinese characters (张 三) go; those of other scripts stay."""

    def read(cell):
        text = re.sub(r"\s+", " ", plain(cell))
        return short(re.sub(rf"(?<=[{ASIAN}]) (?=[{ASIAN}])", "", text), longest)

    return read


def text(longest: int = 20_000) -> Reader:
    """Many lines of text."""

    def read(cell):
        return short(plain(cell).replace("\r\n", "\n").replace("\r", "\n"), longest)

    return read


def short(said, longest):
    if len(said) > longest:
        raise Unread(_("写了 %(n)s 个字，最多 %(most)s 个") % {"n": len(said), "most": longest})
    return said


def names(cell) -> list[str]:
    """Several names in one cell, with any of the usual marks between them; each once."""
    parts = re.split(r"[、，,;；/\n]", plain(cell))
    return list(dict.fromkeys(name for part in parts if (name := line()(part))))


def digits(longest: int) -> Reader:
    """A code of digits alone, as text, so that its zeros stay."""

    def read(cell):
        said = plain(cell).replace(" ", "")
        if not re.fullmatch(r"[0-9]*", said):
            raise Unread(_("“%(said)s”里有数字以外的字") % {"said": clipped(said)})
        return short(said, longest)

    return read


def number(most: int) -> Reader:
    """A whole number from 0 to `most`."""

    def read(cell):
        said = plain(cell).replace(",", "").replace("，", "").removesuffix("名").removesuffix("人").strip()
        if not re.fullmatch(r"[0-9]{1,9}", said):
            raise Unread(_("“%(said)s”不是整数") % {"said": clipped(said)})
        if int(said) > most:
            raise Unread(_("“%(said)s”太大，最多 %(most)s") % {"said": said, "most": most})
        return int(said)

    return read


def ordinal(cell) -> int:
    """The number in 第十九届, 19 or 第 2 次会议: from 1 to 99."""
    said = re.sub(r"\s", "", plain(cell))
    found = re.fullmatch(r"第?([0-9]{1,2}|[一二三四五六七八九十]{1,3})[届次]?(会议)?", said)
    n = counted(found[1]) if found else 0
    if not n:
        raise Unread(_("“%(said)s”看不懂，请写成“第十六届”或 16 这样") % {"said": clipped(said)})
    return n


def counted(numeral: str) -> int:
    """A numeral up to 99, in digits or in characters; 0 when it is none."""
    if numeral.isascii():
        return int(numeral)
    found = re.fullmatch(r"([一二三四五六七八九])?(十)?([一二三四五六七八九])?", numeral)
    if not found or (found[1] and found[3] and not found[2]):
        return 0
    tens, ten, ones = found.groups()
    one = "一二三四五六七八九".find
    if not ten:
        return one(tens) + 1 if tens else one(ones) + 1
    return 10 * (one(tens) + 1 if tens else 1) + (one(ones) + 1 if ones else 0)


def day(cell) -> date:
    """A day as people write it: 2023-1-5, 2023.1.5, 2023年1月5日, 20230105, or Excel's own number for it."""
    said = re.sub(r"\s", "", re.sub(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", "", plain(cell)))
    if re.fullmatch(r"[1-7][0-9]{4}(\.[0-9]+)?", said):
        return within(EXCEL_ZERO + timedelta(days=int(float(said))), said)
    found = (
        re.fullmatch(r"([0-9]{4})([-./．。/\\])([0-9]{1,2})\2([0-9]{1,2})[.日号]?", said)
        or re.fullmatch(r"([0-9]{4})(年)([0-9]{1,2})月([0-9]{1,2})[日号]?", said)
        or re.fullmatch(r"([0-9]{4})()([0-9]{2})([0-9]{2})", said)
    )
    if not found:
        raise Unread(_("“%(said)s”不是日期，请写成 2023-01-05 这样，年份四位，写到日") % {"said": clipped(said)})
    try:
        return within(date(int(found[1]), int(found[3]), int(found[4])), said)
    except ValueError as wrong:
        if isinstance(wrong, Unread):
            raise
        raise Unread(_("没有“%(said)s”这一天") % {"said": clipped(said)}) from wrong


def within(found, said):
    if not FIRST_DAY <= found <= LAST_DAY:
        raise Unread(
            _("“%(said)s”不在 %(first)s 到 %(last)s 之间")
            % {"said": clipped(said), "first": FIRST_DAY, "last": LAST_DAY}
        )
    return found


def choice(members: Iterable[Any], also: dict[str, Any] | None = None) -> Reader:
    """One of some choices, by its label in any language of the platform; `also` are further words for some of them."""
    members = list(members)
    spellings: dict[str, Any] = {}

    def read(cell):
        said = plain(cell)
        if not spellings:  # filled at the first use: labels cannot be translated while modules are still loading
            spellings.update({folded(word): member for word, member in (also or {}).items()})
            spellings.update({folded(word): member for member in members for word in in_every_language(member.label)})
        if folded(said) not in spellings:
            offered = _("、").join(str(member.label) for member in members)
            raise Unread(_("没有“%(said)s”这一项，可以填：%(offered)s") % {"said": clipped(said), "offered": offered})
        return spellings[folded(said)]

    return read


def claim(cell) -> bool:
    """Yes or no."""
    said = folded(plain(cell))
    if said not in YES + NO:
        raise Unread(_("“%(said)s”看不懂，请写“是”或“否”") % {"said": clipped(plain(cell))})
    return said in YES


YES, NO = ("是", "√", "yes", "y", "1", "true"), ("否", "×", "no", "n", "0", "false")


def in_every_language(label) -> list[str]:
    """A label as it reads in each language: a Chinese sheet is read while the pages are English, and the other way round."""
    found = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.append(str(label))
    return list(dict.fromkeys(found))


def clipped(said: str) -> str:
    return said if len(said) <= 30 else said[:30] + "…"


def as_cell(value) -> str | int | float | dict | None:
    """What openpyxl gives for a cell, as it can be kept."""
    if value is None or isinstance(value, str | int | float) and not isinstance(value, bool):
        return value
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}".removesuffix(" 00:00:00")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).upper() if isinstance(value, bool) else MOMENT  # a time of day, or a span of time
