"""How word leaves the house, proven against a real mail server: once, or not at all, and never twice."""

import os
import signal
from datetime import timedelta
from io import StringIO
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import OperationalError, transaction
from django.utils.timezone import now

from conftest import at_once
from qingting.docket.models import Matter, Notice
from qingting.mail import delivery
from qingting.mail.delivery import PAUSES, Outcome, claim, deliver, mark_lost
from qingting.mail.management.commands import work
from qingting.mail.tests.post_office import PostOffice
from qingting.organs.models import Role


@pytest.fixture
def post_office(settings):
    office = PostOffice()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.SITE_URL = "https://qingting.example"
    office.open()
    yield office
    office.close()


def give_addresses(town):
    for number, post in enumerate(town.posts):
        post.person.user.email = f"post{number}@qingting.example"
        post.person.user.save()


@pytest.fixture
def filed(town, post_office):
    """A suggestion that Lin has filed, of which the office's clerk has word."""
    give_addresses(town)
    suggestion = town.suggestion()
    suggestion.take("file", town.lin)
    return suggestion


def later():
    """The time has come for what is to be tried again."""
    Notice.objects.filter(try_again_at__isnull=False).update(try_again_at=now() - timedelta(seconds=1))


# What is sent


def test_the_office_gets_one_mail_with_a_number_and_a_link(town, filed, post_office):
    filed.refresh_from_db()
    assert deliver() == {Outcome.SENT: 1}
    [mail] = post_office.received
    notice = Notice.objects.get()
    assert mail["To"] == town.wang.person.user.email
    assert mail["Subject"] == f"待办：{filed.number}"
    assert mail["Message-ID"] == f"<notice-{notice.pk}@localhost>"
    assert mail["Auto-Submitted"] == "auto-generated"
    words = mail.get_content()
    assert f"{filed.number} 有新的进展，轮到您办理" in words
    assert f"https://qingting.example/matters/{filed.pk}/" in words
    assert notice.sent_at and notice.try_again_at is None and notice.failure == ""


def test_a_mail_tells_no_name_and_nothing_of_the_matter(town, filed, post_office):
    deliver()
    whole = str(post_office.received[0]) + post_office.received[0].get_content()
    for secret in (
        filed.title,
        filed.text,
        *(post.person.name for post in town.posts),
        *(post.organ.name for post in town.posts),
    ):
        assert secret not in whole


def test_what_was_sent_is_not_sent_again(filed, post_office):
    deliver()
    assert deliver() == {}
    later()
    assert deliver() == {}
    assert len(post_office.received) == 1


def test_whoever_has_no_address_reads_it_in_the_platform(town, filed, post_office):
    """No address, no sign-in, a sign-in that was closed, a receipt: nothing is sent, and nothing waits."""
    clerk = town.wang.person
    event = filed.events.get()
    closed = town.seat("离任", town.office, Role.CLERK).person
    closed.user.is_active, closed.user.email = False, "closed@qingting.example"
    closed.user.save()
    bare = town.seat("无邮箱", town.office, Role.CLERK).person
    stranger = town.seat("无账号", town.office, Role.CLERK).person
    stranger.user = None
    stranger.save()
    for who in ({"person": closed}, {"person": bare}, {"person": stranger}, {"receipt": town.receipt()[0]}):
        Notice.objects.create(event=event, **who)
    assert deliver() == {Outcome.IN_PLATFORM: 4, Outcome.SENT: 1}
    assert post_office.addressees == [clerk.user.email]
    assert not Notice.objects.filter(try_again_at__isnull=False).exists()
    assert Notice.objects.filter(claimed_at=None, sent_at=None, failure="").count() == 4


# What goes wrong


def test_not_now_means_later(filed, post_office):
    post_office.refuses("451 4.7.1 Greylisted, try again")
    assert deliver() == {Outcome.AGAIN: 1}
    notice = Notice.objects.get()
    assert notice.failure == "451 4.7.1 Greylisted, try again"
    assert timedelta(0) < notice.try_again_at - now() <= PAUSES[0]
    assert deliver() == {}
    later()
    assert deliver() == {Outcome.SENT: 1}
    notice.refresh_from_db()
    assert (notice.tries, notice.failure) == (2, "")


@pytest.mark.parametrize("at", ["RCPT", "DATA"])
def test_after_five_tries_it_is_given_up_with_the_reason(filed, post_office, at):
    post_office.refuses("452 4.2.2 Mailbox full", at, times=5)
    pauses = []
    for _n in range(4):
        assert deliver() == {Outcome.AGAIN: 1}
        pauses.append(round((Notice.objects.get().try_again_at - now()) / timedelta(minutes=1)))
        later()
    assert pauses == [1, 10, 60, 240]
    assert deliver() == {Outcome.FAILED: 1}
    notice = Notice.objects.get()
    assert (notice.tries, notice.try_again_at, notice.sent_at) == (5, None, None)
    assert "Mailbox full" in notice.failure
    assert deliver() == {} and not post_office.received


def test_never_means_never_and_the_next_is_sent_all_the_same(town, filed, post_office):
    event = filed.events.get()
    for post in (town.sun, town.gao):
        Notice.objects.create(event=event, person=post.person)
    post_office.refuses("550 5.1.1 没有这个信箱 \x01")
    assert deliver() == {Outcome.FAILED: 1, Outcome.SENT: 2}
    failed = Notice.objects.get(sent_at=None)
    assert failed.failure.startswith("550 5.1.1") and failed.try_again_at is None
    assert failed.tries == 1


def test_a_notice_that_no_mail_can_be_made_of_does_not_stop_the_queue(town, filed, post_office):
    """A sign-in with a broken address, and a kind of matter that is no more."""
    event = filed.events.get()
    town.sun.person.user.email = "两个人 <a@b>, c\n@d"
    town.sun.person.user.save()
    first = Notice.objects.get()
    broken = Notice.objects.create(
        event=event,
        person=town.sun.person,
        at=first.at - timedelta(hours=1),
        try_again_at=first.try_again_at - timedelta(hours=1),
    )
    assert deliver() == {Outcome.FAILED: 1, Outcome.SENT: 1}
    broken.refresh_from_db()
    assert broken.failure and broken.try_again_at is None

    Matter.objects.update(kind="gone.away", number=None)
    Notice.objects.create(event=event, person=town.gao.person)
    assert deliver() == {Outcome.FAILED: 1}


def test_a_server_that_is_down_costs_no_try(filed, post_office):
    post_office.close()
    assert deliver() == {Outcome.UNREACHABLE: 1}
    notice = Notice.objects.get()
    assert (notice.tries, notice.claimed_at) == (0, None) and notice.try_again_at
    post_office.open()
    assert deliver() == {Outcome.SENT: 1}


def test_a_server_that_hangs_up_before_it_answers_may_have_it(filed, post_office):
    """It had the whole mail and said nothing: it is not sent again, and a person is told."""
    post_office.refuses("hang up", "DATA")
    assert deliver() == {Outcome.UNSURE: 1}
    notice = Notice.objects.get()
    assert notice.failure.startswith("中途断开，不知是否寄到，请人工核对")
    later()
    assert deliver() == {}
    assert len(post_office.received) == 1


def test_a_worker_that_dies_on_the_way_leaves_it_for_a_person(filed, post_office):
    claim(Notice.objects.get())  # and here it dies
    later()
    assert deliver() == {}
    assert mark_lost(now()) == 0  # it may still be at it
    assert mark_lost(now() + timedelta(minutes=11)) == 1
    assert Notice.objects.get().failure == "发送途中中断，不知是否寄到，请人工核对"
    assert mark_lost(now() + timedelta(minutes=12)) == 0
    assert deliver() == {} and not post_office.received


def test_nobody_claims_what_another_has_just_put_off(filed, post_office):
    seen = Notice.objects.get()
    post_office.refuses("451 later")
    deliver()
    assert not claim(seen)


# Several workers


@pytest.fixture
def crowd(busy_town, post_office):
    """Twenty suggestions filed and saved, so that workers with connections of their own see them."""
    give_addresses(busy_town)
    for n in range(20):
        busy_town.suggestion(title=f"第{n}件").take("file", busy_town.lin)
    return busy_town


def test_two_workers_at_once_send_each_notice_once(crowd, post_office):
    done = at_once(deliver, deliver)
    assert len(done) == 2
    ids = [mail["Message-ID"] for mail in post_office.received]
    assert len(ids) == len(set(ids)) == 20
    assert sum(one[Outcome.SENT] for one in done) == 20
    assert Notice.objects.filter(sent_at__isnull=False, tries=1).count() == 20


def test_five_workers_after_one_notice_send_it_once(crowd, post_office):
    """They have all read it as waiting before the first of them claims it."""
    one = Notice.objects.order_by("pk").first()
    Notice.objects.exclude(pk=one.pk).update(try_again_at=None)
    seen, all_have_read = delivery.letter, Barrier(5)

    def letter(notice):
        all_have_read.wait(timeout=20)
        return seen(notice)

    delivery.letter = letter
    try:
        done = at_once(*[deliver] * 5)
    finally:
        delivery.letter = seen
    assert len(post_office.received) == 1
    assert sorted(outcome for result in done for outcome in result) == sorted([Outcome.SENT] + [Outcome.TAKEN] * 4)


def test_a_claim_stands_before_the_mail_is_on_its_way(crowd, post_office, monkeypatch):
    """Another connection sees the claim while the server still has the mail in hand."""
    seen = []

    class Peeking:
        def open(self):
            pass

        close = open

        def send_messages(self, mails):
            assert not transaction.get_connection().in_atomic_block
            seen.extend(at_once(lambda: Notice.objects.filter(claimed_at__isnull=False, try_again_at=None).count()))

    monkeypatch.setattr(delivery, "get_connection", lambda **given: Peeking())
    deliver()
    assert seen == list(range(1, 21))


# The worker itself


@pytest.fixture
def no_round(monkeypatch):
    monkeypatch.setattr(work, "begin_round", lambda: False)


def said_by(command, **given):
    out = StringIO()
    call_command(command, stdout=out, **given)
    return out.getvalue()


def test_the_worker_says_what_it_did(town, filed, post_office, no_round):
    Notice.objects.create(event=filed.events.get(), receipt=town.receipt()[0])
    said = said_by("work", once=True)
    assert "寄出 1 封" in said and "只在平台内通知 1 条" in said
    assert "没有要寄的" in said_by("work", once=True)


def test_the_worker_goes_on_until_it_is_told_to_stop(filed, post_office, no_round, monkeypatch):
    """A server that is away, a database that is away, then work, then SIGTERM: it waits longer while nothing answers."""
    looks, waits = [], []

    def deliver():
        looks.append(len(looks))
        if len(looks) == 3:
            raise OperationalError("gone")
        if len(looks) == 5:
            os.kill(os.getpid(), signal.SIGTERM)
        return {Outcome.UNREACHABLE: 1} if len(looks) < 3 else {}

    class Clockwork:
        stopped = False

        def set(self):
            self.stopped = True

        def wait(self, seconds):
            waits.append(seconds)
            return self.stopped

    monkeypatch.setattr(work, "deliver", deliver)
    monkeypatch.setattr(work, "Event", Clockwork)
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    try:
        said = said_by("work", once=False)
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])
    assert waits == [0, 5, 10, 20, 5, 5]
    assert "邮件服务器连不上，稍后再试" in said and "数据库暂不可用" in said
