"""In which fields of the public interest a text may lie, and the words that speak for each. It proposes; a person flags."""

import re
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.timezone import localdate

from qingting.clocks.rules import in_force, in_turn, of_place, read
from qingting.procuratorate.models import Field

# 生态环境局 speaks for nothing: a word that is part of the name of an organ, or of a law.
ORGAN = re.compile(
    "(?!(?:资源)?(?:保护|监管|监督管理|管理|行政管理|执法|主管)?(?:局|厅|委员会|部门|大队|中心|法》|条例》))"
).pattern


@dataclass(frozen=True)
class Interest:
    """A field with the article that opens it, and how surely that is known."""

    field: Field
    basis: str
    layer: str
    confidence: str
    note: str
    words: re.Pattern


def interests(congress, on: date | None = None) -> list[Interest]:
    """The fields that are open to a congress's procuratorate on that day, today if none is given; a place may write its own."""
    on, common = on or localdate(), read(settings.RULEBOOK / "interests.toml")
    own = of_place(congress, ".interests")
    versions = {field: in_turn(common.get(field, []), own.get(field, [])) for field in Field}
    begun = {field: in_force(its, on) for field, its in versions.items() if its and its[0]["since"] <= on}
    return [interest(field, said) for field, said in begun.items()]


def interest(field: Field, said: dict) -> Interest:
    words = re.compile("|".join(f"(?:{word}){ORGAN}" for word in said["words"]))
    return Interest(field, said["basis"], said["layer"], said["confidence"], said.get("note", ""), words)


def fields_of(text: str, congress, on: date | None = None) -> list[tuple[Interest, list[str]]]:
    """The fields for which words of this text speak, each with those words; first the one for which most speak."""
    found = [(one, list(dict.fromkeys(one.words.findall(text)))) for one in interests(congress, on)]
    return sorted(((one, words) for one, words in found if words), key=lambda each: -len(each[1]))
