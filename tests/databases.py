"""Databases for the tests, each for one test alone."""

import os
from contextlib import contextmanager
from functools import cache
from uuid import uuid4

from sqlalchemy import create_engine, text

from app.extensions import db
from config import database_url

SERVER = os.environ.get("PIPIT_TEST_DATABASE_URL", "")
KINDS = ["sqlite", "postgresql"] if SERVER else ["sqlite"]


@contextmanager
def empty(kind, folder):
    """Yield the address of an empty database; remove it afterwards."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'pipit.sqlite'}"
    else:
        with schema(engine_for(database_url(SERVER))) as address:
            yield address


@cache  # an engine asks its server who it is, once, and keeps the connection
def engine_for(address):
    return create_engine(address, pool_pre_ping=True)


@contextmanager
def schema(engine):
    """Yield an address at which a new schema stands for the whole database."""
    name = f"test_{uuid4().hex}"
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    url = engine.url.update_query_dict({"options": f"-csearch_path={name}"})
    yield url.render_as_string(hide_password=False)
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {name} CASCADE"))


def make_tables(address):
    engine = engine_for(address)
    if engine.dialect.name == "sqlite":  # as ours is: a change of the journal is slow
        with engine.connect() as connection:
            connection.execute(text("PRAGMA journal_mode = WAL"))
    db.metadata.create_all(engine)
    engine.dispose()


@contextmanager
def lent(address):
    """Yield a database for one test; take out afterwards what the test left."""
    yield address
    children_first = reversed(db.metadata.sorted_tables)
    deletes = "; ".join(f"DELETE FROM {table}" for table in children_first)
    engine = engine_for(address)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":  # after a crash, nobody wants the rows back
            driver = connection.connection.driver_connection
            driver.executescript(f"PRAGMA synchronous = OFF; BEGIN; {deletes}; COMMIT")
        else:
            connection.execute(text(deletes))
            connection.commit()
