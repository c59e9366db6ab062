"""Views that are not for everybody."""

from functools import wraps

from flask import abort, current_app, request
from flask_login import current_user, login_required


def needs(permission):
    """Let nobody into a view but those who may do this."""

    def guard(view):
        @wraps(view)
        def guarded(**values):
            if not current_user.may(permission):
                refuse(permission)
            return view(**values)

        return login_required(guarded)

    return guard


def refuse(permission):
    """Answer 403, and write down who came where they may not."""
    words = current_user.id, request.method, request.endpoint, permission
    current_app.logger.warning("refused: user %s, %s %s needs %r", *words)
    abort(403, "This page is for those who look after Pipit.")
