"""Conversations, as programs read them and take part."""

from apifairy import authenticate, body, other_responses, response
from flask import url_for
from flask_login import current_user

from app import pages, timeline
from app.api.bearer import NO_TOKEN, bearer, bp
from app.api.posts import NO_POST, BodySchema, PageSchema, PostSchema, created, told
from app.limits import REPLIES_SHOWN
from app.posts.replies import publish_below
from app.posts.routes import written


class ThreadSchema(PageSchema):
    """Part of a conversation, as one reads it: each reply below what it answers."""


@bp.get("/posts/<id:post_id>/replies")
@authenticate(bearer, optional=True)
@response(ThreadSchema)
@other_responses(NO_POST)
def replies(post_id):
    """Read what was answered to a post, and to the answers."""
    reader_id, after = current_user.id, pages.asked("after")
    post = pages.one(timeline.one(reader_id, post_id))
    below = pages.read(timeline.thread(reader_id, post, after), REPLIES_SHOWN)
    seen = [told(row) for row in below.rows if row.body_html is not None]
    return {"posts": seen, "next": below.before and address(post_id, below.before)}


@bp.post("/posts/<id:post_id>/replies")
@authenticate(bearer)
@body(BodySchema)
@response(PostSchema, 201)
@other_responses(NO_TOKEN | NO_POST)
def reply(typed, post_id):
    """Answer a post."""
    post, answer = timeline.one(current_user.id, post_id), written(typed["body"])
    publish_below(pages.one(post), answer)
    return created(answer.id)


def address(post_id, after):
    return url_for("api.replies", post_id=post_id, after=after)
