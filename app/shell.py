"""What `flask shell` has at hand."""

from flask import g
from sqlalchemy import select

from app.extensions import db
from app.models import Follow, Post, User


def init_app(app):
    app.shell_context_processor(names)


def names():
    g.in_shell = True
    return {"db": db, "select": select, "Follow": Follow, "Post": Post, "User": User}
