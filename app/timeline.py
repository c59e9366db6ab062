"""Lists of posts, the newest first. Each function returns a Select."""

from sqlalchemy import select

from app.limits import POSTS_SHOWN
from app.models import Post, User


def everybody():
    """Select what a list shows of the newest posts."""
    return listed().order_by(Post.id.desc()).limit(POSTS_SHOWN)


def listed():
    columns = Post.id, Post.body_html, Post.created_at, User.name.label("author")
    return select(*columns).join(User, User.id == Post.author_id)
