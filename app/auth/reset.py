"""A password that was forgotten: a new one for whoever reads the mails."""

from flask import flash, redirect, render_template, url_for
from sqlalchemy import select

from app import mail, passwords
from app.auth import letters, links
from app.auth.confirmation import note
from app.auth.forms import ForgottenForm, NewPasswordForm, fits
from app.auth.password import notice, replace
from app.auth.routes import bp
from app.extensions import db
from app.models import User


@bp.route("/forgotten", methods=["GET", "POST"])
def forgotten():
    form = ForgottenForm()
    if form.validate_on_submit():
        write_to(form.email.data)
        flash("A mail is on its way to you. It says how to go on.", "success")
        return redirect(url_for("auth.forgotten"), 303)
    page = render_template("auth/forgotten.html", form=form)
    return page, 422 if form.errors else 200


def write_to(email):
    """Write in any case, so that neither the page nor its time tells who is here."""
    user = db.session.execute(
        select(User.id, User.name).where(User.email == email)
    ).first()
    db.session.rollback()
    if user:
        links.keep(*links.written("reset", email, user))
    else:
        letters.keep(mail.write(email, links.SUBJECTS["reset"], "no_account"))
    db.session.commit()


@bp.get("/reset/<secret>")
def reset_link(secret):
    return links.follow("reset", secret)


@bp.route("/reset/now", methods=["GET", "POST"])
def reset_now():
    token = links.followed("reset")
    if not token:
        return links.dead()
    name, form = name_of(token), NewPasswordForm()
    if form.validate_on_submit({"new_password": [fits(name, token.email)]}):
        if not reset(form.new_password.data, notice(token.email, name)):
            return links.dead()
        flash("Your password is changed. Sign in with it.", "success")
        return redirect(url_for("auth.sign_in"), 303)
    page = render_template("auth/reset_now.html", form=form, name=name)
    return page, 422 if form.errors else 200


def name_of(token):
    name = db.session.scalar(select(User.name).where(User.id == token.user_id))
    db.session.rollback()
    return name


def reset(new, letter):
    """Use up the link for the password `new`; say whether it could still be used."""
    new_hash = passwords.hashed(new)
    token = links.use("reset")
    if not token or not replace(new_hash, id=token.user_id, email=token.email):
        db.session.rollback()
        return False
    note(token)  # whoever has come by this link reads the mails to that address
    db.session.add(letter)
    db.session.commit()
    return True
