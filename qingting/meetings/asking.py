"""How the platform asks the ballot box (`box.py`): over one connection for each thread that asks, kept open between two questions."""

import json
import socket
import threading
from contextlib import suppress

from django.conf import settings
from django.utils.translation import gettext as _

from qingting.docket.process import Refused

PATIENCE = 5.0  # seconds that a page waits for the ballot box
kept = threading.local()


def ask_the_box(act: str, *given):
    """Ask the process that holds the open ballots. Raises Refused where it does not answer."""
    try:
        return json.loads(_answer_to(json.dumps([act, *given]).encode() + b"\n"))
    except (OSError, ValueError) as broken:
        raise Refused(_("票箱没有响应，这一步没有办成。请告诉工作人员")) from broken


def _answer_to(question: bytes) -> bytes:
    """Asked once more over a new connection where the kept one is dead: its box has ended, and what it held with it."""
    path = str(settings.BALLOT_BOX)
    link = kept.__dict__.pop(path, None)  # put back when it has answered: one that was interrupted is not used again
    kept.__dict__.clear()  # a connection to any other box
    answer = b""
    if link:
        with suppress(ConnectionError):
            answer = _ask_over(link, question)
    if not answer:
        link = _connected(path)
        answer = _ask_over(link, question)
    if answer:
        setattr(kept, path, link)
    return answer


def _connected(path: str):
    """A file to write questions into and to read answers from; closed with its last reference."""
    with socket.socket(socket.AF_UNIX) as link:
        link.settimeout(PATIENCE)
        link.connect(path)
        return link.makefile("rwb")


def _ask_over(link, question: bytes) -> bytes:
    """One line for one line; nothing from a box that has ended."""
    link.write(question)
    link.flush()
    return link.readline()
