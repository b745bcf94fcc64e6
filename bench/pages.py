"""What pages and steps cost with a thousand and with a million suggestions: python bench/pages.py [sqlite] [postgres] [--big N].

Each page stands beside a bare Django view that does the same query on the same server in the same run.
CPU per request is that of the web server's workers and of the database together; medians of ROUNDS rounds.
"""

import argparse
import http.client
import os
import platform
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, nullcontext
from pathlib import Path
from statistics import median

import psutil

HOME = Path(__file__).resolve().parent.parent
PORT, ROUNDS, REQUESTS, WARM = 8731, 5, 100, 40
PAGES = {
    "bare list": "/bare/list/",
    "list, newest": "/registers/suggestions/",
    "list, one state": "/registers/suggestions/?state=signed",
    "list, late": "/registers/suggestions/?lamp=red",
    "inbox": "/inbox/",
    "bare detail": "/bare/detail/{pk}/",
    "page of a matter": "/matters/{pk}/",
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("engines", nargs="*", default=["sqlite", "postgres"])
    parser.add_argument("--big", type=int, default=1_000_000)
    given = parser.parse_args()
    print(machine(), flush=True)
    for engine in given.engines:
        for n in (1_000, given.big):
            with database(engine) as url:
                run_with(url, "measure", engine, str(n))


def machine():
    return f"{platform.platform()}, {os.cpu_count()} CPUs, {psutil.virtual_memory().total >> 30} GiB, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"


@contextmanager
def database(engine):
    """An empty database of that engine, gone afterwards."""
    sys.path.insert(0, str(HOME))
    from ops.postgres import throwaway

    with (
        tempfile.TemporaryDirectory() as folder,
        throwaway() if engine == "postgres" else nullcontext(f"sqlite:///{folder}/bench.sqlite3") as url,
    ):
        yield url


def run_with(url, *words, script=__file__):
    settings = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "bench.settings", "PYTHONPATH": str(HOME)}
    subprocess.run([sys.executable, script, *words], env=os.environ | settings, check=True, cwd=HOME)


# From here on inside a process that has the database.


def measure(engine, n):
    import django

    django.setup()
    from bench.town import is_true_to_the_pages, load

    load(n)
    print(
        f"\n## {engine}, {n:,} suggestions (lines of the cast that the pages would write otherwise: {is_true_to_the_pages(min(400, n // 17))})",
        flush=True,
    )
    with server() as (process, ready):
        print(f"ready in {ready:.2f} s; ", end="")
        pages(process, *visitor(n))
        two, whole = memory(process)
        print(f"memory: {two:.0f} MB (PSS) for two workers, {whole:.0f} with the process that watches them", flush=True)
    if n >= 20_000:  # fewer suggestions have too few to sign for
        steps()
        chain()


def visitor(n):
    """The cookie of an office's clerk, and a suggestion that he sees."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import User
    from django.contrib.sessions.backends.db import SessionStore

    from qingting.docket.models import Part
    from qingting.organs.models import Post

    user = User.objects.get(username="代表工委3经办人")
    session = SessionStore()
    session.update(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: "qingting.web.backends.HolderOfPosts",
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
    )
    session.create()
    post = Post.objects.get(person__user=user)
    part = Part.objects.filter(hat=post.hats[2]).order_by("-matter").first()
    return f"sessionid={session.session_key}", part.matter_id


@contextmanager
def server():
    """Two workers as `qingting serve` starts them; and how long the first answer took."""
    import urllib.request

    words = [sys.executable, "-m", "qingting.manage", "serve", "--port", str(PORT)]
    began = time.perf_counter()
    process = subprocess.Popen(words, cwd=HOME, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{PORT}/accounts/login/", timeout=5).read()
                break
            except OSError:
                time.sleep(0.01)
                if time.perf_counter() - began > 60:
                    raise
        yield psutil.Process(process.pid), time.perf_counter() - began
    finally:
        process.terminate()
        process.wait(20)


def pages(process, cookie, pk):
    """Every page in every round, so that a machine whose speed drifts is as slow for the page as for the bare view beside it."""
    link = http.client.HTTPConnection("127.0.0.1", PORT)
    for path in PAGES.values():
        ask(link, path.format(pk=pk), cookie, WARM)
    spent, times = {name: [] for name in PAGES}, {name: [] for name in PAGES}
    for _ in range(ROUNDS):
        for name, path in PAGES.items():
            before = cpu(process)
            times[name] += ask(link, path.format(pk=pk), cookie, REQUESTS)
            spent[name].append(1000 * (cpu(process) - before) / REQUESTS)
    print(f"{ROUNDS} rounds of {REQUESTS} requests of each page, one reader\n")
    print("| page | CPU ms a request | beside the bare | p50 ms | p99 ms |\n|---|---|---|---|---|")
    for name in PAGES:
        bare = spent["bare detail" if name in ("bare detail", "page of a matter") else "bare list"]
        ratio = median(ours / theirs for ours, theirs in zip(spent[name], bare, strict=True))
        took = sorted(times[name])
        print(
            f"| {name} | {median(spent[name]):.2f} | {ratio:.2f} | {median(took):.1f} | {took[int(len(took) * 0.99)]:.1f} |",
            flush=True,
        )


def ask(link, path, cookie, times):
    took = []
    for _ in range(times):
        began = time.perf_counter()
        link.request("GET", path, headers={"Cookie": cookie})
        answer = link.getresponse()
        answer.read()
        assert answer.status == 200, (path, answer.status)
        took.append(1000 * (time.perf_counter() - began))
    return took


def family(process):
    """The server's processes, and those of the throwaway PostgreSQL."""
    others = (
        [p for p in psutil.process_iter(["name"]) if p.info["name"] == "postgres"]
        if "postgres" in os.environ["DATABASE_URL"]
        else []
    )
    return [process, *process.children(recursive=True), *others]


def cpu(process):
    return sum(sum(p.cpu_times()[:2]) for p in family(process) if p.is_running())


def memory(process):
    """Megabytes of the two workers, and of everything that `qingting serve` starts, each shared page counted once."""
    shares = sorted((p.memory_full_info().pss / 1e6 for p in process.children(recursive=True)), reverse=True)
    return sum(shares[:2]), sum(shares) + process.memory_full_info().pss / 1e6


def steps(n=200):
    """`take`, beside a bare insert of the same rows in a transaction of its own."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from qingting.organs.models import Post, Role
    from qingting.suggestions.models import Suggestion

    clerks = {post.organ_id: post for post in Post.objects.filter(role=Role.CLERK).select_related("organ", "person")}
    assigned = list(Suggestion.objects.filter(state="assigned").order_by("pk")[: 2 * n + 2])
    half = len(assigned) // 2
    with CaptureQueriesContext(connection) as queries:
        assigned[0].take("sign", clerks[assigned[0].handler_id])
    bare_step(assigned[half], clerks[assigned[half].handler_id])
    me = psutil.Process()
    ours, bare = [], []
    for round_ in range(ROUNDS):
        for acts, some in ((ours, assigned[1:half]), (bare, assigned[half + 1 :])):
            share = some[round_ * len(some) // ROUNDS : (round_ + 1) * len(some) // ROUNDS]
            before, began = cpu(me), time.perf_counter()
            for s in share:
                s.take("sign", clerks[s.handler_id]) if acts is ours else bare_step(s, clerks[s.handler_id])
            acts.append((1000 * (cpu(me) - before) / len(share), 1000 * (time.perf_counter() - began) / len(share)))
    (cpu_ours, wall_ours), (cpu_bare, wall_bare) = [
        [median(x) for x in zip(*acts, strict=True)] for acts in (ours, bare)
    ]
    print("\n| step | queries | CPU ms | beside the bare | wall ms |\n|---|---|---|---|---|")
    print(f"| bare insert of the same rows | | {cpu_bare:.2f} | 1.00 | {wall_bare:.2f} |")
    print(f"| take | {len(queries)} | {cpu_ours:.2f} | {cpu_ours / cpu_bare:.2f} | {wall_ours:.2f} |", flush=True)


def bare_step(s, post):
    """The rows that `sign` writes, and nothing asked."""
    from django.db import transaction
    from django.utils.timezone import now

    from qingting.docket.models import Deadline, Event, Matter, Part
    from qingting.docket.seals import fingerprint

    with transaction.atomic():
        event = Event(
            matter_id=s.pk,
            step="sign",
            before="assigned",
            after="signed",
            post=post,
            at=now(),
            digest=fingerprint(str(s.pk)),
        )
        super(Event, event).save()
        Deadline.objects.filter(matter=s.pk, clock__in=["signing", "returning"]).update(met=event)
        Matter.objects.filter(pk=s.pk).update(state="signed", head=event.digest, moved_at=event.at, owed_on=s.owed_on)
        Part.objects.bulk_create(
            [Part(matter_id=s.pk, hat=part.hat, kind=part.kind, state="signed", turn=part.turn, due_on=part.due_on, owed_on=part.owed_on) for part in Part.objects.filter(matter=s.pk)],
            update_conflicts=True, unique_fields=["hat", "kind", "matter"], update_fields=["state", "turn", "due_on", "owed_on"],
        )  # fmt: skip


def chain(n=200_000):
    """How many events a second `verify` walks."""
    from itertools import islice

    from qingting.docket.ledger import breaks
    from qingting.organs.models import Organ

    walked = 0

    def count():
        nonlocal walked
        walked += 1

    began, found = time.perf_counter(), breaks(Organ.objects.get(kind="congress"), count)
    for _ in islice(found, n):
        pass
    print(f"\nverify: {walked / (time.perf_counter() - began):,.0f} events a second, over {walked:,}\n", flush=True)


if __name__ == "__main__":
    measure(sys.argv[2], int(sys.argv[3])) if sys.argv[1:2] == ["measure"] else main()
