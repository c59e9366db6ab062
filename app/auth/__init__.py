"""Who is there, and how they prove it."""

from app.auth import logins
from app.auth.routes import bp


def init_app(app):
    logins.init_app(app)
    app.register_blueprint(bp)
