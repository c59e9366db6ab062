"""Empty databases for the tests, each for one test alone."""

import os
from contextlib import contextmanager
from uuid import uuid4

from sqlalchemy import NullPool, create_engine, text

from config import database_url

SERVER = os.environ.get("PIPIT_TEST_DATABASE_URL", "")
KINDS = ["sqlite", "postgresql"] if SERVER else ["sqlite"]


@contextmanager
def empty(kind, folder):
    """Yield the address of an empty database; remove it afterwards."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'pipit.sqlite'}"
    else:
        with schema(create_engine(database_url(SERVER), poolclass=NullPool)) as address:
            yield address


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
