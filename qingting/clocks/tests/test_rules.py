"""Numbers of the by-laws: dated, layered, overridden by a place, and never moving what is running."""

from datetime import date
from pathlib import Path

import pytest

from qingting.clocks.checks import faults
from qingting.clocks.rules import Rule, read, rules
from qingting.clocks.spans import Months, WorkingDays

LAW = Path(__file__).parents[4] / "shared" / "law" / "clocks.csv"
SIGNING = '[[signing]]\nlabel = "签收"\nvalue = {}\nunit = "working days"\nbasis = "{}"\nlayer = "L"\nconfidence = "B"\nsince = {}\n'


@pytest.fixture
def rulebook(settings, tmp_path):
    """Write a rulebook of one's own: rulebook("default", (7, "第十条", "2012-01-01"))."""
    settings.RULEBOOK = tmp_path

    def write(name, *versions, text=""):
        file = tmp_path / f"{name}.toml"
        file.write_text(text + "".join(SIGNING.format(*version) for version in versions))
        read.cache_clear()
        return file

    yield write
    read.cache_clear()


def on(town, day):
    ruling = Rule("signing").on(date.fromisoformat(day), town.congress, "")
    return ruling.span, ruling.basis


def test_the_version_of_the_day(town, rulebook):
    rulebook("default", (7, "旧第十条", "2012-01-01"), (5, "新第九条", "2026-07-01"))
    assert on(town, "2026-06-30") == (WorkingDays(7), "旧第十条")
    assert on(town, "2026-07-01") == (WorkingDays(5), "新第九条")
    assert on(town, "2001-01-01") == (WorkingDays(7), "旧第十条")  # before all of them, the first
    assert (
        str(Rule("signing").on(date(2026, 7, 1), town.congress, ""))
        == "5个工作日 新第九条 signing（L，2026-07-01起施行）"
    )


def test_a_place_overrides_from_the_day_its_own_rule_is_in_force(town, next_town, rulebook):
    rulebook("default", (7, "第十条", "2012-01-01"), (6, "第十条之二", "2026-01-01"))
    rulebook(town.congress.code, (3, "本县办法第六条", "2025-07-01"))
    assert on(town, "2025-06-30") == (WorkingDays(7), "第十条")  # what was borrowed, until it had one of its own
    assert on(town, "2025-07-01") == on(town, "2026-02-01") == (WorkingDays(3), "本县办法第六条")
    assert on(next_town, "2026-02-01") == (WorkingDays(6), "第十条之二")


def test_a_code_that_is_no_number_opens_no_file(town, rulebook):
    rulebook("default", (7, "第十条", "2012-01-01"))
    town.congress.code = "../secret"
    assert on(town, "2026-01-01") == (WorkingDays(7), "第十条")


def test_the_law_as_it_ships(town):
    """Deputies Law (2025), art. 51: three months, six where it is broad or hard; a return within ten working days."""
    day = date(2026, 3, 2)
    reply, hard = (
        Rule("suggestion_reply").on(day, town.congress, ""),
        Rule("suggestion_reply_complex").on(day, town.congress, ""),
    )
    assert (reply.span, hard.span, reply.layer, reply.confidence) == (Months(3), Months(6), "N", "A")
    assert "代表法》（2025）第五十一条第二款" in reply.basis
    borrowed = Rule("suggestion_return").on(day, town.congress, "")
    assert (borrowed.span, borrowed.layer, borrowed.confidence) == (WorkingDays(10), "L", "B")


@pytest.mark.skipif(
    not LAW.is_file(), reason="NOT CHECKED against the table of clocks: ../shared/law/clocks.csv is absent"
)
def test_every_row_on_suggestions_is_there(town):
    rows = [line.split(",")[0] for line in LAW.read_text(encoding="utf-8").splitlines()]
    wanted = [row for row in rows if row.startswith("suggestion_")] + ["proc_suggestion_reply", "proc_conversion_copy"]
    assert len(wanted) == 20 and set(wanted) <= set(rules(town.congress))


def test_what_has_no_number_in_the_law_has_none_here():
    read.cache_clear()
    said = read(Path(__file__).parents[2] / "rulebook" / "default.toml")
    silent = {name for name, versions in said.items() if "words" in versions[0]}
    assert silent == {
        *("suggestion_report_to_sc", "suggestion_report_to_congress", "suggestion_report_publish"),
        *(
            "gov_appointment_record",
            "acting_procurator_record",
            "procurator_approval",
            "resignation_to_congress_record",
        ),
        *("deputy_list_publish", "flagrante_report"),
    }
    assert not any("value" in said[name][0] for name in silent)


def test_the_rulebook_that_ships_is_sound(settings):
    assert [fault for file in settings.RULEBOOK.glob("*.toml") for fault in faults(file)] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            SIGNING.format(7, "第十条", "2012-01-01").replace('unit = "working days"\n', ""),
            "signing does not say its unit",
        ),
        (SIGNING.format(7, "第十条", "2012-01-01").replace('basis = "第十条"\n', ""), "signing does not say its basis"),
        (SIGNING.format(7, "第十条", "2012-01-01").replace('label = "签收"\n', ""), "signing does not say its label"),
        (
            SIGNING.format(7, "第十条", "2012-01-01").replace("working days", "moons"),
            "signing counts in an unknown unit, moons",
        ),
        (
            SIGNING.format(7, "第十条", "2012-01-01").replace('layer = "L"', 'layer = "X"'),
            "signing has a layer or a confidence that nobody knows",
        ),
        (SIGNING.format(7, "第十条", '"2012"'), "signing is in force from 2012, which is no day"),
        (SIGNING.format(7, "第十条", "2012-01-01") * 2, "signing has two versions of one day"),
        (SIGNING.format('"七"', "第十条", "2012-01-01"), "七 is no number"),
        (SIGNING.format(-1, "第十条", "2012-01-01"), "-1 is no number"),
        (
            SIGNING.format("{ month = 2, day = 30 }", "第十条", "2012-01-01").replace("working days", "by"),
            "signing has a value that does not fit its unit",
        ),
        (SIGNING.format(7, "第十条", "2012-01-01") + 'words = "及时"\n', "signing says words and a number"),
        ("[[signing\n", "cannot be read"),
    ],
)
def test_a_faulty_rule_is_named_before_any_clock_runs(rulebook, text, said):
    found = faults(rulebook("default", text=text))
    assert any(said in fault for fault in found), found


def test_a_place_may_not_change_national_law_nor_invent_a_name(rulebook):
    rulebook("default", text=SIGNING.format(3, "代表法", "2025-03-11").replace('layer = "L"', 'layer = "N"'))
    assert faults(rulebook("429900", (9, "本县办法", "2026-01-01"))) == [
        "signing is national law, which no place may change"
    ]
    typo = SIGNING.format(9, "本县办法", "2026-01-01").replace("signing", "singing")
    assert faults(rulebook("429900", text=typo)) == ["singing is a name that the common file does not have"]
