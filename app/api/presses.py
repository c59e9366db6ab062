"""What takes one press on a page: to like a post, and to follow somebody."""

from apifairy import authenticate, other_responses, response
from flask import abort
from flask_login import current_user

from app import pages, timeline
from app.api.bearer import NO_TOKEN, bearer, bp
from app.api.people import NOBODY, PersonSchema, known
from app.api.posts import NO_POST, PostSchema, shown
from app.follows import routes as follows
from app.posts import likes


@bp.put("/posts/<id:post_id>/like")
@authenticate(bearer)
@response(PostSchema)
@other_responses(NO_TOKEN | NO_POST)
def like(post_id):
    """Like a post."""
    likes.keep(pages.one(timeline.one(current_user.id, post_id)))
    return shown(post_id)


@bp.delete("/posts/<id:post_id>/like")
@authenticate(bearer)
@response(PostSchema)
@other_responses(NO_TOKEN | NO_POST)
def unlike(post_id):
    """Like a post no longer."""
    likes.drop(pages.one(timeline.one(current_user.id, post_id)))
    return shown(post_id)


@bp.put("/people/<name>/follow")
@authenticate(bearer)
@response(PersonSchema)
@other_responses(NO_TOKEN | NOBODY | {422: "Nobody follows themselves."})
def follow(name):
    """Follow somebody."""
    person = follows.named(name)
    if person.id == current_user.id:
        abort(422, "Nobody follows themselves.")
    follows.keep(person.id)
    return known(name)


@bp.delete("/people/<name>/follow")
@authenticate(bearer)
@response(PersonSchema)
@other_responses(NO_TOKEN | NOBODY)
def unfollow(name):
    """Follow somebody no longer."""
    follows.drop(follows.named(name).id)
    return known(name)
