"""Text that nobody here wrote: 7,368 messages of residents, said as voices, held where they must be, masked, proposed and found.

They are real, so they stay where they are: nothing of them is copied into the project. What identifies people was crossed
out in them before we had them, so each third is given a telephone number and an identity number of ours to hide.
"""

import re
import statistics
from collections import Counter
from dataclasses import dataclass, field
from time import perf_counter

import pytest

from qingting.docket.ledger import verify
from qingting.redaction.masking import is_identity
from qingting.search.find import found
from qingting.search.words import Query
from qingting.suggestions.tests.test_messages import THEIRS, messages
from qingting.triage.models import Category
from qingting.triage.proposing import propose
from qingting.triage.tree import plant
from qingting.voices.forms import Say
from qingting.voices.intake import Words, already, file, put_down, said_at_once
from qingting.voices.models import Voice

pytestmark = pytest.mark.skipif(not THEIRS.is_file(), reason=f"the residents' messages are not here: {THEIRS.name}")


def telephone(n) -> str:
    return f"138{n:08d}"


def identity(n) -> str:
    """An identity number of nobody: of a district that there is not, on a day, with the digit that checks the others."""
    stem = f"429999{1950 + n % 50}{1 + n % 12:02d}{1 + n % 28:02d}{n % 1000:03d}"
    return next(stem + last for last in "0123456789X" if is_identity(stem + last))


@dataclass
class Seen:
    """What came of them: the voices by the row they came from, and how many milliseconds each part took for each."""

    voices: dict = field(default_factory=dict)
    refused: Counter = field(default_factory=Counter)
    took: dict = field(default_factory=lambda: {"intake": [], "proposal": [], "search": []})

    def timed(self, part, act):
        began = perf_counter()
        came = act()
        self.took[part].append((perf_counter() - began) * 1000)
        return came

    def told(self) -> str:
        held = Counter(v.hold or "not held" for v in self.voices.values())
        lines = [f"{len(self.voices)} taken in, refused: {dict(self.refused)}", f"held: {dict(held.most_common())}"]
        for part, took in self.took.items():
            quick = statistics.quantiles(took, n=100)
            lines.append(
                f"{part}: {statistics.median(took):.1f} ms, 99 of 100 in {quick[98]:.1f}, {max(took):.0f} at most"
            )
        return "\n".join(lines)


def said(n, row) -> str:
    """What a resident would type into the one field there is; each third tells who he is."""
    what = f"{row['title'].strip()}。\n{row['detail'].strip()}"
    return (
        f"{what}\n我的电话{telephone(n)}，身份证{identity(n)}，手机{telephone(n)[:3]} {telephone(n)[3:7]} {telephone(n)[7:]}。"
        if n % 3 == 0
        else what
    )


def taken_in(town, rows) -> Seen:
    """Each through the form and the intake: every other at once, the others as a draft that is then sent, every tenth of them twice."""
    seen = Seen()
    for n, row in enumerate(rows):
        form = Say({"what": said(n, row), "place": ""})
        if not form.is_valid():
            sentences = [str(sentence) for errors in form.errors.values() for sentence in errors]
            assert all(re.search("[\u4e00-\u9fff]{4}", sentence) for sentence in sentences), (
                row["excel_row"],
                sentences,
            )
            seen.refused.update(sentences)
            continue
        once, what = f"{n:032x}", form.cleaned_data["what"]
        seen.voices[n] = seen.timed(
            "intake", lambda once=once, what=what, n=n: one_of_them(town.congress, once, what, n)
        )
    return seen


def one_of_them(congress, once, what, n) -> Voice:
    if n % 2:
        return said_at_once(congress, once, Words(what))
    for _again in range(1 + (n % 20 == 0)):
        draft = put_down(congress, once, what=what)
    file(draft, draft.receipt, once)
    return already(once)


def all_is_well(town, rows) -> Seen:
    seen = taken_in(town, rows)
    voices = {v.pk: v for v in Voice.objects.select_related("told", "keeper")}
    assert len(voices) == len(seen.voices) == len(rows) - seen.refused.total() > 0
    numbers = [v.number for v in sorted(voices.values(), key=lambda v: v.pk)]
    assert numbers == [f"Q26-0302-{n:04d}" for n in range(1, len(voices) + 1)]
    for n, v in seen.voices.items():
        v = seen.voices[n] = voices[v.pk]
        assert (v.state, v.told.what) == ("raised", said(n, rows[n]).strip()) and v.title
        nothing_shows_who(v, n)
    those_that_must_be_are_held(seen.voices.values())
    proposed = {
        n: seen.timed("proposal", lambda v=v: propose(town.congress, v.title, v.text)) for n, v in seen.voices.items()
    }
    known = set(Category.objects.filter(congress=town.congress).values_list("pk", flat=True))
    assert {one.category.pk for one in proposed.values() if one.category} <= known
    assert sum(one.category is not None for one in proposed.values()) > 0.9 * len(proposed)
    assert not any(one.is_certain for one in proposed.values())  # nobody has classified anything here yet
    unfound = [v for v in [*seen.voices.values()][::7] if not seen.timed("search", lambda v=v: is_found(town, v))]
    assert [v.title for v in unfound] == []
    assert verify(town.congress) is None
    return seen


def nothing_shows_who(v, n):
    """All but the keeper read a text in which neither number stands, however it was written."""
    digits = re.sub(r"[^0-9X]", "", f"{v.title}{v.text}{v.place}")
    assert telephone(n) not in digits and identity(n) not in digits
    if n % 3 == 0:
        assert "电话已隐去" in v.text and telephone(n) in v.told.what


def those_that_must_be_are_held(voices):
    """Words that no machine may pass over, looked for plainly: what has them is marked, and danger is urgent."""
    life, violence, crime = {"life"}, {"life", "violence"}, {"life", "violence", "crime"}
    met = 0
    for words, kinds in (
        ("自杀|煤气泄漏|生命危险", life),
        ("殴打|强拆", violence),
        ("被骗|吸毒", crime),
        ("受贿|以权谋私|贪污", crime | {"official"}),
    ):
        of_these = [v for v in voices if re.search(words, v.told.what)]
        assert [(v.number, v.hold) for v in of_these if v.hold not in kinds] == [], words
        met += len(of_these)
    assert met > len(voices) / 60
    assert all(v.is_urgent == (v.hold == "life") for v in voices)


def is_found(town, v) -> bool:
    """Whether its keeper finds it by the last four Chinese characters that stand together in its title."""
    words = re.findall("[\u4e00-\u9fff]{4}", v.title)
    if not words:
        return True
    page = found(Query.of(words[-1]), [town.xu if v.keeper == town.street else town.wang])
    return v.pk in page.keys or page.more


@pytest.fixture
def planted(town, on):
    on("2026-03-02")
    plant(town.congress)
    return town


def test_one_in_40_is_taken_in_masked_held_proposed_and_found(planted):
    all_is_well(planted, messages(every=40))


@pytest.mark.long
def test_all_of_them(planted, capsys):
    seen = all_is_well(planted, messages())
    with capsys.disabled():
        print(f"\n{seen.told()}")
