from secrets import choice

from sqlalchemy import ForeignKey, String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import db
from app.models.login import digest
from app.models.types import Id

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # without 0 and o, and 1, i and l
CODES = 10


class RecoveryCode(db.Model):
    """A word on paper that opens the door once, when the telephone is gone."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    code_hash: Mapped[str] = mapped_column(String(64))


def new_codes():
    """Return new codes, as they are written on paper: abcd-efgh-jkmn-pqrs.

    79 bits are too many to guess, even for somebody who has the digest."""
    return ["-".join(group() for _ in range(4)) for _ in range(CODES)]


def group():
    return "".join(choice(ALPHABET) for _ in range(4))


def rows(user_id, codes):
    return [RecoveryCode(user_id=user_id, code_hash=code_hash(code)) for code in codes]


def code_hash(code):
    """Return the digest of `code`, however people write it."""
    return digest("".join(c for c in code.lower() if c in ALPHABET))


def spend(user_id, code):
    """Delete `code`: of two who come with it at once, one finds no row."""
    return delete(RecoveryCode).where(
        RecoveryCode.user_id == user_id, RecoveryCode.code_hash == code_hash(code)
    )


def count(user_id):
    """Select how many codes a user has left."""
    return select(func.count(RecoveryCode.id)).where(RecoveryCode.user_id == user_id)


def forget(user_id):
    return delete(RecoveryCode).where(RecoveryCode.user_id == user_id)
