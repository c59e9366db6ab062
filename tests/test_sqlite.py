import pytest

from app import create_app
from app.extensions import db
from config import TestingConfig


@pytest.fixture
def engine(tmp_path):
    """An engine for a file, as on a person's own machine."""
    address = f"sqlite:///{tmp_path / 'pipit.sqlite'}"
    app = create_app(TestingConfig, SQLALCHEMY_DATABASE_URI=address)
    with app.app_context():
        yield db.engine
        db.engine.dispose()


def test_database_is_a_file(engine, tmp_path):
    engine.connect().close()

    assert (tmp_path / "pipit.sqlite").exists()


def test_tests_do_not_open_the_database_of_a_person(app):
    with app.app_context():
        assert db.engine.url.database in (None, ":memory:")
