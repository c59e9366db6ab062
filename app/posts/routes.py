import sqlalchemy as sa
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required

from app import clock, markdown, pages, timeline
from app.extensions import db
from app.limits import REPLIES_SHOWN
from app.models import Post
from app.models.post import count_replies, deleted, there
from app.notify import forget
from app.posts.forms import PostForm
from app.posts.mentions import tell
from app.posts.tags import tag, untag

bp = Blueprint("posts", __name__, url_prefix="/posts")


@bp.get("")
def index():
    page = pages.read(timeline.everybody(current_user.id, pages.asked()))
    return render_template("posts/index.html", page=page)


@bp.route("/new", methods=["GET", "POST"])
@login_required
def new():
    form = PostForm()
    if form.validate_on_submit() and not form.preview.data:
        publish(written(form.body.data))
        flash("Your post is there.", "success")
        return redirect(url_for("posts.index"), 303)
    page = render_template("posts/new.html", form=form, preview=preview_of(form))
    return page, 422 if form.errors else 200


@bp.get("/<id:post_id>")
def show(post_id):
    reader_id, after = current_user.id, pages.asked("after")
    post = pages.one(timeline.one(reader_id, post_id))
    above = pages.read(timeline.above(reader_id, post)).rows if post.root_id else []
    below = pages.read(timeline.thread(reader_id, post, after), REPLIES_SHOWN)
    values = {"above": above, "below": below, "replies": without_ends(below.rows)}
    return render_template("posts/show.html", post=post, **values)


@bp.route("/<id:post_id>/edit", methods=["GET", "POST"])
@login_required
def edit(post_id):
    post = own(post_id)
    form = PostForm(obj=post)
    if form.validate_on_submit() and not form.preview.data:
        rewrite(post, form.body.data)
        db.session.commit()
        flash("Your post is changed.", "success")
        return redirect(url_for("posts.show", post_id=post.id), 303)
    page = render_template("posts/edit.html", form=form, preview=preview_of(form))
    return page, 422 if form.errors else 200


@bp.route("/<id:post_id>/delete", methods=["GET", "POST"])
@login_required
def delete(post_id):
    post = written_by_reader(timeline.own(current_user.id, post_id))
    if request.method == "GET":
        return render_template("posts/delete.html", post=post)
    remove(post)
    db.session.commit()
    flash("Your post is deleted.", "success")
    return redirect(url_for("posts.index"), 303)


@bp.post("/preview")
@login_required
def preview():
    """Return what a script shows below the field; nothing for what is no post."""
    form = PostForm()
    return markdown.render(form.body.data) if form.validate() else ""


def written(body):
    """Return a post of whoever is signed in. Drawing it takes its time: do so first."""
    return Post(
        author_id=current_user.id,
        body=body,
        body_html=markdown.render(body),
        created_at=clock.now(),
    )


def publish(post):
    """Add a post, tell those who are named in it, and commit."""
    add(post)
    tell(post.id, markdown.mentions(post.body_html))
    db.session.commit()


def add(post):
    db.session.add(post)
    db.session.flush()  # that gives it an id
    tag(post.id, post.body_html)


def own(post_id):
    """Read a post of whoever is signed in, with what was typed."""
    return written_by_reader(timeline.one_as_typed(current_user.id, post_id))


def written_by_reader(query):
    post = pages.one(query)
    if post.author_id != current_user.id:
        abort(403, "This is not your post.")
    return post


def rewrite(post, body):
    html = markdown.render(body)
    if change(post, {"body": body, "body_html": html, "edited_at": clock.now()}):
        untag(post.id)
        tag(post.id, html)
        known = markdown.mentions(post.body_html)
        tell(post.id, [name for name in markdown.mentions(html) if name not in known])


def remove(post):
    """Delete a post. One that is hidden is counted nowhere any more."""
    nothing = deleted(clock.now())
    if not change(post, nothing):
        db.session.execute(sa.update(Post).where(Post.id == post.id).values(nothing))
    elif post.root_id:
        db.session.execute(count_replies(post.root_id, -1))
    untag(post.id)
    forget(post.id)


def change(post, values):
    """Change a post, unless it was deleted meanwhile. Say whether it was there."""
    same = Post.id == post.id, there()
    return db.session.execute(sa.update(Post).where(*same).values(values)).rowcount


def without_ends(rows):
    """Leave out each reply that is not seen, unless one that is stands below it."""
    kept = []
    for row in reversed(rows):
        if row.body_html is not None or (kept and kept[-1].level > row.level):
            kept.append(row)
    return kept[::-1]


def preview_of(form):
    """Return what would be shown, if somebody asked for it and it can be."""
    wanted = form.preview.data and not form.errors
    return markdown.render(form.body.data) if wanted else ""
