"""How a connection to SQLite is set up; nothing here runs for other databases."""

from sqlalchemy import event

from app.extensions import db

PRAGMAS = [
    "busy_timeout = 5000",  # milliseconds that a writer waits for another one
    "journal_mode = WAL",  # readers go on while somebody writes
    "synchronous = NORMAL",  # with WAL, a crash leaves the file whole
    "foreign_keys = ON",
]


def init_app(app):
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", prepare)


def prepare(connection, record):
    """Set what SQLite forgets with each connection; the journal's mode it keeps."""
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
