"""The worker: sends what waits to be sent, and makes the daily round. Any number of them may work at once."""

import logging
import signal
from collections import Counter
from threading import Event

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _

from qingting.mail.delivery import Outcome, deliver, mark_lost
from qingting.mail.reminders import begin_round, make_round

logger = logging.getLogger(__name__)

PAUSE = 5  # seconds between two looks into the queue
LONGEST = 300  # seconds between two tries of a server that does not answer


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what there is to do now, say so, and end")

    def handle(self, once, **options):
        if once:
            if not self.look():
                self.say(_("没有要寄的"))
            return
        stop, pause = Event(), 0
        for asked in (signal.SIGTERM, signal.SIGINT):
            signal.signal(asked, lambda *_given: stop.set())  # the mail that is on its way is finished first
        while not stop.wait(pause):
            try:
                done = self.look()
            except DatabaseError as fault:  # it may be away for a while; the worker outlives that
                self.say(_("数据库暂不可用，稍后再试（%(fault)s）") % {"fault": type(fault).__name__})
                done = [Outcome.UNREACHABLE]
            pause = min(max(2 * pause, PAUSE), LONGEST) if Outcome.UNREACHABLE in done else PAUSE
            close_old_connections()

    def look(self) -> Counter:
        """Make the daily round if it is time, send what is due, and say what was done."""
        if is_first := begin_round():
            self.round()
        done = deliver()
        if is_first:
            done += Counter({Outcome.UNSURE: mark_lost(now())})
        for outcome, n in done.items():
            self.say(outcome.label % {"n": n})
        return done

    def round(self):
        try:
            self.say(_("例行检查：提醒 %(n)s 人次") % {"n": make_round(self.stdout)})
        except Exception:  # mail goes out all the same; tomorrow's round makes up for today's
            logger.exception("the daily round failed")
            self.say(_("今日例行检查没有做完，原因见日志。修好后请运行 qingting remind"))

    def say(self, line):
        self.stdout.write(f"{localtime():%m-%d %H:%M:%S} {line}")
        self.stdout.flush()
