from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import db
from app.limits import POST_MAX
from app.models.types import Id, UTCDateTime


class Post(db.Model):
    """What somebody wrote, as it was typed and as it is shown."""

    __tablename__ = "posts"
    __table_args__ = (
        Index(None, "author_id", "listed", "id"),
        {"sqlite_autoincrement": True},  # the id of a deleted post is not given again
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    body: Mapped[str] = mapped_column(String(POST_MAX))
    body_html: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    edited_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    listed: Mapped[bool] = mapped_column(default=True)  # false: nowhere but by its id


def there():
    """Return the condition that a post is there to be read."""
    return Post.deleted_at.is_(None)


def deleted(when):
    """Return what is left of a post: its place, so that others can refer to it."""
    return {"body": "", "body_html": "", "listed": False, "deleted_at": when}
