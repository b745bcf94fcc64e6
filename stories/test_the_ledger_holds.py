"""The ledger refuses every change; what is changed all the same is named."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from qingting.docket.ledger import breaks, seal, seal_up_to, verify
from qingting.docket.models import Event, Words
from qingting.docket.seals import fingerprint


@pytest.fixture
def filed(town, on):
    on("2026-03-02")
    return town.walk(town.suggestion(), upto="accept")


def by_hand(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.mark.parametrize("table", ["docket_event", "docket_root"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET digest = 'x'", "DELETE FROM {}"])
def test_the_database_itself_refuses(town, filed, table, sql):
    seal(town.congress, date(2026, 3, 2)).save()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        by_hand(sql.format(table))
    assert Event.objects.exclude(digest="x").count() == 2


def test_the_model_refuses_before_the_database(filed):
    for act in (
        lambda: Event.objects.update(step="x"),
        lambda: Event.objects.all().delete(),
        lambda: filed.events.first().save(),
    ):
        with pytest.raises(TypeError):
            act()


def test_verify_names_the_first_broken_link(town, filed, unguarded, capsys):
    assert verify(town.congress) is None
    first, _second = filed.events.order_by("pk")
    by_hand("UPDATE docket_event SET after = 'closed' WHERE id = %s", first.pk)
    assert verify(town.congress)[0] == first
    with pytest.raises(CommandError, match=f"建议2026-0001.*提出.*#{first.pk}"):
        call_command("verify")


def test_an_event_cut_off_at_the_end_is_missed_by_the_chain_and_caught_by_the_head(town, filed, unguarded):
    by_hand("DELETE FROM docket_deadline")
    by_hand("DELETE FROM docket_notice")
    by_hand("DELETE FROM docket_event WHERE step = 'accept'")
    broken, why = verify(town.congress)
    assert broken.step == "file" and "末尾" in why


@pytest.mark.parametrize("whose", ["the first", "the last"])
def test_a_matter_of_which_no_event_is_left_is_named_and_no_other(town, filed, unguarded, whose):
    other = town.walk(town.suggestion(title="修桥"), upto="accept")
    emptied = filed if whose == "the first" else other
    for table in ("deadline", "notice", "words"):
        by_hand(f"DELETE FROM docket_{table}")
    by_hand("DELETE FROM docket_event WHERE matter_id = %s", emptied.pk)
    assert [(link.pk, type(link).__name__) for link, _why in breaks(town.congress)] == [(emptied.pk, "Matter")]
    with pytest.raises(CommandError, match=emptied.title):
        call_command("verify")


def test_head_and_tail_cut_off_together_are_caught_by_the_day(town, filed, unguarded):
    root = seal(town.congress, date(2026, 3, 2))
    root.save()
    last = filed.events.get(step="file").digest
    for table in ("deadline", "notice"):
        by_hand(f"DELETE FROM docket_{table}")
    by_hand("DELETE FROM docket_event WHERE step = 'accept'")
    by_hand("UPDATE docket_matter SET head = %s", last)
    assert verify(town.congress)[0] == root


def test_words_are_sealed_and_can_be_erased(town, filed, on):
    filed.take("amend", town.wang, "标题有错字", title="疏浚清水河")
    words = Words.objects.get(event__step="amend")
    assert words.said == {"title": "疏浚清水河", "note": "标题有错字", "was_title": "疏浚清河河道"}
    assert "清水河" not in str(words.event.data)
    words.erase()
    assert verify(town.congress) is None and Words.objects.get(pk=words.pk).said == {}


def test_words_changed_by_hand_are_named(town, filed):
    filed.take("amend", town.wang, "标题有错字", title="疏浚清水河")
    Words.objects.update(said={"note": "别的理由"})
    broken, why = verify(town.congress)
    assert broken.step == "amend" and "文字" in why


def test_each_day_seals_the_day_before(town, filed, on):
    seal(town.congress, date(2026, 3, 2)).save()
    on("2026-03-03")
    filed.take("assign", town.wang, handler=town.water, is_complex=False)
    root = seal(town.congress, date(2026, 3, 3))
    assert root.events == 1
    assert root.digest != seal(town.congress, date(2026, 3, 2)).digest


def test_the_command_seals_every_day_that_is_over_and_none_that_is_not(town, filed, on, capsys):
    on("2026-03-05")
    filed.take("assign", town.wang, handler=town.water, is_complex=False)
    assert [root.day for root in seal_up_to(town.congress, date(2026, 3, 4))] == [date(2026, 3, 2)]
    on("2026-03-06")
    call_command("seal")
    assert "2026-03-05 1 " in capsys.readouterr().out
    assert verify(town.congress) is None


def test_what_is_written_down_late_breaks_no_day_already_sealed(town, filed, on):
    """A month of paper comes in: its events are of days that were sealed long ago."""
    seal_up_to(town.congress, date(2026, 3, 2))
    on("2026-04-01")
    from datetime import datetime
    from zoneinfo import ZoneInfo

    at = datetime(2026, 3, 2, 15, tzinfo=ZoneInfo("Asia/Shanghai"))
    filed.take("assign", town.wang, handler=town.water, is_complex=False, at=at)
    seal_up_to(town.congress, date(2026, 4, 1))
    assert verify(town.congress) is None


def test_the_hash_can_be_the_national_one(settings):
    settings.DIGEST = "sm3"
    assert (
        fingerprint("abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    )  # GB/T 32905, example 1
