"""The ballot box: a process of its own that keeps the ballots of open votes in memory, and nowhere else.

Secret by construction. The database knows who has voted (the roll) and, once the vote is closed, what the ballots say:
the two share no key, no time and no order. Until then no ballot is on any disk, in any log, in any row: it goes from the
voter's request over a local socket into this process, which writes nothing down, locks its memory against swapping where
the system lets it, and leaves no core dump. At closing it gives all ballots at once, in the order of their random codes.

If this process or the machine dies while a box is open, the ballots are gone: the vote is void and is held again
(`VoteProcess.void`). That is the price of nobody's choice being on a disk, and it was chosen so.

It needs nothing but Python's own library, so that it is small: `python -m qingting.meetings.box SOCKET`. `qingting serve`
starts it, and starts it again where it has ended.

A ballot is laid in first and held back until the roll says that its voter had not voted before (`confirm`); else it is
taken out again. Of two telephones of one voter, one alone is in the box.
"""

import ctypes
import json
import os
import resource
import secrets
import socketserver
import sys
import threading
from contextlib import suppress
from pathlib import Path

LONGEST = 64_000  # bytes of one message
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without what is misread: 0 and O, 1 and I
CODE = 12  # characters of a voter's code: 60 bits


class Box:
    """The ballots of every open vote, by vote. One lock: laying in a ballot takes microseconds."""

    def __init__(self):
        self.lock = threading.Lock()
        self.votes: dict[str, dict[str, tuple[str, list[str], bool]]] = {}  # by ticket: code, ballot, confirmed

    def open(self, vote):
        """Begin a box for this vote; one that is there already is left as it is."""
        self.votes.setdefault(vote, {})

    def lay_in(self, vote, ballot):
        """A ticket by which to confirm it, and the code by which its voter finds it again."""
        if vote not in self.votes:
            return None
        taken = {code for code, _ballot, _is in self.votes[vote].values()}
        code = next(code for code in iter(new_code, None) if code not in taken)
        ticket = secrets.token_hex(16)
        self.votes[vote][ticket] = (code, ballot, False)
        return [ticket, code]

    def confirm(self, vote, ticket):
        """Whoever closed the vote in this moment has counted it already: the roll said that it must be in."""
        held = self.votes.get(vote, {})
        if ticket in held:
            code, ballot, _is = held[ticket]
            held[ticket] = (code, ballot, True)

    def take_out(self, vote, ticket):
        self.votes.get(vote, {}).pop(ticket, None)

    def is_open(self, vote):
        return vote in self.votes

    def count(self, vote, voters):
        """All ballots as (code, ballot), by their random codes; None where they are not as many as the roll has voters.

        A ballot whose confirmation was lost with its web worker counts where the roll says that it must be in. Whoever
        asks has locked the vote, so that nobody is ticked meanwhile; the ballots stay until he has written them down.
        """
        if vote not in self.votes:
            return None
        held = self.votes[vote].values()
        confirmed = [(code, ballot) for code, ballot, is_confirmed in held if is_confirmed]
        every = [(code, ballot) for code, ballot, _is in held]
        found = next((some for some in (confirmed, every) if len(some) == voters), None)
        return None if found is None else sorted(found)

    def forget(self, vote):
        self.votes.pop(vote, None)


ACTS = ("open", "lay_in", "confirm", "take_out", "is_open", "count", "forget")


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE))


class Server(socketserver.ThreadingUnixStreamServer):
    """Answers a line with a line, from whoever may open the socket: the platform's own user alone."""

    daemon_threads = True
    request_queue_size = 1024

    def __init__(self, path: Path):
        self.box = Box()
        self.parent = os.getppid()
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            path.unlink()
        was = os.umask(0o177)
        try:
            super().__init__(str(path), Handler)
        finally:
            os.umask(was)

    def service_actions(self):
        """A box whose platform has gone goes too: nobody can ask it any more."""
        if os.getppid() != self.parent:
            os._exit(0)

    def handle_error(self, request, client_address):
        """Of what went wrong, nothing is printed: it might name a ballot. Who asked sees that no answer came."""


class Handler(socketserver.StreamRequestHandler):
    """One connection: a worker keeps its own for as long as it lives. Who asks what cannot be asked is not answered any more."""

    def handle(self):
        while question := self.rfile.readline(LONGEST):
            act, *given = json.loads(question)
            if act not in ACTS:
                break
            with self.server.box.lock:
                said = getattr(self.server.box, act)(*given)
            self.wfile.write(json.dumps(said).encode() + b"\n")


def serve(path: Path):
    """Run the box until it is stopped. No core dump, and no page of it swapped out where the system allows that."""
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None, use_errno=True).mlockall(3)  # MCL_CURRENT | MCL_FUTURE
    with Server(path) as server:
        server.serve_forever()


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
