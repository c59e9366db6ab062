from flask import Blueprint, render_template

from app import timeline
from app.extensions import db

bp = Blueprint("posts", __name__, url_prefix="/posts")


@bp.get("")
def index():
    posts = db.session.execute(timeline.everybody()).all()
    db.session.rollback()  # a page is drawn outside of any transaction
    return render_template("posts/index.html", posts=posts)
