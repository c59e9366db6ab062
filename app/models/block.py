from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, delete, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import db
from app.models.types import UTCDateTime
from app.models.user import User


class Block(db.Model):
    """Somebody wants nothing to do with somebody else: neither sees the other."""

    __tablename__ = "blocks"
    __table_args__ = (
        Index(None, "blocked_id", "blocker_id"),
        CheckConstraint("blocker_id <> blocked_id", name="not_oneself"),
        {"sqlite_with_rowid": False},
    )

    blocker_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    blocked_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


def blocks(blocker_id, blocked_id):
    """Return a column that says whether one has blocked the other."""
    pair = Block.blocker_id == blocker_id, Block.blocked_id == blocked_id
    return select(Block).where(*pair).exists()


def apart(reader_id, author):
    """Return a column that says whether either has blocked the other."""
    return or_(blocks(reader_id, author), blocks(author, reader_id))


def blocked_by(blocker_id, before=None):
    """Select whom somebody has blocked, the newest accounts first."""
    query = select(User.id, User.name).join(Block, Block.blocked_id == User.id)
    query = query.where(Block.blocker_id == blocker_id)
    query = query.where(Block.blocked_id < before) if before else query
    return query.order_by(Block.blocked_id.desc())


def forget_blocks(user_id):
    """Delete all in which somebody has a part."""
    either = (Block.blocker_id == user_id) | (Block.blocked_id == user_id)
    return delete(Block).where(either)
