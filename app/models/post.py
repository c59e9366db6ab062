from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, and_, text, update
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import db
from app.limits import LEVELS_MAX, POST_MAX
from app.models.types import Id, UTCDateTime

STEP = 8  # bytes of an id in a path
END = b"\xff"  # comes after all ids
BEGINS, ANSWERS = text("root_id IS NULL"), text("root_id IS NOT NULL")
HIDDEN = text("hidden_at IS NOT NULL")


class Post(db.Model):
    """What somebody wrote, as it was typed and as it is shown."""

    __tablename__ = "posts"
    __table_args__ = (
        Index(None, "author_id", "listed", "id"),
        Index(None, "id", "listed", sqlite_where=BEGINS, postgresql_where=BEGINS),
        Index(None, "root_id", "path", sqlite_where=ANSWERS, postgresql_where=ANSWERS),
        Index("ix_posts_hidden", "id", sqlite_where=HIDDEN, postgresql_where=HIDDEN),
        {"sqlite_autoincrement": True},  # the id of a deleted post is not given again
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    body: Mapped[str] = mapped_column(String(POST_MAX))
    body_html: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    edited_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    hidden_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    listed: Mapped[bool] = mapped_column(default=True)  # false: nowhere but by its id
    root_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    path: Mapped[bytes | None] = mapped_column(LargeBinary(STEP * LEVELS_MAX))
    reply_count: Mapped[int] = mapped_column(default=0)  # in all, of what begins
    like_count: Mapped[int] = mapped_column(default=0)


def there():
    """Return the condition that a post is there to be read."""
    return and_(Post.deleted_at.is_(None), Post.hidden_at.is_(None))


def deleted(when):
    """Return what is left of a post: its place, so that others can refer to it."""
    nothing = {"body": "", "body_html": "", "hidden_at": None}
    return nothing | {"listed": False, "deleted_at": when}


def hidden(when):
    return {"listed": False, "hidden_at": when}


def shown_again(post):
    return {"listed": post.root_id is None, "hidden_at": None}


def below(path, reply_id):
    """Return the path of a reply: the ids that lead to it, and its own.

    In the order of paths, replies stand below what they answer."""
    return (path or b"")[: STEP * (LEVELS_MAX - 1)] + reply_id.to_bytes(STEP, "big")


def answered(reply):
    """Return the id of what a reply stands below."""
    return int.from_bytes(reply.path[-2 * STEP : -STEP], "big") or reply.root_id


def count_replies(root_id, more):
    count = Post.reply_count + more
    return update(Post).where(Post.id == root_id).values(reply_count=count)


def count_likes(post_id, more):
    count = Post.like_count + more
    return update(Post).where(Post.id == post_id).values(like_count=count)
