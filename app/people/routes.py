from flask import Blueprint, render_template

from app.auth.rights import needs
from app.extensions import db
from app.limits import PEOPLE_LISTED
from app.models.user import listed

bp = Blueprint("people", __name__)


@bp.get("/people")
@needs("moderate")
def index():
    people = db.session.execute(listed().limit(PEOPLE_LISTED)).all()
    db.session.rollback()
    return render_template("people/index.html", people=people)
