"""Pages for errors."""

from flask import render_template
from werkzeug.exceptions import SecurityError


def init_app(app):
    app.register_error_handler(SecurityError, show_refused_host)


def show_refused_host(error):
    """Answer without url_for: no address is known for a host that is not ours."""
    return render_template("refused_host.html"), 400
