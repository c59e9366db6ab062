"""How a connection to SQLite is set up; nothing here runs for other databases."""

from flask import g, has_app_context, has_request_context, request
from sqlalchemy import event

from app.extensions import db

PRAGMAS = [
    "busy_timeout = 5000",  # milliseconds that a writer waits for another one
    "journal_mode = WAL",  # readers go on while somebody writes
    "synchronous = NORMAL",  # with WAL, a crash leaves the file whole
    "foreign_keys = ON",
]
READING = {"GET", "HEAD", "OPTIONS"}


def init_app(app):
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", prepare)
        event.listen(engine, "begin", begin)


def prepare(connection, record):
    """Set what SQLite forgets with each connection; the journal's mode it keeps."""
    connection.isolation_level = None  # Python is not to say BEGIN: we do
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def begin(connection):
    """Take the lock before the first read, where what was read decides a write."""
    connection.exec_driver_sql("BEGIN" if only_reads() else "BEGIN IMMEDIATE")


def only_reads():
    """Say whether nothing will be written: no GET writes, commands and POSTs may."""
    if has_request_context():
        return request.method in READING or "only_reads" in g
    return has_app_context() and "in_shell" in g  # where people look, and forget
