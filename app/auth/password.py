"""A password is changed by whoever knows it."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from sqlalchemy import delete, update

from app import mail, passwords
from app.auth import logins
from app.auth.forms import ChangePasswordForm, fits
from app.auth.guesses import knows
from app.auth.routes import bp
from app.extensions import db
from app.models import Login, Token, User


@bp.route("/password", methods=["GET", "POST"])
@login_required
def password():
    user, form = current_user._get_current_object(), ChangePasswordForm()
    if form.validate_on_submit({"new_password": [fits(user.name, user.email)]}):
        if change(user, form.password.data, form.new_password.data):
            flash("Your password is changed. Elsewhere you are signed out.", "success")
            return redirect(url_for("auth.account"), 303)
        form.password.errors = ["This is not your password."]
    page = render_template("auth/password.html", form=form)
    return page, 422 if form.errors else 200


def change(user, old, new):
    """Give `user` the password `new`, unless `old` is not the one they have."""
    if not knows(user, old):
        return False
    new_hash, letter = passwords.hashed(new), notice(user.email, user.name)
    if not replace(new_hash, id=user.id, password_hash=user.password_hash):
        db.session.rollback()  # it was changed since this request began
        return False
    db.session.add(letter)
    logins.start(user)
    db.session.commit()
    return True


def notice(email, name):
    link = mail.link("auth.forgotten")
    subject = "Your password at Pipit was changed"
    return mail.write(email, subject, "password_changed", name=name, link=link)


def replace(new_hash, **whose):
    """Give a new password, and end all that the old one began; return the user's id."""
    replaced = update(User).filter_by(**whose).values(password_hash=new_hash)
    user_id = db.session.scalar(replaced.returning(User.id))
    for begun in Login, Token:
        db.session.execute(delete(begun).where(begun.user_id == user_id))
    return user_id
