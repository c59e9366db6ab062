"""Posts to be shown, the newest first. Each function returns a Select."""

from sqlalchemy import literal, select

from app.limits import ROWS_SHOWN
from app.models import Follow, Post, User


def everybody(before=None):
    """Select what a list shows of posts, those below the id `before`."""
    query = listed().order_by(Post.id.desc())
    return query.where(Post.id < before) if before else query


def profile(author_id, before=None):
    """Select the posts of one person. They stand side by side in the index."""
    return everybody(before).where(Post.author_id == author_id)


def home(reader_id, before=None):
    """Select the posts of those whom somebody follows, and their own.

    First the ids alone, out of an index; then what the page shows of these few.
    """
    ids = select(Post.id).where(Post.author_id.in_(followed(reader_id)))
    ids = ids.where(Post.id < before) if before else ids
    newest = ids.order_by(Post.id.desc()).limit(ROWS_SHOWN + 1).subquery()
    return listed().join(newest, newest.c.id == Post.id).order_by(Post.id.desc())


def followed(reader_id):
    others = select(Follow.followed_id).where(Follow.follower_id == reader_id)
    return others.union_all(select(literal(reader_id)))


def one(post_id):
    return listed().where(Post.id == post_id)


def listed():
    columns = Post.id, Post.author_id, Post.body_html, Post.created_at, Post.edited_at
    author = User.name.label("author")
    return select(*columns, author).join(User, User.id == Post.author_id)
