"""How often somebody may try to prove who they are."""

from datetime import timedelta

from flask import current_app, request

from app import passwords
from app.extensions import db
from app.throttle import Bound, give_back, take
from app.web.network import network

HOUR = timedelta(hours=1)
OF_ACCOUNT = Bound("guess at an account from a place", 25, HOUR)
OF_PLACE = Bound("guess from a place", 100, HOUR)
OF_CODES = Bound("guess at the code of an account", 10, HOUR)


def take_guess(account):
    """Note a guess at `account`, to be given back if it was right; or refuse it."""
    place = network(request.remote_addr)
    return take((OF_ACCOUNT, account, place), (OF_PLACE, place))


def knows(user, password):
    """Say whether `password` is that of `user`, who is signed in, and commit."""
    guess = take_guess(user.email)
    if not passwords.matches(user.password_hash, password):
        log = current_app.logger
        log.warning("password refused: user %s from %s", user.id, request.remote_addr)
        return False
    give_back(guess)
    db.session.commit()
    return True
