"""How often a program may ask."""

from math import ceil
from time import time

from flask import current_app, request
from flask_login import current_user
from limits import parse
from werkzeug.exceptions import TooManyRequests

from app.api.bearer import bp
from app.extensions import limiter
from app.web.network import network


@bp.record
def check(state):
    """Refuse to start with a bound that cannot be read: it would bound nothing."""
    words = state.app.config["API_REQUESTS"]
    try:
        parse(words)
    except ValueError as error:
        hint = f"API_REQUESTS={words} is not like: 600 per 15 minutes"
        raise RuntimeError(hint) from error


def allowed():
    return current_app.config["API_REQUESTS"]


def whose():
    """Return what requests are counted under: the owner of the token, or the place."""
    return str(current_user.id or network(request.remote_addr))


def refuse(limit):
    seconds = max(1, ceil(limit.reset_at - time()))
    words = f"That is more than {limit.limit}. Try again in {seconds} s."
    raise TooManyRequests(words, retry_after=seconds)


limiter.shared_limit(allowed, scope="api", key_func=whose, on_breach=refuse)(bp)
