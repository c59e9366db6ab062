"""Where to go on after signing in, and after a button."""

import re

from flask import request, url_for
from flask_login import login_url

OWN_PATH = re.compile(r"/(?![/\\])[^\\\s\x00-\x1f\x7f]*")  # browsers skip or turn those


def to_sign_in():
    """Return the address of the form, which knows the page that was asked for."""
    return login_url("auth.sign_in", request.url if request.method == "GET" else None)


def after_sign_in():
    """Return the address of that page if it is one of ours, else of the first page."""
    wanted = request.args.get("next", "")
    return wanted if OWN_PATH.fullmatch(wanted) else url_for("main.index")


def back():
    """Return the address of the page that a button stood on, if it is one of ours."""
    page = (request.referrer or "").removeprefix(request.host_url.rstrip("/"))
    return page if OWN_PATH.fullmatch(page) else url_for("main.index")
