from sqlalchemy import BigInteger, ForeignKey, String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import db


class SecondFactor(db.Model):
    """What a user's telephone shares with us; in force once a code has come from it."""

    __tablename__ = "second_factors"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    secret: Mapped[str] = mapped_column(String(32))
    last_step: Mapped[int | None] = mapped_column(BigInteger)  # of the last code


def state(user_id):
    """Select a user's secret, and whether it is in force."""
    in_force = SecondFactor.last_step.is_not(None).label("in_force")
    return select(SecondFactor.secret, in_force).where(SecondFactor.user_id == user_id)


def prove(user_id, secret, step):
    """Update a user's secret that is not in force: from this step on, it is."""
    begun = SecondFactor.user_id == user_id, SecondFactor.last_step.is_(None)
    return (
        update(SecondFactor)
        .where(*begun, SecondFactor.secret == secret)
        .values(last_step=step)
    )


def spend(user_id, step):
    """Update the last step, unless a code of this step or a later one has been used."""
    return (
        update(SecondFactor)
        .where(SecondFactor.user_id == user_id, SecondFactor.last_step < step)
        .values(last_step=step)
    )
