"""How often somebody may try to prove who they are."""

from datetime import timedelta

from flask import request

from app.throttle import Bound, take
from app.web.network import network

HOUR = timedelta(hours=1)
OF_ACCOUNT = Bound("guess at an account from a place", 25, HOUR)
OF_PLACE = Bound("guess from a place", 100, HOUR)


def take_guess(account):
    """Note a guess at `account`, to be given back if it was right; or refuse it."""
    place = network(request.remote_addr)
    return take((OF_ACCOUNT, account, place), (OF_PLACE, place))
