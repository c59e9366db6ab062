"""Run by `flask db`: brings the database from one shape to the next."""

from alembic import context
from flask import current_app

import app.models  # noqa: F401, makes db.metadata know all tables
from app.extensions import db
from app.models.types import UTCDateTime


def render_item(kind, item, context):
    """Write our type as what it is to the database, for a migration outlives it."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False  # the rest as usual


with db.engine.connect() as connection:
    if connection.dialect.name == "sqlite":
        connection.detach()  # closed afterwards, not lent to others without its keys
        connection.connection.execute("PRAGMA foreign_keys = OFF")
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_item=render_item,
        **current_app.extensions["migrate"].configure_args,
    )
    with context.begin_transaction():
        context.run_migrations()
