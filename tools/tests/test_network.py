"""Ports for servers of ours, which nothing else may take between the choice and the use."""

from __future__ import annotations

import socket
from contextlib import ExitStack

from chapters import network


def test_a_port_is_none_that_the_system_gives_away():
    with ExitStack() as stack:
        taken = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(50)]
        given = {server.getsockname()[1] for server in taken}

    ports = {network.free_port() for _ in range(50)}

    assert max(ports) < min(given)


def test_a_port_that_is_in_use_is_not_chosen(monkeypatch):
    used, free = network.free_port(), network.free_port()
    monkeypatch.setattr(network, "PORTS", (used, free))

    with socket.create_server(("127.0.0.1", used)):
        found = {network.free_port() for _ in range(20)}

    assert found == {free}
