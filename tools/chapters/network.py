"""This machine's own ports: free ones, those that answer, and what a server says."""

from __future__ import annotations

import random
import socket
import urllib.error
import urllib.request
from contextlib import suppress
from http.client import HTTPException

# Below those that systems give to whoever asks for any: none of ours is taken before it is used.
PORTS = range(20_000, 32_000)


def free_port() -> int:
    while True:
        port = random.choice(PORTS)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


def answers(address: str, port: int) -> bool:
    """Whether something listens there."""
    with suppress(OSError), socket.create_connection((address, port), timeout=1):
        return True
    return False


def status(url: str, seconds: float = 30) -> str:
    """The status that a server of ours answers with, or why none came; no proxy is asked."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=seconds) as answer:
            return str(answer.status)
    except urllib.error.HTTPError as error:
        return str(error.code)
    except (OSError, HTTPException) as error:
        return f"nothing ({getattr(error, 'reason', error) or type(error).__name__})"
