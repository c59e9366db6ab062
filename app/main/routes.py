from flask import Blueprint, current_app
from markupsafe import escape

bp = Blueprint("main", __name__)


@bp.get("/")
def index():
    return (
        '<!doctype html><html lang="en"><title>Welcome · Pipit</title>'
        "<h1>Small notes, plainly kept.</h1>"
        "<p>Pipit is a microblog, and it has only just hatched.</p>\n"
    )


@bp.get("/hello/<name>")
def hello(name):
    current_app.logger.info("said hello to %r", name)  # %r keeps it on one line
    return (
        '<!doctype html><html lang="en"><title>Hello · Pipit</title>'
        f"<h1>Hello, {escape(name)}!</h1>\n"
    )
