"""Who is there, and how they prove it."""

from app.auth import confirmation, links, logins  # noqa: F401, for their views
from app.auth.routes import bp


def init_app(app):
    logins.init_app(app)
    links.init_app(app)
    app.register_blueprint(bp)
