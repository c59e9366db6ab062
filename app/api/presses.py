"""What takes one press on a page: to like a post."""

from apifairy import authenticate, other_responses, response
from flask_login import current_user

from app import pages, timeline
from app.api.bearer import NO_TOKEN, bearer, bp
from app.api.posts import NO_POST, PostSchema, shown
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
