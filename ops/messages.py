"""The English catalogue: every sentence that the platform says, gathered from its code, and which of them lack English.

`make messages` writes the catalogue anew: a new sentence comes in without English, one that is no longer said goes
out, and what lacks English is listed. Chinese stands in the code itself; see docs/decisions/babel.md.
"""

import ast
import sys
import tomllib
from collections import namedtuple
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

HOME = Path(__file__).resolve().parent.parent
PLATFORM = HOME / "qingting"
CATALOGUE = PLATFORM / "locale" / "en" / "LC_MESSAGES" / "django.po"
ONE, COUNTED = ("one",), ("one", "many")
ASKS = {  # what the functions of django.utils.translation are given, in order
    "gettext": ONE,
    "gettext_lazy": ONE,
    "gettext_noop": ONE,
    "_": ONE,  # in a template
    "ngettext": COUNTED,
    "ngettext_lazy": COUNTED,
    "pgettext": ("context", *ONE),
    "pgettext_lazy": ("context", *ONE),
    "npgettext": ("context", *COUNTED),
    "npgettext_lazy": ("context", *COUNTED),
}
HEADER = r"""# What the platform says, in English. `make messages` keeps it in step with the code.
msgid ""
msgstr ""
"Language: en\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""

Sentence = namedtuple("Sentence", "one many context", defaults=("", ""))


def said() -> dict[Sentence, list[str]]:
    """Every sentence for the catalogue, with the files that say it."""
    found: dict[Sentence, list[str]] = {}
    for path in sorted(PLATFORM.rglob("*")):
        if path.is_file() and "tests" not in path.parts:
            for sentence in said_in(path):
                files = found.setdefault(sentence, [])
                files += [where] if (where := str(path.relative_to(HOME))) not in files else []
    return found


def said_in(path: Path) -> Iterator[Sentence]:
    if path.suffix == ".py":
        yield from (sentence for _call, sentence in calls(ast.parse(path.read_bytes())))
    elif "templates" in path.parts and path.suffix in (".html", ".txt"):
        yield from said_in_template(path.read_text(encoding="utf-8"))
    elif path.parent.name == "rulebook" and path.suffix == ".toml":
        yield from said_in_rules(tomllib.loads(path.read_text(encoding="utf-8")))


def names_of(tree: ast.AST) -> dict[str, str]:
    """By what names a module calls the functions of django.utils.translation."""
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    named = (alias for node in imports if node.module == "django.utils.translation" for alias in node.names)
    return {alias.asname or alias.name: alias.name for alias in named if alias.name in ASKS}


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, Sentence]]:
    """The calls that translate, each with its sentence; one that translates a variable says nothing of its own.

    Raises ValueError for a sentence put together on the spot: nobody could find it in a catalogue.
    """
    names = names_of(tree)
    for node in sorted((n for n in ast.walk(tree) if isinstance(n, ast.Call)), key=lambda call: call.lineno):
        if isinstance(node.func, ast.Name) and node.func.id in names:
            given = dict(zip(ASKS[names[node.func.id]], node.args, strict=False))
            if any(isinstance(text, ast.JoinedStr | ast.BinOp) for text in given.values()):
                raise ValueError(f"line {node.lineno}: {ast.unparse(node)} is put together before it is translated")
            if all(isinstance(text, ast.Constant) for text in given.values()):
                yield node, Sentence(**{part: text.value for part, text in given.items()})


def said_in_template(source: str) -> Iterator[Sentence]:
    code = BytesIO(templatize(source).encode())
    for _line, name, given, _comments in extract_python(code, list(ASKS), [], {}):
        yield Sentence(**dict(zip(ASKS[name], [given] if isinstance(given, str) else given, strict=False)))


def said_in_rules(rules: dict) -> Iterator[Sentence]:
    """What the shipped rules call themselves, and the day from which one counts back; their articles stay Chinese."""
    for version in (version for versions in rules.values() for version in versions):
        value = version.get("value")
        named = value.get("named") if isinstance(value, dict) else None
        labels = [version.get("label"), named, *(result["label"] for result in version.get("results", []))]
        yield from (Sentence(label) for label in labels if label)


def english() -> dict[Sentence, tuple[str, ...]]:
    """What the catalogue says for each of its sentences, with one form or two."""
    return {sentence_of(entry): forms(entry.string) for entry in catalogue() if entry.id}


def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def sentence_of(entry) -> Sentence:
    return Sentence(*([entry.id] if isinstance(entry.id, str) else entry.id), context=entry.context or "")


def forms(string) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)


def lacking(sentences, translated) -> list[Sentence]:
    return [sentence for sentence in sentences if not all(translated.get(sentence, [""]))]


def main():
    sentences, translated = said(), english()
    new = Catalog(locale="en")
    for sentence, files in sentences.items():
        known = translated.get(sentence, ("",) * (1 + bool(sentence.many)))
        new.add(
            (sentence.one, sentence.many) if sentence.many else sentence.one,
            known if sentence.many else known[0],
            locations=[(file, 0) for file in files],
            context=sentence.context or None,
        )
    text = BytesIO()
    write_po(text, new, omit_header=True, include_lineno=False, width=120)
    CATALOGUE.write_text(HEADER + text.getvalue().decode(), encoding="utf-8")
    gone, lack = len(translated.keys() - sentences.keys()), lacking(sentences, translated)
    print(f"{len(sentences)} sentences; {gone} no longer said and taken out; {len(lack)} without English")
    for sentence in lack:
        print(f"  {sentences[sentence][0]}: {sentence.one}")
    return len(lack)


if __name__ == "__main__":
    sys.exit(bool(main()))
