"""Mails that somebody asks for with a form: strangers may, to any address."""

from datetime import timedelta

from flask import request
from werkzeug.exceptions import TooManyRequests

from app.extensions import db
from app.throttle import Bound, take
from app.web.network import network

TO_ADDRESS = Bound("mail to an address", 5, timedelta(minutes=30))
FROM_PLACE = Bound("mail from a place", 60, timedelta(hours=1))


def may_write(email):
    """Note a mail to `email`; say whether it may be sent, but never to who asked.

    Raises TooManyRequests where a place has asked for too many, to whomever."""
    place = network(request.remote_addr)
    take((FROM_PLACE, place))
    try:
        take((TO_ADDRESS, email))
    except TooManyRequests:
        return False
    return True


def keep(letter, *rows):
    """Add a mail and what belongs to it, if it may be sent; the view commits."""
    if may_write(letter.recipient):
        db.session.add_all([letter, *rows])
