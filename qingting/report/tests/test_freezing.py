"""A report is frozen when every number in it is bound; later it says what would be counted now, and why."""

from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingting.docket.process import Refused
from qingting.meetings.tests.test_at_the_screen import signed_in
from qingting.report.freezing import broken, digest_of, digest_of_all, drifts, in_the_ledger
from qingting.report.models import Reading
from qingting.report.rendering import render
from qingting.report.sheet import changed_in, still_true, told
from qingting.report.tests.office import TEXT, anew, one_year_and_the_next, only
from qingting.report.values import values_of
from qingting.suggestions.models import Suggestion


def words(report):
    """The first chapter as it is printed."""
    return [one.text for one in render(only(report).text, report, values_of(report))]


def test_a_frozen_reading_never_moves_and_the_page_says_why_it_would(town, desk, on):
    on("2025-06-02")
    first = town.walk(town.suggestion())
    on("2026-01-10")
    r = desk.frozen(TEXT)
    [reading] = r.readings
    assert (reading.value, reading.rendered, reading.records) == (1, "1件", [first.pk]) and not drifts(r)
    on("2025-07-01")
    second = town.walk(town.suggestion(title="另一件"))
    [drift] = drifts(r)
    assert (drift.reading.value, drift.value, drift.added, drift.gone) == (1, 2, (second.pk,), ())
    assert told(drift) == "代表建议办结：封存时 1件，现在再数是 2件。因为多了 1 条记录，少了 0 条。"
    assert still_true(r, drift) == [("1件", False)]
    assert words(r)[1].endswith("代表建议办结1件。")
    with pytest.raises(TypeError):
        reading.save()


def test_the_same_number_of_other_records_is_told_as_a_change(town, next_town, desk, on):
    on("2025-06-02")
    first = town.walk(town.suggestion())
    on("2026-01-10")
    r = desk.frozen(TEXT)
    on("2025-07-01")
    second = town.walk(town.suggestion(title="另一件"))
    Suggestion.objects.filter(pk=first.pk).update(congress=next_town.congress)
    [drift] = drifts(r)
    assert (drift.reading.value, drift.value, drift.added, drift.gone) == (1, 1, (second.pk,), (first.pk,))
    assert told(drift).endswith("封存时 1件，现在再数是 1件。因为多了 1 条记录，少了 1 条。")


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.dates(min_value=date(2024, 12, 20), max_value=date(2026, 1, 9)), max_size=3))
def test_no_later_change_reaches_a_frozen_text(town, desk, on, days):
    """Whatever is recorded afterwards, in whatever year: the text stays, and only a new count would differ."""
    on("2026-01-10")
    r = desk.frozen(
        "办结{suggestions_concluded}，上年{suggestions_concluded|上年}。\n{图:suggestions_concluded:month}", year=2025
    )
    before = words(r), [(one.value, one.rendered, one.digest, one.parts) for one in r.readings]
    for day in days:
        on(f"{day}")
        town.walk(town.suggestion(title=f"{day}的建议"))
    on("2026-02-01")
    r = anew(r)
    assert (words(r), [(one.value, one.rendered, one.digest, one.parts) for one in r.readings]) == before
    assert bool(drifts(r)) == any(day.year in (2024, 2025) for day in days)
    assert broken(r.readings) == []


def test_what_is_read_is_chinese_whoever_presses(town, desk, on):
    on("2026-01-10")
    r = desk.accepted(TEXT)
    with override("en"):
        r.take("freeze", desk.head)
        [reading] = anew(r).readings
        assert (reading.label, reading.unit, reading.rendered) == ("代表建议办结", "件", "0件")
        assert words(anew(r))[1].endswith("代表建议办结0件。")


def test_the_year_before_and_the_whole_of_a_share_are_frozen_too(town, desk, on):
    one_year_and_the_next(town, on)
    r = desk.frozen("办结{suggestions_concluded}，上年{suggestions_concluded|上年}；见面率{suggestions_met}。")
    assert words(r) == ["办结2件，上年1件；见面率100.0%（2/2）。"]
    assert {(one.figure, one.since.year) for one in r.readings} == {
        ("suggestions_concluded", 2025),
        ("suggestions_concluded", 2024),
        ("suggestions_met", 2025),
        ("suggestions_answered_by_lead", 2025),
    }


def test_what_was_changed_behind_a_reading_is_found(town, desk, on):
    on("2025-06-02")
    town.walk(town.suggestion())
    on("2026-01-10")
    r = desk.frozen(TEXT)
    assert broken(r.readings) == []
    Reading.objects.update(value=7)
    assert len(broken(r.readings)) == 1
    Reading.objects.update(value=1, records=[12345])
    assert len(broken(r.readings)) == 1


def test_who_changes_a_reading_and_its_digest_alike_is_found_by_the_ledger(town, desk, on):
    on("2026-01-10")
    r = desk.frozen(TEXT)
    assert in_the_ledger(r) == {r.frozen_at: digest_of_all(r.readings)}
    [one] = r.readings
    forged = digest_of(one.figure, one.since, one.until, 7, one.records)
    Reading.objects.update(value=7, n=7, rendered="7件", digest=forged)
    assert broken(r.readings) == [] and in_the_ledger(r)[r.frozen_at] != digest_of_all(r.readings)
    page = signed_in(desk.head).get(f"/reports/{r.pk}/seals/").content.decode()
    assert "和台账不一致，有人改过" in page and "和台账一致" not in page


def test_opening_it_again_keeps_the_earlier_round(town, desk, on):
    on("2026-01-10")
    r = desk.frozen(TEXT)
    r.take("reopen", desk.head, "漏了一件")
    on("2025-09-01")
    town.walk(town.suggestion())
    on("2026-01-12")
    r = anew(r)
    r.take("freeze", desk.head)
    r = anew(r)
    assert [one.rendered for one in r.readings] == ["1件"]
    assert [one.rendered for one in r.all_readings.order_by("at")] == ["0件", "1件"]


def test_what_was_published_in_error_is_taken_back(town, desk, on):
    on("2026-01-10")
    r = desk.published(TEXT)
    assert r.public and r.parts.filter(hat=f"public:{town.congress.pk}:").exists()
    r.take("retract", desk.head, "正文有误")
    r = anew(r)
    assert (r.state, r.public, r.published_on) == ("frozen", False, None)
    assert not r.parts.filter(hat=f"public:{town.congress.pk}:").exists()


def test_a_number_that_was_typed_is_refused(town, desk, on):
    on("2026-01-10")
    with pytest.raises(Refused, match="第2行的“119”是手打的数字"):
        desk.accepted(TEXT.replace("{suggestions_concluded}", "119件"))


def test_no_report_is_frozen_before_its_year_is_over(town, desk, on):
    on("2025-12-31")
    with pytest.raises(Refused, match="期间到 2025-12-31 才结束"):
        desk.frozen(TEXT)


def test_what_has_changed_is_kept_until_something_happens(town, desk, on, django_assert_max_num_queries):
    on("2026-01-10")
    r = desk.frozen(TEXT)
    assert changed_in(r) == {}
    with django_assert_max_num_queries(3):
        assert changed_in(r) == {}
    on("2025-09-01")
    town.walk(town.suggestion())
    assert changed_in(r) == {"suggestions_concluded": "1件"}
