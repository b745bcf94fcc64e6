"""What a machine can find and hide in a resident's words: numbers, addresses and, less surely, names.

Before a text is made public, what it hides is a proposal: a person reads it, puts back or takes out, and confirms.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from qingting.redaction.names import names_in

WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}  # full-width forms, one for one
N = "0-9〇零一二三四五六七八九十百"
LEVEL = "(?:号楼|栋|幢|座|单元|号门|门|楼|层) ?"  # a building or an entrance alone is a place; two of them, or a room, are a home
COUNTED = "[户个名人元万亿年月日时分米平套台处部次间条天栋幢座层楼期周路]"
CHECK_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999


@dataclass(frozen=True)
class Masked:
    """One thing that was hidden: of what kind, and what it said."""

    kind: Any
    words: str


def masked(text: str, names: bool = False) -> tuple[str, list[Masked]]:
    """The text with what could be found put out of sight, and what that was. Masking it again changes nothing.

    With `names` those of people too, as far as they can be told from words: before anyone but the keeper reads it.
    """
    folded, found, taken = text.translate(WIDE), [], set()
    spans = [
        (*match.span(match.lastgroup or 0), kind)
        for kind, pattern, holds in PATTERNS
        for match in pattern.finditer(folded)
        if holds(match[match.lastgroup or 0])
    ]
    spans += [(since, until, _("姓名")) for since, until in names_in(folded)] if names else []
    for since, until, kind in spans:
        if taken.isdisjoint(range(since, until)):
            found.append((since, until, kind))
            taken.update(range(since, until))
    found.sort(key=lambda one: one[:2])
    kept, at = [], 0
    with override("zh-hans"):  # it stands in a Chinese text, whatever language the desk is set to
        for since, until, kind in found:
            kept += [text[at:since], f"［{kind}已隐去］"]
            at = until
    return "".join([*kept, text[at:]]), [Masked(kind, text[since:until]) for since, until, kind in found]


def is_identity(number: str) -> bool:
    """18 digits whose last checks the others and whose middle is a day; or 15 of the old kind, which have no check digit."""
    if len(number) == 15:
        return is_day(f"19{number[6:12]}")
    total = sum(int(digit) * weight for digit, weight in zip(number, CHECK_WEIGHTS, strict=False))
    return is_day(number[6:14]) and number[17].upper() == "10X98765432"[total % 11]


def is_day(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year > 1880
    except ValueError:
        return False


def is_card(number: str) -> bool:
    """ISO/IEC 7812-1: every second digit from the right counts double (Luhn)."""
    digits = [int(c) for c in number if c.isdigit()][::-1]
    return 16 <= len(digits) <= 19 and sum(digits[::2] + [sum(divmod(2 * d, 10)) for d in digits[1::2]]) % 10 == 0


def always(_found) -> bool:
    return True


# Each with the kind it is, and a further test. Where a word leads in, only the group after it is hidden.
PATTERNS = [
    (kind, re.compile(pattern, re.IGNORECASE), holds)
    for kind, pattern, holds in (
        (_("电子邮箱"), r"[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{2,63})+", always),
        (_("QQ 号"), r"(?:QQ|扣扣)群?号?(?:码|是|为)?[ :]*(?P<id>[1-9][0-9]{4,11})(?![0-9])", always),
        (_("微信号"), r"(?:微信|wechat|weixin|vx)号?(?:码|是|为)?[ :]*(?P<id>[a-z0-9][a-z0-9_-]{5,19})", always),
        (_("身份证号"), r"(?<![0-9])(?:[1-9][0-9]{16}[0-9X]|[1-9][0-9]{14})(?![0-9X])", is_identity),
        (_("银行卡号"), r"(?<![0-9])[1-9](?:[ -]?[0-9]){15,18}(?![0-9])", is_card),
        (
            _("证件号"),
            r"(?<=身份证)[号码为是: ]{0,4}(?P<id>[0-9][0-9X* ]{9,24})",
            always,
        ),  # a slip of the pen still names someone
        (_("证件号"), r"(?<![0-9])[1-9][0-9]{16}[0-9X](?![0-9X])", lambda number: is_day(number[6:14])),
        (_("电话"), r"(?<![0-9])(?:\+?86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9])", always),
        (_("电话"), r"[一幺][三四五六七八九][〇零一二三四五六七八九幺]{9}", always),
        (_("电话"), r"(?<![0-9])\(?0[0-9]{2,3}\)?[ -]?[2-9][0-9]{6,7}(?:-[0-9]{1,5})?(?![0-9])", always),
        (
            _("电话"),
            r"(?:电话|座机|致电|拨打|手机|联系方式)号?码?(?:是|为)?[ :]*(?P<id>[2-9][0-9]{6,7}|[48]00[ -]?[0-9]{3}[ -]?[0-9]{4})(?![0-9])",
            always,
        ),
        (
            _("车牌号"),
            r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][ ·•.]?[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳]",
            always,
        ),
        (_("门牌"), rf"(?:[{N}A-Z]+{LEVEL})+[{N}A-Z]*[{N}-]+(?:室|房|号)?(?![{N}]|{COUNTED})", always),
        (_("门牌"), rf"(?:[{N}A-Z]+{LEVEL}){{2,}}", always),
        (_("门牌"), rf"(?<![{N}A-Z第])[{N}A-Z]*[{N}-]*[{N}](?:室|房)(?![一二两三四0-9]?[厅居卫厨]|[产型])", always),
    )
]


def asks_to_read(hidden) -> str:
    """What was hidden, and that nobody has looked for names yet."""
    counts = Counter(str(one.kind) for one in hidden)
    listed = said("、").join(said("%(kind)s %(n)s 处") % {"kind": kind, "n": n} for kind, n in counts.items())
    done = said("已自动隐去：%(listed)s。") % {"listed": listed} if listed else ""
    return done + said("居民的姓名机器认不准，请从头到尾读一遍，把姓名和能认出某个居民的话改掉，再核定。")
