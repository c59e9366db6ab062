from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import text

from app.database import sqlite
from app.extensions import db
from tests import databases


@pytest.fixture
def database(tmp_path):
    """SQLite alone: nothing here is true of another database."""
    with databases.empty("sqlite", tmp_path) as address:
        databases.make_tables(address)
        yield address


@pytest.mark.parametrize(
    "pragma, value",
    [
        ("busy_timeout", 5000),
        ("journal_mode", "wal"),
        ("synchronous", 1),  # NORMAL
        ("foreign_keys", 1),
    ],
)
def test_every_connection_is_set_up(app, pragma, value):
    with app.test_request_context():
        with db.engine.connect() as first, db.engine.connect() as second:
            for connection in first, second:
                assert connection.scalar(text(f"PRAGMA {pragma}")) == value


def test_connection_does_not_see_what_another_has_not_committed(app):
    with app.app_context(), db.engine.connect() as writer:
        writer.execute(text("CREATE TABLE note (line TEXT)"))
        writer.commit()
        writer.execute(text("INSERT INTO note VALUES ('a secret so far')"))

        with app.test_request_context(), db.engine.connect() as reader:
            assert reader.scalar(text("SELECT count(*) FROM note")) == 0


@pytest.fixture
def counter(app):
    with app.app_context():
        db.session.execute(text("CREATE TABLE counter (n INTEGER)"))
        db.session.execute(text("INSERT INTO counter VALUES (0)"))
        db.session.commit()


def count_up(app, barrier):
    """Read, then write what follows from it, as most forms do."""
    barrier.wait()
    with app.test_request_context(method="POST"):
        n = db.session.scalar(text("SELECT n FROM counter"))
        db.session.execute(text("UPDATE counter SET n = :n"), {"n": n + 1})
        db.session.commit()


def test_writers_at_the_same_moment_wait_for_each_other(app, counter):
    barrier = Barrier(8)

    with ThreadPoolExecutor(8) as threads:
        for writer in [threads.submit(count_up, app, barrier) for _ in range(8)]:
            writer.result()

    with app.app_context():
        assert db.session.scalar(text("SELECT n FROM counter")) == 8


def test_reader_does_not_wait_for_a_writer(app, counter):
    with app.app_context(), db.engine.begin() as writer:
        writer.execute(text("UPDATE counter SET n = 1"))

        with app.test_request_context(), db.engine.connect() as reader:
            assert reader.scalar(text("SELECT n FROM counter")) == 0


def test_reader_keeps_no_writer_waiting(app, counter, monkeypatch):
    monkeypatch.setattr(sqlite, "PRAGMAS", ["busy_timeout = 0"])
    with app.test_request_context(), db.engine.connect() as reader:
        reader.execute(text("SELECT n FROM counter"))

        with app.test_request_context(method="POST"), db.engine.begin() as writer:
            writer.execute(text("UPDATE counter SET n = 1"))
