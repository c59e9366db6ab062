"""Pipit, a small microblog."""

from flask import Flask


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

    return app
