"""A mail server of our own, for tests: it speaks SMTP and keeps what it takes."""

import socket
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from random import randrange

from aiosmtpd.controller import Controller


class Inbox:
    """What a server has taken; a recipient in `refused` is answered with its line."""

    def __init__(self):
        self.messages = []
        self.refused = {}
        self.meanwhile = lambda: None  # done while the sender waits for an answer

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.meanwhile()
        self.messages.append(message)
        return "250 OK"


def free_port():
    """Return a port that nobody is at, out of those that no system gives by itself."""
    while True:
        port = randrange(20000, 30000)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


@contextmanager
def running(inbox, port):
    server = Controller(inbox, "127.0.0.1", port, server_hostname="localhost")
    server.start()
    yield
    server.stop()


@contextmanager
def mute(port):
    """Take calls, and say nothing."""
    with socket.create_server(("127.0.0.1", port)):
        yield
