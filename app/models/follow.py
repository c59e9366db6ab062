from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import db
from app.models.types import UTCDateTime
from app.models.user import User


class Follow(db.Model):
    """Somebody wants to read what somebody else writes."""

    __tablename__ = "follows"
    __table_args__ = (
        Index(None, "followed_id", "follower_id"),
        CheckConstraint("follower_id <> followed_id", name="not_oneself"),
        {"sqlite_with_rowid": False},  # the key is the table: nothing to look up twice
    )

    follower_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    followed_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


def between(follower_id, followed_id):
    return Follow.follower_id == follower_id, Follow.followed_id == followed_id


def follows(follower_id, author):
    """Return a column that says whether somebody follows the `author` of a row."""
    return select(Follow).where(*between(follower_id, author)).exists()


def followers_of(person_id, before=None):
    """Select who follows somebody, the newest accounts first."""
    return people(Follow.follower_id, Follow.followed_id == person_id, before)


def followed_by(person_id, before=None):
    """Select whom somebody follows, the newest accounts first."""
    return people(Follow.followed_id, Follow.follower_id == person_id, before)


def people(column, condition, before):
    """Select those whose id stands in `column`; the table is in their order."""
    query = select(column.label("id"), User.name, User.created_at)
    query = query.join(User, User.id == column).where(condition)
    return (query.where(column < before) if before else query).order_by(column.desc())


def forget(user_id):
    """Delete all in which somebody has a part."""
    either = (Follow.follower_id == user_id) | (Follow.followed_id == user_id)
    return delete(Follow).where(either)
