"""The development database follows go, and nothing of it is lost."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial

import pytest
from learners import ask, backups, by_fork, migration, opened, place, revision, upgrade
from repository import Repository

from chapters import database
from chapters.migrations import BASE, read
from chapters.warm import Warm


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory, _sealed: None) -> Iterator[Warm]:
    made = Warm(tmp_path_factory.mktemp("warm"))
    yield made
    made.close()


@pytest.fixture
def filled(with_database: Repository, warm: Warm, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """The same, whose migrations run in forks."""
    monkeypatch.setattr(database, "run", partial(by_fork, warm))
    return with_database


def test_back_over_six_migrations_and_forth_with_the_same_file(with_database: Repository):
    inode = (with_database.top / "instance/pipit.sqlite").stat().st_ino
    out = with_database.chapters("go", "1a")
    assert revision(with_database) == [] and "before its first migration" in out

    with_database.chapters("go", "3a")
    assert revision(with_database) == [("rev6",)]
    assert ask(with_database, "SELECT * FROM notes") == []
    assert (with_database.top / "instance/pipit.sqlite").stat().st_ino == inode

    kept = next(path for path in backups(with_database) if path.name.startswith("end-"))
    assert ask(with_database, "SELECT text, c2, c6 FROM notes", str(kept)) == [
        ("first", "two", "six")
    ]


def test_rows_stay_where_the_target_has_their_table(filled: Repository):
    filled.chapters("go", "2c")
    assert revision(filled) == [("rev3",)]
    assert ask(filled, "SELECT text, c2, c3 FROM notes") == [("first", "two", None)]

    filled.chapters("next")
    assert revision(filled) == [("rev4",)]


def test_a_neighbour_without_migration_leaves_the_database_alone(filled: Repository):
    filled.chapters("go", "2f")

    assert revision(filled) == [("rev6",)] and backups(filled) == []


def test_a_database_newer_than_the_code_goes_down_by_the_step_that_knows_it(filled: Repository):
    filled.git("checkout", "--quiet", "--detach", "2a")

    out = filled.chapters("next")

    assert place(filled) == "2b" and revision(filled) == [("rev2",)]
    assert "by the migrations of 2f data-f" in out


def test_a_database_that_nobody_knows_is_set_aside_and_kept(filled: Repository):
    with opened(filled) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'foreign'")
        connection.commit()

    answer = filled.run("go", "2c")

    assert answer.code == 0 and "no step knows this database" in answer.err
    kept = next((filled.top / "instance").glob("kept-*/pipit.sqlite"))
    assert ask(filled, "SELECT text FROM notes", str(kept)) == [("first",)]
    assert not (filled.top / "instance/pipit.sqlite").exists()


def test_a_migration_of_ones_own_is_taken_back_by_ones_own_files(filled: Repository):
    filled.chapters("go", "2b")
    own = migration(3)["migrations/versions/rev3_.py"].replace("rev3", "mine").replace("c3", "own")
    filled.write("migrations/versions/mine_.py", own)
    upgrade(filled)
    assert revision(filled) == [("mine",)]

    filled.chapters("next")

    assert place(filled) == "2c" and revision(filled) == [("rev3",)]
    assert ask(filled, "SELECT text FROM notes") == [("first",)]
    assert filled.has("my/data-b", "migrations/versions/mine_.py")


def test_broken_code_here_does_not_stop_the_way_down(filled: Repository):
    filled.write("app/__init__.py", "def create_app(:\n")

    filled.chapters("go", "2a")

    assert revision(filled) == [("rev1",)] and not filled.status()
    assert filled.at("my/end", "app/__init__.py") == "def create_app(:"


def test_a_migration_that_cannot_go_down_refuses_and_changes_nothing(filled: Repository):
    filled.chapters("go", "2b")
    text = migration(3)["migrations/versions/rev3_.py"].replace("rev3", "mine").replace("c3", "own")
    filled.write(
        "migrations/versions/mine_.py",
        text.replace('    op.drop_column("notes", "own")', "    raise RuntimeError('no way back')"),
    )
    upgrade(filled)

    answer = filled.run("next")

    assert answer.code == 1 and "no way back" in answer.err and answer.err.count("\n") == 1
    assert place(filled) == "2b" and revision(filled) == [("mine",)]


def test_a_database_in_use_is_left_alone(filled: Repository, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("chapters.database.WAIT_SECONDS", 1)
    with opened(filled) as other:
        other.execute("BEGIN EXCLUSIVE")
        answer = filled.run("go", "1a")

    assert answer.code == 1 and "locked" in answer.err
    assert place(filled) == "3a" and revision(filled) == [("rev6",)]


def test_what_stands_in_the_write_ahead_log_comes_along(filled: Repository):
    with opened(filled) as server:
        server.execute("PRAGMA journal_mode = WAL")
        server.execute("INSERT INTO notes (text) VALUES ('in the log')")
        server.commit()
        filled.chapters("go", "2b")

        assert server.execute("SELECT text FROM notes").fetchall() == [("first",), ("in the log",)]


def test_a_file_that_is_no_database_refuses_in_one_line(filled: Repository):
    filled.write(
        "instance/pipit.sqlite", "no database at all, but long enough to be read as one\n" * 20
    )

    said = filled.refused("go", "2a")

    assert "instance/pipit.sqlite: file is not a database" in said


def test_a_database_of_another_address_is_left_to_its_owner(
    filled: Repository, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DATABASE_URL", "postgresql://nowhere/x")

    filled.chapters("go", "2a")

    assert revision(filled) == [("rev6",)]


def test_the_newest_ten_backups_stay(filled: Repository):
    folder = filled.top / "instance" / "backups"
    folder.mkdir()
    for n in range(12):
        path = folder / f"old-20200101-0000{n:02}.sqlite"
        path.write_bytes(b"")
        os.utime(path, (n, n))
    (folder / "my own.sqlite").write_bytes(b"")

    filled.chapters("go", "2a")

    names = [path.name for path in backups(filled)]
    assert (
        len(names) == 11 and "my own.sqlite" in names and "old-20200101-000002.sqlite" not in names
    )


def test_revisions_are_read_in_every_form():
    found = read([
        b"revision = 'a'\ndown_revision = None\n",
        b"revision: str = 'b'\ndown_revision: str | None = 'a'\n",
        b"revision = 'm'\ndown_revision = ('b', 'c')\n",
        b"half typed (",
        b"x = 1\n",
    ])  # fmt: skip

    assert found.before == {"a": (), "b": ("a",), "m": ("b", "c")}
    assert found.newest == "m"
    assert found.last_shared("m", read([b"revision = 'a'\ndown_revision = None\n"])) == "a"
    assert found.last_shared("m", read([])) == BASE
