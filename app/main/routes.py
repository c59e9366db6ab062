from flask import Blueprint, current_app, render_template

from app.extensions import db
from app.limits import PEOPLE_SHOWN
from app.models.user import newest

bp = Blueprint("main", __name__)


@bp.get("/")
def index():
    return render_template("main/index.html", people=newest_people())


def newest_people():
    """Read them, and end the transaction: a page is drawn outside of it."""
    people = db.session.execute(newest(PEOPLE_SHOWN)).all()
    db.session.rollback()
    return people


@bp.get("/hello/<name>")
def hello(name):
    current_app.logger.info("said hello to %r", name)  # %r keeps it on one line
    return render_template("main/hello.html", name=name)
