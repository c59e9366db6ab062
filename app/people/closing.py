"""The end of an account, at the wish of its owner."""

from flask import current_app, flash, redirect, render_template, session, url_for
from flask_login import current_user, login_required
from sqlalchemy import delete

from app import clock, mail
from app.auth.forms import PasswordForm
from app.auth.guesses import knows
from app.extensions import db
from app.models import Login, RecoveryCode, SecondFactor, Token
from app.models.block import forget_blocks
from app.models.follow import forget as forget_follows
from app.models.mute import forget_mutes
from app.models.notification import forget_doings
from app.models.user import close
from app.people.routes import bp

THEIRS = [Login, RecoveryCode, SecondFactor, Token]  # what ends with the account


@bp.route("/account/close", methods=["GET", "POST"])
@login_required
def close_account():
    user, form = current_user._get_current_object(), PasswordForm()
    if form.validate_on_submit():
        if knows(user, form.password.data) and end(user):
            session.clear()
            flash("Your account is closed. Thank you for having been here.", "success")
            return redirect(url_for("main.index"), 303)
        form.password.errors = ["This is not your password."]
    page = render_template("people/close_account.html", form=form)
    return page, 422 if form.errors else 200


def end(user):
    """Close the account of `user`, unless the password has changed meanwhile."""
    letter = mail.write(user.email, "Your account is closed", "closed", name=user.name)
    same = close(user.id, clock.now()).filter_by(password_hash=user.password_hash)
    if not db.session.execute(same).rowcount:
        db.session.rollback()
        return False
    for row in THEIRS:
        db.session.execute(delete(row).where(row.user_id == user.id))
    for forget in forget_blocks, forget_follows, forget_mutes, forget_doings:
        db.session.execute(forget(user.id))
    db.session.add(letter)
    db.session.commit()
    current_app.logger.info("user %s has closed the account", user.id)
    return True
