"""Run by `flask db`: brings the database from one shape to the next."""

from alembic import context
from flask import current_app

from app.extensions import db

with db.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        **current_app.extensions["migrate"].configure_args,
    )
    with context.begin_transaction():
        context.run_migrations()
