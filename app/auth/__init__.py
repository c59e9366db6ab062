"""Who is there, and how they prove it."""

from app.auth import (  # noqa: F401, for their views
    address,
    code,
    confirmation,
    links,
    logins,
    password,
    reset,
    sessions,
    two_factor,
    wall,
)
from app.auth.routes import bp


def init_app(app):
    logins.init_app(app)
    wall.init_app(app)
    links.init_app(app)
    app.register_blueprint(bp)
