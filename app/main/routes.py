from flask import Blueprint, current_app, render_template
from markupsafe import escape

bp = Blueprint("main", __name__)


@bp.get("/")
def index():
    return render_template("main/index.html")


@bp.get("/hello/<name>")
def hello(name):
    current_app.logger.info("said hello to %r", name)  # %r keeps it on one line
    return (
        '<!doctype html><html lang="en"><title>Hello · Pipit</title>'
        f"<h1>Hello, {escape(name)}!</h1>\n"
    )
