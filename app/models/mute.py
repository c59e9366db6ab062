from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import db
from app.models.types import UTCDateTime
from app.models.user import User


class Mute(db.Model):
    """Somebody does not want to read what somebody else writes, who never learns it."""

    __tablename__ = "mutes"
    __table_args__ = (
        Index(None, "muted_id", "muter_id"),
        CheckConstraint("muter_id <> muted_id", name="not_oneself"),
        {"sqlite_with_rowid": False},
    )

    muter_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    muted_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


def mutes(reader_id, author):
    """Return a column that says whether somebody has muted the `author` of a row."""
    pair = Mute.muter_id == reader_id, Mute.muted_id == author
    return select(Mute).where(*pair).exists()


def muted_by(muter_id, before=None):
    """Select whom somebody has muted, the newest accounts first."""
    query = select(User.id, User.name).join(Mute, Mute.muted_id == User.id)
    query = query.where(Mute.muter_id == muter_id).order_by(Mute.muted_id.desc())
    return query.where(Mute.muted_id < before) if before else query


def forget_mutes(user_id):
    """Delete all in which somebody has a part."""
    either = (Mute.muter_id == user_id) | (Mute.muted_id == user_id)
    return delete(Mute).where(either)
