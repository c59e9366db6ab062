from datetime import date, datetime

from sqlalchemy import BigInteger, Date, String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app import roles
from app.clock import now
from app.extensions import db
from app.limits import ABOUT_MAX, ADDRESS_MAX, HASH_MAX, NAME_MAX, PLACE_MAX
from app.models.types import Id, UTCDateTime


class User(db.Model):
    """A person. Flask-Login asks for what stands before the columns."""

    __tablename__ = "users"
    is_authenticated = True
    is_active = True
    secret = None  # of the browser that has just signed in
    has_news = False  # the login says, when it is looked up

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_MAX), unique=True)
    email: Mapped[str | None] = mapped_column(String(ADDRESS_MAX), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(HASH_MAX))
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    role: Mapped[str] = mapped_column(String(20), default="user")
    about: Mapped[str] = mapped_column(String(ABOUT_MAX), default="")
    place: Mapped[str] = mapped_column(String(PLACE_MAX), default="")
    seen_on: Mapped[date | None] = mapped_column(Date)  # no nearer than the day
    disabled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    news_seen_id: Mapped[int] = mapped_column(BigInteger, default=0)

    def get_id(self):
        """Return what the session holds: the secret of a login, not our id."""
        return self.secret

    def may(self, permission):
        return roles.may(self.role, permission)


def profile(name):
    """Select what everybody may know of somebody."""
    columns = User.id, User.name, User.role, User.about, User.place
    times = User.created_at, User.seen_on, User.disabled_at, User.closed_at
    return select(*columns, *times).where(User.name == name)


def listed(beginning=""):
    """Select what a list shows of people whose name begins so, in order of names."""
    like = User.name.startswith(beginning, autoescape=True)
    columns = User.id, User.name, User.role, User.disabled_at, User.created_at
    return select(*columns).where(like, is_open()).order_by(User.name)


def is_open():
    return User.closed_at.is_(None)


def still_open(*ids):
    """Select who of these is there. They stay so until the transaction ends."""
    there = select(User.id).where(User.id.in_(ids), is_open())
    return there.with_for_update(read=True)


def see(user_id, day):
    return update(User).where(User.id == user_id).values(seen_on=day)


def close(user_id, moment):
    """Update a user: what is left is a number, and a name that nobody can choose."""
    nothing = ["email", "password_hash", "confirmed_at", "seen_on", "disabled_at"]
    left = {"name": f"closed-{user_id}", "role": "user", "closed_at": moment}
    values = dict.fromkeys(nothing) | left | {"about": "", "place": ""}
    return update(User).where(User.id == user_id).values(values)
