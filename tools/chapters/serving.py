"""A server for one reader, on this machine alone."""

from __future__ import annotations

import mimetypes
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from .errors import Refused

HOSTS = ("127.0.0.1", "localhost")  # a name that leads here from elsewhere is refused
PAGE = "text/html"


class Reply(NamedTuple):
    """What a request gets; with `location` the reader is sent there."""

    content: bytes
    status: int = 200
    location: str = ""


Answer = Callable[[str, dict[str, str]], Reply]  # address below the root, query


class Server(ThreadingHTTPServer):
    """Bound to loopback; each GET goes to `answer`, one at a time."""

    daemon_threads = True

    def __init__(self, port: int, answer: Answer) -> None:
        self.answer, self.turn = answer, threading.Lock()
        super().__init__(("127.0.0.1", port), Handler)


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server

    def do_GET(self) -> None:
        if self.headers.get("Host", "").rpartition(":")[0] not in HOSTS:
            self.send_error(403, "not a name of this machine")
            return
        parts = urlsplit(self.path)
        address = unquote(parts.path).lstrip("/")
        with self.server.turn:
            reply = self.server.answer(address, dict(parse_qsl(parts.query)))
        self._send(reply, PAGE if reply.status == 404 else _kind(address))

    def _send(self, reply: Reply, kind: str) -> None:
        self.send_response(reply.status)
        if reply.location:
            self.send_header("Location", reply.location)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if "text/" in kind else kind)
        self.send_header("Content-Length", str(len(reply.content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(reply.content)

    def log_message(self, *words: object) -> None:
        """Say nothing of each request."""


def _kind(address: str) -> str:
    return mimetypes.guess_type(address)[0] or PAGE


def server(port: int, answer: Answer) -> Server:
    """A server that is not started yet. Raises Refused where the port is taken."""
    try:
        return Server(port, answer)
    except OSError as error:
        words = f"chapters site serve --port {port + 1}"
        raise Refused(f"Port {port} is taken. Next: {words}") from error
