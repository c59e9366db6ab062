"""Databases for the tests, each for one test alone."""

import os
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from shutil import copy
from uuid import uuid4

from sqlalchemy import NullPool, create_engine, make_url, text

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


@cache  # an engine asks its server who it is, once
def engine_for(address):
    return create_engine(address, poolclass=NullPool)


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


@contextmanager
def lent(address):
    """Yield a database like the one at `address` for one test, without rows."""
    if address.startswith("sqlite"):
        original = Path(make_url(address).database)
        yield f"sqlite:///{copy(original, original.with_name('lent.sqlite'))}"
    else:
        yield address
        children_first = reversed(db.metadata.sorted_tables)
        deletes = "; ".join(f"DELETE FROM {table}" for table in children_first)
        with engine_for(address).begin() as connection:
            connection.execute(text(deletes))
