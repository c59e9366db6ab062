"""Tokens: given for what somebody signs in with, and taken back."""

from apifairy import authenticate, body, other_responses, response
from flask import abort
from flask_httpauth import HTTPBasicAuth
from flask_marshmallow.schema import Schema
from marshmallow import fields
from marshmallow.validate import Length

from app import clock
from app.addresses import normalise
from app.api.bearer import NO_TOKEN, bearer, bp, unauthorized
from app.auth import logins, second_step
from app.auth.routes import proven
from app.extensions import db
from app.limits import CODE_MAX, LOGIN_LIFETIME, PASSWORD_MAX

basic = HTTPBasicAuth()
REFUSED = {
    401: "The address, the password or the code is wrong.",
    403: "The address is not confirmed, or the account is disabled.",
}


class ProofSchema(Schema):
    code = fields.String(load_default="", validate=Length(max=CODE_MAX))


class TokenSchema(Schema):
    token = fields.String()
    expires_at = fields.AwareDateTime()


@basic.verify_password
def owner(address, password):
    """Return whose these are: looked at, and counted, as where people sign in."""
    try:
        fits = len(password) <= PASSWORD_MAX and normalise(address)
    except ValueError:
        return None
    return proven(fits, password) if fits else None


@basic.error_handler
def refuse(status):
    unauthorized("basic", "This address and this password do not go together.")


@bp.post("/tokens")
@authenticate(basic)
@body(ProofSchema)
@response(TokenSchema, 201)
@other_responses(REFUSED)
def new_token(proof):
    """Give a token for a password, and for a code where a second factor is in force."""
    user = basic.current_user()
    if not user.confirmed_at:
        abort(403, "First confirm your address, by the link in our mail.")
    if not second_step.passes(user, proof["code"]):
        unauthorized("basic", 'This account asks for a code, too: {"code": "123456"}.')
    ends = clock.now() + LOGIN_LIFETIME
    token = logins.begin(user, browser="A program", for_program=True)
    db.session.commit()
    return {"token": token, "expires_at": ends}, {"Cache-Control": "no-store"}


@bp.delete("/tokens/this")
@authenticate(bearer)
@other_responses(NO_TOKEN)
def end_token():
    """Let this token be worth nothing from now on."""
    logins.forget_this()
    db.session.commit()
    return "", 204
