"""An address is confirmed by whoever reads the mails that go there."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from sqlalchemy import update

from app import clock
from app.auth import links
from app.auth.routes import bp
from app.extensions import db
from app.models import User


@bp.get("/confirm")
@login_required
def unconfirmed():
    if current_user.confirmed_at:
        return redirect(url_for("auth.account"), 303)
    return render_template("auth/unconfirmed.html")


@bp.post("/confirm")
@login_required
def send_link():
    if not current_user.confirmed_at:
        links.keep(*links.written("confirm", current_user.email, current_user))
        db.session.commit()
        flash("A mail is on its way to you. Open the link in it.", "success")
    return redirect(url_for("auth.unconfirmed"), 303)


@bp.get("/confirm/<secret>")
def confirm_link(secret):
    return links.follow("confirm", secret)


@bp.get("/confirm/now")
def confirm_now():
    token = links.followed("confirm")
    if not token:
        return links.dead()
    return render_template("auth/confirm_now.html", email=token.email)


@bp.post("/confirm/now")
def confirm():
    token = links.use("confirm")
    if not token or not note(token):
        db.session.rollback()
        return links.dead()
    db.session.commit()
    flash("Your address is confirmed.", "success")
    return redirect(url_for("main.index"), 303)


def note(token):
    """Note that the address is confirmed, if it is still the user's own."""
    same = User.id == token.user_id, User.email == token.email
    noted = update(User).where(*same).values(confirmed_at=clock.now())
    return db.session.execute(noted).rowcount
