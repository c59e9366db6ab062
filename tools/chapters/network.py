"""This machine's own ports: free ones, and those that answer."""

from __future__ import annotations

import random
import socket
from contextlib import suppress

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
