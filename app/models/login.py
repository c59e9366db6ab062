from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from sqlalchemy import ForeignKey, String, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
from app.extensions import db
from app.kept import kept
from app.limits import LOGIN_LIFETIME, LOGINS_SHOWN
from app.models.notification import has_news
from app.models.types import Id, UTCDateTime
from app.models.user import User

A_WHILE = timedelta(minutes=5)


class Login(db.Model):
    """Somebody is signed in: one browser or one program has the secret, no other."""

    __tablename__ = "logins"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_used_at: Mapped[datetime] = mapped_column(UTCDateTime)
    place: Mapped[str] = mapped_column(String(50), default="")
    browser: Mapped[str] = mapped_column(String(50), default="")
    for_program: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def begin(cls, user_id, **notes):
        """Return a new secret, and the login that it opens."""
        secret, now = token_urlsafe(), clock.now()
        times = {"created_at": now, "last_used_at": now}
        row = cls(user_id=user_id, secret_hash=digest(secret), **times | notes)
        return secret, row


def digest(secret):
    """Return what is kept of a secret: it cannot be guessed, so no salt is needed."""
    return sha256(secret.encode()).hexdigest()


def owner(secret, for_program=False):
    """Select who is signed in with `secret`, not for too long, and not disabled."""
    return owned(digest(secret), for_program, clock.now() - LOGIN_LIFETIME)


@kept
def owned(secret_hash, for_program, since):
    """Select a user with what is asked of them for each page."""
    fits = Login.secret_hash == secret_hash, Login.for_program == for_program
    theirs = *fits, Login.created_at > since
    query = select(User, Login.last_used_at, has_news()).join(Login)
    return query.where(*theirs, User.disabled_at.is_(None))


def listed(user_id, secret):
    """Select what a list of a user's logins shows, the last used first."""
    this = (Login.secret_hash == digest(secret)).label("is_this")
    return (
        select(Login.id, Login.browser, Login.place, Login.created_at)
        .add_columns(Login.last_used_at, this)
        .where(Login.user_id == user_id, alive())
        .order_by(this.desc(), Login.last_used_at.desc())
        .limit(LOGINS_SHOWN)
    )


def alive():
    return Login.created_at > clock.now() - LOGIN_LIFETIME


def use(secret):
    """Update when this login was last used, if that is more than a while ago."""
    now = clock.now()
    return (
        update(Login)
        .where(Login.secret_hash == digest(secret), Login.last_used_at < now - A_WHILE)
        .values(last_used_at=now)
    )


def forget_ended(user_id):
    """Delete the logins of a user that have ended by themselves."""
    return delete(Login).where(Login.user_id == user_id, ~alive())
