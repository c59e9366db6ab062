"""Posts, as programs read them."""

from apifairy import authenticate, other_responses, response
from flask_login import current_user
from flask_marshmallow.fields import URLFor
from flask_marshmallow.schema import Schema
from marshmallow import fields

from app import pages, timeline
from app.api.bearer import bearer, bp

NO_POST = {404: "There is no such post, or none that may be read."}


class PostSchema(Schema):
    id = fields.Integer()
    url = URLFor("api.post", values={"post_id": "<id>"})
    page = URLFor("posts.show", values={"post_id": "<id>"})
    author = fields.String()
    created_at = fields.AwareDateTime()
    edited_at = fields.AwareDateTime(allow_none=True)
    body_html = fields.String()
    reply_count = fields.Integer()
    like_count = fields.Integer()
    liked = fields.Boolean(allow_none=True)


@bp.get("/posts/<id:post_id>")
@authenticate(bearer, optional=True)
@response(PostSchema)
@other_responses(NO_POST)
def post(post_id):
    """Read a post. With a token it says as well whether its owner likes it."""
    return pages.one(timeline.one(current_user.id, post_id))
