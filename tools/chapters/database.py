"""The development database: look at it, back it up, and migrate it so that a kill cannot tear it.

A migration runs on a copy, with the files of a checkpoint that knows the revision, in a folder
of ours; SQLite's own backup puts the result back in one transaction (sqlite.org/backup.html).
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from . import migrations
from .environments import Environments, wanted
from .errors import Refused
from .exports import lay_out
from .git import Git
from .migrations import Revisions
from .objects import TREE
from .processes import Place, clean_path, run
from .store import Store
from .trees import files_of
from .venv import python_of

FILE, BACKUPS = Path("instance/pipit.sqlite"), Path("instance/backups")
VERSIONS = b"migrations/versions"
OWN_FOLDER = "chapters-migrating-"  # one for each migration, in the git directory
KEPT = 10  # backups
OWN_NAME = re.compile(r".+-\d{8}-\d{6}(-\d+)?\.sqlite")
LIMIT_SECONDS, WAIT_SECONDS = 300, 5
BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
FLASK = ("-m", "flask", "--app", "app", "db")
SEALED = {"FLASK_SKIP_DOTENV": "1", "PIPIT_CONFIG": "development"}
NOT_FOUND = 127  # no such program


class State(NamedTuple):
    """The revision that a database is at, empty for none, and whether it has any other table."""

    revision: str
    has_tables: bool


def of(top: Path) -> Path | None:
    """The development database, where there is one and no DATABASE_URL names another."""
    path = top / FILE
    return path if path.is_file() and not os.environ.get("DATABASE_URL") else None


def versions(store: Store, tree: str) -> str:
    """The id of the folder that holds a tree's migrations; empty where it has none."""
    mode, oid = store.entry(tree, VERSIONS) or (b"", "")
    return oid if mode == TREE else ""


def revisions(store: Store, tree: str) -> Revisions:
    """What a tree's migrations are."""
    folder = versions(store, tree)
    files = store.tree(folder) if folder else {}
    sources = (store.read(oid)[1] for name, (_, oid) in files.items() if name.endswith(b".py"))
    return migrations.read(sources)


def state(database: Path) -> State:
    """Raises Refused where the file is no database, or another program holds it."""
    with _open(database) as reader:
        names = {name for (name,) in reader.execute("SELECT tbl_name FROM sqlite_master")}
        found = []
        if "alembic_version" in names:
            found = reader.execute("SELECT version_num FROM alembic_version").fetchall()
    own = names - {"alembic_version", "sqlite_sequence"}
    return State(" ".join(sorted(name for (name,) in found)), bool(own))


def back_up(database: Path, slug: str, now: datetime) -> Path:
    """Copy the database as it is, under a name of its own; the oldest copies go."""
    folder = database.parent / BACKUPS.name
    folder.mkdir(exist_ok=True)
    copy = _free(folder, f"{slug}-{now:%Y%m%d-%H%M%S}")
    part = folder / "unfinished.part"
    part.unlink(missing_ok=True)
    _copy(database, part)
    part.replace(copy)
    own = [path for path in folder.glob("*.sqlite") if OWN_NAME.fullmatch(path.name)]
    for path in sorted(own, key=lambda path: path.stat().st_mtime_ns)[:-KEPT]:
        path.unlink(missing_ok=True)
    return copy


def _free(folder: Path, name: str) -> Path:
    names = (name, *(f"{name}-{n}" for n in range(2, 1000)))
    return next(p for n in names if not (p := folder / f"{n}.sqlite").exists())


def set_aside(database: Path) -> Path:
    """Put the database, and what SQLite keeps beside it, into a folder of their own."""
    folder = Path(tempfile.mkdtemp(prefix="kept-", dir=database.parent))
    for ending in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            os.rename(f"{database}{ending}", f"{folder / database.name}{ending}")
    return folder


def migrate(git: Git, store: Store, top: Path, tree: str, words: tuple[str, str]) -> None:
    """Bring the database by `flask db WORDS` to another revision, with the files of `tree`.

    A kill leaves it as it was or as it should be. Raises Refused where that cannot be.
    """
    with _own_folder(git) as folder, _open(top / FILE) as live:
        lay_out(git, top, files_of(store, (TREE, tree), b""), folder)
        version, copy = _version(live), folder / FILE
        copy.parent.mkdir(exist_ok=True)
        _copy(top / FILE, copy)
        _run(git, top, folder, words)
        if _version(live) != version:
            raise Refused("The database was written meanwhile. Next: stop the server, then again")
        with _open(copy) as done:
            _put(done, live)


@contextmanager
def _own_folder(git: Git) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=OWN_FOLDER, dir=git.git_dir))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clear(git: Git) -> None:
    """Remove what killed migrations left, folders and indexes; the database is elsewhere."""
    for left in git.git_dir.glob(f"{OWN_FOLDER}*"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def _run(git: Git, top: Path, folder: Path, words: tuple[str, str]) -> None:
    """Run Flask-Migrate in `folder`: by .venv, or, where that lacks a package, by one that fits."""
    place = Place(folder, folder / "instance" / "home", clean_path())
    place.home.mkdir()
    done = run([str(python_of(top)), *FLASK, *words], place, LIMIT_SECONDS, SEALED)
    if done.code == NOT_FOUND or "No module named" in done.output:
        asked = wanted(("requirements.txt",), partial(_read, folder))
        python = Environments(git.common).of(asked).python
        done = run([python, *FLASK, *words], place, LIMIT_SECONDS, SEALED)
    if not done.passed:
        reason = done.fault or (done.output.strip().splitlines() or ["it gave no reason"])[-1]
        raise Refused(
            f"The database does not {words[0]} to {words[1]}: {reason}. It stays as it was. "
            f"Next: mv {FILE} {FILE}.mine, then the same command"
        )


def _read(folder: Path, name: str) -> bytes | None:
    path = folder / name
    return path.read_bytes() if path.is_file() else None


@contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    uri = f"{path.resolve().as_uri()}?mode=rw"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=WAIT_SECONDS)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise Refused(f"{FILE}: {error}. Next: stop what uses it, or move it away") from error


def _copy(source: Path, target: Path) -> None:
    """One whole file, with what still stands in the source's write-ahead log."""
    with _open(source) as old, closing(sqlite3.connect(target)) as new:
        _put(old, new)
        new.execute("PRAGMA journal_mode = DELETE")


def _put(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """All pages in one transaction of the target's; give up where it stays locked."""
    tries = iter(range(WAIT_SECONDS * 4))

    def count(status: int, remaining: int, total: int) -> None:
        if status in BUSY and next(tries, None) is None:
            raise sqlite3.OperationalError("database is locked")

    source.backup(target, progress=count, sleep=0.25)


def _version(connection: sqlite3.Connection) -> int:
    """A number that changes when another connection has written."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])
