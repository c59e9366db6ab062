import os
import socket
import tempfile
import time
from pathlib import Path

import pytest

from app import create_app
from config import TestingConfig
from tests import databases
from tests.factories import NEWCOMER
from tests.postgresql_server import Server, programs


@pytest.fixture(scope="module")
def server():
    """A running server, in a folder that an unprivileged user may enter."""
    if not databases.SERVER or not programs():  # to make one takes seconds
        refuse = pytest.fail if os.environ.get("CI") else pytest.skip
        refuse("PIPIT_TEST_DATABASE_URL names no server, or no initdb is in PATH")
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        server.start()
        yield server
        server.stop()


@pytest.fixture
def database(server):
    databases.make_tables(server.address)
    with databases.lent(server.address) as address:
        yield address


def seconds_until_back(client):
    start = time.monotonic()
    while client.get("/").status_code != 200 and time.monotonic() < start + 9:
        time.sleep(0.1)
    return time.monotonic() - start


def test_page_is_away_with_the_server_and_comes_back_with_it(server, client):
    form = NEWCOMER | {"csrf_token": client.token("/register")}

    server.stop()
    read, refused = client.get("/"), client.post("/register", data=form)
    server.start()

    assert (read.status_code, refused.status_code) == (503, 503)
    assert read.headers["Retry-After"] == "5"
    assert seconds_until_back(client) < 5
    assert client.post("/register", data=form).status_code == 303


def test_server_that_restarts_between_two_requests_is_not_noticed(server, client):
    client.get("/")

    server.stop()
    server.start()

    assert client.get("/").status_code == 200


def test_server_that_says_nothing_is_not_waited_for():
    with socket.create_server(("127.0.0.1", 0)) as mute:
        address = f"postgresql+psycopg://pipit@127.0.0.1:{mute.getsockname()[1]}/pipit"
        app = create_app(TestingConfig, SQLALCHEMY_DATABASE_URI=address)
        start = time.monotonic()

        answer = app.test_client().get("/")

    assert answer.status_code == 503
    assert time.monotonic() - start < 5
