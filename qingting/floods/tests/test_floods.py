"""What one sender does is counted by the hour, under a mark that tells nobody who he is, and forgotten the next day."""

from django.test import RequestFactory

from qingting.floods.models import Tally, count, once_more, tidy

ADDRESS = "203.0.113.7"


def sent(address=ADDRESS, **headers):
    return RequestFactory().post("/", REMOTE_ADDR=address, **headers)


def test_each_sender_and_each_doing_is_counted_by_itself_in_each_hour(db, on):
    on("2026-03-02", "09:00")
    assert [count("say", sent()) for _n in range(3)] == [1, 2, 3]
    assert count("observe", sent()) == count("say", sent("203.0.113.8")) == 1
    on("2026-03-02", "10:00")
    assert count("say", sent()) == 1


def test_what_a_sender_writes_into_the_header_himself_counts_nothing(db, settings):
    assert [count("say", sent(HTTP_X_FORWARDED_FOR=f"10.0.0.{n}")) for n in range(2)] == [1, 2]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    forged = [count("say", sent(HTTP_X_FORWARDED_FOR=f"10.0.0.{n}, {ADDRESS}")) for n in range(2)]
    assert forged == [3, 4]  # the nearest machine that we trust wrote the last one


def test_no_address_is_kept(db):
    count("say", sent())
    assert ADDRESS not in str(list(Tally.objects.values()))


def test_the_morning_forgets_what_is_older_than_a_day(db, on):
    on("2026-03-02", "09:00")
    once_more("a"), once_more("b")
    on("2026-03-03", "08:30")
    tidy()
    assert Tally.objects.count() == 2
    on("2026-03-03", "10:00")
    tidy()
    assert not Tally.objects.exists()
