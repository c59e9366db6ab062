"""What people answer to a post, or to an answer."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required

from app import markdown, pages, timeline
from app.extensions import db
from app.models.post import below, count_replies
from app.notify import notify
from app.posts.forms import PostForm
from app.posts.mentions import tell
from app.posts.routes import add, bp, preview_of, written


@bp.route("/<id:post_id>/reply", methods=["GET", "POST"])
@login_required
def reply(post_id):
    post, form = pages.one(timeline.one(current_user.id, post_id)), PostForm()
    if form.validate_on_submit() and not form.preview.data:
        answer = written(form.body.data)
        publish_below(post, answer)
        flash("Your reply is there.", "success")
        return redirect(url_for("posts.show", post_id=answer.id), 303)
    preview = preview_of(form)
    page = render_template("posts/reply.html", post=post, form=form, preview=preview)
    return page, 422 if form.errors else 200


def publish_below(post, answer):
    """Add an answer, tell those whom it concerns, and commit."""
    put_below(post, answer)
    notify(post.author_id, "reply", answer.id)
    tell(answer.id, markdown.mentions(answer.body_html), besides=post.author_id)
    db.session.commit()


def put_below(post, answer):
    """Add an answer to a post, and count it where it all began."""
    answer.root_id, answer.listed = post.root_id or post.id, False
    db.session.execute(count_replies(answer.root_id, 1))
    add(answer)
    answer.path = below(post.path, answer.id)
