"""The database, of whichever kind."""

from app.database import postgresql, sqlite
from app.extensions import db, migrate


def init_app(app):
    db.init_app(app)
    migrate.init_app(app)
    postgresql.init_app(app)
    sqlite.init_app(app)
