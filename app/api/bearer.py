"""Posts and people for programs, and the token by which they act for somebody."""

from flask import Blueprint, g
from flask_httpauth import HTTPTokenAuth
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from app.extensions import csrf
from app.web import programs

bp = Blueprint("api", __name__, url_prefix=programs.PREFIX)
csrf.exempt(bp)  # no browser sends a token of itself, as it sends a cookie
bearer = HTTPTokenAuth()
NO_TOKEN = {401: "There is no token, or none that is in force."}


@bearer.verify_token
def owner(token):
    """Return whose token this is: it was looked up before the view, as a cookie is.

    One that is worth nothing is refused, also where no token is needed."""
    if token and not g.user.is_authenticated:
        refuse()
    return g.user if token else None


@bearer.error_handler
def refuse(status=401):
    need = "Send a token that is in force, in this header: Authorization: Bearer TOKEN."
    unauthorized("bearer", need)


def unauthorized(scheme, reason):
    how = WWWAuthenticate(scheme, {"realm": "Pipit"})
    raise Unauthorized(reason, www_authenticate=how)
