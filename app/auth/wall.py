"""Whoever has not confirmed their address gets no further than to the wall."""

from flask import abort, g, redirect, request, url_for

from app.auth.logins import FOR_ANYBODY
from app.web import programs

BEFORE_THE_WALL = FOR_ANYBODY | {
    "auth.address",
    "auth.address_link",
    "auth.address_now",
    "auth.change_address",
    "auth.confirm",
    "auth.confirm_link",
    "auth.confirm_now",
    "auth.send_link",
    "auth.sign_out",
    "auth.unconfirmed",
}


def init_app(app):
    app.before_request(stop_unconfirmed)


def stop_unconfirmed():
    if request.endpoint is None or request.endpoint in BEFORE_THE_WALL:
        return None
    if g.user.is_authenticated and not g.user.confirmed_at:
        if programs.ask():
            abort(403, "First confirm your address, by the link in our mail.")
        return redirect(url_for("auth.unconfirmed"), 303)
    return None
