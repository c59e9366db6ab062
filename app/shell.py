"""What `flask shell` has at hand."""

from sqlalchemy import select

from app.extensions import db
from app.models import User


def init_app(app):
    app.shell_context_processor(names)


def names():
    return {"db": db, "select": select, "User": User}
