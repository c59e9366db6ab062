"""Those who send a request."""

from apifairy import authenticate, other_responses, response
from flask_login import current_user
from flask_marshmallow.schema import Schema
from marshmallow import fields

from app.api.bearer import NO_TOKEN, bearer, bp


class MeSchema(Schema):
    name = fields.String()
    email = fields.Email()
    role = fields.String()
    created_at = fields.AwareDateTime()


@bp.get("/me")
@authenticate(bearer)
@response(MeSchema)
@other_responses(NO_TOKEN)
def me():
    """Tell whose token this is."""
    return current_user
