from datetime import datetime

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import db
from app.limits import ADDRESS_MAX
from app.models.types import Id, UTCDateTime


class Mail(db.Model):
    """A mail that waits. When the mail server has taken it, the row is deleted."""

    __tablename__ = "mails"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    message_id: Mapped[str] = mapped_column(Text)
    recipient: Mapped[str] = mapped_column(String(ADDRESS_MAX))
    subject: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(UTCDateTime)
    fault: Mapped[str | None] = mapped_column(Text)  # what is wrong, if set aside


def due(moment):
    """Select the mails that are to be tried at `moment`, longest waiting first."""
    waiting = Mail.fault.is_(None), Mail.next_try_at <= moment
    return select(Mail).where(*waiting).order_by(Mail.next_try_at, Mail.id)


def set_aside():
    return select(Mail).where(Mail.fault.is_not(None)).order_by(Mail.id)
