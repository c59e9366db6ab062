"""One page for every error."""

from flask import render_template
from werkzeug.exceptions import HTTPException, SecurityError


def init_app(app):
    app.register_error_handler(HTTPException, show_error)
    app.register_error_handler(SecurityError, show_refused_host)


def show_error(error):
    """Keep the answer's own headers, such as Allow, and give it our page."""
    response = error.get_response()
    response.data = render_template("error.html", error=error)
    return response


def show_refused_host(error):
    """Answer without url_for: no address is known for a host that is not ours."""
    return render_template("refused_host.html"), 400
