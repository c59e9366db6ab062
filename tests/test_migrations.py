import pytest
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect

from app.extensions import db


@pytest.fixture(autouse=True)
def context(app):
    with app.app_context():
        yield


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
