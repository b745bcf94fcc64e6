"""The daily round: who is reminded, of what, and how often."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from qingting.docket.models import Deadline, Notice, Root
from qingting.mail.letters import letter
from qingting.mail.management.commands import work
from qingting.mail.models import Round
from qingting.mail.reminders import begin_round, remind
from qingting.organs.models import Role


def reminders(**which):
    return Notice.objects.filter(deadline__isnull=False, **which)


def reminded(**which):
    return sorted(str(notice.person) for notice in reminders(**which))


@pytest.fixture
def assigned(town, on):
    """Assigned to the water bureau on a Monday; its clerk owes the signing."""
    on("2026-03-02")
    suggestion = town.walk(town.suggestion(), upto="assign")
    Deadline.objects.filter(met=None).exclude(clock="signing").update(due_on=date(2026, 12, 1))
    suggestion.recast()
    return suggestion


def signing(suggestion):
    return suggestion.deadlines.get(clock="signing")


def test_three_working_days_before_it_is_due_its_clerk_is_reminded(town, assigned):
    due = signing(assigned)
    due.due_on = date(2026, 3, 11)  # a Wednesday
    due.save()
    assert remind(date(2026, 3, 5)) == 0  # Thursday: four working days
    assert remind(date(2026, 3, 6)) == 1  # Friday: three, with a weekend between
    assert reminded() == [str(town.zhao.person)]
    assert not reminders().get().late


def test_once_before_and_once_after(town, assigned):
    due = signing(assigned).due_on
    said = [remind(day) for day in (due, due, date(2026, 3, 20), date(2026, 3, 23), date(2026, 4, 20))]
    assert due < date(2026, 3, 20)
    assert said == [1, 0, 1, 0, 0]
    assert reminders(late=False).count() == reminders(late=True).count() == 1


def test_what_was_done_in_time_is_not_recalled(town, assigned):
    due = signing(assigned).due_on
    assigned.take("sign", town.zhao)
    assert remind(due) == 0
    assert remind(date(2026, 3, 31)) == 0


def test_both_clerks_of_a_bureau_are_reminded_and_not_who_has_left(town, assigned, on):
    town.seat("李新", town.water, Role.CLERK)
    town.zhao.until = date(2026, 3, 3)
    town.zhao.save()
    on("2026-03-11")
    assert remind(signing(assigned).due_on) == 1
    assert reminded() == ["李新"]


def test_a_day_that_was_moved_is_recalled_anew(town, assigned):
    """An extension sets the day anew by an event of its own; the reminder belongs to that day."""
    due = signing(assigned)
    remind(due.due_on)
    event = assigned.events.order_by("pk").last()
    moved_by = assigned.events.order_by("pk").first()
    due.history = [
        {"event": moved_by.pk, "step": "extend", "was": str(due.due_on)},
        {"calendar": 2026, "was": str(due.due_on)},
    ]
    due.save()
    assert remind(due.due_on) == 1
    assert {notice.event for notice in reminders()} == {event, moved_by}


def test_where_what_is_owed_is_not_open_yet_whoever_holds_it_up_is_reminded(town, assigned):
    """The answer is nearly due and the bureau has not even signed for it."""
    Deadline.objects.filter(pk=signing(assigned).pk).update(due_on=date(2026, 12, 1))
    answering = assigned.deadlines.get(clock="answering")
    answering.due_on = date(2026, 6, 2)
    answering.save()
    assert remind(date(2026, 6, 1)) == 1
    assert reminded() == [str(town.zhao.person)]


def test_a_clock_that_is_kept_no_more_reminds_nobody(town, assigned):
    Deadline.objects.filter(met=None).update(clock="long_gone", due_on=date(2026, 3, 3))
    assert remind(date(2026, 3, 3)) == 0


def test_what_is_over_reminds_nobody(town, assigned):
    closed = town.walk(assigned)
    Deadline.objects.filter(matter=closed).update(met=None, due_on=date(2026, 3, 3))
    assert remind(date(2026, 4, 1)) == 0


def test_a_reminder_says_the_day_and_that_it_is_late(town, assigned):
    town.zhao.person.user.email = "zhao@qingting.example"
    town.zhao.person.user.save()
    due = signing(assigned).due_on
    remind(due)
    remind(date(2026, 3, 20))
    soon, late = (letter(notice) for notice in reminders().order_by("pk"))
    assert soon.subject == late.subject == f"提醒：{assigned.number}"
    assert f"将于 {due} 到期" in soon.body
    assert f"应于 {due} 前办理，现已逾期" in late.body


def test_many_deadlines_are_read_in_few_queries(town, assigned, django_assert_max_num_queries):
    for n in range(6):
        town.walk(town.suggestion(title=f"第{n}件"), upto="assign")
    Deadline.objects.filter(met=None).update(due_on=date(2026, 3, 3))
    with django_assert_max_num_queries(8):
        remind(date(2026, 3, 3))
    assert reminders().count() >= 7


# The round


def test_the_round_is_made_once_a_day_and_not_at_night(db, on):
    on("2026-03-03", "07:59")
    assert not begin_round()
    on("2026-03-03", "08:00")
    assert begin_round()
    assert not begin_round()
    on("2026-03-04", "09:00")
    assert begin_round()


def test_the_worker_reminds_and_seals_by_itself(town, assigned, on):
    on("2026-03-11")
    said = StringIO()
    call_command("work", once=True, stdout=said)
    assert "例行检查：提醒 1 人次" in said.getvalue()
    root = Root.objects.get(congress=town.congress, day=date(2026, 3, 2))
    assert root.events == assigned.events.count()
    assert root.digest in said.getvalue()  # so that it can be published
    call_command("work", once=True, stdout=said)
    assert reminders().count() == Round.objects.count() == 1


def test_remind_may_be_asked_for_by_hand(town, assigned, on):
    on("2026-03-11")
    for n in (1, 0):
        said = StringIO()
        call_command("remind", stdout=said)
        assert f"提醒 {n} 人次" in said.getvalue()


def test_a_round_that_fails_holds_up_no_mail(town, assigned, on, monkeypatch):
    def broken(said):
        raise RuntimeError("no calendar")

    monkeypatch.setattr(work, "make_round", broken)
    on("2026-03-11")
    said = StringIO()
    call_command("work", once=True, stdout=said)
    assert "今日例行检查没有做完" in said.getvalue()
    assert "只在平台内通知" in said.getvalue()  # the queue was worked off all the same
