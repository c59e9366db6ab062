from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import db
from app.models.types import UTCDateTime


class Like(db.Model):
    """Somebody likes what somebody wrote."""

    __tablename__ = "likes"
    __table_args__ = (
        Index(None, "user_id", "post_id"),
        {"sqlite_with_rowid": False},
    )

    post_id: Mapped[int] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


def by(user_id, post_id):
    return Like.user_id == user_id, Like.post_id == post_id
