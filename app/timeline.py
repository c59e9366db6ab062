"""Posts to be shown, the newest first. Each function returns a Select."""

from sqlalchemy import select

from app.models import Post, User


def everybody(before=None):
    """Select what a list shows of posts, those below the id `before`."""
    query = listed().order_by(Post.id.desc())
    return query.where(Post.id < before) if before else query


def profile(author_id, before=None):
    """Select the posts of one person. They stand side by side in the index."""
    return everybody(before).where(Post.author_id == author_id)


def one(post_id):
    return listed().where(Post.id == post_id)


def listed():
    columns = Post.id, Post.author_id, Post.body_html, Post.created_at, Post.edited_at
    author = User.name.label("author")
    return select(*columns, author).join(User, User.id == Post.author_id)
