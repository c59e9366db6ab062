from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_login import current_user
from sqlalchemy import update

from app import clock, pages, timeline
from app.auth.rights import needs
from app.extensions import db
from app.models import Post
from app.models.post import count_replies, hidden, shown_again
from app.models.report import close_all
from app.notify import forget
from app.posts.routes import change

bp = Blueprint("moderation", __name__)


@bp.get("/hidden")
@needs("moderate")
def index():
    page = pages.read(timeline.hidden(pages.asked()))
    return render_template("moderation/hidden.html", page=page)


@bp.post("/posts/<id:post_id>/hide")
@needs("moderate")
def hide(post_id):
    post = pages.one(timeline.any_one(post_id))
    if change(post, hidden(clock.now())):
        forget(post.id)
        count(post, -1)
    db.session.execute(close_all(post.id))
    db.session.commit()
    return done(post, "hidden", "moderation.queue")


@bp.post("/posts/<id:post_id>/unhide")
@needs("moderate")
def unhide(post_id):
    post = pages.one(timeline.any_one(post_id))
    again = update(Post).where(Post.id == post.id, Post.hidden_at.is_not(None))
    if db.session.execute(again.values(shown_again(post))).rowcount:
        count(post, 1)
    db.session.commit()
    return done(post, "shown again", "moderation.index")


def count(post, more):
    if post.root_id:
        db.session.execute(count_replies(post.root_id, more))


def done(post, what, page):
    """Write down who decided that, as it was about the words of somebody else."""
    current_app.logger.info("post %s is %s, by user %s", post.id, what, current_user.id)
    flash(f"The post is {what}.", "success")
    return redirect(url_for(page), 303)
