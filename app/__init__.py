"""Pipit, a small microblog."""

from flask import Flask
from markupsafe import escape


def create_app():
    """Return a new Pipit."""
    app = Flask(__name__)

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
