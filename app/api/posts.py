"""Posts, as programs read them."""

from functools import wraps

from apifairy import authenticate, body, other_responses, response
from flask import request, url_for
from flask_login import current_user
from flask_marshmallow.fields import URLFor
from flask_marshmallow.schema import Schema
from marshmallow import ValidationError, fields, pre_load
from marshmallow.validate import Length

from app import pages, timeline
from app.api.bearer import NO_TOKEN, bearer, bp
from app.extensions import db
from app.limits import POST_MAX
from app.models.post import answered
from app.posts.routes import own, publish, remove, rewrite, written, written_by_reader
from app.text import fault, in_line, tidied

NO_PAGE = {404: "The list has no such page, or there is no such list."}
NOT_YOURS = {403: "Somebody else wrote this post."}
NO_POST = {404: "There is no such post, or none that may be read."}


SHORT = Length(max=POST_MAX, error="A post has at most {max} characters.")


def seen(body):
    found = fault(in_line(body))
    if found:
        raise ValidationError(found)


class PostSchema(Schema):
    id = fields.Integer()
    url = URLFor("api.post", values={"post_id": "<id>"})
    page = URLFor("posts.show", values={"post_id": "<id>"})
    answers = URLFor("api.post", values={"post_id": "<answered_id>"}, allow_none=True)
    replies = URLFor("api.replies", values={"post_id": "<id>"})
    author = fields.String()
    created_at = fields.AwareDateTime()
    edited_at = fields.AwareDateTime(allow_none=True)
    body = fields.String(metadata={"description": "As typed; for its author alone."})
    body_html = fields.String()
    reply_count = fields.Integer()
    like_count = fields.Integer()
    liked = fields.Boolean(allow_none=True)


class BodySchema(Schema):
    """What somebody types: Markdown, bounded and tidied as in the form."""

    body = fields.String(required=True, validate=[SHORT, seen])

    @pre_load
    def tidy(self, sent, **rest):
        body = sent.get("body")
        return sent | {"body": tidied(body)} if isinstance(body, str) else sent


class PageSchema(Schema):
    """Part of a list. The next part is at `next`, which is null in the last."""

    posts = fields.List(fields.Nested(PostSchema))
    next = fields.String(allow_none=True)


@bp.get("/posts/<id:post_id>")
@authenticate(bearer, optional=True)
@response(PostSchema)
@other_responses(NO_POST)
def post(post_id):
    """Read a post. With a token it says as well whether its owner likes it."""
    return shown(post_id)


@bp.put("/posts/<id:post_id>")
@authenticate(bearer)
@body(BodySchema)
@response(PostSchema)
@other_responses(NO_TOKEN | NOT_YOURS | NO_POST)
def edit(typed, post_id):
    """Write a post anew."""
    rewrite(own(post_id), typed["body"])
    db.session.commit()
    return shown(post_id)


@bp.delete("/posts/<id:post_id>")
@authenticate(bearer)
@other_responses(NO_TOKEN | NOT_YOURS | NO_POST)
def delete(post_id):
    """Delete a post. What was answered to it stays."""
    remove(written_by_reader(timeline.own(current_user.id, post_id)))
    db.session.commit()
    return "", 204


def created(post_id):
    """Read what has just been written, and say where it is."""
    return shown(post_id), {"Location": url_for("api.post", post_id=post_id)}


def shown(post_id):
    """Read a post; whoever wrote it gets what was typed as well."""
    found = told(pages.one(timeline.one_as_typed(current_user.id, post_id)))
    if found["author_id"] != current_user.id:
        del found["body"]
    return found


def told(row):
    """Return a post with the id of what it answers."""
    return row._asdict() | {"answered_id": answered(row) if row.root_id else None}


def listed(view):
    """Let a view return the statement of a list, of which a page is read."""

    @wraps(view)
    def page(**values):
        read = pages.read(view(**values))
        more = values | {"before": read.before}
        following = url_for(request.endpoint, **more) if read.before else None
        return {"posts": [told(row) for row in read.rows], "next": following}

    return page


@bp.get("/posts")
@authenticate(bearer, optional=True)
@response(PageSchema)
@other_responses(NO_PAGE)
@listed
def posts():
    """Read what everybody writes, the newest first."""
    return timeline.everybody(current_user.id, pages.asked())


@bp.post("/posts")
@authenticate(bearer)
@body(BodySchema)
@response(PostSchema, 201)
@other_responses(NO_TOKEN)
def write(typed):
    """Write a post."""
    new = written(typed["body"])
    publish(new)
    return created(new.id)


@bp.get("/home")
@authenticate(bearer)
@response(PageSchema)
@other_responses(NO_TOKEN | NO_PAGE)
@listed
def home():
    """Read what those write whom the owner of the token follows."""
    return timeline.home(current_user.id, pages.asked())


@bp.get("/tags/<word>")
@authenticate(bearer, optional=True)
@response(PageSchema)
@other_responses(NO_PAGE)
@listed
def tag(word):
    """Read what has a word with # in it."""
    return timeline.tagged(current_user.id, word.lower(), pages.asked())
