"""Measure how long a newcomer waits, from `git clone` to the first page that is served.

    python3 tools/bench/setup.py    three starts; about a minute, five at most

Every start is `python3 manage.py run` in a new clone of this one. A cold cache is an empty
one of pip's; wheels then come from the package index, so the network is a part of the figure.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 100
WANTED_SECONDS = {"cold cache": 60.0, "second start": 3.0, "new clone, warm cache": 60.0}


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        seconds = measured(Path(folder))
    for name, wanted in WANTED_SECONDS.items():
        verdict = "" if seconds[name] < wanted else "  TOO SLOW"
        print(f"{name:<22} {seconds[name]:6.2f} s   (wanted: under {wanted:.0f} s){verdict}")
    return int(any(seconds[name] >= wanted for name, wanted in WANTED_SECONDS.items()))


def measured(folder: Path) -> dict[str, float]:
    environment = os.environ | {"PIP_CACHE_DIR": str(folder / "cache")}
    return {
        "cold cache": clone(folder / "first") + start(folder / "first", environment),
        "second start": start(folder / "first", environment),
        "new clone, warm cache": clone(folder / "second") + start(folder / "second", environment),
    }


def clone(target: Path) -> float:
    begin = time.perf_counter()
    subprocess.run(["git", "clone", "--quiet", "--no-tags", ROOT.as_uri(), target], check=True)
    return time.perf_counter() - begin


def start(folder: Path, environment: dict[str, str]) -> float:
    """Return the seconds until the front page is answered; end the server after that."""
    port = free_port()
    begin = time.perf_counter()
    with running(folder, port, environment) as server:
        while not answers(port):
            if server.poll() is not None or time.perf_counter() - begin > PATIENCE_SECONDS:
                sys.exit(f"Error: no page came within {PATIENCE_SECONDS} s, see above")
            time.sleep(0.02)
        return time.perf_counter() - begin


@contextmanager
def running(
    folder: Path, port: int, environment: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "manage.py", "run", "--port", str(port)]
    server = subprocess.Popen(command, cwd=folder, env=environment, start_new_session=True)
    try:
        yield server
    finally:
        os.killpg(server.pid, signal.SIGINT)  # the reloader has a child
        server.wait(timeout=20)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as page:
            return bool(page.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
