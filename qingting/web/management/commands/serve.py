"""Serve the platform: `qingting serve`, on http://127.0.0.1:8000 unless told otherwise."""

from django.core.management.base import BaseCommand
from granian import Granian
from granian.constants import Interfaces


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []  # the workers find out by themselves; and one waits for nothing twice

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, host, port, workers, **options):
        self.stdout.write(f"http://{host}:{port}/", ending="\n")
        self.stdout.flush()
        # One thread a worker: more of them wait for each other, and for SQLite's one writer.
        Granian(
            "qingting.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=1,
            websockets=False,
        ).serve()
