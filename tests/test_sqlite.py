import pytest
from sqlalchemy import text

from app import create_app
from app.extensions import db
from config import TestingConfig


@pytest.fixture
def engine(tmp_path):
    """An engine for a file: in memory there is no journal to set."""
    address = f"sqlite:///{tmp_path / 'pipit.sqlite'}"
    app = create_app(TestingConfig, SQLALCHEMY_DATABASE_URI=address)
    with app.app_context():
        yield db.engine
        db.engine.dispose()


@pytest.mark.parametrize(
    "pragma, value",
    [
        ("busy_timeout", 5000),
        ("journal_mode", "wal"),
        ("synchronous", 1),  # NORMAL
        ("foreign_keys", 1),
    ],
)
def test_every_connection_is_set_up(engine, pragma, value):
    with engine.connect() as first, engine.connect() as second:
        for connection in first, second:
            assert connection.scalar(text(f"PRAGMA {pragma}")) == value
