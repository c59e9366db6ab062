"""One page for every error, and one form of it for programs."""

from flask import current_app, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy import exc
from werkzeug.exceptions import HTTPException, SecurityError, ServiceUnavailable

from app.web import programs

REASONS = {
    404: "There is nothing at this address.",
    405: "This address does not take that kind of request.",
    413: "That is more than Pipit takes at once.",
    500: "Pipit stumbled. The fault is ours, and it is in our log.",
    503: "Pipit cannot reach its data. Nothing was saved. Try again in a moment.",
}
MISSING = """Is a table or a column missing? Type: python3 manage.py db upgrade
(after a change of a model, first: python3 manage.py db migrate -m WHAT)"""
TYPED = ["name", "email", "about", "place", "body"]  # to be shown: no password


def init_app(app):
    app.register_error_handler(HTTPException, show_error)
    app.register_error_handler(SecurityError, show_refused_host)
    app.register_error_handler(CSRFError, show_refused_form)
    app.register_error_handler(exc.OperationalError, show_database_away)
    app.register_error_handler(exc.TimeoutError, show_database_away)


def show_error(error):
    """Keep the answer's own headers, such as Allow, and give it our page."""
    reason = REASONS.get(error.code, error.description)
    response = error.get_response()
    if programs.ask():
        return told(response, error, reason)
    response.data = render_template("error.html", error=error, reason=reason)
    return response


def told(response, error, reason):
    """Say the same to a program, which has no use for a page."""
    response.data = programs.problem(error, reason)
    response.mimetype = programs.PROBLEM
    return response


def show_refused_host(error):
    """Answer without url_for: no address is known for a host that is not ours."""
    if programs.ask():
        return told(error.get_response(), error, "This host is not ours.")
    return render_template("refused_host.html"), 400


def show_refused_form(error):
    """Give back what was typed, to copy; not as a form, which might not be its own."""
    typed = [request.form[field] for field in TYPED if request.form.get(field)]
    return render_template("refused_form.html", typed=typed), 400


def show_database_away(error):
    """Ask the visitor to come again; but what is wrong in our SQL stays a 500."""
    cause = getattr(error, "orig", error)
    if getattr(cause, "sqlite_errorname", "") == "SQLITE_ERROR":
        error.add_note(MISSING)
        raise error
    current_app.logger.error("the database is away: %r", str(cause))
    return show_error(ServiceUnavailable(retry_after=5))
