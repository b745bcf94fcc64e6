"""What a meeting costs: its pages, casting a vote, a vote by five hundred, the hall's screen: python bench/meetings.py [sqlite] [postgres] [--only pages votes screen].

Each stands beside a bare Django view on the same server in the same run: the same list of twenty rows for the pages, a
form with its token and the insert of one ballot for casting. CPU per request is that of the web server's workers, of the
ballot box and of the database together. Those who vote share the processors with the server that they vote at.
"""

import argparse
import http.client
import os
import random
import re
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import pages
from bench.pages import PORT, ask, cpu, database, machine, memory, server

ROUNDS, REQUESTS, WARM, LINKS, LOOKS = 5, 40, 20, 8, 20
TOKEN = "t" * 32  # of the form and of the cookie: what is compared is that they are alike
HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}
PARTS = ["pages", "votes", "screen"]
EVERY = 1.0  # seconds between two questions of the screen (`screen.html`)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("engines", nargs="*", default=["sqlite", "postgres"])
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS)
    given = parser.parse_args()
    print(machine(), flush=True)
    for engine in given.engines:
        with database(engine) as url:
            pages.run_with(url, "measure", engine, *given.only, script=__file__)


def measure(engine, parts):
    import django

    with tempfile.TemporaryDirectory(prefix="qt") as folder:
        os.environ |= {"BALLOT_BOX": f"{folder}/b", "VAR": folder}
        django.setup()
        from django.core.management import call_command

        from bench.town import load

        load(1_000)
        call_command("createcachetable", verbosity=0)
        print(f"\n## {engine}", flush=True)
        with server() as (process, _ready):
            from bench.chamber import Chamber, sessions_of

            chamber = Chamber()
            clerk, *voters = sessions_of([chamber.clerk, *chamber.deputies])
            if "pages" in parts:
                its_pages(process, chamber, clerk)
            if "votes" in parts:
                votes(process, chamber, clerk, voters)
            if "screen" in parts:
                screen(chamber, clerk, voters)
            two, whole = memory(process)
            print(f"\nmemory: {two:.0f} MB (PSS) for two workers, {whole:.0f} with all that `qingting serve` starts")


def its_pages(process, chamber, clerk):
    """The agenda and the results of thirty items, each with a vote of thirty ballots."""
    m = chamber.agenda
    paths = {
        "bare list": "/bare/list/",
        "meeting, 30 items and votes": f"/matters/{m.pk}/",
        "its results, 30 times 30 ballots": f"/meetings/{m.pk}/results/",
        "one vote, 30 ballots": f"/matters/{m.votes.order_by('pk').last().pk}/",
    }
    link, cookie = http.client.HTTPConnection("127.0.0.1", PORT), f"sessionid={clerk}"
    spent, times = {name: [] for name in paths}, {name: [] for name in paths}
    for path in paths.values():
        ask(link, path, cookie, WARM)
    for _ in range(ROUNDS):
        for name, path in paths.items():
            before = cpu(process)
            times[name] += ask(link, path, cookie, REQUESTS)
            spent[name].append(1000 * (cpu(process) - before) / REQUESTS)
    print(f"\n{ROUNDS} rounds of {REQUESTS} requests of each page, one reader\n")
    print("| page | queries | CPU ms a request | beside the bare list | p50 ms | p99 ms |\n|---|---|---|---|---|---|")
    for name, path in paths.items():
        ratio = median(ours / bare for ours, bare in zip(spent[name], spent["bare list"], strict=True))
        took = sorted(times[name])
        print(
            f"| {name} | {queries(path, clerk)} | {median(spent[name]):.2f} | {ratio:.2f} | {median(took):.1f} | {took[int(len(took) * 0.99)]:.1f} |",
            flush=True,
        )


def queries(path, session) -> int:
    """How often a page asks the database, asked in this process."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="localhost")
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def votes(process, chamber, clerk, voters):
    """As often as there are rounds: five hundred bare ballots, five hundred by those signed in, and a vote by five hundred."""
    from bench.chamber import anew

    m = chamber.session
    draft = chamber.vote(m, item=m.items.get())  # whose ballots the bare views write
    bare = {"bare insert": f"/bare/choose/{draft.pk}/", "bare insert, signed in": f"/bare/choose-signed-in/{draft.pk}/"}
    spent, paces, closing = {}, {}, []
    for round_ in range(-1, ROUNDS - 2):  # the first warms the workers
        v = anew(chamber.vote(anew(m), item=m.items.get()))
        v.take("open", chamber.clerk)
        for name, path in (bare | {"casting a vote": f"/votes/{v.pk}/cast/"}).items():
            before, began = cpu(process), time.perf_counter()
            codes = all_cast(path, voters, 302 if name in bare else 200)
            pace = len(voters) / (time.perf_counter() - began)
            if round_ >= 0:
                spent.setdefault(name, []).append(1000 * (cpu(process) - before) / len(voters))
                paces.setdefault(name, []).append(pace)
        began = time.perf_counter()
        anew(v).take("close", chamber.clerk)
        closed = time.perf_counter()
        anew(v).take("carry", chamber.chair)
        assert set(anew(v).ballots.values_list("code", flat=True)) == codes and len(codes) == len(voters)
        link = http.client.HTTPConnection("127.0.0.1", PORT)
        (page,) = ask(link, f"/matters/{v.pk}/", f"sessionid={clerk}", 1)
        closing.append((len(voters) / pace, closed - began, page / 1000))
    print(f"\n{len(voters)} voters over {LINKS} connections, {len(closing) - 1} rounds\n")
    print("| act | CPU ms a request | beside the bare insert | a second |\n|---|---|---|---|")
    for name in spent:
        ratio = median(ours / theirs for ours, theirs in zip(spent[name], spent["bare insert"], strict=True))
        print(f"| {name} | {median(spent[name]):.2f} | {ratio:.2f} | {median(paces[name]):.0f} |", flush=True)
    cast, close, page = (median(some) for some in zip(*closing[1:], strict=True))
    print("\n| a vote by five hundred | s |\n|---|---|")
    print(
        f"| all ballots in the box | {cast:.2f} |\n| closed and counted | {close:.2f} |\n| the page of the result | {page:.2f} |"
    )
    print(f"| together | {cast + close + page:.2f} |", flush=True)


def all_cast(path, voters, expected) -> set[str]:
    """Each sends his ballot, over a few connections at once; the codes that they were given."""

    def send(some):
        link, codes = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60), set()
        for session in some:
            status, said = sent(link, path, session)
            assert status == expected, (path, status, said[:2000])
            codes |= set(re.findall(r"<code>(\w{12})</code>", said))
        return codes

    with ThreadPoolExecutor(LINKS) as links:
        return set().union(*links.map(send, (voters[n::LINKS] for n in range(LINKS))))


def sent(link, path, session) -> tuple[int, str]:
    body = urlencode({"csrfmiddlewaretoken": TOKEN, "q1": random.choice(("yes", "yes", "no"))})
    link.request("POST", path, body, HEADERS | {"Cookie": f"sessionid={session}; csrftoken={TOKEN}"})
    answer = link.getresponse()
    return answer.status, answer.read().decode()


def screen(chamber, clerk, voters):
    """From the answer to a ballot until the screen, which asks by itself, is told that something has changed."""
    from bench.chamber import anew

    v = anew(chamber.vote(anew(chamber.session), item=chamber.session.items.get()))
    v.take("open", chamber.clerk)
    hall, link = (http.client.HTTPConnection("127.0.0.1", PORT) for _ in range(2))
    _status, stand, _took = look(hall, chamber.session.pk, clerk, "")
    delays, idle, drawn = [], [], []
    for voter in voters[:LOOKS]:
        next_look = time.perf_counter() + random.uniform(0, EVERY)  # a ballot comes at any moment between two looks
        assert sent(link, f"/votes/{v.pk}/cast/", voter)[0] == 200
        answered = time.perf_counter()
        while True:
            time.sleep(max(0, next_look - time.perf_counter()))
            status, now_stands, took = look(hall, chamber.session.pk, clerk, stand)
            if status == 200:
                break
            idle.append(took)
            next_look += EVERY
        delays.append(time.perf_counter() - answered)
        drawn.append(took)
        stand = now_stands
        idle.append(look(hall, chamber.session.pk, clerk, stand)[2])
    print(f"\n| the hall's screen, {LOOKS} ballots | median | longest |\n|---|---|---|")
    print(
        f"| from a ballot's answer to the screen, s (it asks every {EVERY:.0f} s) | {median(delays):.2f} | {max(delays):.2f} |"
    )
    print(f"| of it, the screen drawn anew, ms | {1000 * median(drawn):.1f} | {1000 * max(drawn):.1f} |")
    print(f"| a look that finds nothing new, ms | {1000 * median(idle):.1f} | {1000 * max(idle):.1f} |", flush=True)


def look(link, pk, session, stand):
    """Ask as the page does: the answer, the mark of what it shows, and how many seconds it took."""
    began = time.perf_counter()
    link.request(
        "GET", f"/meetings/{pk}/screen/?stand={stand}", headers={"Cookie": f"sessionid={session}", "HX-Request": "true"}
    )
    answer = link.getresponse()
    said = answer.read().decode()
    mark = re.search(r"\?stand=([\w-]+)", said)
    return answer.status, mark[1] if mark else stand, time.perf_counter() - began


if __name__ == "__main__":
    measure(sys.argv[2], sys.argv[3:]) if sys.argv[1:2] == ["measure"] else main()
