"""Pipit, a small microblog."""

from flask import Flask


def create_app():
    """Return a new Pipit."""
    app = Flask(__name__)

    @app.get("/")
    def index():
        return "Pipit is awake.\n"

    return app
