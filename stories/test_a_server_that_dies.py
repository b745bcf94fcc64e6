"""What was acknowledged is never lost: the server is killed while residents are sending, and every receipt it gave is good."""

import http.client
import os
import re
import secrets
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from socket import socket
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.db import connection

from qingting.docket.ledger import verify
from qingting.docket.models import Event
from qingting.organs.models import Receipt

ROOT = Path(__file__).resolve().parent.parent
SENDERS, SECONDS = 4, 2.0  # until the server is killed


def database() -> str:
    """The database of this test, as the server is told of it."""
    said = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{said['NAME']}"
    return os.environ["DATABASE_URL"].replace("/postgres?", f"/{said['NAME']}?")  # as ops/postgres.py writes it


@pytest.mark.slow
def test_nothing_that_was_acknowledged_is_lost_when_the_server_is_killed(busy_town, tmp_path):
    call_command("createcachetable", verbosity=0)
    port = free_port()
    settings = {"DATABASE_URL": database(), "VAR": str(tmp_path), "VOICES_REFUSED": "100000"}
    words = [sys.executable, "-m", "qingting.manage", "serve", "--port", str(port)]
    served = subprocess.Popen(
        words, cwd=ROOT, env=os.environ | settings, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        wait_for(port)
        with ThreadPoolExecutor(SENDERS) as senders:
            sent = [senders.submit(send_until_it_dies, port) for _sender in range(SENDERS)]
            time.sleep(SECONDS)
            os.killpg(served.pid, signal.SIGKILL)
            acknowledged = [where for one in sent for where in one.result()]
    finally:
        served.kill()
        served.wait(20)
    assert len(acknowledged) > SENDERS, "the server answered hardly anyone before it was killed"
    held = {where: Receipt.shown(re.search(r"/r/([^/]+)/", where)[1]) for where in acknowledged}
    assert all(held.values())
    filed = set(Event.objects.filter(step="speak_up").values_list("receipt", flat=True))
    assert {receipt.pk for receipt in held.values()} <= filed
    numbers = list(Event.objects.filter(step="speak_up").values_list("matter__number", flat=True))
    assert len(set(numbers)) == len(numbers) == max(int(number[-4:]) for number in numbers)  # no gap, and no double
    assert verify(busy_town.congress) is None


def free_port() -> int:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_for(port):
    for _try in range(600):
        try:
            with socket() as link:
                link.connect(("127.0.0.1", port))
                return
        except ConnectionError:
            time.sleep(0.05)
    raise AssertionError("the server does not answer")


def send_until_it_dies(port) -> list[str]:
    """One resident after another; where each was sent on to, once his voice was received."""
    told = []
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        link.request("GET", "/say/")
        page = link.getresponse()
        cookie = page.getheader("Set-Cookie").split(";")[0]
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())[1]
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        while True:
            said = {
                "csrfmiddlewaretoken": token,
                "what": f"第{secrets.randbelow(10**6)}盏路灯不亮。",
                "once": secrets.token_hex(16),
            }
            link.request("POST", "/say/", urlencode(said), headers)
            answer = link.getresponse()
            answer.read()
            assert answer.status == 302, answer.status
            told.append(answer.getheader("Location"))
    except (OSError, http.client.HTTPException):
        return told
