"""The gate: what is refused before any view runs."""

from urllib.parse import unquote

from flask import abort, current_app, request

from app.web import programs


def init_app(app):
    app.before_request(refuse_large_body)
    app.before_request(refuse_broken_text)
    app.before_request(refuse_broken_form)
    app.before_request(refuse_broken_authorization)
    app.before_request(refuse_broken_json)


def refuse_large_body():
    """Answer 413 by the length that was announced, without reading the body."""
    if (request.content_length or 0) > current_app.config["MAX_CONTENT_LENGTH"]:
        abort(413)


def refuse_broken_text():
    """Answer 400 to an address that is not UTF-8, or has NUL in it."""
    address = request.path + unquote(request.query_string)
    if "\0" in address or "\ufffd" in address:  # U+FFFD stands for what is no UTF-8
        abort(400, "The address has bytes in it that are not text.")


def refuse_broken_form():
    """Answer 400 to a form that is not UTF-8: Werkzeug takes %FF for three letters."""
    is_form = request.mimetype == "application/x-www-form-urlencoded"
    if is_form and "\ufffd" in unquote(request.get_data()):
        abort(400, "The form has bytes in it that are not text.")


def refuse_broken_authorization():
    """Answer 400 to letters that this header never has: Werkzeug fails at them."""
    if not request.headers.get("Authorization", "").isascii():
        abort(400, "The header Authorization has letters in it that it cannot have.")


def refuse_broken_json():
    """Answer 415 to what a program sends and does not call JSON, 400 if it is none."""
    if not programs.ask() or not request.get_data():
        return
    if not request.is_json:
        abort(415, "Send JSON, and say so: Content-Type: application/json.")
    if not isinstance(read_json(), dict):
        abort(400, "The body is no JSON object.")


def read_json():
    try:
        return request.get_json(silent=True)
    except RecursionError:  # brackets in brackets, thousands of them
        return None
