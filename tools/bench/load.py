"""Serve an app with gunicorn, and ask it as fast as it answers.

`wrk` asks where it is installed, as a person would have it; else threads of this Python do, which
take more of the processor from the server.
"""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

WORKERS, CONNECTIONS = 2, 8
PATIENCE_SECONDS = 30
WARM_SECONDS = 1
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Request:
    """`body` is that of a POST; empty for a GET."""

    path: str
    cookie: str
    body: str

    @property
    def headers(self) -> dict[str, str]:
        found = {"Host": "localhost", "Cookie": self.cookie}
        return found | ({"Content-Type": FORM} if self.body else {})

    def bytes(self) -> bytes:
        method = "POST" if self.body else "GET"
        lines = [f"{method} {self.path} HTTP/1.1", *(f"{k}: {v}" for k, v in self.headers.items())]
        lines += ["Connection: close", f"Content-Length: {len(self.body)}", "", self.body]
        return "\r\n".join(lines).encode()

    def script(self) -> str:
        """The same for wrk, in Lua, which writes a string as JSON does."""
        lines = [f"wrk.headers[{json.dumps(k)}] = {json.dumps(v)}" for k, v in self.headers.items()]
        post = ['wrk.method = "POST"', f"wrk.body = {json.dumps(self.body)}"] if self.body else []
        return "\n".join(lines + post)


@dataclass(frozen=True)
class Load:
    """`refused` are those of the answers that were an error."""

    answers: int = 0
    refused: int = 0
    seconds: float = 0

    def __add__(self, turn: Load) -> Load:
        refused = self.refused + turn.refused
        return Load(self.answers + turn.answers, refused, self.seconds + turn.seconds)

    @property
    def per_second(self) -> float | None:
        """None where something was refused, which is quick, or nothing was answered."""
        return None if self.refused or not self.answers else self.answers / self.seconds


def client() -> str:
    return "wrk" if shutil.which("wrk") else "threads of Python"


@contextmanager
def served(python: str, module: str, folder: Path, environment: Mapping[str, str]) -> Iterator[int]:
    """Give the port, when the workers have begun to answer there."""
    port = free_port()
    words = ("--workers", str(WORKERS), "--bind", f"127.0.0.1:{port}", f"{module}:create_app()")
    server = subprocess.Popen(
        [python, "-m", "gunicorn", "--log-level", "error", *words], cwd=folder, env=environment
    )
    try:
        wait_for(port, server)
        with_threads(port, Request("/sign-in", "", ""), WARM_SECONDS)
        yield port
    finally:
        server.terminate()
        server.wait()


def load(port: int, request: Request, seconds: float) -> Load:
    """Eight connections; each asks again when it has its answer."""
    ask = with_wrk if shutil.which("wrk") else with_threads
    return ask(port, request, seconds)


def with_wrk(port: int, request: Request, seconds: float) -> Load:
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(request.script())
        script.flush()
        whole = max(1, round(seconds))
        words = ("-t1", f"-c{CONNECTIONS}", f"-d{whole}s", "-s", script.name)
        address = f"http://127.0.0.1:{port}{request.path}"
        said = subprocess.run(["wrk", *words, address], check=True, capture_output=True, text=True)
    answers, took = re.findall(r"(\d+) requests in ([\d.]+)s", said.stdout)[0]
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", said.stdout)
    return Load(int(answers), int(refused[1]) if refused else 0, float(took))


def with_threads(port: int, request: Request, seconds: float) -> Load:
    start = time.monotonic()
    statuses: list[int] = []
    words = (port, request.bytes(), start + seconds, statuses)
    threads = [threading.Thread(target=ask_until, args=words) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    refused = sum(status >= 400 for status in statuses)
    return Load(len(statuses), refused, time.monotonic() - start)


def ask_until(port: int, request: bytes, end: float, statuses: list[int]) -> None:
    while time.monotonic() < end:
        with socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS) as connection:
            connection.sendall(request)
            answer = b"".join(iter(lambda: connection.recv(65_536), b""))
        statuses.append(int(answer.split(b" ", 2)[1]))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Raises RuntimeError if nobody listens within 30 seconds."""
    end = time.monotonic() + PATIENCE_SECONDS
    while server.poll() is None and time.monotonic() < end:
        with socket.socket() as caller:
            if caller.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("gunicorn does not answer, see above")
