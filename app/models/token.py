from datetime import datetime, timedelta
from secrets import token_urlsafe

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import clock
from app.extensions import db
from app.limits import ADDRESS_MAX
from app.models.login import digest
from app.models.types import Id, UTCDateTime
from app.models.user import User

LIFETIMES = {
    "address": timedelta(hours=1),
    "confirm": timedelta(days=1),
    "reset": timedelta(hours=1),
    "second-step": timedelta(minutes=10),
}


class Token(db.Model):
    """A link in a mail: whoever has its secret may do one thing, of one kind, once."""

    __tablename__ = "tokens"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(20))
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(ADDRESS_MAX))  # the one it was sent to
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    user: Mapped[User] = relationship()

    @classmethod
    def begin(cls, kind, email, user_id=None):
        """Return a new secret, and the token that it opens; its user may come later."""
        secret = token_urlsafe()
        row = cls(kind=kind, secret_hash=digest(secret), email=email, user_id=user_id)
        row.expires_at = clock.now() + LIFETIMES[kind]
        return secret, row


def find(secret, kind):
    """Select the token that `secret` opens, while it may be used."""
    return select(Token).where(*usable(secret, kind))


def take(secret, kind):
    """Delete that token, and say whose it was: of many at once, one gets it."""
    return (
        delete(Token).where(*usable(secret, kind)).returning(Token.user_id, Token.email)
    )


def usable(secret, kind):
    opened = Token.secret_hash == digest(secret), Token.kind == kind
    return *opened, Token.expires_at > clock.now()
