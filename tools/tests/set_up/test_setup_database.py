"""What `run` does to the development database: upgraded once, set aside when of another step."""

import sqlite3
from contextlib import closing
from pathlib import Path

from newcomer import Project, database, make

ASIDE = "The database is from another step: it is kept in "


def tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as reader:
        return {name for (name,) in reader.execute("SELECT tbl_name FROM sqlite_master")}


def kept(project: Project) -> list[Path]:
    return sorted((project.folder / "instance").glob("kept-*/pipit.sqlite"))


def test_run_upgrades_the_database_and_then_leaves_it(step: Project) -> None:
    first, second = step.prepare(), step.prepare()

    assert "Running upgrade  -> a1" in first.stderr
    assert "Running upgrade a1 -> b2" in first.stderr
    assert (second.returncode, second.stderr) == (0, "")


def test_database_of_an_earlier_step_is_upgraded(step: Project) -> None:
    make(database(step), "a1", "person")

    done = step.prepare()

    assert "Running upgrade a1 -> b2" in done.stderr
    assert tables(database(step)) == {"alembic_version", "person", "post"}
    assert kept(step) == []


def test_database_of_a_later_step_is_set_aside_each_time_in_a_new_place(step: Project) -> None:
    for table in ("first", "second"):
        database(step).unlink(missing_ok=True)
        make(database(step), "c3", table)
        line = step.prepare().stderr.splitlines()[0]
        assert line.startswith(ASIDE + str(step.folder / "instance" / "kept-"))

    found = [tables(path) - {"alembic_version"} for path in kept(step)]
    assert sorted(found, key=str) == [{"first"}, {"second"}]
    assert tables(database(step)) == {"alembic_version", "person", "post"}


def test_unwritten_pages_of_an_open_database_go_along(step: Project) -> None:
    make(database(step), "c3", "person")
    with closing(sqlite3.connect(database(step))) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("INSERT INTO person VALUES (7)")
        writer.commit()

        step.prepare()

        names = {path.name for path in kept(step)[0].parent.iterdir()}
        assert names == {"pipit.sqlite", "pipit.sqlite-wal", "pipit.sqlite-shm"}
    with closing(sqlite3.connect(kept(step)[0])) as reader:
        assert reader.execute("SELECT id FROM person").fetchall() == [(7,)]


def test_database_older_than_the_migrations_is_set_aside(step: Project) -> None:
    make(database(step), "", "person")

    done = step.prepare()

    assert (done.returncode, done.stderr.startswith(ASIDE)) == (0, True)


def test_database_brought_down_to_nothing_is_kept(step: Project) -> None:
    make(database(step), "a1")
    with closing(sqlite3.connect(database(step))) as writer:
        writer.execute("DELETE FROM alembic_version")
        writer.commit()

    assert "Running upgrade  -> a1" in step.prepare().stderr
    assert kept(step) == []


def test_step_without_migrations_leaves_any_database_alone(step: Project) -> None:
    make(database(step), "c3", "person")
    (step.folder / "migrations").rename(step.folder / "later")

    done = step.prepare()
    (step.folder / "later").rename(step.folder / "migrations")

    assert (done.returncode, done.stderr) == (0, "")
    assert tables(database(step)) == {"alembic_version", "person"}


def test_database_named_in_the_environment_leaves_the_other_alone(step: Project) -> None:
    make(database(step), "c3", "person")
    own = step.folder / "instance" / "own.sqlite"

    done = step.prepare(DATABASE_URL=f"sqlite:///{own}")

    assert "Running upgrade a1 -> b2" in done.stderr
    assert (kept(step), tables(own) >= {"person"}) == ([], True)


def test_file_that_is_no_database_gets_one_line(step: Project) -> None:
    database(step).parent.mkdir(exist_ok=True)
    database(step).write_text("not a database " * 100)

    done = step.prepare()

    assert (done.returncode, done.stderr) == (
        1,
        "Error: file is not a database. When that is cured, type: python3 manage.py run --help\n",
    )


def test_failed_upgrade_stops_with_one_line_of_our_own(step: Project) -> None:
    (step.folder / "migrations" / "versions" / "a1.py").unlink()

    done = step.prepare()

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "Error: the database was not upgraded, see above. "
        "When that is cured, type: python3 manage.py run --help"
    )


def test_demo_that_fails_stops_nothing(step: Project) -> None:
    step.write("app/demo.py", "")  # and no command of that name

    done = step.prepare()

    assert (done.returncode, "Usage: flask run" in done.stdout) == (0, True)
    assert "No such command 'demo'" in done.stderr
    assert tables(database(step)) == {"alembic_version", "person", "post"}


def test_db_of_a_later_step_says_what_to_type(step: Project) -> None:
    make(database(step), "c3", "person")

    done = step.manage("db", "upgrade")

    assert done.returncode != 0
    assert done.stderr.splitlines()[0] == (
        "The database is of a later step. "
        "To keep it and make a new one, type: python3 manage.py run"
    )


def test_new_migration_before_the_last_one_is_in_says_what_to_type(step: Project) -> None:
    make(database(step), "a1", "person")

    said = [step.manage("db", word).stderr for word in ("migrate", "upgrade", "check")]

    hint = "The database lacks the newest migration. First type: python3 manage.py db upgrade"
    assert [hint in lines.splitlines() for lines in said] == [True, False, False]
