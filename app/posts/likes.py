"""Who likes a post."""

from flask import redirect, render_template
from flask_login import current_user, login_required
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from app import clock, pages, timeline
from app.auth.onward import back
from app.extensions import db
from app.models import Like
from app.models.like import by
from app.models.post import count_likes
from app.notify import notify, take_back
from app.posts.routes import bp


@bp.post("/<id:post_id>/like")
@login_required
def like(post_id):
    post = pages.one(timeline.one(current_user.id, post_id))
    keep(post)
    return answer(post.id)


@bp.post("/<id:post_id>/unlike")
@login_required
def unlike(post_id):
    post = pages.one(timeline.one(current_user.id, post_id))
    drop(post)
    return answer(post.id)


def answer(post_id):
    """Send the button as it is now to a script, and others back to it."""
    if not pages.by_script():
        return redirect(f"{back()}#post-{post_id}", 303)
    post = pages.one(timeline.one(current_user.id, post_id))
    return render_template("posts/liked.html", post=post)


def keep(post):
    """Like a post, and count that. Who likes it already has been counted."""
    ids = {"post_id": post.id, "user_id": current_user.id}
    db.session.add(Like(**ids, created_at=clock.now()))
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
    else:
        db.session.execute(count_likes(post.id, 1))
        notify(post.author_id, "like", post.id)
        db.session.commit()


def drop(post):
    """Like a post no longer. Who does not like it changes nothing."""
    gone = db.session.execute(delete(Like).where(*by(current_user.id, post.id)))
    if gone.rowcount:
        db.session.execute(count_likes(post.id, -1))
        take_back(post.author_id, "like", post.id)
    db.session.commit()
