"""Who is there, and how they prove it."""

from app.auth import logins


def init_app(app):
    logins.init_app(app)
