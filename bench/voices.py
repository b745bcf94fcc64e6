"""What the public site costs with a thousand and with a million voices: python bench/voices.py [sqlite] [postgres] [--big N].

The form, the sending of a voice and the public board, each beside a bare Django view that does the same by itself (a form
with its CSRF token; the insert of one row, and of all the rows that a voice is; the same 20 rows as a plain table) on the same server in the same run.
CPU per request is that of the web server's workers and of the database together; medians of ROUNDS rounds.
"""

import argparse
import base64
import http.client
import json
import os
import re
import secrets
import sys
import time
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import pages
from bench.pages import PORT, cpu, database, machine, memory, server

ROUNDS, REQUESTS, WARM = 5, 60, 30
WHAT = "小区门口的路灯坏了半个月，晚上老人出门看不清路，希望尽快修好。第{}次说。"
ACTS = (
    "bare form",
    "form",
    "bare sending",
    "sending",
    "bare sending, all rows",
    "bare board",
    "board",
    "board, one sub-district",
    "a public voice",
)
BARE = ("bare form", "bare sending", "bare board")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("engines", nargs="*", default=["sqlite", "postgres"])
    parser.add_argument("--big", type=int, default=1_000_000)
    given = parser.parse_args()
    print(machine(), flush=True)
    for engine in given.engines:
        for n in (1_000, given.big):
            with database(engine) as url:
                pages.run_with(url, "measure", engine, str(n), script=__file__)


def measure(engine, n):
    import django

    os.environ |= {"VOICES_HELD": "1000000", "VOICES_REFUSED": "1000000"}  # one visitor sends what a city would
    django.setup()
    from bench.residents import load

    began = time.perf_counter()
    load(n)
    print(f"\n## {engine}, {n:,} voices (loaded in {time.perf_counter() - began:.0f} s)", flush=True)
    with server() as (process, ready):
        print(f"ready in {ready:.2f} s; ", end="")
        visit(process)
        two, whole = memory(process)
        print(f"memory: {two:.0f} MB (PSS) for two workers, {whole:.0f} with the process that watches them", flush=True)


def visit(process):
    """Every act in every round, so that a machine whose speed drifts is as slow for ours as for the bare one beside it."""
    link = Link()
    link.prove(WARM)
    for act in ACTS:
        for _ in range(WARM):
            link.do(act)
    spent, times = {act: [] for act in ACTS}, {act: [] for act in ACTS}
    for _ in range(ROUNDS):
        link.prove(REQUESTS)
        for act in ACTS:
            before = cpu(process)
            for _ in range(REQUESTS):
                times[act].append(link.do(act))
            spent[act].append(1000 * (cpu(process) - before) / REQUESTS)
    print(f"{ROUNDS} rounds of {REQUESTS} requests of each, one visitor\n")
    print("| act | CPU ms a request | beside the bare | p50 ms | p99 ms |\n|---|---|---|---|---|")

    def beside(act, bare):
        return median(ours / theirs for ours, theirs in zip(spent[act], spent[bare], strict=True))

    for act in ACTS:
        ratio = beside(act, next(bare for bare in reversed(BARE) if ACTS.index(bare) <= ACTS.index(act)))
        took = sorted(times[act])
        print(
            f"| {act} | {median(spent[act]):.2f} | {ratio:.2f} | {median(took):.1f} | {took[int(len(took) * 0.99)]:.1f} |"
        )
    print(f"\nsending, beside the bare insert of all its rows: {beside('sending', 'bare sending, all rows'):.2f}\n")


class Link:
    """A visitor who keeps his connection and his cookie."""

    def __init__(self):
        self.http, self.cookie, self.sent = http.client.HTTPConnection("127.0.0.1", PORT), "", 0
        self.tokens: dict[str, str] = {}
        self.proofs: list[str] = []
        self.street = re.search(rb"\?keeper=(\d+)", self.ask("GET", "/public/voices/")[2]).group(1).decode()
        self.one = re.search(rb'href="(/public/voices/\d+/)"', self.ask("GET", "/public/voices/")[2]).group(1).decode()

    def ask(self, method, path, body=None):
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        self.http.request(method, path, body, headers)
        answer = self.http.getresponse()
        if given := answer.getheader("Set-Cookie"):
            self.cookie = given.split(";")[0]
        return answer.status, answer.getheader("Location"), answer.read()

    def do(self, act) -> float:
        """Do it once; how many milliseconds it took. Of a sending, only the sending is timed: the form was there before."""
        path = {
            "bare form": "/bare/say/", "form": "/say/", "bare board": "/bare/board/", "board": "/public/voices/",
            "board, one sub-district": f"/public/voices/?keeper={self.street}", "a public voice": self.one,
        }.get(act)  # fmt: skip
        if path:
            began = time.perf_counter()
            status, _to, _said = self.ask("GET", path)
            assert status == 200, (path, status)
            return 1000 * (time.perf_counter() - began)
        return self.send({"sending": "/say/", "bare sending": "/bare/say/"}.get(act, "/bare/say-in-all-rows/"))

    def send(self, path) -> float:
        token = self.token(path)
        self.sent += 1
        said = {"altcha": self.proofs.pop()} if path == "/say/" else {}
        said |= {
            "csrfmiddlewaretoken": token,
            "what": WHAT.format(self.sent),
            "place": "和平大道",
            "once": secrets.token_hex(16),
        }
        began = time.perf_counter()
        status, to, _said = self.ask("POST", path, urlencode(said))
        took = 1000 * (time.perf_counter() - began)
        assert status == 302 and to, (path, status, _said[:2000])
        return took

    def token(self, path):
        """One token is good for many forms, as it is for a browser with several tabs."""
        if path not in self.tokens:
            page = self.ask("GET", path)[2].decode()
            self.tokens[path] = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1)
        return self.tokens[path]

    def prove(self, n):
        """What a browser works out while its owner is typing, before anything is timed."""
        import altcha

        for _ in range(n):
            made = altcha.Challenge.from_dict(json.loads(self.ask("GET", "/say/challenge/")[2]))
            solved = altcha.Payload(made, altcha.solve_challenge(made)).to_dict()
            self.proofs.append(base64.b64encode(json.dumps(solved).encode()).decode())


if __name__ == "__main__":
    measure(sys.argv[2], int(sys.argv[3])) if sys.argv[1:2] == ["measure"] else main()
