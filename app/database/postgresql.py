"""How a connection to PostgreSQL is made; nothing here runs for other databases."""

from sqlalchemy import event

from app.extensions import db

PATIENCE = 3  # seconds for a server that takes the call and says nothing


def init_app(app):
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "postgresql":
        event.listen(engine, "do_connect", hurry)


def hurry(dialect, record, arguments, parameters):
    """Give up in time for a 503: of itself, psycopg waits for ever."""
    parameters.setdefault("connect_timeout", PATIENCE)
