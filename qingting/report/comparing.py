"""What changed between two drafts, line by line, and inside a line word by word."""

from dataclasses import dataclass
from difflib import SequenceMatcher

LONG = 4000  # characters of two lines together; beyond it a line is shown as old and new, for telling letters apart costs the square


@dataclass(frozen=True)
class Line:
    """A line of the comparison: what is kept, what was struck out and what was put in, in order."""

    kind: str  # same, changed, added or gone
    parts: tuple[tuple[str, str], ...]  # "" for what is kept, del and ins


def compare(old: str, new: str) -> list[Line]:
    before, after = (text.strip().splitlines() for text in (old, new))
    found: list[Line] = []
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [Line("same", (("", line),)) for line in before[i:j]]
            continue
        pairs = min(j - i, m - k)
        found += [changed(before[i + n], after[k + n]) for n in range(pairs)]
        found += [Line("gone", (("del", line),)) for line in before[i + pairs : j]]
        found += [Line("added", (("ins", line),)) for line in after[k + pairs : m]]
    return [line for line in found if line.parts and any(text for _op, text in line.parts)]


def changed(old: str, new: str) -> Line:
    """Inside a line; where hardly anything is kept, the old one and the new one whole."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if len(old) + len(new) > LONG or matcher.ratio() < 0.4:
        return Line("changed", (("del", old), ("ins", new)))
    parts: list[tuple[str, str]] = []
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            parts.append(("", old[i:j]))
        else:
            parts += [(op, text) for op, text in (("del", old[i:j]), ("ins", new[k:m])) if text]
    return Line("changed", tuple(parts))
