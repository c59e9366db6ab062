"""Where somebody is signed in."""

from flask import flash, redirect, render_template, session, url_for
from flask_login import current_user, login_required
from sqlalchemy import delete

from app.auth.forms import EndSessionsForm
from app.auth.guesses import knows
from app.auth.routes import bp
from app.extensions import db
from app.limits import LOGIN_LIFETIME
from app.models import Login
from app.models.login import listed


@bp.route("/sessions", methods=["GET", "POST"])
@login_required
def sessions():
    user, form, rows = current_user._get_current_object(), EndSessionsForm(), own()
    form.ends.choices = [(row.id, row.browser) for row in rows if not row.is_this]
    if form.validate_on_submit():
        if knows(user, form.password.data):
            end(user, form.ends.data)
            flash("Ended. If they were not yours, change your password.", "success")
            return redirect(url_for("auth.sessions"), 303)
        form.password.errors = ["This is not your password."]
    page = render_template(
        "auth/sessions.html", form=form, sessions=rows, lifetime=LOGIN_LIFETIME
    )
    return page, 422 if form.errors else 200


def own():
    rows = db.session.execute(listed(current_user.id, session["_user_id"])).all()
    db.session.rollback()
    return rows


def end(user, ids):
    theirs = Login.user_id == user.id, Login.id.in_(ids)
    db.session.execute(delete(Login).where(*theirs))
    db.session.commit()
