"""Serve the platform: `qingting serve`, on http://127.0.0.1:8000 unless told otherwise."""

import argparse
import os

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
