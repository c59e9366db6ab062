"""People, as everybody may know them."""

from apifairy import authenticate, other_responses, response
from flask_login import current_user
from flask_marshmallow.fields import URLFor
from flask_marshmallow.schema import Schema
from marshmallow import fields

from app import pages, timeline
from app.api.bearer import bearer, bp
from app.api.posts import PageSchema, listed
from app.people.routes import met

NOBODY = {404: "There is nobody of this name, or nobody whom one may meet."}


class PersonSchema(Schema):
    name = fields.String()
    url = URLFor("api.person", values={"name": "<name>"})
    page = URLFor("people.show", values={"name": "<name>"})
    posts = URLFor("api.posts_of", values={"name": "<name>"})
    avatar = URLFor("people.avatar", values={"name": "<name>"})
    about = fields.String()
    place = fields.String()
    created_at = fields.AwareDateTime()
    followed = fields.Boolean()


@bp.get("/people/<name>")
@authenticate(bearer, optional=True)
@response(PersonSchema)
@other_responses(NOBODY)
def person(name):
    """Read about somebody."""
    return known(name)


@bp.get("/people/<name>/posts")
@authenticate(bearer, optional=True)
@response(PageSchema)
@other_responses(NOBODY)
@listed
def posts_of(name):
    """Read what somebody writes, replies as well, the newest first."""
    found = pages.one(met(name, current_user.id))
    return timeline.profile(current_user.id, found.id, pages.asked())


def known(name):
    found = pages.one(met(name, current_user.id))
    unseen = {"about": "", "place": ""} if found.disabled_at else {}
    return found._asdict() | unseen
