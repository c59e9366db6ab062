"""A second factor: begun with a secret, and in force once a code has come from it."""

from flask import Response, abort, redirect, render_template, url_for
from flask_login import current_user, login_required
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from app import qr, totp
from app.auth.routes import bp
from app.extensions import db
from app.models import SecondFactor
from app.models.second_factor import state


@bp.get("/two-factor")
@login_required
def two_factor():
    factor = own_factor()
    if not factor:
        return render_template("auth/two_factor.html")
    if factor.in_force:
        return render_template("auth/two_factor_on.html")
    return render_template("auth/two_factor_begun.html", secret=factor.secret)


@bp.get("/two-factor.svg")
@login_required
def two_factor_picture():
    factor = own_factor()
    if not factor or factor.in_force:
        abort(404)  # once it is proved, nobody is shown the secret again
    picture = qr.svg(totp.address(factor.secret, current_user.name))
    return Response(picture, mimetype="image/svg+xml")


@bp.post("/two-factor")
@login_required
def begin_two_factor():
    """Give a new secret to who has none in force: the database alone can know."""
    mine, begun = SecondFactor.user_id == current_user.id, SecondFactor.last_step
    db.session.execute(delete(SecondFactor).where(mine, begun.is_(None)))
    db.session.add(SecondFactor(user_id=current_user.id, secret=totp.new_secret()))
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
    return redirect(url_for("auth.two_factor"), 303)


def own_factor():
    """Return what is known of who is signed in, None if they have none."""
    factor = db.session.execute(state(current_user.id)).first()
    db.session.rollback()
    return factor
