import os

import pytest
from sqlalchemy import text

from app.extensions import db
from tests import databases


def test_tests_run_on_postgresql_too():
    if not databases.SERVER and not os.environ.get("CI"):
        pytest.skip("PIPIT_TEST_DATABASE_URL names no PostgreSQL server")

    assert "postgresql" in databases.KINDS, "CI must set PIPIT_TEST_DATABASE_URL"


def test_database_is_the_one_that_was_asked_for(app, database):
    with app.app_context():
        kind = db.engine.dialect.name
        version = "sqlite_version()" if kind == "sqlite" else "version()"

        assert database.startswith(kind)
        assert db.session.scalar(text(f"SELECT {version}"))
