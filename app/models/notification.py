from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, delete, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import db
from app.models.types import Id, UTCDateTime
from app.models.user import User


class Notification(db.Model):
    """Somebody, the actor, did something that concerns somebody else."""

    __tablename__ = "notifications"
    __table_args__ = (
        Index(None, "user_id", "id"),
        Index(None, "actor_id", "user_id"),
        {"sqlite_autoincrement": True},  # new ids are above those seen
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(10))
    post_id: Mapped[int | None] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


def news_for(user_id, before=None):
    """Select what a page shows of what concerns somebody, the newest first."""
    what = Notification.id, Notification.kind, Notification.post_id
    query = select(*what, Notification.created_at, User.name.label("actor"))
    query = query.join(User, User.id == Notification.actor_id)
    query = query.where(Notification.user_id == user_id)
    query = query.where(Notification.id < before) if before else query
    return query.order_by(Notification.id.desc())


def has_news():
    """Return a column: whether something concerns a user that they have not seen."""
    unseen = Notification.user_id == User.id, Notification.id > User.news_seen_id
    return select(Notification.id).where(*unseen).exists().label("has_news")


def see_news(user_id, last_id):
    """Update what somebody has seen: what concerns them, up to `last_id`."""
    theirs = Notification.user_id == user_id, Notification.id <= last_id
    last = select(func.max(Notification.id)).where(*theirs).scalar_subquery()
    behind = User.id == user_id, User.news_seen_id < last
    return update(User).where(*behind).values(news_seen_id=last)


def forget_doings(user_id):
    """Delete what somebody was told, and what others were told of them."""
    part = or_(Notification.user_id == user_id, Notification.actor_id == user_id)
    return delete(Notification).where(part)
