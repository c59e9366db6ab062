"""Tokens: given for what somebody signs in with, and taken back."""

from apifairy import authenticate

from app.api.bearer import bearer, bp
from app.auth import logins
from app.extensions import db


@bp.delete("/tokens/this")
@authenticate(bearer)
def end_token():
    """Let this token be worth nothing from now on."""
    logins.forget_this()
    db.session.commit()
    return "", 204
