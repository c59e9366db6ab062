from flask import Blueprint, current_app, render_template
from flask_login import current_user

from app import pages, timeline
from app.api import manual

bp = Blueprint("main", __name__)


@bp.get("/")
def index():
    if current_user.is_authenticated:
        return home()
    page = pages.read(timeline.everybody(None))
    return render_template("main/index.html", page=page)


def home():
    """Show what whoever is signed in follows. There is no address for another's."""
    page = pages.read(timeline.home(current_user.id, pages.asked()))
    return render_template("main/home.html", page=page)


@bp.get("/tags/<word>")
def tag(word):
    word = word.lower()
    page = pages.read(timeline.tagged(current_user.id, word, pages.asked()))
    return render_template("main/tag.html", page=page, word=word)


@bp.get("/api-docs")
def api_docs():
    words = {"operations": manual.operations(), "things": manual.things()}
    return render_template("main/api_docs.html", **words)


@bp.get("/hello/<name>")
def hello(name):
    current_app.logger.info("said hello to %r", name)  # %r keeps it on one line
    return render_template("main/hello.html", name=name)
