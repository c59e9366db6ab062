"""Pipit, a small microblog."""

from flask import Flask

from app import cli, clock, errors, logs, shell
from app.database import postgresql, sqlite
from app.extensions import bootstrap, csrf, db, migrate, moment
from app.main.routes import bp as main
from app.web import assets, gate, headers, scripts
from config import chosen


def create_app(config=None, **overrides):
    """Return a new Pipit with the settings of the class `config`, then `overrides`."""
    config = config or chosen()
    app = Flask(__name__)
    app.config.from_object(config)
    app.config.from_mapping(overrides)
    config.check(app)

    logs.init_app(app)
    gate.init_app(app)
    headers.init_app(app)
    errors.init_app(app)
    assets.init_app(app)
    clock.init_app(app)

    bootstrap.init_app(app)
    cli.init_app(app)
    csrf.init_app(app)
    db.init_app(app)
    migrate.init_app(app)
    moment.init_app(app)
    postgresql.init_app(app)
    shell.init_app(app)
    sqlite.init_app(app)

    app.register_blueprint(main)
    app.register_blueprint(scripts.bp)
    return app
