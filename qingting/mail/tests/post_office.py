"""A real SMTP server in a thread, on 127.0.0.1, that keeps what it is given and can be told to refuse."""

import socket
from email import message_from_bytes
from email.policy import default

from aiosmtpd.controller import Controller


class PostOffice:
    """What it received; and what it will answer, as many times as it is told."""

    def __init__(self):
        self.received, self.answers = [], []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.door = None

    def open(self):
        self.door = Controller(self, hostname="127.0.0.1", port=self.port)
        self.door.start()

    def close(self):
        if self.door:
            self.door.stop()
        self.door = None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.answers and self.answers[0][0] == "RCPT":
            return self.answers.pop(0)[1]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.answers and self.answers[0][0] == "DATA":
            answer = self.answers.pop(0)[1]
            if answer == "hang up":
                self.received.append(message_from_bytes(envelope.content, policy=default))
                server.transport.abort()
            return answer
        self.received.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"

    def refuses(self, answer, at="RCPT", times=1):
        self.answers += [(at, answer)] * times

    @property
    def addressees(self):
        return sorted(mail["To"] for mail in self.received)
