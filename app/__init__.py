"""Pipit, a small microblog."""

from flask import Flask
from markupsafe import escape

from config import chosen


def create_app(config=None, **overrides):
    """Return a new Pipit with the settings of the class `config`, then `overrides`."""
    config = config or chosen()
    app = Flask(__name__)
    app.config.from_object(config)
    app.config.from_mapping(overrides)
    config.check(app)

    @app.get("/")
    def index():
        return (
            '<!doctype html><html lang="en"><title>Welcome · Pipit</title>'
            "<h1>Small notes, plainly kept.</h1>"
            "<p>Pipit is a microblog, and it has only just hatched.</p>\n"
        )

    @app.get("/hello/<name>")
    def hello(name):
        return (
            '<!doctype html><html lang="en"><title>Hello · Pipit</title>'
            f"<h1>Hello, {escape(name)}!</h1>\n"
        )

    return app
