"""One machine for all of these tests, and on it one project with an app and migrations."""

import shutil
import sysconfig
from pathlib import Path

import pytest
from newcomer import Machine, Project, database, machine, make
from pythons import BASE_PYTHON, quick_python

APP = """\
import os

from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


def create_app():
    app = Flask(__name__)
    os.makedirs(app.instance_path, exist_ok=True)
    address = "sqlite:///" + os.path.join(app.instance_path, "pipit.sqlite")
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ.get("DATABASE_URL", address)
    db.init_app(app)
    Migrate(app, db)
    app.add_url_rule("/", view_func=lambda: "Hello " + os.environ.get("NAME", "reader"))
    return app
"""
MIGRATION = """\
from alembic import op
import sqlalchemy as sa

revision: str = "{revision}"
down_revision = {before!r}


def upgrade():
    op.create_table("{table}", sa.Column("id", sa.Integer, primary_key=True))


def downgrade():
    op.drop_table("{table}")
"""


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    return machine(tmp_path_factory.mktemp("home"), "flask", "flask-migrate", "pytest")


@pytest.fixture(scope="session")
def python(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A Python that gives environments this one's pip; .ci/run makes one by the real ensurepip."""
    site = Path(sysconfig.get_path("purelib"))
    if not (site / "pip").is_dir():
        return BASE_PYTHON
    return quick_python(tmp_path_factory.mktemp("quick"), site)


@pytest.fixture(scope="session")
def first_calls(home: Machine, python: str) -> tuple[Project, list[list[str]]]:
    """Set the project up by two calls at once; give what each of them printed."""
    project = home.project("app", "flask\nflask-migrate")
    project.write("app/__init__.py", APP)
    calls = [project.begin("test", python=python) for _ in range(2)]
    lines = [call.communicate()[1].splitlines() for call in calls]
    return project, sorted(lines, key=len)


@pytest.fixture(scope="session")
def app(first_calls: tuple[Project, list[list[str]]]) -> Project:
    done = first_calls[0].manage("db", "init")
    assert done.returncode == 0, done.stderr
    return first_calls[0]


@pytest.fixture
def step(app: Project) -> Project:
    """Give a checkpoint with two migrations, a1 and b2, and no database."""
    shutil.rmtree(app.folder / "instance", ignore_errors=True)
    shutil.rmtree(app.folder / "migrations" / "versions", ignore_errors=True)
    (app.folder / "app" / "demo.py").unlink(missing_ok=True)
    app.write("app/__init__.py", APP)
    migrations = {"a1": (None, "person"), "b2": ("a1", "post")}
    for revision, (before, table) in migrations.items():
        text = MIGRATION.format(revision=revision, before=before, table=table)
        app.write(f"migrations/versions/{revision}.py", text)
    return app


@pytest.fixture
def ready(step: Project) -> Project:
    """Give the same with a database that has both: `run` has nothing to do but to serve."""
    make(database(step), "b2", "person", "post")
    return step
