from shutil import copytree

import pytest
from flask_migrate import check, downgrade, migrate, upgrade
from sqlalchemy import Column, Table, inspect

from app.extensions import db
from app.models.types import UTCDateTime


@pytest.fixture(autouse=True)
def context(bare_app):
    with bare_app.app_context():
        yield


@pytest.fixture
def copy(bare_app, tmp_path):
    """A copy of the migrations, to add some to; the database is at the last of ours."""
    upgrade()
    return copytree(bare_app.extensions["migrate"].directory, tmp_path / "migrations")


def tables():
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_migrations_make_what_the_models_say():
    upgrade()

    check()
    assert tables() == set(db.metadata.tables)


def test_migrations_can_be_reversed():
    upgrade()
    downgrade(revision="base")
    assert tables() == set()

    upgrade()
    check()


def test_new_migration_names_no_code_of_ours(copy):
    table = Table("moments", db.metadata, Column("at", UTCDateTime))

    migrate(directory=copy, message="moments")
    db.metadata.remove(table)

    [new] = copy.glob("versions/*_moments.py")
    assert "sa.DateTime(timezone=True)" in new.read_text()
    assert "app." not in new.read_text()
    upgrade(directory=copy)
    assert "moments" in tables()
