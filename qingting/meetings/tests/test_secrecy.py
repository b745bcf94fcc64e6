"""The attempt to find out who voted how: from the rows, a dump, the files and the write-ahead log, the logs, the box.

What is looked for first is found where it may be (after the closing, in `Ballot` alone), so that a search that finds
nothing could have found something.
"""

import logging
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.db import connection, transaction

from conftest import at_once
from qingting.docket.process import Refused
from qingting.meetings import asking, box
from qingting.meetings.asking import ask_the_box
from qingting.meetings.box import Box
from qingting.meetings.casting import cast, line_of, tick
from qingting.meetings.checks import ballot_box
from qingting.meetings.counting import NO, YES
from qingting.meetings.tests.doings import DAY, House, anew
from qingting.meetings.votes import Ballot, Voter


def every_row():
    """All that the database says, table by table, as text."""
    said = {}
    for model in apps.get_models(include_auto_created=True):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            said[model._meta.db_table] = "\n".join(map(str, cursor.fetchall()))
    return said


def every_file():
    """The files of the database as they are on the disk, its write-ahead log with them."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            path = Path(django_settings.DATABASES["default"]["NAME"])
            return [file for file in path.parent.glob(f"{path.name}*") if file.is_file()]
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0])
    return [file for name in ("base", "pg_wal") for file in (folder / name).rglob("*") if file.is_file()]


def on_disk(words):
    """Which of these words stand in a file of the database."""
    files = [file.read_bytes() for file in every_file()]
    assert any(b"meetings_ballot" in said for said in files), "these are not the files of the database"
    return {word for word in words if any(word.encode() in said for said in files)}


@pytest.fixture
def open_vote(busy_town, on, a_box):
    on(DAY)
    house = House(busy_town)
    return house, house.open(house.vote(house.sitting()))


def test_while_the_box_is_open_nothing_of_it_is_on_any_disk(open_vote):
    """Afterwards the codes are where they may be: the search would have found them."""
    house, v = open_vote
    codes = [cast(anew(v), post, [YES if n % 2 else NO]) for n, post in enumerate(house.all)]
    assert not on_disk(codes)
    assert not any(code in said for code in codes for said in every_row().values())
    house.close(v)
    assert on_disk(codes) == set(codes)
    assert {table for code in codes for table, said in every_row().items() if code in said} == {"meetings_ballot"}


def test_roll_and_box_share_no_key_no_time_and_no_order(open_vote):
    """What joins the two is the vote; the ballots lie by their codes, in one statement, and the roll as it was opened."""
    house, v = open_vote
    codes = [cast(anew(v), post, [YES]) for post in reversed(house.all)]
    house.close(v)
    columns = {model: {f.attname for f in model._meta.concrete_fields} for model in (Voter, Ballot)}
    assert columns[Voter] & columns[Ballot] == {"id", "vote_id", "choices"}
    assert not {
        f
        for f in (*Voter._meta.fields, *Ballot._meta.fields)
        if "Time" in type(f).__name__ or "Date" in type(f).__name__
    }
    assert set(Voter.objects.filter(vote=v).values_list("choices", flat=True)) == {None}
    lain = list(Ballot.objects.filter(vote=v).order_by("pk").values_list("code", flat=True))
    assert lain == sorted(codes) and set(lain) == set(codes)
    if connection.vendor == "postgresql":  # no order in the transactions that wrote them, either
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(DISTINCT xmin::text) FROM meetings_ballot WHERE vote_id = %s", [v.pk])
            assert cursor.fetchone() == (1,)


def test_the_ledger_tells_when_it_was_opened_and_closed_and_no_more(open_vote):
    house, v = open_vote
    for post in house.all[:4]:
        cast(anew(v), post, [YES])
    house.announce(v)
    assert [event.step for event in v.events.order_by("pk")] == ["open", "close", "carry"]
    assert all(not event.data for event in v.events.all())


def test_the_place_in_the_box_tells_nothing_of_who_came_first():
    """Of 400 votes of four, the first to vote lies at each place about as often: a box in the order of casting fails here."""
    found = Counter()
    for _ in range(400):
        box = Box()
        box.open("1")
        codes = []
        for _voter in range(4):
            ticket, code = box.lay_in("1", [YES])
            box.confirm("1", ticket)
            codes.append(code)
        found[[code for code, _ballot in box.count("1", 4)].index(codes[0])] += 1
    assert all(50 < found[place] < 150 for place in range(4)), found  # 100 each; five deviations are 43


def test_no_log_tells_a_ballot(open_vote, caplog):
    house, v = open_vote
    with caplog.at_level(logging.DEBUG):
        connection.force_debug_cursor = True
        code = cast(anew(v), house.chair, [NO])
        asked = [query["sql"] for query in connection.queries]
        connection.force_debug_cursor = False
    assert asked and not any(code in said or '"no"' in said for said in [*asked, caplog.text])


def test_each_voter_finds_his_ballot_by_a_code_that_only_he_holds(open_vote):
    house, v = open_vote
    codes = {post: cast(anew(v), post, [YES if n < 4 else NO]) for n, post in enumerate(house.all)}
    v = house.close(v)
    for n, post in enumerate(house.all):
        assert v.ballots.get(code=codes[post]).choices == [YES if n < 4 else NO]
    from qingting.meetings.votes import digest_of

    assert v.digest == digest_of(v.ballots.values_list("code", "choices"))


def started(path):
    """A box as `qingting serve` begins it, once it listens."""
    process = subprocess.Popen([sys.executable, "-m", "qingting.meetings.box", str(path)])
    for _ in range(200):
        with suppress(OSError), socket.socket(socket.AF_UNIX) as link:
            link.connect(str(path))
            break
        time.sleep(0.05)
    return process


# The machine dies, or a part of it


def test_a_box_that_dies_takes_its_ballots_with_it_and_the_vote_is_held_again(open_vote, a_box):
    """Decided so: nobody's choice is on a disk, so it cannot be found again. The roll says who has to vote once more."""
    house, v = open_vote
    for post in house.all[:5]:
        cast(anew(v), post, [YES])
    a_box.votes.clear()  # as a process that was begun anew has it
    with pytest.raises(Refused, match="票箱在表决中断了"):
        anew(v).take("close", house.town.wang)
    with pytest.raises(Refused, match="没有投进去"):
        cast(anew(v), house.all[5], [YES])
    anew(v).take("void", house.town.wang, "停电，票箱中断")
    again = house.open(house.vote(v.held_at, again_for=v))
    for post in house.all[:5]:
        cast(anew(again), post, [YES])
    assert anew(house.announce(again)).state == "carried"
    assert anew(v).state == "void" and not v.ballots.exists()


def test_without_a_box_no_secret_vote_opens(busy_town, on, settings, tmp_path):
    on(DAY)
    settings.BALLOT_BOX = tmp_path / "nobody"
    house = House(busy_town)
    v = house.vote(house.sitting())
    with pytest.raises(Refused, match="票箱没有响应"):
        anew(v).take("open", house.town.wang)
    assert anew(v).state == "draft"
    assert v.process.close.why_not(anew(v), house.town.wang)  # a page that asks is answered, box or no box


def test_a_worker_that_dies_between_roll_and_box_loses_no_ballot(open_vote, a_box):
    """The tick is written, the confirmation never came: the ballot counts, because the roll says that it must be in."""
    house, v = open_vote
    for post in house.all[:4]:
        cast(anew(v), post, [YES])
    key = str(v.pk)
    ticket = next(iter(a_box.votes[key]))
    code, ballot, _confirmed = a_box.votes[key][ticket]
    a_box.votes[key][ticket] = (code, ballot, False)
    ((_question, said),) = house.close(v).totals
    assert said.counts[YES] == 4


def test_a_ballot_whose_voter_was_not_ticked_does_not_count(open_vote):
    """A worker died before the tick: its ballot lies in the box unconfirmed, and its voter may vote."""
    house, v = open_vote
    ask_the_box("lay_in", str(v.pk), [NO])
    for post in house.all[:4]:
        cast(anew(v), post, [YES])
    ((_question, said),) = house.close(v).totals
    assert (said.counts[YES], said.counts[NO], said.cast) == (4, 0, 4)


def test_more_ticks_than_ballots_is_no_result(open_vote):
    house, v = open_vote
    for post in house.all[:4]:
        cast(anew(v), post, [YES])
    Voter.objects.filter(vote=v, post=house.all[5]).update(has_voted=True)
    with pytest.raises(Refused, match="票数与已投票的人数不符"):
        anew(v).take("close", house.town.wang)
    assert anew(v).state == "voting" and not Ballot.objects.exists()


def test_closing_and_casting_at_one_moment(open_vote):
    """Whoever is ticked is counted; whoever comes too late is told so and is not ticked."""
    house, v = open_vote
    for post in house.all[:3]:
        cast(anew(v), post, [YES])
    came = at_once(
        lambda: house.close(v) and None, *[lambda post=post: cast(anew(v), post, [YES]) for post in house.all[3:]]
    )
    v = anew(v)
    if v.state == "voting":  # a tick in that moment was not confirmed yet: the closing is asked for again
        v = house.close(v)
    codes = {one for one in came if isinstance(one, str)}
    assert v.voters.filter(has_voted=True).count() == v.ballots.count() == 3 + len(codes)
    assert codes <= set(v.ballots.values_list("code", flat=True))


def test_the_box_is_a_process_of_its_own_that_only_the_platform_may_ask(settings, tmp_path):
    """Begun as `qingting serve` begins it: small, without the platform, on a socket that nobody else opens."""
    settings.BALLOT_BOX = Path(mkdtemp(prefix="qt")) / "b"
    process = started(settings.BALLOT_BOX)
    try:
        ask_the_box("open", "7")
        ticket, _code = ask_the_box("lay_in", "7", [YES])
        ask_the_box("confirm", "7", ticket)
        assert len(ask_the_box("count", "7", 1)) == 1
        assert settings.BALLOT_BOX.stat().st_mode & 0o777 == 0o600
        with pytest.raises(Refused):
            ask_the_box("__init__")
        assert ask_the_box("is_open", "7")
    finally:
        process.kill()
        process.wait()


def test_a_box_that_was_begun_anew_is_asked_over_a_new_connection(settings):
    """The worker has kept its connection to the one that ended: the next question reaches the new one, which holds nothing."""
    settings.BALLOT_BOX = Path(mkdtemp(prefix="qt")) / "b"
    for _box in range(2):
        process = started(settings.BALLOT_BOX)
        try:
            assert ask_the_box("is_open", "7") is False, "what the first one held has gone with it"
            ask_the_box("open", "7")
            link = vars(asking.kept)[str(settings.BALLOT_BOX)]
            assert ask_the_box("is_open", "7") and vars(asking.kept)[str(settings.BALLOT_BOX)] is link
        finally:
            process.kill()
            process.wait()
    with pytest.raises(Refused, match="票箱没有响应"):
        ask_the_box("is_open", "7")


def test_an_answer_that_came_too_late_answers_no_other_question(settings, tmp_path, monkeypatch):
    """Of a box that did not answer in time nothing more is read: else the code of one voter would be given to the next."""
    monkeypatch.setattr(asking, "PATIENCE", 0.2)
    settings.BALLOT_BOX = Path(mkdtemp(prefix="qt")) / "b"
    heard = threading.Event()

    class Slow(box.Handler):
        def handle(self):
            while question := self.rfile.readline():
                heard.wait(0 if b"quick" in question else 0.5)
                self.wfile.write(question)

    monkeypatch.setattr(box, "Handler", Slow)
    server = box.Server(settings.BALLOT_BOX)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        assert ask_the_box("quick", 1) == ["quick", 1]
        with pytest.raises(Refused, match="票箱没有响应"):
            ask_the_box("slow", 2)
        time.sleep(0.5)
        assert ask_the_box("quick", 3) == ["quick", 3]
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has one writer in any case")
def test_no_voter_waits_for_another(open_vote):
    """Each holds the vote against its closing, and not against the others: the tick of one is written while another's is not."""
    house, v = open_vote
    first, second = (line_of(v.pk, [post]) for post in house.all[:2])
    for _line in (first, second):
        ask_the_box("lay_in", str(v.pk), [YES])
    with transaction.atomic():
        tick(v, first)
        other = aside(lambda: tick(v, second))
        other.join(5)
        assert not other.is_alive() and house.line(v, second.post).has_voted
        ending = aside(lambda: house.close(v))
        ending.join(0.5)
        assert ending.is_alive(), "whoever closes the vote waits for the tick that is not written yet"
    ending.join(10)
    assert anew(v).state == "counted" and v.ballots.count() == 2


def aside(act):
    """Begun in a thread with a connection of its own."""

    def do():
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=do)
    thread.start()
    return thread


def test_a_socket_whose_address_is_too_long_is_found_before_anyone_votes(settings):
    assert ballot_box(None) == []
    settings.BALLOT_BOX = Path("/" + "v" * 120)
    assert "name a shorter one" in ballot_box(None)[0].msg
