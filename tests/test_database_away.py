import sqlite3

import pytest

from app import create_app
from app.clock import now
from app.database import sqlite
from app.extensions import db
from config import TestingConfig
from tests import databases
from tests.factories import NEWCOMER, make_user


@pytest.fixture
def folder(tmp_path):
    """Where the database file would be, if the folder were there."""
    return tmp_path / "folder"


@pytest.fixture
def database(folder):
    with databases.empty("sqlite", folder) as address:
        yield address


def test_page_is_away_with_the_database_and_comes_back_with_it(
    client, database, folder
):
    away = client.get("/")
    folder.mkdir()
    databases.make_tables(database)
    back = client.get("/")

    assert away.status_code == 503
    assert away.headers["Retry-After"] == "5"
    assert "Pipit cannot reach its data." in away.text
    assert back.status_code == 200


def test_one_who_is_signed_in_sees_that_it_is_away(app, folder):
    folder.mkdir()
    client = app.test_client()
    with app.app_context():
        db.create_all()
        client.sign_in(make_user(app))
        db.engine.dispose()
    folder.rename(folder.with_name("elsewhere"))

    answer = client.get("/")

    assert answer.status_code == 503
    assert "Pipit cannot reach its data." in answer.text


def test_database_is_away_when_every_connection_is_in_use(database, folder):
    one = {"pool_size": 1, "max_overflow": 0, "pool_timeout": 0}
    app = create_app(
        TestingConfig, SQLALCHEMY_DATABASE_URI=database, SQLALCHEMY_ENGINE_OPTIONS=one
    )
    folder.mkdir()

    with app.app_context(), db.engine.connect():
        answer = app.test_client().get("/")

    assert answer.status_code == 503


def test_locked_database_can_be_read_and_not_written(
    client, database, folder, monkeypatch
):
    monkeypatch.setattr(sqlite, "PRAGMAS", ["busy_timeout = 0", "journal_mode = WAL"])
    folder.mkdir()
    databases.make_tables(database)
    client.get("/")  # the first connection turns the journal into WAL, for good
    form = NEWCOMER | {"csrf_token": client.token("/register")}
    other = sqlite3.connect(folder / "pipit.sqlite", isolation_level=None)

    other.execute("BEGIN IMMEDIATE")
    read, refused = client.get("/"), client.post("/register", data=form)
    other.close()

    assert (read.status_code, refused.status_code) == (200, 503)
    assert client.post("/register", data=form).status_code == 303


def test_who_sends_a_post_is_looked_up_while_somebody_writes(
    app, client, database, folder, monkeypatch
):
    monkeypatch.setattr(sqlite, "PRAGMAS", ["busy_timeout = 0", "journal_mode = WAL"])
    folder.mkdir()
    databases.make_tables(database)
    client.sign_in(make_user(app, seen_on=now().date()))  # the day is noted already
    other = sqlite3.connect(folder / "pipit.sqlite", isolation_level=None)

    other.execute("BEGIN IMMEDIATE")
    answer = client.post("/")  # it takes none: there is nothing to write
    other.close()

    assert answer.status_code == 405


def test_fault_in_our_own_sql_is_not_called_away(app, folder, caplog):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    folder.mkdir()

    answer = app.test_client().get("/")  # no such table: users

    assert answer.status_code == 500
    assert "db upgrade" in caplog.text
