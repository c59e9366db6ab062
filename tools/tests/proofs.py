"""Tiny chains whose steps can be proved in a second, and may have a fault planted in them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from repository import Repository
from stories import Step, import_steps, lesson

Files = Mapping[str, "str | None"]
Prove = Callable[..., Repository]

APP = "print('awake')\n"
IMPORTS = """
[verify.checks.import]
seconds = 20
commands = ["python -W error -c 'import app'"]
"""
TESTS = """
[verify.checks.tests]
commands = ["python -m unittest"]
says = 'Ran \\d+ tests?'
"""
SERVE = """
[verify.checks.serve]
commands = ["python3 rude.py {port}"]
"""
TRY_IT = """
[verify.checks.try-it]
seconds = 20
commands = ["python3 -m http.server --bind 127.0.0.1 {port}"]
"""
DATABASE = """
[verify.checks.migrate]
commands = ["flask --app app db upgrade", "flask --app app db check",
            "flask --app app db downgrade base", "flask --app app db upgrade"]
[verify.checks.rows]
commands = ["flask --app app db upgrade"]
"""
HEAD = """
overlay = ["tools/"]
[verify]
requirements = ["requirements.txt"]
database = "instance/app.sqlite"
"""


def proofs(made: Repository, checks: str, *steps: Files, tried: str = "") -> Repository:
    """A chain with a checkpoint for each of `steps`, and on main the checks it must pass.

    `tried` stands in the last lesson's "Try it".
    """
    import_steps(made, "main", (Step("Lay out\n", {"tools/chapters.toml": HEAD + checks}),))
    last = len(steps)
    chain = [
        Step(told(f"step-{n}", tried if n == last else ""), {"requirements.txt": "", **files})
        for n, files in enumerate(steps, 1)
    ]
    import_steps(made, "chapters", tuple(chain))
    made.git("checkout", "--quiet", "chapters")
    return made


def told(slug: str, tried: str) -> str:
    """A lesson whose "Try it" has these lines."""
    message = lesson(f"Make {slug}", "Getting started", slug)
    before, title, after = message.rpartition("Try it\n------\n")
    text, trailers = after.rsplit("\n\n", 1)
    return f"{before}{title}{text}\n\n{tried}\n\n{trailers}" if tried else before + title + after


MODELS = """from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event

db = SQLAlchemy()


class Parent(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(40), unique=True, nullable=False)


class Child(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    born = db.Column(db.DateTime, nullable=False)
    parent_id = db.Column(db.ForeignKey("parent.id", ondelete="CASCADE"), nullable=False)


def create_app():
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///app.sqlite"
    db.init_app(app)
    Migrate(app, db)
    with app.app_context():
        event.listen(db.engine, "connect", lambda c, _: c.execute("PRAGMA foreign_keys = ON"))
    return app
"""
ENVIRONMENT = """from alembic import context
from flask import current_app

db = current_app.extensions["migrate"].db
with db.engine.connect() as connection:
    context.configure(connection=connection, target_metadata=db.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
"""
FIRST = """import sqlalchemy as sa
from alembic import op

revision, down_revision = "1aaa", None


def upgrade():
    op.create_table(
        "parent", sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(40), unique=True, nullable=False),
    )
    op.create_table(
        "child", sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("born", sa.DateTime, nullable=False),
        sa.Column(
            "parent_id", sa.Integer, sa.ForeignKey("parent.id", ondelete="CASCADE"), nullable=False
        ),
    )


def downgrade():
    op.drop_table("child")
    op.drop_table("parent")
"""
SECOND = """import sqlalchemy as sa
from alembic import op

revision, down_revision = "2bbb", "1aaa"


def upgrade():
    {up}


def downgrade():
    {down}
"""
CHILD = "\n\n\nclass Child"
MOTTO = MODELS.replace(CHILD, "\n    motto = db.Column(db.String(9))" + CHILD)
PACKAGES = ("flask-migrate", "flask-sqlalchemy", "psycopg", "psycopg-binary")
WITH_TABLES: Files = {
    "requirements.txt": "".join(f"{name}\n" for name in PACKAGES),
    "app/__init__.py": MODELS,
    "migrations/env.py": ENVIRONMENT,
    "migrations/versions/1_tables.py": FIRST,
}


SERVER = 'server-variable = "PIPIT_TEST_DATABASE_URL"\n'  # before the checks
ON_SQLITE = "        event.listen("
ON_SERVER: Files = {
    **WITH_TABLES,
    "app/__init__.py": MODELS.replace(
        '"sqlite:///app.sqlite"', 'environ.get("DATABASE_URL", "sqlite:///app.sqlite")'
    )
    .replace(ON_SQLITE, f'        db.engine.name == "sqlite" and{ON_SQLITE.lstrip(" "):>14}')
    .replace("from flask import", "from os import environ\n\nfrom flask import", 1),
}


def second(up: str, down: str, models: str = MOTTO) -> Files:
    """A step with a second migration, for people with a motto unless other models are given."""
    text = SECOND.format(up=up, down=down)
    wanted = WITH_TABLES["requirements.txt"]
    return {"requirements.txt": wanted, "app/__init__.py": models,
            "migrations/versions/2_motto.py": text}  # fmt: skip


def failures(made: Repository, *labels: str) -> dict[tuple[str, str], dict]:
    """What fails: (label, check) -> all that is said of it."""
    rows = json.loads(made.run("verify", "--json", *labels).out)
    return {(row["label"], row["check"]): row for row in rows if not row["passed"]}


def new_checks(made: Repository) -> list[tuple[str, str]]:
    """(label, check) of all that a verify runs and does not know already."""
    rows = json.loads(made.run("verify", "--json").out)
    return [(row["label"], row["check"]) for row in rows if row["is_new"]]
