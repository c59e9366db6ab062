"""Links in mails: the secret in one is kept in the session while its page is open."""

from datetime import timedelta

from flask import redirect, render_template, request, session, url_for
from sqlalchemy import delete, select

from app import clock, mail
from app.auth import letters
from app.extensions import db
from app.models import User
from app.models.token import LIFETIMES, Token, find, take

SUBJECTS = {
    "address": "Your new address at Pipit",
    "confirm": "Confirm your address at Pipit",
    "reset": "A new password for Pipit",
}


def init_app(app):
    app.after_request(keep_secret)


def written(kind, email, user):
    """Return a token, and the mail that brings its link to `email`; both unsaved."""
    secret, token = Token.begin(kind, email, user.id)
    letter = mail.write(
        email,
        SUBJECTS[kind],
        kind,
        name=user.name,
        link=mail.link(f"auth.{kind}_link", secret=secret),
        hours=LIFETIMES[kind] // timedelta(hours=1),
    )
    return token, letter


def keep(token, letter):
    """Add both, in the transaction of the view; drop what is too old to be used."""
    letters.keep(letter, token)
    too_old = Token.user_id == token.user_id, Token.expires_at < clock.now()
    db.session.execute(delete(Token).where(*too_old))


def follow(kind, secret):
    """Leave the address that has the secret in it for the page of that `kind`."""
    if not found(kind, secret):
        return dead()
    session[kind] = secret
    return redirect(url_for(f"auth.{kind}_now"), 303)


def followed(kind):
    """Return the token of the link that this browser came by; None if it is dead."""
    return found(kind, session.get(kind, ""))


def found(kind, secret):
    token = db.session.scalar(find(secret, kind))
    db.session.expunge_all()  # it is read only, and outside of a transaction
    db.session.rollback()
    return token


def use(kind):
    """Use the link up, in the transaction of the view; None if that was done before.

    The user's row is locked first and the token second, here and everywhere. In two
    orders, two requests would wait for each other.
    """
    secret = session.get(kind, "")
    user_id = db.session.scalar(find(secret, kind).with_only_columns(Token.user_id))
    db.session.execute(select(User.id).where(User.id == user_id).with_for_update())
    return db.session.execute(take(secret, kind)).first()


def dead():
    return render_template("auth/dead_link.html"), 410


def keep_secret(response):
    """Have no copy kept of the pages of a link, and its address told to no other."""
    page = request.endpoint or ""
    if page.endswith(("_link", "_now")):
        response.headers["Cache-Control"] = "no-store"
    if page.endswith("_link"):
        response.headers["Referrer-Policy"] = "no-referrer"
    return response
