"""A, B, C and D mean different things in different places; underneath, the record says the same."""

import shutil
from datetime import date

import pytest

from qingting.clocks.checks import faults
from qingting.clocks.rules import read
from qingting.clocks.schemes import letter_of, results

# 示例: as Chongqing's art. 22 has four classes, the last for what lies beyond the powers of this level;
# what is only planned counts there as not yet possible.
ELSEWHERE = """
[[suggestion_results]]
since = {since}
basis = "本地办法（示例）"
layer = "H"
confidence = "D"
results = [
  {{ code = "solved", letter = "A", label = "已经解决或者采纳" }},
  {{ code = "in_progress", letter = "B", label = "正在研究解决" }},
  {{ code = "planned", letter = "C", label = "尚不具备解决条件，列入计划" }},
  {{ code = "not_now", letter = "C", label = "不具备解决条件" }},
  {{ code = "beyond", letter = "D", label = "涉及上级国家机关职权，已反映" }},
  {{ code = "noted", letter = "C", label = "供参考" }},
]
"""


@pytest.fixture
def elsewhere(settings, tmp_path, next_town):
    """The next town has a scheme of its own, in force since 2024."""
    shutil.copytree(settings.RULEBOOK, tmp_path, dirs_exist_ok=True)
    settings.RULEBOOK = tmp_path
    file = tmp_path / f"{next_town.congress.code}.schemes.toml"
    file.write_text(ELSEWHERE.format(since="2024-01-01"))
    yield file
    read.cache_clear()


def meant_by(congress, letter):
    return {result.code for result in results(congress) if result.letter == letter}


def test_one_letter_means_two_things(town, next_town, elsewhere):
    assert meant_by(town.congress, "B") == {"in_progress", "planned"}
    assert meant_by(next_town.congress, "B") == {"in_progress"}
    assert (letter_of(town.congress, "beyond"), letter_of(next_town.congress, "beyond")) == ("C", "D")
    assert [r.code for r in results(town.congress)] == [r.code for r in results(next_town.congress)]


def test_a_letter_given_earlier_stays_as_it_was(next_town, elsewhere):
    assert letter_of(next_town.congress, "planned", date(2023, 6, 1)) == "B"
    assert letter_of(next_town.congress, "planned", date(2024, 6, 1)) == "C"


def test_a_scheme_that_forgets_a_class_is_named(elsewhere):
    assert faults(elsewhere) == []
    elsewhere.write_text(ELSEWHERE.format(since="2024-01-01").replace('"noted"', '"solved"'))
    read.cache_clear()
    assert faults(elsewhere) == [
        "suggestion_results must name each of these once: beyond, in_progress, not_now, noted, planned, solved"
    ]
