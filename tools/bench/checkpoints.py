"""Lay out checkpoints with what they need to run, and fill databases for them; keep all of it.

It is kept in `chapters/bench` of the common git directory, if no other folder is named: a
checkpoint by its tree, a database by tree and size. The folder may be deleted at any time.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from chapters.environments import Environments, wanted

HERE = Path(__file__).resolve().parent
FLOOR = HERE / "floor"
GUNICORN = "gunicorn.txt"  # beside what the checkpoint itself asks for
SETTINGS = {
    "SECRET_KEY": "known to all who read the benchmark",
    "TRUSTED_HOSTS": "localhost",
    "LOG_LEVEL": "ERROR",
    "API_REQUESTS": "1000000 per 1 minute",  # one place asks for all of them
}


@dataclass(frozen=True)
class Checkpoint:
    label: str
    tree: str
    folder: Path
    python: str


@dataclass(frozen=True)
class Place:
    """A checkpoint with a filled database; `known` is what fill.py says of that."""

    checkpoint: Checkpoint
    url: str
    known: Mapping[str, Any]

    def environment(self, folder: Path, config: str = "production") -> dict[str, str]:
        """For a process that takes its app from `folder`."""
        ours = {"PIPIT_CONFIG": config, "DATABASE_URL": self.url, "PYTHONPATH": str(folder)}
        return {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], **SETTINGS, **ours}


class Kept:
    """The folder of what is kept; `python`, if given, is used instead of making environments."""

    def __init__(self, folder: Path | None, python: str | None) -> None:
        common = git("rev-parse", "--path-format=absolute", "--git-common-dir")
        self.common, self.python = Path(common), python
        self.folder = folder or self.common / "chapters" / "bench"

    def checkpoint(self, label: str) -> Checkpoint:
        """Raises CalledProcessError, when git has said why, if there is no such thing."""
        tree = git("rev-parse", "--verify", f"{label}^{{tree}}")
        folder = self.folder / "trees" / tree
        if not folder.exists():
            lay_out(tree, folder)
        return Checkpoint(label, tree, folder, self.python or self.environment(folder))

    def environment(self, folder: Path) -> str:
        def read(name: str) -> bytes | None:
            if name == GUNICORN:
                return b"-c constraints.txt\ngunicorn\n"
            file = folder / name
            return file.read_bytes() if file.is_file() else None

        made = Environments(self.common).of(wanted(("requirements.txt", GUNICORN), read))
        if made.fault:
            raise RuntimeError(made.fault)
        return made.python

    def place(self, at: Checkpoint, people: int, posts: int, server: str, fresh: bool) -> Place:
        """The database that was filled before, or a new one. `server` is empty for SQLite."""
        name = f"{at.tree[:16]}-{people}-{posts}"
        kind = "postgresql" if server else "sqlite"
        record = self.folder / "databases" / f"{name}.{kind}.json"
        record.parent.mkdir(parents=True, exist_ok=True)
        url = in_schema(server, name) if server else f"sqlite:///{record.with_suffix('')}"
        if fresh or not record.exists():
            record.unlink(missing_ok=True)
            if not server:
                remove(record.with_suffix(""))
            known = fill(Place(at, url, {}), people, posts, name if server else "")
            record.write_text(json.dumps(known))
        return Place(at, url, json.loads(record.read_text()))


def git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=HERE, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


def lay_out(tree: str, folder: Path) -> None:
    top = git("rev-parse", "--show-toplevel")
    packed = subprocess.run(["git", "archive", tree], cwd=top, check=True, stdout=subprocess.PIPE)
    new = folder.with_suffix(f".{os.getpid()}")
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(new, filter="data")
    new.rename(folder)


def in_schema(server: str, name: str) -> str:
    """The address of a server, as SQLAlchemy wants it, with a schema of its own."""
    scheme, _, rest = server.partition("://")
    joint = "&" if "?" in rest else "?"
    options = quote(f"-csearch_path={name}")
    return f"{scheme.partition('+')[0]}+psycopg://{rest}{joint}options={options}"


def remove(database: Path) -> None:
    for suffix in "", "-wal", "-shm":
        Path(f"{database}{suffix}").unlink(missing_ok=True)


def fill(place: Place, people: int, posts: int, schema: str) -> Any:
    print(f"filling a database: {people:,} people, {posts:,} posts", file=sys.stderr)
    at = place.checkpoint
    words = [at.python, "-P", str(HERE / "fill.py"), str(people), str(posts), schema]
    environment = place.environment(at.folder, "development")
    done = subprocess.run(
        words, cwd=at.folder, env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return json.loads(done.stdout)
