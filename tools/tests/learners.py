"""What the tests of the learner's commands share: kills, and a small app with a database."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import killed
from repository import Repository
from stories import OVERLAY, Step, import_steps, lesson

from chapters.environments import Environment
from chapters.processes import Outcome, Place
from chapters.warm import Warm

LONG = bool(os.environ.get("CHAPTERS_LONG"))  # every point of a kill, every step of the tutorial


def place(repository: Repository) -> str:
    """The label of the commit that HEAD is at, by its tags."""
    return repository.git("tag", "--points-at", "HEAD")


def killed_at(repository: Repository, point: int, *words: str) -> int:
    """Run `chapters` as a program that dies at that point; its exit code."""
    return _counted(repository, point, *words).returncode


def points_of(repository: Repository, *words: str) -> int:
    return int(_counted(repository, 0, *words).stderr.rpartition("points: ")[2])


def _counted(repository: Repository, fatal: int, *words: str) -> subprocess.CompletedProcess[str]:
    return killed.die(fatal, ["-C", str(repository.top), *words])


def some(count: int, wanted: int) -> range:
    """Points from the last backwards: all of them in the long run, else so many."""
    return range(count, 0, -1 if LONG else -(count // wanted + 1))


APP = '''"""An app."""

from flask import Flask


def create_app():
    return Flask(__name__)
'''
APP_WITH_DATABASE = '''"""An app that has a database."""

from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()
migrate = Migrate(db=db)


def create_app():
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///pipit.sqlite"
    db.init_app(app)
    migrate.init_app(app)
    return app
'''
ENV = """from alembic import context
from flask import current_app

with current_app.extensions["migrate"].db.engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""
MIGRATION = '''"""Step {n}."""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = {before}


def upgrade():
    {up}


def downgrade():
    {down}
'''
PYTEST = ("_pytest", "iniconfig", "packaging", "pluggy", "py.py", "pygments", "pytest")
LETTERS = "abcdef"  # 2a to 2f, a migration each


def migration(n: int) -> dict[str, str]:
    before = repr(f"rev{n - 1}") if n > 1 else "None"
    up, down = (
        f'op.add_column("notes", sa.Column("c{n}", sa.String))',
        f'op.drop_column("notes", "c{n}")',
    )
    if n == 1:
        columns = 'sa.Column("id", sa.Integer, primary_key=True), sa.Column("text", sa.String)'
        up = f'op.create_table("notes", {columns})'
        down = 'op.drop_table("notes")'
    text = MIGRATION.format(n=n, revision=f"rev{n}", before=before, up=up, down=down)
    return {f"migrations/versions/rev{n}_.py": text}


def database_steps() -> tuple[Step, ...]:
    ignored = ".venv/\n__pycache__/\ninstance/\n"
    steps = [
        Step(
            lesson("Begin", "Start", "begin"), {"app/__init__.py": APP, ".gitignore": ignored}, "1a"
        )
    ]
    for n, letter in enumerate(LETTERS, 1):
        new = {"app/__init__.py": APP_WITH_DATABASE, "migrations/env.py": ENV} if n == 1 else {}
        title = f"Migration number {n}"
        steps.append(
            Step(lesson(title, "Data", f"data-{letter}"), {**new, **migration(n)}, f"2{letter}")
        )
    steps.append(Step(lesson("End", "End", "end"), {"app/end.txt": "end\n"}, "3a"))
    return tuple(steps)


def borrow(folder: Path) -> None:
    """A virtual environment that also has what the Python of these tests has."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    (_site(folder) / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")


def borrow_pytest(folder: Path) -> None:
    """This Python's pytest without the plugins beside it, which take most of its start."""
    for name in PYTEST:
        (_site(folder) / name).symlink_to(Path(sysconfig.get_path("purelib"), name))


def _site(folder: Path) -> Path:
    return next(folder.glob("[Ll]ib/**/site-packages"))


def database_story(top: Path) -> Repository:
    """Eight checkpoints; HEAD at 3a, with a row in its database."""
    made = Repository(top)
    made.top.mkdir()
    made.git("init", "--quiet", "--template=", "--initial-branch=main")
    import_steps(made, "main", OVERLAY)
    import_steps(made, "chapters", database_steps())
    borrow(made.top / ".venv")
    made.git("checkout", "--quiet", "--detach", "3a")
    (made.top / "instance").mkdir()
    upgrade(made)
    with opened(made) as connection:
        connection.execute("INSERT INTO notes (text, c2, c6) VALUES ('first', 'two', 'six')")
        connection.commit()
    return made


def upgrade(repository: Repository) -> None:
    line = [repository.top / ".venv/bin/python", "-m", "flask", "--app", "app", "db", "upgrade"]
    subprocess.run(line, cwd=repository.top, check=True, capture_output=True)


def by_fork(
    warm: Warm, words: list[str], place: Place, seconds: float, more: Mapping[str, str]
) -> Outcome:
    """Run `PYTHON -m flask …` in a fork of the Python of these tests, which spares its imports."""
    assert words[1:3] == ["-m", "flask"]
    here = Environment("here", Path(sys.prefix), ())
    return warm.run(here, words[1:], place, seconds, more)


def opened(repository: Repository, path: str = "instance/pipit.sqlite"):
    return closing(sqlite3.connect(repository.top / path))


def ask(repository: Repository, query: str, path: str = "instance/pipit.sqlite") -> list[tuple]:
    with opened(repository, path) as connection:
        return connection.execute(query).fetchall()


def revision(repository: Repository) -> list[tuple]:
    return ask(repository, "SELECT version_num FROM alembic_version")


def backups(repository: Repository) -> list[Path]:
    return sorted((repository.top / "instance" / "backups").glob("*"))
