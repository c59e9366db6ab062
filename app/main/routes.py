from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    session,
    url_for,
)
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.limits import VISITORS_SHOWN
from app.main.forms import NameForm
from app.models import User
from app.models.user import newest

bp = Blueprint("main", __name__)


@bp.route("/", methods=["GET", "POST"])
def index():
    form = NameForm()
    if form.validate_on_submit():
        session["name"] = form.name.data
        greeting = "Nice to meet you" if keep(form.name.data) else "Welcome back"
        flash(f"{greeting}, {form.name.data}.", "success")
        return redirect(url_for("main.index"), 303)
    page = render_template(
        "main/index.html",
        form=form,
        name=session.get("name"),
        visitors=newest_visitors(),
    )
    return page, 422 if form.errors else 200


def keep(name):
    """Keep who came. Say whether the name is new: the database alone can know."""
    db.session.add(User(name=name))
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return False
    return True


def newest_visitors():
    """Read them, and end the transaction: a page is drawn outside of it."""
    visitors = db.session.execute(newest(VISITORS_SHOWN)).all()
    db.session.rollback()
    return visitors


@bp.get("/hello/<name>")
def hello(name):
    current_app.logger.info("said hello to %r", name)  # %r keeps it on one line
    return render_template("main/hello.html", name=name)
