from flask import Blueprint, current_app, render_template

from app import pages, timeline

bp = Blueprint("main", __name__)


@bp.get("/")
def index():
    page = pages.read(timeline.everybody())
    return render_template("main/index.html", page=page)


@bp.get("/hello/<name>")
def hello(name):
    current_app.logger.info("said hello to %r", name)  # %r keeps it on one line
    return render_template("main/hello.html", name=name)
