from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select, text, update
from sqlalchemy.orm import Mapped, aliased, mapped_column

from app import clock
from app.extensions import db
from app.limits import REASON_MAX
from app.models.post import Post, there
from app.models.types import Id, UTCDateTime
from app.models.user import User

OPEN = text("closed_at IS NULL")


class Report(db.Model):
    """Somebody says that a post should be looked at, and why."""

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("post_id", "reporter_id"),
        Index("ix_reports_open", "id", sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"))
    reporter_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    reason: Mapped[str] = mapped_column(String(REASON_MAX))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


def waiting(after=None):
    """Select what nobody has decided about, the oldest first, with the post."""
    author = aliased(User)
    post = Post.body_html, Post.created_at, author.name.label("author")
    report = Report.id, Report.post_id, Report.reason, User.name.label("reporter")
    query = (
        select(*report, Report.created_at.label("reported_at"), *post)
        .join(User, User.id == Report.reporter_id)
        .join(Post, Post.id == Report.post_id)
        .join(author, author.id == Post.author_id)
        .where(Report.closed_at.is_(None), there())
        .order_by(Report.id)
    )
    return query.where(Report.id > after) if after else query


def close_all(post_id):
    """Update the reports of a post: somebody has decided."""
    still_open = Report.post_id == post_id, Report.closed_at.is_(None)
    return update(Report).where(*still_open).values(closed_at=clock.now())
