"""Where somebody is signed in."""

from flask import render_template, session
from flask_login import current_user, login_required

from app.auth.routes import bp
from app.extensions import db
from app.limits import LOGIN_LIFETIME
from app.models.login import listed


@bp.get("/sessions")
@login_required
def sessions():
    rows = db.session.execute(listed(current_user.id, session["_user_id"])).all()
    db.session.rollback()
    return render_template("auth/sessions.html", sessions=rows, lifetime=LOGIN_LIFETIME)
