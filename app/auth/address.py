"""Another address: for whoever knows the password, and reads the mails there."""

from flask import flash, redirect, render_template, url_for
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from app import clock
from app.auth import links
from app.auth.routes import bp
from app.extensions import db
from app.models import Token, User


@bp.get("/address/<secret>")
def address_link(secret):
    return links.follow("address", secret)


@bp.get("/address/now")
def address_now():
    token = links.followed("address")
    if not token:
        return links.dead()
    return render_template("auth/address_now.html", email=token.email)


@bp.post("/address/now")
def change_address():
    token = links.use("address")
    if not token or not move(token):
        db.session.rollback()
        return links.dead()
    db.session.commit()
    flash("Your address is changed.", "success")
    return redirect(url_for("main.index"), 303)


def move(token):
    """Give the user the address of `token`, and end all links to the one before."""
    moved = update(User).where(User.id == token.user_id)
    try:
        db.session.execute(moved.values(email=token.email, confirmed_at=clock.now()))
    except IntegrityError:  # somebody else was first with that address
        return False
    db.session.execute(delete(Token).where(Token.user_id == token.user_id))
    return True
