"""What figures cost over ten years: python bench/figures.py [sqlite] [postgres] [--events N].

Ten years of a district, N events in all (5,000,000 unless said otherwise): residents' voices, suggestions, activities. All
figures of one year are asked once, and beside each the same count in plain SQL written by hand; then the page of a figure.
With --keep the SQLite database stays under `var/`, and a second run asks it again.
"""

import argparse
import gc
import os
import sys
import time
from datetime import date
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.pages import HOME, database, machine, run_with

YEAR = date(2021, 1, 1), date(2021, 12, 31)
ROUNDS, REQUESTS = 3, 100
PAGES = ("suggestions_filed", "suggestions_on_time", "three_entries_attendance", "communities_visited", "voices_received")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("engines", nargs="*", default=["sqlite", "postgres"])
    parser.add_argument("--events", type=int, default=5_000_000)
    parser.add_argument("--keep", action="store_true")
    given = parser.parse_args()
    print(machine(), flush=True)
    for engine in given.engines:
        if given.keep and engine == "sqlite":
            kept = HOME / "var" / f"figures-{given.events}.sqlite3"
            kept.parent.mkdir(exist_ok=True)
            run_with(f"sqlite:///{kept}", "measure", engine, str(given.events), script=__file__)
            continue
        with database(engine) as url:
            run_with(url, "measure", engine, str(given.events), script=__file__)


# From here on inside a process that has the database.


def measure(engine, events):
    import django

    os.environ["VAR"] = os.environ.get("VAR") or str(HOME / "var" / "bench")
    django.setup()
    from django.db import connection

    from bench.decade import decade

    began = time.perf_counter()
    congress = decade(events)
    print(f"\n### {engine}, {events:,} events (loaded in {time.perf_counter() - began:.0f} s)", flush=True)
    beside_plain_sql(connection, congress)
    its_pages(congress)


def beside_plain_sql(connection, congress):
    """Each figure of which the same count is written by hand, and then all that there are."""
    from bench.decade import plain_sql
    from qingting.figures.figure import Figure

    ours, theirs, differ = {}, {}, []
    with connection.cursor() as cursor:
        for name, sql in plain_sql(congress.pk, *YEAR).items():
            figure = Figure.all[name]
            took, counted = timed(lambda figure=figure: figure.count(congress, *YEAR))

            def ask(sql=sql):
                cursor.execute(sql)
                return cursor.fetchone()[0] or 0

            bare, said = timed(ask)
            ours[name], theirs[name] = took, bare
            if counted != said:
                differ.append(f"{name}: {counted} and {said}")
    ratio = sum(ours.values()) / sum(theirs.values())
    print("\n| figures | ours, ms | plain SQL, ms | beside |\n|---|---|---|---|")
    for family in ("voices", "suggestions", "others"):
        names = [n for n in ours if n.startswith(family) or family == "others" and not n.startswith(("voices", "suggestions"))]
        mine, bare = (1000 * sum(of[n] for n in names) for of in (ours, theirs))
        print(f"| {len(names)} of {family} | {mine:.0f} | {bare:.0f} | {mine / bare:.2f} |")
    slowest = sorted(ours, key=ours.get, reverse=True)[:5]
    print(f"| all {len(ours)} | {1000 * sum(ours.values()):.0f} | {1000 * sum(theirs.values()):.0f} | {ratio:.2f} |")
    print("\nthe slowest: " + ", ".join(f"`{n}` {1000 * ours[n]:.0f} ms ({ours[n] / theirs[n]:.2f})" for n in slowest))
    whole, _said = timed(lambda: [one.count(congress, *YEAR) for one in Figure.all.values()])
    print(f"\nall {len(Figure.all)} figures of one year: {whole:.2f} s" + (f"; they DIFFER: {differ}" if differ else ""), flush=True)


def timed(act):
    """The median of ROUNDS, in seconds, and what came of it."""
    took, said = [], None
    for _ in range(ROUNDS):
        began = time.perf_counter()
        said = act()
        took.append(time.perf_counter() - began)
    return median(took), said


def its_pages(congress):
    """Through the whole platform but the network, as the office's clerk: first after an event, when all is counted, then again.

    Beside it stands as much of mere arithmetic, for what the machine itself adds at p99.
    """
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.core.cache import cache
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(User.objects.get(username="代表工委经办人"))
    assert client.get("/figures/").status_code == 200  # templates and all that a process reads once
    gc.freeze()  # as the server does
    cache.clear()
    print("\n| page | first ms | p50 ms | p99 ms |\n|---|---|---|---|")
    for name in PAGES:
        path = f"/figures/{name}/?since={YEAR[0]}&until={YEAR[1]}"
        first, *took = [asked(client, path) for _ in range(1 + REQUESTS)]
        print(f"| {name} | {first:.0f} | {median(took):.0f} | {quantiles(took, n=100)[98]:.0f} |", flush=True)
    took = [arithmetic() for _ in range(REQUESTS)]
    print(f"| mere arithmetic | | {median(took):.0f} | {quantiles(took, n=100)[98]:.0f} |", flush=True)


def arithmetic() -> float:
    """How long the same small sum takes, in milliseconds."""
    began = time.perf_counter()
    sum(n * n for n in range(300_000))
    return 1000 * (time.perf_counter() - began)


def asked(client, path) -> float:
    """How long it took, in milliseconds."""
    began = time.perf_counter()
    assert client.get(path).status_code == 200
    return 1000 * (time.perf_counter() - began)


if __name__ == "__main__":
    measure(sys.argv[2], int(sys.argv[3])) if sys.argv[1:2] == ["measure"] else main()
