import pytest
from sqlalchemy import text

from app.extensions import db


@pytest.mark.parametrize(
    "pragma, value",
    [
        ("busy_timeout", 5000),
        ("journal_mode", "wal"),
        ("synchronous", 1),  # NORMAL
        ("foreign_keys", 1),
    ],
)
def test_every_connection_is_set_up(app, pragma, value):
    with app.app_context(), db.engine.connect() as first, db.engine.connect() as second:
        for connection in first, second:
            assert connection.scalar(text(f"PRAGMA {pragma}")) == value


def test_connection_does_not_see_what_another_has_not_committed(app):
    with app.app_context(), db.engine.connect() as writer:
        writer.execute(text("CREATE TABLE note (line TEXT)"))
        writer.commit()
        writer.execute(text("INSERT INTO note VALUES ('a secret so far')"))

        with app.test_request_context(), db.engine.connect() as reader:
            assert reader.scalar(text("SELECT count(*) FROM note")) == 0
