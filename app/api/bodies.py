"""What a program sends, and what is wrong with it."""

from apifairy.decorators import parser
from werkzeug.exceptions import UnprocessableEntity

from app.extensions import apifairy
from app.web import programs


@parser.location_loader("json")
def load(request, schema):
    """Return what the gate has read: to read it again might fail at other things."""
    return request.get_json(silent=True) or {}


@apifairy.error_handler
def tell_faults(status, found):
    """Answer 422, as a form does, and say of each field what is wrong with it."""
    [errors] = found.values()  # APIFairy keeps them by where the fields stood
    reason = "Some fields are not as they must be."
    told = programs.problem(UnprocessableEntity(), reason, errors=errors)
    return told, UnprocessableEntity.code, {"Content-Type": programs.PROBLEM}
