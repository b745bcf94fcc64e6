"""How words are cut: a text into single characters, a query into words, and where its words stand in a text."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

LONGEST = 100  # characters of a query

# What only parts words: the signs of ASCII and of Latin-1, punctuation, symbols, and those of Chinese (but 々 and 〇 are words).
# Written as both Python and PostgreSQL read it.
PARTING = (
    r"\u0001-\u002f\u003a-\u0060\u007b-\u00bf\u2000-\u2bff\u3000-\u3004\u3008-\u3020\u3030\ufe00-\ufe6f\ufff0-\uffff"
)
TOKEN = re.compile(rf"[a-z]+|[0-9]+|[^\u0000{PARTING}]")  # letters and digits in a row, or one character
SMALL = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")  # no more than PostgreSQL does in "C"
NUMBER = re.compile(r"[^\s\d-]*\d+(-\d+)+")  # as 建议2023-0086
WORN = set("的了和与及或之在是")  # characters in almost every text, which narrow no search


def cut_up(text: str) -> list[str]:
    """A text in words, by the dictionary; which is read when the first is asked for, and not by every command."""
    import rjieba

    return rjieba.cut(text)


def folded(text: str) -> str:
    """Full width to half, compatible forms to the common one, capitals to small letters."""
    return unicodedata.normalize("NFKC", text).translate(SMALL)


def tokens(text: str) -> list[str]:
    """What is indexed: each character by itself, but a number or a word in Latin letters whole."""
    return TOKEN.findall(folded(text))


def spaced(*texts: str | None) -> str:
    """The tokens of some texts, a space around each; between two texts there are two, so that no phrase crosses over."""
    return "".join(f" {' '.join(found)} " for text in texts if text and (found := tokens(text)))


def grams(spaced_text: str) -> str:
    """Each token, and each with the next one: what the index of SQLite holds of a text."""
    single = spaced_text.split(" ")
    pairs = [one + two for one, two in zip(single, single[1:], strict=False) if one and two]
    return " ".join(dict.fromkeys([*filter(None, single), *pairs]))


class Unfindable(ValueError):
    """A query with which nothing can be looked for. The message says what to type instead."""


@dataclass(frozen=True)
class Phrase:
    """Tokens that stand next to each other."""

    tokens: tuple[str, ...]

    @property
    def grams(self) -> list[str]:
        """What the index must hold of a text with this phrase in it."""
        return [one + two for one, two in zip(self.tokens, self.tokens[1:], strict=False)] or list(self.tokens)

    def __str__(self):
        """As it stands in a spaced text."""
        return f" {' '.join(self.tokens)} "


@dataclass(frozen=True)
class Query:
    """What is looked for: every one of its words, each in one of the ways in which it is said."""

    words: tuple[tuple[Phrase, ...], ...]

    @classmethod
    def of(cls, said: str) -> "Query":
        """Raises Unfindable where there is nothing to look for, or too much."""
        said = unicodedata.normalize("NFKC", said).strip()
        if len(said) > LONGEST:
            raise Unfindable(_("一次最多查 %(most)s 个字，请只留下最要紧的几个词") % {"most": LONGEST})
        words = tuple(dict.fromkeys(ways for chunk in said.split() for ways in cut(chunk)))
        telling = tuple(ways for ways in words if ways[0].tokens[0] not in WORN or len(ways[0].tokens) > 1)
        if not words:
            raise Unfindable(_("请写上要找的字词或编号，只有标点是找不到的"))
        return cls(telling or words)

    @property
    def phrases(self) -> list[Phrase]:
        return [phrase for ways in self.words for phrase in ways]


def cut(chunk: str):
    """The words of a piece of a query without spaces, each with the other ways in which it is said."""
    if NUMBER.fullmatch(chunk):
        yield (Phrase(tuple(tokens(chunk))),)
        return
    ways, one_of_them = synonyms()
    for piece in one_of_them.split(chunk):
        for word in [piece] if piece in ways else cut_up(piece):
            phrases = [Phrase(found) for way in ways.get(word, [word]) if (found := tuple(tokens(way)))]
            if phrases:
                yield tuple(phrases)


@lru_cache
def synonyms() -> tuple[dict[str, list[str]], re.Pattern]:
    """Each word that is also said otherwise, with all its ways, itself first; and a pattern that finds such words."""
    same = tomllib.loads((Path(__file__).parent / "synonyms.toml").read_text(encoding="utf-8"))["same"]
    ways = {word: [word, *(other for other in group if other != word)] for group in same for word in group}
    return ways, re.compile("(" + "|".join(sorted(map(re.escape, ways), key=len, reverse=True)) + ")")


def places(text: str, phrases: list[Phrase]) -> list[tuple[int, int]]:
    """Where in a text these phrases stand: (from, to) in characters, in order, overlapping ones joined."""
    parts = [folded(character) for character in text]
    origin = [i for i, part in enumerate(parts) for _each in part]
    found = [(m[0], origin[m.start()], origin[m.end() - 1] + 1) for m in TOKEN.finditer("".join(parts))]
    words = [token for token, _since, _until in found]
    hits = []
    for phrase in {phrase.tokens for phrase in phrases}:
        hits += [(found[i][1], found[i + len(phrase) - 1][2]) for i in starts(words, phrase)]
    joined: list[tuple[int, int]] = []
    for since, until in sorted(hits):
        if joined and since <= joined[-1][1]:
            since, until = joined[-1][0], max(until, joined.pop()[1])
        joined.append((since, until))
    return joined


def starts(words: list[str], phrase: tuple[str, ...]):
    """At which of these words the phrase begins."""
    return (i for i, word in enumerate(words) if word == phrase[0] and tuple(words[i : i + len(phrase)]) == phrase)


def marked(text: str, phrases: list[Phrase]) -> SafeString:
    """The text for a page, what was looked for in <mark>."""
    at, parts = 0, []
    for since, until in places(text, phrases):
        parts += [conditional_escape(text[at:since]), format_html("<mark>{}</mark>", text[since:until])]
        at = until
    return format_html_join("", "{}", ((part,) for part in [*parts, conditional_escape(text[at:])]))


def snippet(text: str, phrases: list[Phrase], *, before=20, length=120) -> SafeString:
    """The text around the first place where one of the phrases stands, for a page; lengths are in characters."""
    text = " ".join(text.split())
    hits = places(text, phrases)
    since = max(0, hits[0][0] - before) if hits else 0
    said = marked(text[since : since + length], phrases)
    return format_html("{}{}{}", "…" if since else "", said, "…" if since + length < len(text) else "")
