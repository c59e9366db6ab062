"""An address is confirmed by whoever reads the mails that go there."""

from flask import flash, redirect, render_template, url_for
from sqlalchemy import update

from app import clock
from app.auth import links
from app.auth.routes import bp
from app.extensions import db
from app.models import User


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
