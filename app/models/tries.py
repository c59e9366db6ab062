from datetime import datetime

from sqlalchemy import Index, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import db
from app.models.types import Id, UTCDateTime


class Try(db.Model):
    """One try of something that is bounded; it counts until `expires_at`."""

    __tablename__ = "tries"
    __table_args__ = (Index(None, "key", "expires_at"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


def counted(key, now):
    """Select when each try under `key` that counts will expire, the newest first."""
    return (
        select(Try.expires_at)
        .where(Try.key == key, Try.expires_at > now)
        .order_by(Try.expires_at.desc())
    )


def forget(count, now):
    """Delete up to `count` expired tries, but none that another is deleting."""
    expired = (
        select(Try.id)
        .where(Try.expires_at <= now)
        .limit(count)
        .with_for_update(skip_locked=True)
        .cte()  # a subselect may be run more than once, each time with other rows
    )
    return delete(Try).where(Try.id.in_(select(expired.c.id)))
