"""Serve the platform: `qingting serve`, on http://127.0.0.1:8000 unless told otherwise."""

import argparse
import gc
import multiprocessing
import os
import subprocess
import sys
import threading
import time

from granian import Granian
from granian.constants import Interfaces


def main(words):
    parser = argparse.ArgumentParser(prog="qingting serve", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args(words)
    print(f"http://{given.host}:{given.port}/", flush=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingting.settings")
    if sys.platform == "linux":  # elsewhere a process does not part safely, and each worker reads for itself
        read_the_platform()
    threading.Thread(target=keep_the_ballot_box, daemon=True).start()
    # One thread a worker: more of them wait for each other, and for SQLite's one writer.
    Granian(
        "qingting.wsgi:application",
        address=given.host,
        port=given.port,
        interface=Interfaces.WSGI,
        workers=given.workers,
        blocking_threads=1,
        websockets=False,
    ).serve()


def keep_the_ballot_box():
    """The process that holds the ballots of open votes lives beside the workers, and is begun anew where it has ended.

    The ballots that it held are gone then, and the votes that were open are void: that is how it was decided.
    """
    from django.conf import settings

    while True:
        subprocess.run([sys.executable, "-m", "qingting.meetings.box", str(settings.BALLOT_BOX)], check=False)
        time.sleep(1)


def read_the_platform():
    """Read it once, before the workers part from this process, so that it is ready sooner and they share what was read.

    New code comes in by a restart, therefore, and not by a reload.
    """
    multiprocessing.set_start_method("fork")
    from django.urls import get_resolver

    import qingting.wsgi  # noqa: F401

    get_resolver().url_patterns  # noqa: B018 - the pages are read as well
    gc.freeze()  # else the first collection of garbage writes to every page that is shared
