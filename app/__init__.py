"""Pipit, a small microblog."""

from flask import Flask

from app import (
    auth,
    cli,
    clock,
    database,
    errors,
    logs,
    mail,
    people,
    posts,
    shell,
    web,
)
from app.api import bp as api
from app.extensions import apifairy, bootstrap, csrf, limiter, moment
from app.follows.routes import bp as follows
from app.main.routes import bp as main
from app.moderation import bp as moderation
from app.news.routes import bp as news
from app.silence.routes import bp as silence
from config import chosen


def create_app(config=None, **overrides):
    """Return a new Pipit with the settings of the class `config`, then `overrides`."""
    config = config or chosen()
    app = Flask(__name__)
    app.config.from_object(config)
    app.config.from_mapping(overrides)
    config.check(app)

    parts = logs, web, errors, database, auth, clock, cli, mail, people, posts, shell
    for part in parts:
        part.init_app(app)  # web has the gate, which nothing may come before
    for extension in apifairy, bootstrap, csrf, limiter, moment:
        extension.init_app(app)
    for blueprint in api, follows, main, moderation, news, silence:
        app.register_blueprint(blueprint)
    return app
